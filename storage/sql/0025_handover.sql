-- Whom the lead asked to lead instead; once it is `held`, who led before, and may again for some days.
--
-- `before` is what a lead was in the lead unit, "" for one who began with it.

CREATE TABLE handover (
    application TEXT PRIMARY KEY REFERENCES application(id) ON DELETE CASCADE,
    giver TEXT NOT NULL,
    taker TEXT NOT NULL,
    at TEXT NOT NULL,
    held INTEGER NOT NULL
) WITHOUT ROWID;

ALTER TABLE member ADD COLUMN before TEXT NOT NULL DEFAULT '';
