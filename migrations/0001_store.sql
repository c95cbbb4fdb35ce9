-- What the store needs of documents: which there are, who may write under which rights epoch, and the update log.

-- One text. uid is its unguessable public id. journal: the journal whose key seals it; NULL: not sealed.
CREATE TABLE document (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('journal_entry', 'group_page', 'diagnostic', 'dossier_professionnel', 'note_synthetique')),
    journal INTEGER,
    rights_epoch INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL
) STRICT;

-- Updates accepted after the snapshot, in order. sequence is never reused (store/log.c gives it). Sealed when the document has a journal.
-- crc: CRC-32 of document, sequence and data, so that a damaged page is noticed.
CREATE TABLE document_log (
    sequence INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES document (id),
    at INTEGER NOT NULL,
    crc INTEGER NOT NULL,
    data BLOB NOT NULL
) STRICT;
CREATE INDEX document_log_by_document ON document_log (document, sequence);

-- All updates up to sequence, folded into one.
CREATE TABLE document_snapshot (
    document INTEGER PRIMARY KEY REFERENCES document (id),
    sequence INTEGER NOT NULL,
    at INTEGER NOT NULL,
    crc INTEGER NOT NULL,
    data BLOB NOT NULL
) STRICT;

-- Who took part, and the last sequence their words or deletions are in.
CREATE TABLE document_person (
    document INTEGER NOT NULL REFERENCES document (id),
    person INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    PRIMARY KEY (document, person)
) STRICT, WITHOUT ROWID;

-- A Yjs client id belongs to one person in one document, from its first struct on.
CREATE TABLE document_client (
    document INTEGER NOT NULL REFERENCES document (id),
    client INTEGER NOT NULL,
    person INTEGER NOT NULL,
    PRIMARY KEY (document, client)
) STRICT, WITHOUT ROWID;

-- One row. No sequence above reserved was ever given out; it is raised ahead in steps, so that a sequence is not reused
-- even when every row that held it was erased.
CREATE TABLE document_sequence (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    reserved INTEGER NOT NULL
) STRICT;
INSERT INTO document_sequence (one, reserved) VALUES (1, 0);
