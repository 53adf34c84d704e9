-- Several people in one application: each row belongs to a unit, and is counted for it and for the whole.
--
-- `tally.scope` is a unit, or * for the whole. An empty digest has every application counted anew at the start.
-- `reminded` has when an application's people were last seen to, and the last line of its history then.

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
) WITHOUT ROWID;
