-- A link to the page lets somebody in once, as a code always did; the two differ in how long they hold.

ALTER TABLE page_link RENAME COLUMN once TO short;
