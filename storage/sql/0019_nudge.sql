-- When the lead last asked a unit to make haste.

CREATE TABLE nudge (
    application TEXT NOT NULL REFERENCES application(id) ON DELETE CASCADE,
    unit TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (application, unit)
) WITHOUT ROWID;
