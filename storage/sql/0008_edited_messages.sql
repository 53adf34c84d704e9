-- By which ref a kept message that a person typed can be edited, and when it was.
--
-- `edited` is the id that the person's newest message had then, 0 for never: whoever has seen a newer one has seen the
-- edit too. Of earlier messages those are known to be typed that still stand behind an answer: then the page was the
-- only channel that kept any, whose refs are the ids of events.

ALTER TABLE message ADD COLUMN ref TEXT NOT NULL DEFAULT '';

ALTER TABLE message ADD COLUMN edited INTEGER NOT NULL DEFAULT 0;

CREATE INDEX message_edited ON message(person, edited) WHERE edited > 0;

UPDATE message SET ref = event
WHERE event != '' AND (event IN (SELECT ref FROM answer) OR event IN (SELECT ref FROM piece));
