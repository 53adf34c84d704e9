"""Turns answers into documents. Knows the values of dialogs, and nothing of databases or channels."""
