-- Of which changes the lead was told at once: the news of the day leave them out.

ALTER TABLE change_set ADD COLUMN told INTEGER NOT NULL DEFAULT 0;
