-- Every finished document that was given out, with the newest change that it has.

CREATE TABLE final (
    application TEXT NOT NULL REFERENCES application(id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    person TEXT NOT NULL,
    at TEXT NOT NULL,
    newest INTEGER NOT NULL,
    PRIMARY KEY (application, version)
) WITHOUT ROWID;
