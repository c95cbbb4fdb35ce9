-- Images of texts. What they hold is in the folder files/, under the name of its hash; sealed with the journal's key before, where the
-- text is an entry of a journal.

-- uid: made by the device that had the image first, and what the text calls it ("images/<uid>"). content, thumbnail: hashes; no thumbnail:
-- the image itself is small. size: octets of both. A row stays when the text no longer names it: earlier versions do.
CREATE TABLE document_image (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES document (id),
    uid TEXT NOT NULL,
    content TEXT NOT NULL CHECK (length(content) = 64),
    thumbnail TEXT CHECK (length(thumbnail) = 64),
    size INTEGER NOT NULL,
    added_by INTEGER NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL,
    UNIQUE (document, uid)
) STRICT;
