-- What stands beneath a row is kept for each table there: how many rows, and how much is missing in them.
--
-- `shut` is 1 where the table is not asked at this row; then nothing of it counts further up, in `below`, in progress
-- and in totals. `progress.open_rows` is kept for groups alone that stand in no row. What tables were said to add to
-- sums without a row, so that these never came to anything, goes.

CREATE TABLE beneath (
    application TEXT NOT NULL REFERENCES application(id) ON DELETE CASCADE,
    row TEXT NOT NULL,
    grp TEXT NOT NULL,
    around TEXT NOT NULL,
    rows INTEGER NOT NULL,
    missing INTEGER NOT NULL,
    shut INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (application, row, grp)
) WITHOUT ROWID;

WITH RECURSIVE up(application, grp, missing, row, around) AS (
    SELECT application, grp, missing, parent, around FROM instance WHERE parent != ''
    UNION ALL
    SELECT up.application, up.grp, up.missing, instance.parent, instance.around
    FROM up JOIN instance ON instance.application = up.application AND instance.row = up.row AND instance.parent != ''
)
INSERT INTO beneath SELECT application, row, grp, around, count(*), sum(missing), 0 FROM up GROUP BY 1, 2, 3;

DROP TRIGGER instance_added;

DROP TRIGGER instance_changed;

DROP TRIGGER instance_below;

DROP TRIGGER instance_assigned;

DROP TRIGGER instance_dropped;

DROP TRIGGER instance_totals;

DROP TRIGGER total_added;

DROP TRIGGER total_changed;

UPDATE progress SET open_rows = 0 WHERE EXISTS (
    SELECT 1 FROM instance WHERE instance.application = progress.application AND instance.grp = progress.grp
    AND instance.parent != ''
);

CREATE TRIGGER instance_added AFTER INSERT ON instance BEGIN
    INSERT INTO progress
    SELECT new.application, scope, new.grp, 1, new.missing + new.below > 0, new.missing
    FROM (SELECT '*' AS scope UNION ALL SELECT new.unit) WHERE new.parent = ''
    ON CONFLICT DO UPDATE SET rows = rows + 1, open_rows = open_rows + (new.missing + new.below > 0),
                              missing = missing + new.missing;
    INSERT INTO beneath
    SELECT new.application, new.parent, new.grp, new.around, 1, new.missing, 0 WHERE new.parent != ''
    ON CONFLICT DO UPDATE SET rows = rows + 1, missing = missing + new.missing;
END;

CREATE TRIGGER instance_changed AFTER UPDATE OF missing ON instance WHEN new.missing != old.missing BEGIN
    UPDATE progress SET open_rows = open_rows + (new.missing + new.below > 0) - (old.missing + new.below > 0),
                        missing = missing + new.missing - old.missing
    WHERE new.parent = '' AND application = new.application AND scope IN ('*', new.unit) AND grp = new.grp;
    UPDATE beneath SET missing = missing + new.missing - old.missing
    WHERE new.parent != '' AND application = new.application AND row = new.parent AND grp = new.grp;
END;

CREATE TRIGGER instance_below AFTER UPDATE OF below ON instance WHEN new.below != old.below BEGIN
    UPDATE progress SET open_rows = open_rows + (new.missing + new.below > 0) - (new.missing + old.below > 0)
    WHERE new.parent = '' AND application = new.application AND scope IN ('*', new.unit) AND grp = new.grp;
END;

CREATE TRIGGER instance_assigned AFTER UPDATE OF unit ON instance
WHEN old.unit != new.unit AND new.parent = '' BEGIN
    UPDATE progress SET rows = rows - 1, open_rows = open_rows - (old.missing + old.below > 0),
                        missing = missing - old.missing
    WHERE application = old.application AND scope = old.unit AND grp = old.grp;
    INSERT INTO progress
    VALUES (new.application, new.unit, new.grp, 1, new.missing + new.below > 0, new.missing)
    ON CONFLICT DO UPDATE SET rows = rows + 1, open_rows = open_rows + (new.missing + new.below > 0),
                              missing = missing + new.missing;
    INSERT INTO progress
    SELECT application, unit, grp, rows * sign, 0, missing * sign
    FROM beneath, (SELECT old.unit AS unit, -1 AS sign UNION ALL SELECT new.unit, 1)
    WHERE application = new.application AND row = new.row AND around = new.grp AND shut = 0
    ON CONFLICT DO UPDATE SET rows = rows + excluded.rows, missing = missing + excluded.missing;
END;

CREATE TRIGGER instance_dropped AFTER DELETE ON instance BEGIN
    UPDATE progress SET rows = rows - 1, open_rows = open_rows - (old.missing + old.below > 0),
                        missing = missing - old.missing
    WHERE old.parent = '' AND application = old.application AND scope IN ('*', old.unit) AND grp = old.grp;
    UPDATE beneath SET rows = rows - 1, missing = missing - old.missing
    WHERE old.parent != '' AND application = old.application AND row = old.parent AND grp = old.grp;
