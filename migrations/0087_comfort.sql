-- How somebody likes to read, on every device of theirs. No row: as Carnet comes.
CREATE TABLE comfort (
    person INTEGER PRIMARY KEY REFERENCES person (id),
    face TEXT NOT NULL CHECK (face IN ('serif', 'sans', 'dyslexia')),
    spacing TEXT NOT NULL CHECK (spacing IN ('normal', 'wide', 'wider')),
    width TEXT NOT NULL CHECK (width IN ('normal', 'narrow', 'wide')),
    contrast TEXT NOT NULL CHECK (contrast IN ('normal', 'more')),
    theme TEXT NOT NULL CHECK (theme IN ('device', 'light', 'dark'))
) STRICT;
