-- With which doubts an answer was taken: their codes, with blanks between them.

ALTER TABLE answer ADD COLUMN doubts TEXT NOT NULL DEFAULT '';
