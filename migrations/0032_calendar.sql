-- The calendar set up by a manager: half-days with what happens in them, and what a subscribed calendar needs to follow changes.

-- sequence, changed_at: how often and when the dates or the words changed, for those who subscribed.
ALTER TABLE session ADD COLUMN sequence INTEGER NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN changed_at INTEGER NOT NULL DEFAULT 0;

-- label: as the programme calls it; NULL: the page has a word of its own for the slug.
ALTER TABLE milestone ADD COLUMN label TEXT;
ALTER TABLE milestone ADD COLUMN sequence INTEGER NOT NULL DEFAULT 0;
ALTER TABLE milestone ADD COLUMN changed_at INTEGER NOT NULL DEFAULT 0;

-- Half a day of a session, or of a milestone of one day (the jury's). slug does not name the day: it stays when the session moves.
-- starts, ends: local times. format NULL: not decided yet. module: its id in the cohort's programme.
CREATE TABLE half_day (
    id INTEGER PRIMARY KEY,
    cohort INTEGER NOT NULL REFERENCES cohort (id),
    session INTEGER REFERENCES session (id),
    milestone INTEGER REFERENCES milestone (id),
    slug TEXT NOT NULL,
    day TEXT NOT NULL CHECK (day IS date(day)),
    part TEXT NOT NULL CHECK (part IN ('am', 'pm')),
    starts TEXT NOT NULL CHECK (starts GLOB '[0-2][0-9]:[0-5][0-9]'),
    ends TEXT NOT NULL CHECK (ends GLOB '[0-2][0-9]:[0-5][0-9]' AND ends > starts),
    format TEXT CHECK (format IN ('seminar', 'workshop', 'cooperative_group', 'tutoring')),
    module TEXT,
    room TEXT,
    sequence INTEGER NOT NULL DEFAULT 0,
    changed_at INTEGER NOT NULL DEFAULT 0,
    UNIQUE (cohort, slug),
    CHECK ((session IS NULL) <> (milestone IS NULL))
) STRICT;
CREATE INDEX half_day_by_session ON half_day (session);
CREATE INDEX half_day_by_milestone ON half_day (milestone) WHERE milestone IS NOT NULL;
CREATE INDEX half_day_by_day ON half_day (day, part);

CREATE TABLE half_day_trainer (
    half_day INTEGER NOT NULL REFERENCES half_day (id),
    person INTEGER NOT NULL REFERENCES person (id),
    PRIMARY KEY (half_day, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX half_day_trainer_by_person ON half_day_trainer (person);

-- Cohorts that are there already: two half-days for each day of their sessions, and for a jury's day, at the usual hours.
WITH RECURSIVE span (cohort, session, milestone, slug, day, number, last) AS (
    SELECT cohort, id, NULL, slug, from_day, 1, to_day FROM session
    UNION ALL
    SELECT cohort, NULL, id, 'final-jury', from_day, 1, from_day FROM milestone WHERE slug = 'final_jury' AND to_day IS NULL
    UNION ALL
    SELECT cohort, session, milestone, slug, date(day, '+1 day'), number + 1, last FROM span WHERE day < last
), part (name, starts, ends) AS (VALUES ('am', '09:00', '12:30'), ('pm', '13:30', '17:00'))
INSERT INTO half_day (cohort, session, milestone, slug, day, part, starts, ends)
SELECT cohort, session, milestone, slug || '-d' || number || '-' || name, day, name, starts, ends FROM span, part;
