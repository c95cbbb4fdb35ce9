-- Groups of a cohort, who belongs to them, and their pages. Days are inclusive; to_day NULL: no end.

-- uid: name of its repository, unguessable. cooperator: the research cooperator who accompanies the group.
CREATE TABLE "group" (
    id INTEGER PRIMARY KEY,
    cohort INTEGER NOT NULL REFERENCES cohort (id),
    slug TEXT NOT NULL UNIQUE CHECK (slug <> '' AND slug NOT GLOB '*[^a-z0-9-]*'),
    uid TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('team', 'work_group', 'commons')),
    name TEXT NOT NULL,
    commission TEXT,
    commissioner TEXT,
    cooperator INTEGER REFERENCES person (id),
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX group_by_cohort ON "group" (cohort);

CREATE TABLE group_membership (
    id INTEGER PRIMARY KEY,
    "group" INTEGER NOT NULL REFERENCES "group" (id),
    person INTEGER NOT NULL REFERENCES person (id),
    from_day TEXT NOT NULL CHECK (from_day IS date(from_day)),
    to_day TEXT CHECK (to_day IS date(to_day)),
    reason TEXT
) STRICT;
CREATE INDEX group_membership_by_group ON group_membership ("group", person);
CREATE INDEX group_membership_by_person ON group_membership (person);

-- path: the page's file in the repository, chosen once, so that a new title keeps its history in one file.
CREATE TABLE group_page (
    document INTEGER PRIMARY KEY REFERENCES document (id),
    "group" INTEGER NOT NULL REFERENCES "group" (id),
    title TEXT NOT NULL,
    path TEXT NOT NULL,
    created_by INTEGER NOT NULL REFERENCES person (id),
    UNIQUE ("group", path)
) STRICT;
