"""Keeps applications and conversations in SQLite. Knows the values of dialogs, and nothing of documents or channels."""
