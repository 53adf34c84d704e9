"""One application: rows, units, progress, who may what, changes, checks. Knows no conversation."""
