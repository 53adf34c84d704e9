-- Who is signed in to the page, the links and codes that let them in, and the messages that it shows again.
--
-- Only hashes of what opens a door are kept. A message goes with the application that it was about.

CREATE TABLE page_session (
    hash TEXT PRIMARY KEY,
    person TEXT NOT NULL,
    created TEXT NOT NULL,
    seen TEXT NOT NULL,
    expires TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX page_session_person ON page_session(person);

CREATE INDEX page_session_expires ON page_session(expires);

CREATE TABLE page_link (
    hash TEXT PRIMARY KEY,
    person TEXT NOT NULL,
    once INTEGER NOT NULL,
    expires TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX page_link_person ON page_link(person);

CREATE INDEX page_link_expires ON page_link(expires);

CREATE TABLE message (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    person TEXT NOT NULL,
    application TEXT REFERENCES application(id) ON DELETE CASCADE,
    at TEXT NOT NULL,
    event TEXT NOT NULL,
    files INTEGER NOT NULL,
    content TEXT NOT NULL
);

CREATE INDEX message_person ON message(person, id);

CREATE INDEX message_application ON message(application);

CREATE INDEX message_files ON message(id) WHERE files > 0;
