-- What people do with a text of somebody else: they are asked to read it, they read it, they say so.

-- What the author asks of the reader. Sealed when the document has a journal. NULL: nothing in particular.
ALTER TABLE named_reader ADD COLUMN question BLOB;

-- "J'ai lu": somebody read the text up to a row of the log, perhaps with a sentence for its authors (sealed when the document
-- has a journal).
CREATE TABLE reading (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES document (id),
    person INTEGER NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    sentence BLOB
) STRICT;
CREATE INDEX reading_by_document ON reading (document, person, id);
