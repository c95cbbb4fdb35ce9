-- One row once the folder was restored from a backup. Until until_at, words in documents older than the restore that only somebody's
-- device still has are accepted from whoever brings them, as written by author.
CREATE TABLE restore (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    at INTEGER NOT NULL,
    until_at INTEGER NOT NULL,
    author INTEGER NOT NULL REFERENCES person (id)
) STRICT;
