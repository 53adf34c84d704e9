"""The database's tables as append-only migrations: a landed migration is never edited, a new one is added.

Knows nothing of what the values mean.
"""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("shenbao")


@migrations(name="0001_first")
def _first(db: Database) -> None:
    """Applications with their answers, conversations, and the queues that make effects happen exactly once.

    `record` has one line for each group of the form and each row in which it is answered, with the number of
    things still missing there; `tally` sums it up. Triggers keep `tally`, so that a turn need never count.
    `answer.value` stands last, so that reading the columns before it never walks through a long text.
    """
    for statement in _FIRST.split(";\n\n"):
        db.execute(statement)


@migrations(name="0002_job_argument")
def _job_argument(db: Database) -> None:
    """A job may be told what exactly is wanted; the only kind there was is now called by its file."""
    db.execute("ALTER TABLE job ADD COLUMN argument TEXT NOT NULL DEFAULT ''")
    db.execute("UPDATE job SET kind = 'word' WHERE kind = 'export'")


@migrations(name="0003_numbered_rows")
def _numbered_rows(db: Database) -> None:
    """A row's position is its number, 1 and on without gaps, so that no list or number need be counted through."""
    db.execute(
        "UPDATE record SET position = number FROM (SELECT application AS a, grp AS g, row AS r,"
        " row_number() OVER (PARTITION BY application, grp ORDER BY position) AS number FROM record WHERE row != '')"
        " WHERE application = a AND grp = g AND row = r AND position != number"
    )


@migrations(name="0004_history")
def _history(db: Database) -> None:
    """Every value that an answer has had, NULL for open; begins with the answers that there are.

    What a change replaced is the value before it at the same step, so that no long text is kept twice. SQLite ends
    each index with the id, so that the newest of an application, a row or a step are read without sorting.
    """
    for statement in _HISTORY.split(";\n\n"):
        db.execute(statement)


@migrations(name="0005_team")
def _team(db: Database) -> None:
    """Several people in one application: each row belongs to a unit, and is counted for it and for the whole.

    `tally.scope` is a unit, or * for the whole. An empty digest has every application counted anew at the start.
    `reminded` has when an application's people were last seen to, and the last line of its history then.
    """
    for statement in _TEAM.split(";\n\n"):
        db.execute(statement)


@migrations(name="0006_page")
def _page(db: Database) -> None:
    """Who is signed in to the page, the links and codes that let them in, and the messages that it shows again.

    Only hashes of what opens a door are kept. A message goes with the application that it was about.
    """
    for statement in _PAGE.split(";\n\n"):
        db.execute(statement)


@migrations(name="0007_alias")
def _alias(db: Database) -> None:
    """The other names of a person, see `storage.linked_identities`; `asked` is 1 where they were last asked something.

    The ref of a Telegram message was unique in its chat only, and now is over all: one person may have several chats.
    """
    for statement in _ALIAS.split(";\n\n"):
        db.execute(statement)


@migrations(name="0008_edited_messages")
def _edited_messages(db: Database) -> None:
    """By which ref a kept message that a person typed can be edited, and when it was.

    `edited` is the id that the person's newest message had then, 0 for never: whoever has seen a newer one has seen
    the edit too. Of earlier messages those are known to be typed that still stand behind an answer: then the page was
    the only channel that kept any, whose refs are the ids of events.
    """
    db.execute("ALTER TABLE message ADD COLUMN ref TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE message ADD COLUMN edited INTEGER NOT NULL DEFAULT 0")
    db.execute("CREATE INDEX message_edited ON message(person, edited) WHERE edited > 0")
    db.execute(
        "UPDATE message SET ref = event WHERE event != ''"
        " AND (event IN (SELECT ref FROM answer) OR event IN (SELECT ref FROM piece))"
    )


_FIRST = """
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
) WITHOUT ROWID
"""

_HISTORY = """
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
SELECT application, row, field, person, at, value FROM answer ORDER BY at, rowid
"""

