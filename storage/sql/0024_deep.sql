-- Rows may belong to rows that belong to rows: what is missing below, and totals, are kept for each of these.

DROP TRIGGER instance_below;

DROP TRIGGER instance_dropped;

CREATE TRIGGER instance_below AFTER UPDATE OF below ON instance WHEN new.below != old.below BEGIN
    UPDATE progress SET open_rows = open_rows + (new.missing + new.below > 0) - (new.missing + old.below > 0)
    WHERE application = new.application AND scope IN ('*', new.unit) AND grp = new.grp;
    UPDATE instance SET below = below + new.below - old.below
    WHERE new.parent != '' AND application = new.application AND row = new.parent AND grp = new.around;
END;

CREATE TRIGGER instance_dropped AFTER DELETE ON instance BEGIN
    UPDATE progress SET rows = rows - 1, open_rows = open_rows - (old.missing + old.below > 0),
                        missing = missing - old.missing
    WHERE application = old.application AND scope IN ('*', old.unit) AND grp = old.grp;
    UPDATE instance SET below = below - old.missing - old.below
    WHERE old.parent != '' AND application = old.application AND row = old.parent AND grp = old.around;
END;

CREATE TRIGGER instance_totals AFTER DELETE ON instance WHEN NOT EXISTS (
    SELECT 1 FROM instance WHERE application = old.application AND row = old.row
) BEGIN
    DELETE FROM total WHERE application = old.application AND parent = old.row AND old.row != '';
END;

CREATE INDEX total_parent ON total(application, parent);

CREATE TRIGGER total_added AFTER INSERT ON total WHEN new.parent != '' BEGIN
    INSERT INTO total
    SELECT new.application, new.field, parent, new.amount, new.open
    FROM instance WHERE application = new.application AND row = new.parent AND parent != '' LIMIT 1
    ON CONFLICT DO UPDATE SET amount = amount + excluded.amount, open = open + excluded.open;
END;

CREATE TRIGGER total_changed AFTER UPDATE OF amount, open ON total WHEN new.parent != '' BEGIN
    UPDATE total SET amount = amount + new.amount - old.amount, open = open + new.open - old.open
    WHERE application = new.application AND field = new.field AND parent = (
        SELECT parent FROM instance WHERE application = new.application AND row = new.parent AND parent != '' LIMIT 1
    );
END;
