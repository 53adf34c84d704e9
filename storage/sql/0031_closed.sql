-- Of how many things a group is not asked at a row, as their branches are closed, is kept and summed up like what is
-- missing: how far an application is weighs what is open alone. Until it is counted anew, a row counts as all open.

ALTER TABLE instance ADD COLUMN closed INTEGER NOT NULL DEFAULT 0;

ALTER TABLE beneath ADD COLUMN closed INTEGER NOT NULL DEFAULT 0;

ALTER TABLE progress ADD COLUMN closed INTEGER NOT NULL DEFAULT 0;

DROP TRIGGER instance_added;

DROP TRIGGER instance_changed;

DROP TRIGGER instance_assigned;

DROP TRIGGER instance_dropped;

DROP TRIGGER beneath_added;

DROP TRIGGER beneath_changed;

CREATE TRIGGER instance_added AFTER INSERT ON instance BEGIN
    INSERT INTO progress
    SELECT new.application, scope, new.grp, 1, new.missing + new.below > 0, new.missing, new.closed
    FROM (SELECT '*' AS scope UNION ALL SELECT new.unit) WHERE new.parent = ''
    ON CONFLICT DO UPDATE SET rows = rows + 1, open_rows = open_rows + (new.missing + new.below > 0),
                              missing = missing + new.missing, closed = closed + new.closed;
    INSERT INTO beneath
    SELECT new.application, new.parent, new.grp, new.around, 1, new.missing, 0, new.closed WHERE new.parent != ''
    ON CONFLICT DO UPDATE SET rows = rows + 1, missing = missing + new.missing, closed = closed + new.closed;
END;

CREATE TRIGGER instance_changed AFTER UPDATE OF missing, closed ON instance
WHEN new.missing != old.missing OR new.closed != old.closed BEGIN
    UPDATE progress SET open_rows = open_rows + (new.missing + new.below > 0) - (old.missing + new.below > 0),
                        missing = missing + new.missing - old.missing, closed = closed + new.closed - old.closed
    WHERE new.parent = '' AND application = new.application AND scope IN ('*', new.unit) AND grp = new.grp;
    UPDATE beneath SET missing = missing + new.missing - old.missing, closed = closed + new.closed - old.closed
    WHERE new.parent != '' AND application = new.application AND row = new.parent AND grp = new.grp;
END;

CREATE TRIGGER instance_assigned AFTER UPDATE OF unit ON instance
WHEN old.unit != new.unit AND new.parent = '' BEGIN
    UPDATE progress SET rows = rows - 1, open_rows = open_rows - (old.missing + old.below > 0),
                        missing = missing - old.missing, closed = closed - old.closed
    WHERE application = old.application AND scope = old.unit AND grp = old.grp;
    INSERT INTO progress
    VALUES (new.application, new.unit, new.grp, 1, new.missing + new.below > 0, new.missing, new.closed)
    ON CONFLICT DO UPDATE SET rows = rows + 1, open_rows = open_rows + (new.missing + new.below > 0),
                              missing = missing + new.missing, closed = closed + new.closed;
    INSERT INTO progress
    SELECT application, unit, grp, rows * sign, 0, missing * sign, closed * sign
    FROM beneath, (SELECT old.unit AS unit, -1 AS sign UNION ALL SELECT new.unit, 1)
    WHERE application = new.application AND row = new.row AND around = new.grp AND shut = 0
    ON CONFLICT DO UPDATE SET rows = rows + excluded.rows, missing = missing + excluded.missing,
                              closed = closed + excluded.closed;
END;

CREATE TRIGGER instance_dropped AFTER DELETE ON instance BEGIN
    UPDATE progress SET rows = rows - 1, open_rows = open_rows - (old.missing + old.below > 0),
                        missing = missing - old.missing, closed = closed - old.closed
    WHERE old.parent = '' AND application = old.application AND scope IN ('*', old.unit) AND grp = old.grp;
    UPDATE beneath SET rows = rows - 1, missing = missing - old.missing, closed = closed - old.closed
    WHERE old.parent != '' AND application = old.application AND row = old.parent AND grp = old.grp;
END;

CREATE TRIGGER beneath_added AFTER INSERT ON beneath BEGIN
    UPDATE instance SET below = below + new.missing
    WHERE application = new.application AND row = new.row AND grp = new.around;
    INSERT INTO beneath
    SELECT new.application, parent, new.grp, around, new.rows, new.missing, 0, new.closed
    FROM instance WHERE application = new.application AND row = new.row AND parent != '' LIMIT 1
    ON CONFLICT DO UPDATE SET rows = rows + excluded.rows, missing = missing + excluded.missing,
                              closed = closed + excluded.closed;
    INSERT INTO progress
    SELECT new.application, value, new.grp, new.rows, 0, new.missing, new.closed FROM (
        SELECT unit FROM instance WHERE application = new.application AND row = new.row AND parent = '' LIMIT 1
    ), json_each(json_array('*', unit)) WHERE true
    ON CONFLICT DO UPDATE SET rows = rows + excluded.rows, missing = missing + excluded.missing,
                              closed = closed + excluded.closed;
END;

CREATE TRIGGER beneath_changed AFTER UPDATE OF rows, missing, closed, shut ON beneath BEGIN
    UPDATE instance SET below = below + new.missing * (1 - new.shut) - old.missing * (1 - old.shut)
    WHERE application = new.application AND row = new.row AND grp = new.around;
    UPDATE beneath SET rows = rows + new.rows * (1 - new.shut) - old.rows * (1 - old.shut),
                       missing = missing + new.missing * (1 - new.shut) - old.missing * (1 - old.shut),
                       closed = closed + new.closed * (1 - new.shut) - old.closed * (1 - old.shut)
    WHERE application = new.application AND grp = new.grp AND row = (
        SELECT parent FROM instance WHERE application = new.application AND row = new.row AND parent != '' LIMIT 1
    );
    INSERT INTO progress
    SELECT new.application, value, new.grp, new.rows * (1 - new.shut) - old.rows * (1 - old.shut), 0,
        new.missing * (1 - new.shut) - old.missing * (1 - old.shut),
        new.closed * (1 - new.shut) - old.closed * (1 - old.shut)
    FROM (
        SELECT unit FROM instance WHERE application = new.application AND row = new.row AND parent = '' LIMIT 1
    ), json_each(json_array('*', unit)) WHERE true
    ON CONFLICT DO UPDATE SET rows = rows + excluded.rows, missing = missing + excluded.missing,
                              closed = closed + excluded.closed;
END;
