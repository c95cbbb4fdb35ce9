-- Guest links: a page of a team that somebody without an account may read until a day.

-- guest: who it was made for, as typed. until_day: the last day. opened_day: the last day it was opened; NULL: never. A link that is taken
-- back is deleted, one that has ended is deleted later; of the token only its hash was ever kept.
CREATE TABLE guest_link (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    document INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    token_hash BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    guest TEXT NOT NULL,
    until_day TEXT NOT NULL CHECK (until_day IS date(until_day)),
    made_by INTEGER NOT NULL REFERENCES person (id),
    made_at INTEGER NOT NULL,
    opened_day TEXT CHECK (opened_day IS date(opened_day))
) STRICT;
CREATE INDEX guest_link_by_document ON guest_link (document);

-- Links that open nothing, by the machine that asked: too many, and it waits.
CREATE TABLE guest_failure (
    address TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX guest_failure_by_address ON guest_failure (address, at);
