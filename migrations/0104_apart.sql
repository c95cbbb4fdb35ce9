-- A sentence that two people changed apart, one or both of them without network: what each wrote, until one of them has chosen, and 30 days
-- at most. The text itself holds both.

-- author: whose page came back and found it. words: JSON of what they wrote, what the others wrote, what the text made of it and between
-- which relative positions that stands; sealed where the document has a journal.
CREATE TABLE apart (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL UNIQUE,
    document INTEGER NOT NULL REFERENCES document (id),
    author INTEGER NOT NULL REFERENCES person (id),
    made_at INTEGER NOT NULL,
    words BLOB
) STRICT;
CREATE INDEX apart_by_document ON apart (document, id);
CREATE INDEX apart_by_age ON apart (made_at);

-- The others who changed it.
CREATE TABLE apart_other (
    apart INTEGER NOT NULL REFERENCES apart (id) ON DELETE CASCADE,
    person INTEGER NOT NULL REFERENCES person (id),
    PRIMARY KEY (apart, person)
) STRICT, WITHOUT ROWID;
