-- What waits for a yes stands apart from the conversation, where a screen had it before.

CREATE TABLE held (
    person TEXT NOT NULL,
    id TEXT NOT NULL,
    application TEXT NOT NULL REFERENCES application(id) ON DELETE CASCADE,
    at TEXT NOT NULL,
    seen INTEGER NOT NULL,
    changes TEXT NOT NULL,
    PRIMARY KEY (person, id)
) WITHOUT ROWID;

CREATE INDEX held_application ON held(application);

CREATE INDEX held_at ON held(at);
