"""Rows as people paste them -> the rows of a table. Pure: knows no application, and nothing of files."""
