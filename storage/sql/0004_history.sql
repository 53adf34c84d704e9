CREATE TABLE history (
    id INTEGER PRIMARY KEY,
    application TEXT NOT NULL REFERENCES application(id) ON DELETE CASCADE,
    row TEXT NOT NULL,
    field TEXT NOT NULL,
    person TEXT NOT NULL,
    at TEXT NOT NULL,
    value TEXT
);

CREATE INDEX history_application ON history(application);

CREATE INDEX history_row ON history(application, row);

CREATE INDEX history_step ON history(application, row, field);

INSERT INTO history (application, row, field, person, at, value)
SELECT application, row, field, person, at, value FROM answer ORDER BY at, rowid;
