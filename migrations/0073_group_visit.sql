-- When somebody last looked at a group's space, for themselves alone: what changed since is shown to them.

-- seen_at, seen_sequence: the last look, and the last thing written in the group's pages then. since_at, since_sequence: the same of the look
-- before this visit, which ends after half an hour; NULL: it is the first.
CREATE TABLE group_visit (
    "group" INTEGER NOT NULL REFERENCES "group" (id),
    person INTEGER NOT NULL REFERENCES person (id),
    seen_at INTEGER NOT NULL,
    seen_sequence INTEGER NOT NULL,
    since_at INTEGER,
    since_sequence INTEGER,
    PRIMARY KEY ("group", person),
    CHECK ((since_at IS NULL) = (since_sequence IS NULL))
) STRICT, WITHOUT ROWID;
