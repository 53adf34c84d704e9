-- What an event touched stands together, line by line as it was before, so that it can be taken back.
--
-- `touched` is written by triggers while a set is open; `key` is what tells a line from others of its table and row,
-- and `gone` is 1 where it was deleted. What lay in the bin is such a set. Ids of draft parts and comments that are
-- gone are never used again.

CREATE TABLE change_set (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    application TEXT NOT NULL REFERENCES application(id) ON DELETE CASCADE,
    person TEXT NOT NULL,
    at TEXT NOT NULL,
    bulk TEXT NOT NULL DEFAULT '',
    lasting TEXT NOT NULL DEFAULT '',
    undoes INTEGER,
    undone INTEGER NOT NULL DEFAULT 0,
    open INTEGER NOT NULL DEFAULT 0
);

CREATE INDEX change_set_person ON change_set(application, person, undone);

CREATE INDEX change_set_open ON change_set(application) WHERE open = 1;

CREATE INDEX change_set_at ON change_set(at);

CREATE TABLE touched (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    change_set INTEGER NOT NULL,
    application TEXT NOT NULL REFERENCES application(id) ON DELETE CASCADE,
    what TEXT NOT NULL,
    row TEXT NOT NULL,
    key TEXT NOT NULL,
    gone INTEGER NOT NULL DEFAULT 0,
    before TEXT
);

CREATE INDEX touched_set ON touched(change_set);

CREATE INDEX touched_key ON touched(application, what, row, key);

CREATE INDEX touched_gone ON touched(application, key) WHERE what = 'instance' AND gone = 1;

ALTER TABLE history ADD COLUMN change_set INTEGER;

CREATE TABLE draft_part_anew (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    application TEXT NOT NULL REFERENCES application(id) ON DELETE CASCADE,
    row TEXT NOT NULL,
    field TEXT NOT NULL,
    person TEXT NOT NULL,
    ref TEXT NOT NULL,
    text TEXT NOT NULL,
    at TEXT NOT NULL DEFAULT ''
);

INSERT INTO draft_part_anew (id, application, row, field, person, ref, text, at)
SELECT id, application, row, field, person, ref, text, at FROM draft_part ORDER BY id;

DROP TABLE draft_part;

ALTER TABLE draft_part_anew RENAME TO draft_part;

CREATE INDEX draft_part_step ON draft_part(application, row, field, person);

CREATE INDEX draft_part_ref ON draft_part(application, person, ref) WHERE ref != '';

CREATE TABLE comment_anew (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    application TEXT NOT NULL REFERENCES application(id) ON DELETE CASCADE,
    row TEXT NOT NULL,
    item TEXT NOT NULL,
    person TEXT NOT NULL,
    at TEXT NOT NULL,
    text TEXT NOT NULL,
    about INTEGER REFERENCES comment_anew(id) ON DELETE CASCADE,
    state TEXT NOT NULL DEFAULT 'open'
);

INSERT INTO comment_anew (id, application, row, item, person, at, text, about, state)
SELECT id, application, row, item, person, at, text, about, state FROM comment ORDER BY id;

DROP TABLE comment;

ALTER TABLE comment_anew RENAME TO comment;

CREATE INDEX comment_step ON comment(application, row, item);

CREATE INDEX comment_live ON comment(application, state) WHERE about IS NULL;

CREATE INDEX comment_about ON comment(about);

INSERT INTO change_set (id, application, person, at, undone)
SELECT id, application, person, at, 1 FROM bin;

INSERT INTO touched (id, change_set, application, what, row, key, gone, before)
SELECT id, id, application, 'instance', row, tbl, 1, json_object('unit', unit, 'position', NULL,
    'parent', coalesce(content ->> '$.rows[0][2]', '')) FROM bin;

INSERT INTO touched (change_set, application, what, row, key, gone, before)
SELECT bin.id, application, 'instance', value ->> 1, value ->> 0, 1, json_object('unit', unit, 'position', NULL,
    'parent', coalesce(value ->> 2, ''))
FROM bin, json_each(content, '$.rows') WHERE value ->> 1 != row;

INSERT INTO touched (change_set, application, what, row, key, gone, before)
SELECT bin.id, application, 'answer', value ->> 0, value ->> 1, 1, json_object('han', value ->> 2,
    'person', value ->> 3, 'ref', value ->> 4, 'at', value ->> 5, 'value', value ->> 6, 'doubts', '')
