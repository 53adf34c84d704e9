"""Files that people hand in -> rows of cells."""
