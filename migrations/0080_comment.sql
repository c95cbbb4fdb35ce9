-- Comments on texts, and edits that readers propose.

-- thread NULL: it opens a thread. key: the author's device chose it, so that sending twice makes one. revision: the text in which the
-- quoted passage stood; NULL: nothing was ever written. body and anchor (JSON: quote, context, section, relative positions) are sealed
-- where the document has a journal. deleted_at: taken back by its author, kept because others answered.
CREATE TABLE comment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL UNIQUE,
    document INTEGER NOT NULL REFERENCES document (id),
    thread INTEGER REFERENCES comment (id),
    author INTEGER NOT NULL REFERENCES person (id),
    "key" TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('question', 'suggestion', 'correction', 'encouragement', 'answer')),
    status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'resolved')),
    created_at INTEGER NOT NULL,
    edited_at INTEGER,
    deleted_at INTEGER,
    revision INTEGER,
    body BLOB,
    anchor BLOB,
    UNIQUE (document, author, "key")
) STRICT;
CREATE INDEX comment_by_document ON comment (document, id);
CREATE INDEX comment_by_thread ON comment (thread) WHERE thread IS NOT NULL;

-- An edit proposed with a comment. text: the new words, NULL when there are none; word: what the author of the text says with a
-- decision. Both sealed likewise.
CREATE TABLE comment_edit (
    comment INTEGER PRIMARY KEY REFERENCES comment (id),
    kind TEXT NOT NULL CHECK (kind IN ('replace', 'insert', 'delete')),
    text BLOB,
    decision TEXT CHECK (decision IN ('accepted', 'refused')),
    word BLOB,
    decided_by INTEGER REFERENCES person (id),
    decided_at INTEGER,
    CHECK ((decision IS NULL) = (decided_by IS NULL) AND (decision IS NULL) = (decided_at IS NULL))
) STRICT;