FROM bin, json_each(content, '$.answers');

INSERT INTO touched (change_set, application, what, row, key, gone, before)
SELECT bin.id, application, 'draft_part', value ->> 0,
    bin.id * 100000 + json_each.key - 1000000000000, 1, json_object('field', value ->> 1,
    'person', value ->> 2, 'ref', value ->> 3, 'text', value ->> 4, 'at', coalesce(value ->> 5, ''))
FROM bin, json_each(content, '$.pieces');

INSERT INTO touched (change_set, application, what, row, key, before)
SELECT bin.id, application, 'member', row, value ->> 0, json_object('role', value ->> 1) FROM bin, json_each(people);

INSERT INTO touched (change_set, application, what, row, key, before)
SELECT bin.id, application, 'invitation', row, value, json_object('revoked', 0)
FROM bin, json_each(content, '$.invitations');

INSERT INTO touched (change_set, application, what, row, key, gone, before)
SELECT id, application, 'sign_off', row, '', 1, json_object('kind', content ->> '$.sign_off[0]',
    'person', content ->> '$.sign_off[1]', 'at', content ->> '$.sign_off[2]')
FROM bin WHERE content ->> '$.sign_off' IS NOT NULL;

DROP TABLE bin;

CREATE VIEW bin AS
SELECT touched.id, touched.application, touched.change_set, touched.key AS tbl, touched.row,
    touched.before ->> '$.unit' AS unit, touched.before ->> '$.parent' AS parent, change_set.person, change_set.at
FROM touched JOIN change_set ON change_set.id = touched.change_set
WHERE touched.what = 'instance' AND touched.gone = 1
AND NOT EXISTS (
    SELECT 1 FROM instance WHERE instance.application = touched.application AND instance.row = touched.row
)
AND NOT EXISTS (
    SELECT 1 FROM touched AS other WHERE other.application = touched.application AND other.what = 'instance'
    AND other.row = touched.row AND other.key = touched.key AND other.gone = 1 AND other.id > touched.id
)
AND NOT EXISTS (
    SELECT 1 FROM touched AS other WHERE other.application = touched.application AND other.what = 'instance'
    AND other.row IN (touched.before ->> '$.unit', touched.before ->> '$.parent') AND other.row != touched.row
    AND other.gone = 1
    AND other.change_set = touched.change_set
)
AND EXISTS (
    SELECT 1 FROM touched AS other WHERE other.application = touched.application AND other.row = touched.row
    AND other.what IN ('answer', 'draft_part', 'member', 'invitation', 'sign_off')
    AND other.change_set = touched.change_set
);

CREATE TRIGGER answer_put AFTER INSERT ON answer BEGIN
    INSERT INTO touched (change_set, application, what, row, key)
    SELECT id, application, 'answer', new.row, new.field
    FROM change_set WHERE application = new.application AND open = 1;
END;

CREATE TRIGGER answer_changed AFTER UPDATE ON answer BEGIN
    INSERT INTO touched (change_set, application, what, row, key, before)
    SELECT id, application, 'answer', new.row, new.field, json_object('han', old.han, 'person', old.person,
        'ref', old.ref, 'at', old.at, 'value', old.value, 'doubts', old.doubts)
    FROM change_set WHERE application = new.application AND open = 1;
END;

CREATE TRIGGER answer_dropped AFTER DELETE ON answer BEGIN
    INSERT INTO touched (change_set, application, what, row, key, gone, before)
    SELECT id, application, 'answer', old.row, old.field, 1, json_object('han', old.han, 'person', old.person,
        'ref', old.ref, 'at', old.at, 'value', old.value, 'doubts', old.doubts)
    FROM change_set WHERE application = old.application AND open = 1;
END;

CREATE TRIGGER draft_part_put AFTER INSERT ON draft_part BEGIN
    INSERT INTO touched (change_set, application, what, row, key)
    SELECT id, application, 'draft_part', new.row, new.id
    FROM change_set WHERE application = new.application AND open = 1;
END;

CREATE TRIGGER draft_part_changed AFTER UPDATE ON draft_part BEGIN
    INSERT INTO touched (change_set, application, what, row, key, before)
    SELECT id, application, 'draft_part', new.row, new.id, json_object('field', old.field, 'person', old.person,
        'ref', old.ref, 'text', old.text, 'at', old.at)
    FROM change_set WHERE application = new.application AND open = 1;
