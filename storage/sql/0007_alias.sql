-- The other names of a person, see `storage.linked_identities`; `asked` is 1 where they were last asked something.
--
-- The ref of a Telegram message was unique in its chat only, and now is over all: one person may have several chats.

CREATE TABLE alias (
    name TEXT PRIMARY KEY,
    person TEXT NOT NULL,
    asked INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX alias_person ON alias(person);

UPDATE answer SET ref = person || ':' || ref WHERE ref != '' AND person LIKE 'telegram:%';

UPDATE piece SET ref = person || ':' || ref WHERE ref != '' AND person LIKE 'telegram:%';
