"""One answer of each kind: read, check, count, show. Knows no form."""
