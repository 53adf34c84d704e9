-- When an application was deleted that can be brought back, and by whom; nobody is in it until then.
--
-- `asleep` is what somebody will be in it again.

ALTER TABLE application ADD COLUMN deleted TEXT;

ALTER TABLE application ADD COLUMN deleted_by TEXT NOT NULL DEFAULT '';

ALTER TABLE member ADD COLUMN asleep TEXT NOT NULL DEFAULT '';
