-- A database as migration 0001 made and filled it. It is never edited: databases like it are in use.
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'shenbao','0001_first','2024-03-04 01:00:00.000000+00:00');
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
INSERT INTO "answer" VALUES('a1','','stall',4,'console:gu','m1','2024-03-04T09:00:00+08:00','河边梨摊');
INSERT INTO "answer" VALUES('a1','','day',0,'console:gu','m2','2024-03-04T09:00:00+08:00','2024-03-09');
INSERT INTO "answer" VALUES('a1','','story',9,'console:gu','','2024-03-04T09:00:00+08:00','爷爷种的梨。
自家的树。');
INSERT INTO "answer" VALUES('a1','r1','wares.name',1,'console:gu','m3','2024-03-04T09:00:00+08:00','梨');
INSERT INTO "answer" VALUES('a1','r1','wares.price',0,'console:gu','','2024-03-04T09:00:00+08:00','');
INSERT INTO "answer" VALUES('a1','r2','wares.name',2,'console:gu','m4','2024-03-04T09:00:00+08:00','梨膏');
INSERT INTO "answer" VALUES('a1','r1','farm',5,'console:gu','','2024-03-04T09:00:00+08:00','后山的园子');
INSERT INTO "answer" VALUES('a1','','partners',2,'console:gu','','2024-03-04T09:00:00+08:00','完成');
INSERT INTO "answer" VALUES('a1','','clean',2,'console:gu','','2024-03-04T09:00:00+08:00','确认');
CREATE TABLE application (
    id TEXT PRIMARY KEY,
    form TEXT NOT NULL,
    digest TEXT NOT NULL,
    created TEXT NOT NULL,
    changed TEXT NOT NULL
);
INSERT INTO "application" VALUES('a1','fair/1','67284d792e039c45','2024-03-04T09:00:00+08:00','2024-03-04T09:00:00+08:00');
INSERT INTO "application" VALUES('a2','fair/1','67284d792e039c45','2024-03-04T09:00:00+08:00','2024-03-04T09:00:00+08:00');
CREATE TABLE conversation (
    person TEXT PRIMARY KEY,
    application TEXT REFERENCES application(id) ON DELETE SET NULL,
    state TEXT NOT NULL
) WITHOUT ROWID;
INSERT INTO "conversation" VALUES('console:gu','a1','{"person":"console:gu","consented":true,"mode":{"kind":"asking","step":{"item":"farm","row":"r2"},"within":"","other":false,"after":{"kind":"browsing","table":"wares","page":0,"row":"r2","after":null}},"turn":12}');
INSERT INTO "conversation" VALUES('telegram:7','a2','{"person":"telegram:7","consented":true,"mode":{"kind":"choosing","what":"application"},"turn":2}');
CREATE TABLE inbox (
    id TEXT PRIMARY KEY,
    at TEXT NOT NULL
) WITHOUT ROWID;
INSERT INTO "inbox" VALUES('console:m1','2024-03-04T09:00:00+08:00');
INSERT INTO "inbox" VALUES('telegram:1001','2024-03-04T09:00:00+08:00');
CREATE TABLE job (
    id TEXT PRIMARY KEY,
    application TEXT NOT NULL REFERENCES application(id) ON DELETE CASCADE,
    person TEXT NOT NULL,
    kind TEXT NOT NULL
) WITHOUT ROWID
;
INSERT INTO "job" VALUES('j1','a1','console:gu','export');
CREATE TABLE member (
    application TEXT NOT NULL REFERENCES application(id) ON DELETE CASCADE,
    person TEXT NOT NULL,
    role TEXT NOT NULL,
    PRIMARY KEY (application, person)
) WITHOUT ROWID;
INSERT INTO "member" VALUES('a1','console:gu','lead');
INSERT INTO "member" VALUES('a2','telegram:7','lead');
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    person TEXT NOT NULL,
    reply TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0
);
INSERT INTO "outbox" VALUES(1,'telegram:7','{"kind":"ask","text":"您的申报：点名称切换。","notes":[],"buttons":[[{"label":"新建一份","data":"2.new"}]],"step":null,"refused":false}',0);
INSERT INTO "outbox" VALUES(2,'telegram:7','{"kind":"document","path":"files/j0.docx","name":"梨摊.docx","caption":"草稿"}',0);
CREATE TABLE piece (
    id INTEGER PRIMARY KEY,
    application TEXT NOT NULL REFERENCES application(id) ON DELETE CASCADE,
    row TEXT NOT NULL,
    field TEXT NOT NULL,
    person TEXT NOT NULL,
    ref TEXT NOT NULL,
    text TEXT NOT NULL
);
INSERT INTO "piece" VALUES(1,'a1','r2','farm','console:gu','m5','山下熬的，');
INSERT INTO "piece" VALUES(2,'a1','r2','farm','console:gu','m6','加了姜。');
CREATE TABLE record (
    application TEXT NOT NULL REFERENCES application(id) ON DELETE CASCADE,
    grp TEXT NOT NULL,
    row TEXT NOT NULL,
    position INTEGER NOT NULL,
    missing INTEGER NOT NULL,
    PRIMARY KEY (application, row, grp)
) WITHOUT ROWID;
INSERT INTO "record" VALUES('a1','head','',0,2);
INSERT INTO "record" VALUES('a1','pledge','',0,0);
INSERT INTO "record" VALUES('a1','origin','r1',1,0);
INSERT INTO "record" VALUES('a1','wares','r1',1,0);
INSERT INTO "record" VALUES('a1','origin','r2',3,2);
INSERT INTO "record" VALUES('a1','wares','r2',3,1);
INSERT INTO "record" VALUES('a2','head','',0,7);
INSERT INTO "record" VALUES('a2','pledge','',0,1);
CREATE TABLE tally (
    application TEXT NOT NULL REFERENCES application(id) ON DELETE CASCADE,
    grp TEXT NOT NULL,
    rows INTEGER NOT NULL,
    open_rows INTEGER NOT NULL,
    missing INTEGER NOT NULL,
    PRIMARY KEY (application, grp)
) WITHOUT ROWID;
INSERT INTO "tally" VALUES('a1','head',1,1,2);
INSERT INTO "tally" VALUES('a1','origin',2,1,2);
INSERT INTO "tally" VALUES('a1','pledge',1,0,0);
INSERT INTO "tally" VALUES('a1','wares',2,1,1);
INSERT INTO "tally" VALUES('a2','head',1,1,7);
INSERT INTO "tally" VALUES('a2','pledge',1,1,1);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX member_person ON member(person);
CREATE INDEX record_position ON record(application, grp, position);
CREATE INDEX record_open ON record(application, grp, position) WHERE missing > 0;
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
CREATE INDEX answer_ref ON answer(application, person, ref) WHERE ref != '';
CREATE INDEX piece_step ON piece(application, row, field, person);
CREATE INDEX piece_ref ON piece(application, person, ref) WHERE ref != '';
CREATE INDEX conversation_application ON conversation(application);
CREATE INDEX outbox_person ON outbox(person);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('outbox',2);
COMMIT;
