-- Whether a job is under way: one that only waits is replaced where its person asks for the same again.

ALTER TABLE job ADD COLUMN begun INTEGER NOT NULL DEFAULT 0;
