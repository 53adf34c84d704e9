"""Files that people hand in -> answers."""
