-- Relations through time: who changed what about somebody's place, when, from what to what, and why.

-- A suspension lasts 60 days at most; then somebody decides.
ALTER TABLE enrolment ADD COLUMN suspended_on TEXT CHECK (suspended_on IS date(suspended_on));
ALTER TABLE enrolment ADD COLUMN suspended_until TEXT CHECK (suspended_until IS date(suspended_until));

-- Kept as long as the enrolment. day: from which it holds. from_status NULL: the beginning.
CREATE TABLE enrolment_change (
    id INTEGER PRIMARY KEY,
    enrolment INTEGER NOT NULL REFERENCES enrolment (id),
    at INTEGER NOT NULL,
    actor INTEGER NOT NULL REFERENCES person (id),
    from_status TEXT,
    to_status TEXT NOT NULL,
    day TEXT NOT NULL CHECK (day IS date(day)),
    reason TEXT
) STRICT;
CREATE INDEX enrolment_change_by_enrolment ON enrolment_change (enrolment, id);

-- assigned_at: the moment of the decision; what was shared before it was shared with somebody else, even on the same day.
-- handover: a note for who takes over, from who decides.
ALTER TABLE tutor_assignment ADD COLUMN assigned_at INTEGER;
ALTER TABLE tutor_assignment ADD COLUMN assigned_by INTEGER REFERENCES person (id);
ALTER TABLE tutor_assignment ADD COLUMN handover TEXT;
ALTER TABLE cooperator_assignment ADD COLUMN reason TEXT;
ALTER TABLE cooperator_assignment ADD COLUMN assigned_at INTEGER;
ALTER TABLE cooperator_assignment ADD COLUMN assigned_by INTEGER REFERENCES person (id);
ALTER TABLE cooperator_assignment ADD COLUMN handover TEXT;
