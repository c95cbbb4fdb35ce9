-- What was said before somebody could read is not for them, also when the text has not changed since.

-- The rights epoch of the document when the thread was begun; a reply has its thread's. 0: from before this was kept.
ALTER TABLE comment ADD COLUMN epoch INTEGER NOT NULL DEFAULT 0;
-- The rights epoch from which threads may be read, beside the earliest revision.
ALTER TABLE journal_entry ADD COLUMN shared_epoch INTEGER;
ALTER TABLE named_reader ADD COLUMN since_epoch INTEGER NOT NULL DEFAULT 0;
