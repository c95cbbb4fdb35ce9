-- What the author of a journal asked to be erased. Until then it can be taken back, and nobody else reads it.

-- erase_at: when it is erased for good; NULL: nobody asked. Of a journal: everything in it.
-- notices: how many times somebody who left the training was told that their journal goes; noticed_at: the last time.
ALTER TABLE journal ADD COLUMN erase_at INTEGER;
ALTER TABLE journal ADD COLUMN notices INTEGER NOT NULL DEFAULT 0;
ALTER TABLE journal ADD COLUMN noticed_at INTEGER;
ALTER TABLE journal_entry ADD COLUMN erase_at INTEGER;
CREATE INDEX journal_entry_to_erase ON journal_entry (erase_at) WHERE erase_at IS NOT NULL;

-- There is a row while something that was erased may still be in free pages of this file.
CREATE TABLE purge (
    one INTEGER PRIMARY KEY CHECK (one = 1)
) STRICT;
