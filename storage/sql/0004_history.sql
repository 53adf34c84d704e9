-- Every value that an answer has had, NULL for open; begins with the answers that there are.
--
-- What a change replaced is the value before it at the same step, so that no long text is kept twice. SQLite ends each
-- index with the id, so that the newest of an application, a row or a step are read without sorting.

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
