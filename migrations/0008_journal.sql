-- Learning journals. Each has a key of its own in keys.db; what people write in it is sealed with it.

-- One per trainee and cohort. erased_at: its key is gone or about to go; rows follow.
CREATE TABLE journal (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    person INTEGER NOT NULL REFERENCES person (id),
    cohort INTEGER NOT NULL REFERENCES cohort (id),
    created_at INTEGER NOT NULL,
    erased_at INTEGER,
    UNIQUE (person, cohort)
) STRICT;

-- title and tags (JSON) are sealed. "group": bound when the entry was shared with it. shared_at: when the present visibility was
-- chosen; NULL while private. shared_revision: the earliest revision that those readers may read.
CREATE TABLE journal_entry (
    document INTEGER PRIMARY KEY REFERENCES document (id),
    journal INTEGER NOT NULL REFERENCES journal (id),
    title BLOB,
    tags BLOB,
    visibility TEXT NOT NULL DEFAULT 'private' CHECK (visibility IN ('private', 'tutor', 'group', 'cohort')),
    "group" INTEGER REFERENCES "group" (id),
    shared_at INTEGER,
    shared_revision INTEGER,
    written_on TEXT NOT NULL CHECK (written_on IS date(written_on)),
    CHECK ((visibility = 'group') = ("group" IS NOT NULL)),
    CHECK ((visibility = 'private') = (shared_at IS NULL))
) STRICT;
CREATE INDEX journal_entry_by_journal ON journal_entry (journal);
CREATE INDEX journal_entry_shared ON journal_entry (visibility) WHERE visibility <> 'private';
