-- What one person sends faster than it is handled waits here, so that what others send is handled meanwhile.

CREATE TABLE laid_aside (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    content TEXT NOT NULL
);

CREATE INDEX laid_aside_name ON laid_aside(name);
