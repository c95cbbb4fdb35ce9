-- A programme, the groups of people who follow it year by year, and who accompanies whom. Days are inclusive; to_day NULL: no end.

-- definition: the programme file (JSON). A cohort works on its own frozen copy.
CREATE TABLE programme (
    id INTEGER PRIMARY KEY,
    organisation INTEGER NOT NULL REFERENCES organisation (id),
    slug TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    definition TEXT NOT NULL CHECK (json_valid(definition))
) STRICT;

CREATE TABLE cohort (
    id INTEGER PRIMARY KEY,
    organisation INTEGER NOT NULL REFERENCES organisation (id),
    programme INTEGER NOT NULL REFERENCES programme (id),
    definition TEXT NOT NULL CHECK (json_valid(definition)),
    slug TEXT NOT NULL UNIQUE,
    label TEXT NOT NULL,
    start_day TEXT NOT NULL CHECK (start_day IS date(start_day)),
    end_day TEXT NOT NULL CHECK (end_day IS date(end_day)),
    created_at INTEGER NOT NULL
) STRICT;

-- project_*: the person's own local project. previous_cohort, acquired_blocks (JSON): somebody who comes back.
CREATE TABLE enrolment (
    id INTEGER PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES person (id),
    cohort INTEGER NOT NULL REFERENCES cohort (id),
    status TEXT NOT NULL CHECK (status IN ('pre_enrolled', 'enrolled', 'suspended', 'completed', 'cancelled', 'deferred',
        'dropped_out', 'excluded')),
    from_day TEXT NOT NULL CHECK (from_day IS date(from_day)),
    to_day TEXT CHECK (to_day IS date(to_day)),
    reason TEXT,
    project_title TEXT,
    project_place TEXT,
    project_setting TEXT CHECK (project_setting IN ('work_situation', 'internship')),
    previous_cohort TEXT,
    acquired_blocks TEXT CHECK (acquired_blocks IS NULL OR json_valid(acquired_blocks)),
    UNIQUE (person, cohort)
) STRICT;
CREATE INDEX enrolment_by_cohort ON enrolment (cohort);

CREATE TABLE tutor_assignment (
    id INTEGER PRIMARY KEY,
    cohort INTEGER NOT NULL REFERENCES cohort (id),
    trainee INTEGER NOT NULL REFERENCES person (id),
    tutor INTEGER NOT NULL REFERENCES person (id),
    from_day TEXT NOT NULL CHECK (from_day IS date(from_day)),
    to_day TEXT CHECK (to_day IS date(to_day)),
    reason TEXT
) STRICT;
CREATE INDEX tutor_assignment_by_trainee ON tutor_assignment (trainee, cohort);
CREATE INDEX tutor_assignment_by_tutor ON tutor_assignment (tutor, cohort);

CREATE TABLE cooperator_assignment (
    id INTEGER PRIMARY KEY,
    cohort INTEGER NOT NULL REFERENCES cohort (id),
    trainee INTEGER NOT NULL REFERENCES person (id),
    cooperator INTEGER NOT NULL REFERENCES person (id),
    from_day TEXT NOT NULL CHECK (from_day IS date(from_day)),
    to_day TEXT CHECK (to_day IS date(to_day))
) STRICT;
CREATE INDEX cooperator_assignment_by_trainee ON cooperator_assignment (trainee, cohort);
CREATE INDEX cooperator_assignment_by_cooperator ON cooperator_assignment (cooperator, cohort);
