-- What is arranged for somebody, for disability or health, by the disability officer. measure: what is done, in words; staff read it.
-- cause: why; for the officer and the person alone, in no list, log, event or feed. due_at: of a deadline that was put off.
CREATE TABLE accommodation (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    cohort INTEGER NOT NULL REFERENCES cohort (id),
    person INTEGER NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL CHECK (kind IN ('extra_time', 'screen_reader_documents', 'deadline_extension', 'other')),
    measure TEXT,
    deliverable TEXT,
    due_at INTEGER,
    cause TEXT,
    created_at INTEGER NOT NULL,
    created_by INTEGER REFERENCES person (id),
    ended_at INTEGER,
    ended_by INTEGER REFERENCES person (id),
    CHECK ((kind = 'deadline_extension') = (deliverable IS NOT NULL)),
    CHECK ((deliverable IS NULL) = (due_at IS NULL))
) STRICT;
CREATE INDEX accommodation_by_person ON accommodation (person, cohort);
