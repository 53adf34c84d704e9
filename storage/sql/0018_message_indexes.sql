-- What is asked of a person's messages costs the same however many there are.

CREATE INDEX message_ref ON message(person, ref) WHERE ref != '';

CREATE INDEX message_person_files ON message(person, id) WHERE files > 0;

DROP INDEX message_files;

DROP INDEX message_application;

CREATE INDEX message_application ON message(application, person);
