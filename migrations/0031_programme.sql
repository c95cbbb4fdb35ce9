-- A programme's file may be uploaded again: each upload that changes it is a version. A cohort stays on the one it copied until
-- a manager applies another.

ALTER TABLE programme ADD COLUMN version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1);
ALTER TABLE programme ADD COLUMN changed_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cohort ADD COLUMN programme_version INTEGER NOT NULL DEFAULT 1 CHECK (programme_version >= 1);
