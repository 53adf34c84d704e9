-- Tables by the names that the code has: a group's instances and progress, draft parts, comments, the bin.

DROP TRIGGER record_added;

DROP TRIGGER record_changed;

DROP TRIGGER record_assigned;

DROP TRIGGER record_dropped;

ALTER TABLE record RENAME TO instance;

ALTER TABLE tally RENAME TO progress;

ALTER TABLE piece RENAME TO draft_part;

ALTER TABLE remark RENAME TO comment;

ALTER TABLE deleted RENAME TO bin;

DROP INDEX record_position;

DROP INDEX record_open;

DROP INDEX record_unit;

DROP INDEX record_unit_open;

DROP INDEX piece_step;

DROP INDEX piece_ref;

DROP INDEX remark_step;

DROP INDEX remark_live;

DROP INDEX remark_about;

DROP INDEX deleted_table;

DROP INDEX deleted_at;

CREATE INDEX instance_position ON instance(application, grp, position);

CREATE INDEX instance_open ON instance(application, grp, position) WHERE missing > 0;

CREATE INDEX instance_unit ON instance(application, unit, grp, position);

CREATE INDEX instance_unit_open ON instance(application, unit, grp, position) WHERE missing > 0;

CREATE INDEX draft_part_step ON draft_part(application, row, field, person);

CREATE INDEX draft_part_ref ON draft_part(application, person, ref) WHERE ref != '';

CREATE INDEX comment_step ON comment(application, row, item);

CREATE INDEX comment_live ON comment(application, state) WHERE about IS NULL;

CREATE INDEX comment_about ON comment(about);

CREATE INDEX bin_table ON bin(application, tbl);

CREATE INDEX bin_at ON bin(at);

CREATE TRIGGER instance_added AFTER INSERT ON instance BEGIN
    INSERT INTO progress
    SELECT new.application, scope, new.grp, 1, new.missing > 0, new.missing
    FROM (SELECT '*' AS scope UNION ALL SELECT new.unit) WHERE true
    ON CONFLICT DO UPDATE SET rows = rows + 1, open_rows = open_rows + (new.missing > 0),
                              missing = missing + new.missing;
END;

CREATE TRIGGER instance_changed AFTER UPDATE OF missing ON instance BEGIN
    UPDATE progress SET open_rows = open_rows + (new.missing > 0) - (old.missing > 0),
                        missing = missing + new.missing - old.missing
    WHERE application = new.application AND scope IN ('*', new.unit) AND grp = new.grp;
END;

CREATE TRIGGER instance_assigned AFTER UPDATE OF unit ON instance WHEN old.unit != new.unit BEGIN
    UPDATE progress SET rows = rows - 1, open_rows = open_rows - (old.missing > 0), missing = missing - old.missing
    WHERE application = old.application AND scope = old.unit AND grp = old.grp;
    INSERT INTO progress VALUES (new.application, new.unit, new.grp, 1, new.missing > 0, new.missing)
    ON CONFLICT DO UPDATE SET rows = rows + 1, open_rows = open_rows + (new.missing > 0),
                              missing = missing + new.missing;
END;

CREATE TRIGGER instance_dropped AFTER DELETE ON instance BEGIN
    UPDATE progress SET rows = rows - 1, open_rows = open_rows - (old.missing > 0), missing = missing - old.missing
    WHERE application = old.application AND scope IN ('*', old.unit) AND grp = old.grp;
END;
