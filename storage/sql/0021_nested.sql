-- A row may have a parent row: then its position is that among the rows of its table there, its number.
--
-- `around` is the group, answered at the parent, in which the row's table stands; `below` is how much is missing in
-- the rows of all tables there. A total is kept for the rows of each parent, and with "" for the whole.

ALTER TABLE instance ADD COLUMN parent TEXT NOT NULL DEFAULT '';

ALTER TABLE instance ADD COLUMN around TEXT NOT NULL DEFAULT '';

ALTER TABLE instance ADD COLUMN below INTEGER NOT NULL DEFAULT 0;

DROP INDEX instance_position;

DROP INDEX instance_open;

DROP INDEX instance_unit;

DROP INDEX instance_unit_open;

CREATE INDEX instance_position ON instance(application, grp, parent, position);

CREATE INDEX instance_open ON instance(application, grp, parent, position) WHERE missing + below > 0;

CREATE INDEX instance_unit ON instance(application, unit, grp, parent, position);

CREATE INDEX instance_unit_open ON instance(application, unit, grp, parent, position) WHERE missing + below > 0;

CREATE INDEX instance_parent ON instance(application, parent) WHERE parent != '';

DROP TRIGGER instance_added;

DROP TRIGGER instance_changed;

DROP TRIGGER instance_assigned;

DROP TRIGGER instance_dropped;

CREATE TRIGGER instance_added AFTER INSERT ON instance BEGIN
    INSERT INTO progress
    SELECT new.application, scope, new.grp, 1, new.missing + new.below > 0, new.missing
    FROM (SELECT '*' AS scope UNION ALL SELECT new.unit) WHERE true
    ON CONFLICT DO UPDATE SET rows = rows + 1, open_rows = open_rows + (new.missing + new.below > 0),
                              missing = missing + new.missing;
    UPDATE instance SET below = below + new.missing
    WHERE new.parent != '' AND application = new.application AND row = new.parent AND grp = new.around;
END;

CREATE TRIGGER instance_changed AFTER UPDATE OF missing ON instance BEGIN
    UPDATE progress SET open_rows = open_rows + (new.missing + new.below > 0) - (old.missing + new.below > 0),
                        missing = missing + new.missing - old.missing
    WHERE application = new.application AND scope IN ('*', new.unit) AND grp = new.grp;
    UPDATE instance SET below = below + new.missing - old.missing
    WHERE new.parent != '' AND application = new.application AND row = new.parent AND grp = new.around;
END;

CREATE TRIGGER instance_below AFTER UPDATE OF below ON instance BEGIN
    UPDATE progress SET open_rows = open_rows + (new.missing + new.below > 0) - (new.missing + old.below > 0)
    WHERE application = new.application AND scope IN ('*', new.unit) AND grp = new.grp;
END;

CREATE TRIGGER instance_assigned AFTER UPDATE OF unit ON instance WHEN old.unit != new.unit BEGIN
    UPDATE progress SET rows = rows - 1, open_rows = open_rows - (old.missing + old.below > 0),
                        missing = missing - old.missing
    WHERE application = old.application AND scope = old.unit AND grp = old.grp;
    INSERT INTO progress
    VALUES (new.application, new.unit, new.grp, 1, new.missing + new.below > 0, new.missing)
    ON CONFLICT DO UPDATE SET rows = rows + 1, open_rows = open_rows + (new.missing + new.below > 0),
                              missing = missing + new.missing;
END;

CREATE TRIGGER instance_dropped AFTER DELETE ON instance BEGIN
    UPDATE progress SET rows = rows - 1, open_rows = open_rows - (old.missing + old.below > 0),
                        missing = missing - old.missing
    WHERE application = old.application AND scope IN ('*', old.unit) AND grp = old.grp;
    UPDATE instance SET below = below - old.missing
    WHERE old.parent != '' AND application = old.application AND row = old.parent AND grp = old.around;
END;

ALTER TABLE summand ADD COLUMN parent TEXT NOT NULL DEFAULT '';

DROP TRIGGER summand_added;

DROP TRIGGER summand_changed;

DROP TRIGGER summand_dropped;

ALTER TABLE total RENAME TO total_before;

CREATE TABLE total (
    application TEXT NOT NULL REFERENCES application(id) ON DELETE CASCADE,
    field TEXT NOT NULL,
    parent TEXT NOT NULL,
    amount INTEGER NOT NULL,
    open INTEGER NOT NULL,
    PRIMARY KEY (application, field, parent)
) WITHOUT ROWID;

INSERT INTO total SELECT application, field, '', amount, open FROM total_before;

DROP TABLE total_before;

CREATE TRIGGER summand_added AFTER INSERT ON summand BEGIN
    INSERT INTO total
    SELECT new.application, new.field, scope, coalesce(new.amount, 0), new.amount IS NULL
    FROM (SELECT '' AS scope UNION SELECT new.parent) WHERE true
    ON CONFLICT DO UPDATE SET amount = amount + excluded.amount, open = open + excluded.open;
END;

CREATE TRIGGER summand_changed AFTER UPDATE OF amount ON summand BEGIN
    UPDATE total SET amount = amount + coalesce(new.amount, 0) - coalesce(old.amount, 0),
                     open = open + (new.amount IS NULL) - (old.amount IS NULL)
    WHERE application = new.application AND field = new.field AND parent IN ('', new.parent);
END;

CREATE TRIGGER summand_dropped AFTER DELETE ON summand BEGIN
    UPDATE total SET amount = amount - coalesce(old.amount, 0), open = open - (old.amount IS NULL)
    WHERE application = old.application AND field = old.field AND parent IN ('', old.parent);
END;
