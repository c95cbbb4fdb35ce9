-- History of documents, and readers that an author names.

-- A state of the text worth keeping. sequence: the last row of the log it contains. text: zlib, and sealed when the document has a
-- journal. name: given by a person. commit_id: in git; NULL while the commit waits, and for ever on sealed documents.
CREATE TABLE revision (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL UNIQUE,
    document INTEGER NOT NULL REFERENCES document (id),
    at INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    text BLOB NOT NULL,
    name TEXT,
    commit_id TEXT CHECK (length(commit_id) = 40)
) STRICT;
CREATE INDEX revision_by_document ON revision (document, id);
CREATE INDEX revision_waiting ON revision (id) WHERE commit_id IS NULL;

-- Who wrote or deleted in it since the revision before.
CREATE TABLE revision_author (
    revision INTEGER NOT NULL REFERENCES revision (id) ON DELETE CASCADE,
    person INTEGER NOT NULL REFERENCES person (id),
    PRIMARY KEY (revision, person)
) STRICT, WITHOUT ROWID;

-- Somebody who may read and comment until a moment, whatever the visibility. since_revision: the earliest they may read.
CREATE TABLE named_reader (
    document INTEGER NOT NULL REFERENCES document (id),
    person INTEGER NOT NULL REFERENCES person (id),
    since_revision INTEGER NOT NULL,
    named_at INTEGER NOT NULL,
    until_at INTEGER NOT NULL,
    PRIMARY KEY (document, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX named_reader_by_person ON named_reader (person);
