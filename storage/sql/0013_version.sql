-- How often an application was changed.

ALTER TABLE application ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
