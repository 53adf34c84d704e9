CREATE TABLE alias (
    name TEXT PRIMARY KEY,
    person TEXT NOT NULL,
    asked INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX alias_person ON alias(person);

UPDATE answer SET ref = person || ':' || ref WHERE ref != '' AND person LIKE 'telegram:%';

UPDATE piece SET ref = person || ':' || ref WHERE ref != '' AND person LIKE 'telegram:%';
