-- The dated frame of a cohort's year.

-- A regroupement: consecutive days on site.
CREATE TABLE session (
    id INTEGER PRIMARY KEY,
    cohort INTEGER NOT NULL REFERENCES cohort (id),
    slug TEXT NOT NULL,
    position INTEGER NOT NULL,
    from_day TEXT NOT NULL CHECK (from_day IS date(from_day)),
    to_day TEXT NOT NULL CHECK (to_day IS date(to_day) AND to_day >= from_day),
    theme TEXT NOT NULL,
    UNIQUE (cohort, slug)
) STRICT;

-- What is due, or happens, for everybody: at a moment (due_at) or over days.
CREATE TABLE milestone (
    id INTEGER PRIMARY KEY,
    cohort INTEGER NOT NULL REFERENCES cohort (id),
    slug TEXT NOT NULL,
    deliverable TEXT,
    due_at INTEGER,
    from_day TEXT CHECK (from_day IS date(from_day)),
    to_day TEXT CHECK (to_day IS date(to_day)),
    UNIQUE (cohort, slug),
    CHECK ((due_at IS NULL) <> (from_day IS NULL))
) STRICT;
