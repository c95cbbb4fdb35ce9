-- Teams that a manager prepares. Nobody else sees them; publishing turns each into a group that opens on a day.

-- name, commission, commissioner, cooperator: as in "group".
CREATE TABLE team_draft (
    id INTEGER PRIMARY KEY,
    cohort INTEGER NOT NULL REFERENCES cohort (id),
    uid TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    commission TEXT,
    commissioner TEXT,
    cooperator INTEGER REFERENCES person (id),
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX team_draft_by_cohort ON team_draft (cohort);

-- Who would be in it: one drafted team per person.
CREATE TABLE team_draft_place (
    cohort INTEGER NOT NULL REFERENCES cohort (id),
    person INTEGER NOT NULL REFERENCES person (id),
    draft INTEGER NOT NULL REFERENCES team_draft (id) ON DELETE CASCADE,
    PRIMARY KEY (cohort, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX team_draft_place_by_draft ON team_draft_place (draft);

-- The day a published team opens; until then only the manager knows it. NULL: it always was there.
ALTER TABLE "group" ADD COLUMN from_day TEXT CHECK (from_day IS date(from_day));
