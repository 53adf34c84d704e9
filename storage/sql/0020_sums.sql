-- What each cell of a summed column adds, in millionths, NULL while it is open; triggers keep the totals.

CREATE TABLE summand (
    application TEXT NOT NULL REFERENCES application(id) ON DELETE CASCADE,
    row TEXT NOT NULL,
    field TEXT NOT NULL,
    amount INTEGER,
    PRIMARY KEY (application, row, field)
) WITHOUT ROWID;

CREATE TABLE total (
    application TEXT NOT NULL REFERENCES application(id) ON DELETE CASCADE,
    field TEXT NOT NULL,
    amount INTEGER NOT NULL,
    open INTEGER NOT NULL,
    PRIMARY KEY (application, field)
) WITHOUT ROWID;

CREATE TRIGGER summand_added AFTER INSERT ON summand BEGIN
    INSERT INTO total VALUES (new.application, new.field, coalesce(new.amount, 0), new.amount IS NULL)
    ON CONFLICT DO UPDATE SET amount = amount + excluded.amount, open = open + excluded.open;
END;

CREATE TRIGGER summand_changed AFTER UPDATE OF amount ON summand BEGIN
    UPDATE total SET amount = amount + coalesce(new.amount, 0) - coalesce(old.amount, 0),
                     open = open + (new.amount IS NULL) - (old.amount IS NULL)
    WHERE application = new.application AND field = new.field;
END;

CREATE TRIGGER summand_dropped AFTER DELETE ON summand BEGIN
    UPDATE total SET amount = amount - coalesce(old.amount, 0), open = open - (old.amount IS NULL)
    WHERE application = old.application AND field = old.field;
END;

CREATE TRIGGER instance_summed AFTER DELETE ON instance BEGIN
    DELETE FROM summand
    WHERE application = old.application AND row = old.row AND substr(field, 1, length(old.grp) + 1) = old.grp || '.';
END;
