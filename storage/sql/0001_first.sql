-- Applications with their answers, conversations, and the queues that make effects happen exactly once.
--
-- `record` has one line for each group of the form and each row in which it is answered, with the number of things
-- still missing there; `tally` sums it up. Triggers keep `tally`, so that a turn need never count. `answer.value`
-- stands last, so that reading the columns before it never walks through a long text.

CREATE TABLE application (
    id TEXT PRIMARY KEY,
    form TEXT NOT NULL,
    digest TEXT NOT NULL,
    created TEXT NOT NULL,
    changed TEXT NOT NULL
);

CREATE TABLE member (
    application TEXT NOT NULL REFERENCES application(id) ON DELETE CASCADE,
    person TEXT NOT NULL,
    role TEXT NOT NULL,
    PRIMARY KEY (application, person)
) WITHOUT ROWID;

CREATE INDEX member_person ON member(person);

CREATE TABLE record (
    application TEXT NOT NULL REFERENCES application(id) ON DELETE CASCADE,
    grp TEXT NOT NULL,
    row TEXT NOT NULL,
    position INTEGER NOT NULL,
    missing INTEGER NOT NULL,
    PRIMARY KEY (application, row, grp)
) WITHOUT ROWID;

CREATE INDEX record_position ON record(application, grp, position);

CREATE INDEX record_open ON record(application, grp, position) WHERE missing > 0;

CREATE TABLE tally (
    application TEXT NOT NULL REFERENCES application(id) ON DELETE CASCADE,
    grp TEXT NOT NULL,
    rows INTEGER NOT NULL,
    open_rows INTEGER NOT NULL,
    missing INTEGER NOT NULL,
    PRIMARY KEY (application, grp)
) WITHOUT ROWID;

CREATE TRIGGER record_added AFTER INSERT ON record BEGIN
    INSERT INTO tally VALUES (new.application, new.grp, 1, new.missing > 0, new.missing)
    ON CONFLICT DO UPDATE SET rows = rows + 1, open_rows = open_rows + (new.missing > 0),
                              missing = missing + new.missing;
END;

CREATE TRIGGER record_changed AFTER UPDATE OF missing ON record BEGIN
    UPDATE tally SET open_rows = open_rows + (new.missing > 0) - (old.missing > 0),
                     missing = missing + new.missing - old.missing
    WHERE application = new.application AND grp = new.grp;
END;

CREATE TRIGGER record_dropped AFTER DELETE ON record BEGIN
    UPDATE tally SET rows = rows - 1, open_rows = open_rows - (old.missing > 0), missing = missing - old.missing
    WHERE application = old.application AND grp = old.grp;
END;

CREATE TABLE answer (
    application TEXT NOT NULL REFERENCES application(id) ON DELETE CASCADE,
    row TEXT NOT NULL,
    field TEXT NOT NULL,
    han INTEGER NOT NULL,
    person TEXT NOT NULL,
    ref TEXT NOT NULL,
    at TEXT NOT NULL,
    value TEXT NOT NULL,
    UNIQUE (application, row, field)
);

CREATE INDEX answer_ref ON answer(application, person, ref) WHERE ref != '';

CREATE TABLE piece (
    id INTEGER PRIMARY KEY,
    application TEXT NOT NULL REFERENCES application(id) ON DELETE CASCADE,
    row TEXT NOT NULL,
    field TEXT NOT NULL,
    person TEXT NOT NULL,
    ref TEXT NOT NULL,
    text TEXT NOT NULL
);

CREATE INDEX piece_step ON piece(application, row, field, person);

CREATE INDEX piece_ref ON piece(application, person, ref) WHERE ref != '';

CREATE TABLE conversation (
    person TEXT PRIMARY KEY,
    application TEXT REFERENCES application(id) ON DELETE SET NULL,
    state TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX conversation_application ON conversation(application);

CREATE TABLE inbox (
    id TEXT PRIMARY KEY,
    at TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    person TEXT NOT NULL,
    reply TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0
);

CREATE INDEX outbox_person ON outbox(person);

CREATE TABLE job (
    id TEXT PRIMARY KEY,
    application TEXT NOT NULL REFERENCES application(id) ON DELETE CASCADE,
    person TEXT NOT NULL,
    kind TEXT NOT NULL
) WITHOUT ROWID;
