-- What was pasted waits for a yes too.

ALTER TABLE held ADD COLUMN text TEXT NOT NULL DEFAULT '';