END;

CREATE TRIGGER instance_totals AFTER DELETE ON instance WHEN NOT EXISTS (
    SELECT 1 FROM instance WHERE application = old.application AND row = old.row
) BEGIN
    DELETE FROM total WHERE application = old.application AND parent = old.row AND old.row != '';
    DELETE FROM beneath WHERE application = old.application AND row = old.row;
END;

CREATE TRIGGER beneath_added AFTER INSERT ON beneath BEGIN
    UPDATE instance SET below = below + new.missing
    WHERE application = new.application AND row = new.row AND grp = new.around;
    INSERT INTO beneath
    SELECT new.application, parent, new.grp, around, new.rows, new.missing, 0
    FROM instance WHERE application = new.application AND row = new.row AND parent != '' LIMIT 1
    ON CONFLICT DO UPDATE SET rows = rows + excluded.rows, missing = missing + excluded.missing;
    INSERT INTO progress
    SELECT new.application, value, new.grp, new.rows, 0, new.missing FROM (
        SELECT unit FROM instance WHERE application = new.application AND row = new.row AND parent = '' LIMIT 1
    ), json_each(json_array('*', unit)) WHERE true
    ON CONFLICT DO UPDATE SET rows = rows + excluded.rows, missing = missing + excluded.missing;
END;

CREATE TRIGGER beneath_changed AFTER UPDATE OF rows, missing, shut ON beneath BEGIN
    UPDATE instance SET below = below + new.missing * (1 - new.shut) - old.missing * (1 - old.shut)
    WHERE application = new.application AND row = new.row AND grp = new.around;
    UPDATE beneath SET rows = rows + new.rows * (1 - new.shut) - old.rows * (1 - old.shut),
                       missing = missing + new.missing * (1 - new.shut) - old.missing * (1 - old.shut)
    WHERE application = new.application AND grp = new.grp AND row = (
        SELECT parent FROM instance WHERE application = new.application AND row = new.row AND parent != '' LIMIT 1
    );
    INSERT INTO progress
    SELECT new.application, value, new.grp, new.rows * (1 - new.shut) - old.rows * (1 - old.shut), 0,
        new.missing * (1 - new.shut) - old.missing * (1 - old.shut)
    FROM (
        SELECT unit FROM instance WHERE application = new.application AND row = new.row AND parent = '' LIMIT 1
    ), json_each(json_array('*', unit)) WHERE true
    ON CONFLICT DO UPDATE SET rows = rows + excluded.rows, missing = missing + excluded.missing;
END;

ALTER TABLE total ADD COLUMN shut INTEGER NOT NULL DEFAULT 0;

DROP TRIGGER summand_added;

DROP TRIGGER summand_changed;

DROP TRIGGER summand_dropped;

CREATE TRIGGER summand_added AFTER INSERT ON summand BEGIN
    INSERT INTO total
    VALUES (new.application, new.field, new.parent, coalesce(new.amount, 0), new.amount IS NULL, 0)
    ON CONFLICT DO UPDATE SET amount = amount + excluded.amount, open = open + excluded.open;
END;

CREATE TRIGGER summand_changed AFTER UPDATE OF amount ON summand BEGIN
    UPDATE total SET amount = amount + coalesce(new.amount, 0) - coalesce(old.amount, 0),
                     open = open + (new.amount IS NULL) - (old.amount IS NULL)
    WHERE application = new.application AND field = new.field AND parent = new.parent;
END;

CREATE TRIGGER summand_dropped AFTER DELETE ON summand BEGIN
    UPDATE total SET amount = amount - coalesce(old.amount, 0), open = open - (old.amount IS NULL)
    WHERE application = old.application AND field = old.field AND parent = old.parent;
END;

CREATE TRIGGER total_added AFTER INSERT ON total WHEN new.parent != '' BEGIN
    INSERT INTO total VALUES (new.application, new.field, coalesce((
        SELECT parent FROM instance WHERE application = new.application AND row = new.parent AND parent != '' LIMIT 1
    ), ''), new.amount, new.open, 0)
    ON CONFLICT DO UPDATE SET amount = amount + excluded.amount, open = open + excluded.open;
END;

CREATE TRIGGER total_changed AFTER UPDATE OF amount, open, shut ON total WHEN new.parent != '' BEGIN
    UPDATE total SET amount = amount + new.amount * (1 - new.shut) - old.amount * (1 - old.shut),
                     open = open + new.open * (1 - new.shut) - old.open * (1 - old.shut)
    WHERE application = new.application AND field = new.field AND parent = coalesce((
        SELECT parent FROM instance WHERE application = new.application AND row = new.parent AND parent != '' LIMIT 1
    ), '');
END;

DELETE FROM summand WHERE row = '';