_TEAM = """
ALTER TABLE application ADD COLUMN deadline TEXT;

UPDATE application SET digest = '';

ALTER TABLE record ADD COLUMN unit TEXT NOT NULL DEFAULT '';

ALTER TABLE history ADD COLUMN unit TEXT NOT NULL DEFAULT '';

ALTER TABLE piece ADD COLUMN at TEXT NOT NULL DEFAULT '';

CREATE INDEX record_unit ON record(application, unit, grp, position);

CREATE INDEX record_unit_open ON record(application, unit, grp, position) WHERE missing > 0;

CREATE INDEX history_unit ON history(application, unit);

DROP TRIGGER record_added;

DROP TRIGGER record_changed;

DROP TRIGGER record_dropped;

DROP TABLE tally;

CREATE TABLE tally (
    application TEXT NOT NULL REFERENCES application(id) ON DELETE CASCADE,
    scope TEXT NOT NULL,
    grp TEXT NOT NULL,
    rows INTEGER NOT NULL,
    open_rows INTEGER NOT NULL,
    missing INTEGER NOT NULL,
    PRIMARY KEY (application, scope, grp)
) WITHOUT ROWID;

INSERT INTO tally
SELECT application, '*', grp, count(*), sum(missing > 0), sum(missing) FROM record GROUP BY application, grp;

INSERT INTO tally
SELECT application, '', grp, count(*), sum(missing > 0), sum(missing) FROM record GROUP BY application, grp;

CREATE TRIGGER record_added AFTER INSERT ON record BEGIN
    INSERT INTO tally
    SELECT new.application, scope, new.grp, 1, new.missing > 0, new.missing
    FROM (SELECT '*' AS scope UNION ALL SELECT new.unit) WHERE true
    ON CONFLICT DO UPDATE SET rows = rows + 1, open_rows = open_rows + (new.missing > 0),
                              missing = missing + new.missing;
END;

CREATE TRIGGER record_changed AFTER UPDATE OF missing ON record BEGIN
    UPDATE tally SET open_rows = open_rows + (new.missing > 0) - (old.missing > 0),
                     missing = missing + new.missing - old.missing
    WHERE application = new.application AND scope IN ('*', new.unit) AND grp = new.grp;
END;

CREATE TRIGGER record_assigned AFTER UPDATE OF unit ON record WHEN old.unit != new.unit BEGIN
    UPDATE tally SET rows = rows - 1, open_rows = open_rows - (old.missing > 0), missing = missing - old.missing
    WHERE application = old.application AND scope = old.unit AND grp = old.grp;
    INSERT INTO tally VALUES (new.application, new.unit, new.grp, 1, new.missing > 0, new.missing)
    ON CONFLICT DO UPDATE SET rows = rows + 1, open_rows = open_rows + (new.missing > 0),
                              missing = missing + new.missing;
END;

CREATE TRIGGER record_dropped AFTER DELETE ON record BEGIN
    UPDATE tally SET rows = rows - 1, open_rows = open_rows - (old.missing > 0), missing = missing - old.missing
    WHERE application = old.application AND scope IN ('*', old.unit) AND grp = old.grp;
END;

CREATE TABLE membership (
    application TEXT NOT NULL REFERENCES application(id) ON DELETE CASCADE,
    person TEXT NOT NULL,
    unit TEXT NOT NULL,
    role TEXT NOT NULL,
    name TEXT NOT NULL,
    joined TEXT NOT NULL,
    ended TEXT,
    active TEXT,
    muted INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (application, person, unit)
) WITHOUT ROWID;

INSERT INTO membership (application, person, unit, role, name, joined, active)
SELECT application, person, '', role, '', created, changed FROM member JOIN application ON application.id = application;

DROP TABLE member;

ALTER TABLE membership RENAME TO member;

CREATE INDEX member_person ON member(person);

CREATE TABLE invitation (
    id TEXT PRIMARY KEY,
    application TEXT NOT NULL REFERENCES application(id) ON DELETE CASCADE,
    unit TEXT NOT NULL,
    role TEXT NOT NULL,
    person TEXT NOT NULL,
    created TEXT NOT NULL,
    expires TEXT NOT NULL,
    uses INTEGER NOT NULL,
    revoked INTEGER NOT NULL DEFAULT 0,
    token TEXT NOT NULL UNIQUE,
    code TEXT NOT NULL UNIQUE
) WITHOUT ROWID;

CREATE INDEX invitation_application ON invitation(application);

CREATE TABLE attempt (
    person TEXT NOT NULL,
    at TEXT NOT NULL
);

CREATE INDEX attempt_person ON attempt(person, at);

CREATE TABLE sign_off (
    application TEXT NOT NULL REFERENCES application(id) ON DELETE CASCADE,
    unit TEXT NOT NULL,
    kind TEXT NOT NULL,
    person TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (application, unit)
) WITHOUT ROWID;

CREATE TABLE remark (
    id INTEGER PRIMARY KEY,
    application TEXT NOT NULL REFERENCES application(id) ON DELETE CASCADE,
    row TEXT NOT NULL,
    item TEXT NOT NULL,
    person TEXT NOT NULL,
    at TEXT NOT NULL,
    text TEXT NOT NULL,
    about INTEGER REFERENCES remark(id) ON DELETE CASCADE,
    state TEXT NOT NULL DEFAULT 'open'
);

CREATE INDEX remark_step ON remark(application, row, item);

CREATE INDEX remark_live ON remark(application, state) WHERE about IS NULL;

CREATE INDEX remark_about ON remark(about);

CREATE TABLE deleted (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    application TEXT NOT NULL REFERENCES application(id) ON DELETE CASCADE,
    tbl TEXT NOT NULL,
    row TEXT NOT NULL,
    unit TEXT NOT NULL,
    title TEXT NOT NULL,
    people TEXT NOT NULL,
    person TEXT NOT NULL,
    at TEXT NOT NULL,
    content TEXT NOT NULL
);

CREATE INDEX deleted_table ON deleted(application, tbl);

CREATE INDEX deleted_at ON deleted(at);

CREATE TABLE reminded (
    application TEXT PRIMARY KEY REFERENCES application(id) ON DELETE CASCADE,
    at TEXT NOT NULL,
    seen INTEGER NOT NULL
) WITHOUT ROWID
"""

_PAGE = """
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

CREATE INDEX message_files ON message(id) WHERE files > 0
"""

_ALIAS = """
CREATE TABLE alias (
    name TEXT PRIMARY KEY,
    person TEXT NOT NULL,
    asked INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX alias_person ON alias(person);

UPDATE answer SET ref = person || ':' || ref WHERE ref != '' AND person LIKE 'telegram:%';

UPDATE piece SET ref = person || ':' || ref WHERE ref != '' AND person LIKE 'telegram:%'
"""
