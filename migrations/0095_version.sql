-- Versions of a text as people look at them: names they give, versions they come back to, what they saw last.

-- A name somebody gave to a revision; sealed when the document has a journal. (A revision's own column could not be.)
CREATE TABLE revision_name (
    revision INTEGER PRIMARY KEY REFERENCES revision (id) ON DELETE CASCADE,
    person INTEGER NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL,
    name BLOB NOT NULL
) STRICT;
ALTER TABLE revision DROP COLUMN name;

-- The revision whose words, all or some of them, this one took back. NULL: it was written.
ALTER TABLE revision ADD COLUMN restored INTEGER REFERENCES revision (id) ON DELETE SET NULL;
CREATE INDEX revision_restored ON revision (restored) WHERE restored IS NOT NULL;

-- When somebody last opened a text of others, for themselves alone: what changed since is shown to them. seen_at, seen_sequence: the last
-- look, and the last row of the log then. since_at, since_sequence: the same of the look before this visit, which ends after half an
-- hour; NULL: it is the first.
CREATE TABLE text_visit (
    document INTEGER NOT NULL REFERENCES document (id),
    person INTEGER NOT NULL REFERENCES person (id),
    seen_at INTEGER NOT NULL,
    seen_sequence INTEGER NOT NULL,
    since_at INTEGER,
    since_sequence INTEGER,
    PRIMARY KEY (document, person),
    CHECK ((since_at IS NULL) = (since_sequence IS NULL))
) STRICT, WITHOUT ROWID;