END;

CREATE TRIGGER draft_part_dropped AFTER DELETE ON draft_part BEGIN
    INSERT INTO touched (change_set, application, what, row, key, gone, before)
    SELECT id, application, 'draft_part', old.row, old.id, 1, json_object('field', old.field, 'person', old.person,
        'ref', old.ref, 'text', old.text, 'at', old.at)
    FROM change_set WHERE application = old.application AND open = 1;
END;

CREATE TRIGGER sign_off_put AFTER INSERT ON sign_off BEGIN
    INSERT INTO touched (change_set, application, what, row, key)
    SELECT id, application, 'sign_off', new.unit, ''
    FROM change_set WHERE application = new.application AND open = 1;
END;

CREATE TRIGGER sign_off_changed AFTER UPDATE ON sign_off BEGIN
    INSERT INTO touched (change_set, application, what, row, key, before)
    SELECT id, application, 'sign_off', new.unit, '',
        json_object('kind', old.kind, 'person', old.person, 'at', old.at)
    FROM change_set WHERE application = new.application AND open = 1;
END;

CREATE TRIGGER sign_off_dropped AFTER DELETE ON sign_off BEGIN
    INSERT INTO touched (change_set, application, what, row, key, gone, before)
    SELECT id, application, 'sign_off', old.unit, '', 1,
        json_object('kind', old.kind, 'person', old.person, 'at', old.at)
    FROM change_set WHERE application = old.application AND open = 1;
END;

CREATE TRIGGER comment_put AFTER INSERT ON comment BEGIN
    INSERT INTO touched (change_set, application, what, row, key)
    SELECT id, application, 'comment', new.row, new.id
    FROM change_set WHERE application = new.application AND open = 1;
END;

CREATE TRIGGER comment_changed AFTER UPDATE ON comment BEGIN
    INSERT INTO touched (change_set, application, what, row, key, before)
    SELECT id, application, 'comment', new.row, new.id, json_object('item', old.item, 'person', old.person,
        'at', old.at, 'text', old.text, 'about', old.about, 'state', old.state)
    FROM change_set WHERE application = new.application AND open = 1;
END;

CREATE TRIGGER comment_dropped AFTER DELETE ON comment BEGIN
    INSERT INTO touched (change_set, application, what, row, key, gone, before)
    SELECT id, application, 'comment', old.row, old.id, 1, json_object('item', old.item, 'person', old.person,
        'at', old.at, 'text', old.text, 'about', old.about, 'state', old.state)
    FROM change_set WHERE application = old.application AND open = 1;
END;

CREATE TRIGGER member_changed AFTER UPDATE OF role ON member BEGIN
    INSERT INTO touched (change_set, application, what, row, key, before)
    SELECT id, application, 'member', new.unit, new.person, json_object('role', old.role)
    FROM change_set WHERE application = new.application AND open = 1;
END;

CREATE TRIGGER invitation_changed AFTER UPDATE OF revoked ON invitation BEGIN
    INSERT INTO touched (change_set, application, what, row, key, before)
    SELECT id, application, 'invitation', new.unit, new.id, json_object('revoked', old.revoked)
    FROM change_set WHERE application = new.application AND open = 1;
END;

CREATE TRIGGER row_added AFTER INSERT ON instance WHEN new.row != '' BEGIN
    INSERT INTO touched (change_set, application, what, row, key)
    SELECT id, application, 'instance', new.row, new.grp
    FROM change_set WHERE application = new.application AND open = 1;
END;

CREATE TRIGGER row_changed AFTER UPDATE OF unit, position ON instance
WHEN old.unit != new.unit OR old.position != new.position BEGIN
    INSERT INTO touched (change_set, application, what, row, key, before)
    SELECT id, application, 'instance', new.row, new.grp, json_object('unit', old.unit, 'position', old.position,
        'parent', old.parent)
    FROM change_set WHERE application = new.application AND open = 1;
END;

CREATE TRIGGER row_dropped AFTER DELETE ON instance WHEN old.row != '' BEGIN
    INSERT INTO touched (change_set, application, what, row, key, gone, before)
    SELECT id, application, 'instance', old.row, old.grp, 1, json_object('unit', old.unit, 'position', old.position,
        'parent', old.parent)
    FROM change_set WHERE application = old.application AND open = 1;
END;
