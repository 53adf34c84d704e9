-- What a person was shown last stands together, with the stack that showed it; earlier questions in `question`.
--
-- Before, the newest question was known by four values of the conversation, and where it was asked by `alias.asked`; see
-- `storage.old_conversations`.

CREATE TABLE question (
    person TEXT NOT NULL,
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    first INTEGER,
    last INTEGER,
    since INTEGER,
    refused TEXT,
    shown TEXT NOT NULL,
    PRIMARY KEY (person, number)
) WITHOUT ROWID;

INSERT INTO question (person, number, name, shown)
SELECT person, state ->> '$.shown.number', coalesce((SELECT name FROM alias WHERE alias.person = conversation.person AND
    asked), person), state -> '$.shown'
FROM conversation WHERE state ->> '$.consented';

ALTER TABLE alias DROP COLUMN asked;
