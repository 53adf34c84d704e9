-- A job may be told what exactly is wanted; the only kind there was is now called by its file.

ALTER TABLE job ADD COLUMN argument TEXT NOT NULL DEFAULT '';

UPDATE job SET kind = 'word' WHERE kind = 'export';
