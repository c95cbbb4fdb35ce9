-- The second step of signing in: a code from a phone.

-- The sample's people sign in without, whatever their roles.
ALTER TABLE person ADD COLUMN second_factor_waived INTEGER NOT NULL DEFAULT 0 CHECK (second_factor_waived IN (0, 1));

-- secret: in use. next_secret: shown to the person, not confirmed with a code yet. last_step: the last half-minute a code was taken from,
-- so that none is taken twice. Secrets must be readable to check codes; whoever has a copy of this file has them.
CREATE TABLE second_factor (
    person INTEGER PRIMARY KEY REFERENCES person (id),
    secret BLOB CHECK (length(secret) = 20),
    next_secret BLOB CHECK (length(next_secret) = 20),
    last_step INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE recovery_code (
    id INTEGER PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES person (id),
    code_hash BLOB NOT NULL CHECK (length(code_hash) = 32),
    used_at INTEGER
) STRICT;
CREATE INDEX recovery_code_by_person ON recovery_code (person);
