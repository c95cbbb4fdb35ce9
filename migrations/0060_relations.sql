-- Relations through time, as people decide and ask.

-- Why somebody stops, leaves for a while or goes on later, in one word that can be counted; never about health. The words are in reason.
ALTER TABLE enrolment_change ADD COLUMN category TEXT
    CHECK (category IN ('employment', 'personal', 'financial', 'project', 'training', 'discipline', 'other'));

-- A trainee asks to change team; at most one waits. words: between them and who runs the cohort. settled_by: who moved them, set it aside,
-- or the trainee who thought better of it.
CREATE TABLE team_request (
    id INTEGER PRIMARY KEY,
    cohort INTEGER NOT NULL REFERENCES cohort (id),
    person INTEGER NOT NULL REFERENCES person (id),
    asked_at INTEGER NOT NULL,
    words TEXT NOT NULL,
    settled_at INTEGER,
    settled_by INTEGER REFERENCES person (id),
    CHECK ((settled_at IS NULL) = (settled_by IS NULL))
) STRICT;
CREATE UNIQUE INDEX team_request_waiting ON team_request (cohort, person) WHERE settled_at IS NULL;

-- A new tutor reads no earlier entry; the trainee is asked once whether to share them again. NULL: not answered yet.
ALTER TABLE tutor_assignment ADD COLUMN earlier_answered_at INTEGER;
