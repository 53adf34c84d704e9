-- Asking somebody else to lead does not end that whoever led before may again: each giver has a line.

CREATE TABLE handovers (
    application TEXT NOT NULL REFERENCES application(id) ON DELETE CASCADE,
    giver TEXT NOT NULL,
    taker TEXT NOT NULL,
    at TEXT NOT NULL,
    held INTEGER NOT NULL,
    PRIMARY KEY (application, giver)
) WITHOUT ROWID;

INSERT INTO handovers SELECT application, giver, taker, at, held FROM handover;

DROP TABLE handover;

ALTER TABLE handovers RENAME TO handover;
