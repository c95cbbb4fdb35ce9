-- One person's deliverable.

-- uid: name of its repository, unguessable. due_at NULL: the cohort's date. draft_shared: tutor and cooperator may read the draft.
-- carried_over_from: acquired with an earlier cohort, nothing is due.
CREATE TABLE work (
    document INTEGER PRIMARY KEY REFERENCES document (id),
    uid TEXT NOT NULL UNIQUE,
    cohort INTEGER NOT NULL REFERENCES cohort (id),
    person INTEGER NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL CHECK (kind IN ('diagnostic', 'dossier_professionnel', 'note_synthetique')),
    title TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('not_started', 'draft', 'submitted', 'missed', 'reopened', 'graded', 'withdrawn')),
    draft_shared INTEGER NOT NULL DEFAULT 1 CHECK (draft_shared IN (0, 1)),
    due_at INTEGER,
    submitted_at INTEGER,
    late INTEGER NOT NULL DEFAULT 0 CHECK (late IN (0, 1)),
    reopened_at INTEGER,
    reopen_reason TEXT,
    carried_over_from TEXT,
    UNIQUE (cohort, person, kind)
) STRICT;
CREATE INDEX work_by_person ON work (person);
