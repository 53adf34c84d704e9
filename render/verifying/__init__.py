"""A form and its template -> every fault that the template has. Knows no database and no channel."""
