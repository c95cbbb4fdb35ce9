-- A person's calendar for their own calendar program: whoever has the address reads it, so only the hash of its secret is kept.
CREATE TABLE calendar_feed (
    person INTEGER PRIMARY KEY REFERENCES person (id),
    token_hash BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    created_at INTEGER NOT NULL
) STRICT;

-- How often and when somebody's own date changed, whoever changed it: calendar programs compare.
ALTER TABLE work ADD COLUMN due_sequence INTEGER NOT NULL DEFAULT 0;
ALTER TABLE work ADD COLUMN due_changed_at INTEGER NOT NULL DEFAULT 0;
CREATE TRIGGER work_due_moves AFTER UPDATE OF due_at ON work WHEN NEW.due_at IS NOT OLD.due_at BEGIN
    UPDATE work SET due_sequence = due_sequence + 1, due_changed_at = unixepoch() * 1000 WHERE document = NEW.document;
END;
