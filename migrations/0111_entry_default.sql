-- What the next entries of a journal begin as; no row: private, as every entry was before. A group is the author's team of that day.
CREATE TABLE entry_default (
    person INTEGER PRIMARY KEY REFERENCES person (id),
    visibility TEXT NOT NULL CHECK (visibility IN ('private', 'tutor', 'group', 'cohort'))
) STRICT;
