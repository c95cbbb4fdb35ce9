-- What happened, in order. Never changed, removed only when a year old.

-- subject: public id of what it is about; NULL when even that is not for those concerned (a shared entry).
CREATE TABLE event (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    actor INTEGER REFERENCES person (id),
    subject TEXT
) STRICT;
CREATE TRIGGER event_stays BEFORE UPDATE ON event BEGIN
    SELECT RAISE(ABORT, 'events are never changed');
END;
CREATE TRIGGER event_is_kept BEFORE DELETE ON event WHEN OLD.at > (SELECT max(at) FROM event) - 31536000000 BEGIN
    SELECT RAISE(ABORT, 'events are kept for a year');
END;

-- Whom it concerns: the only people who are told. number counts each person's own, so that nobody sees from a gap that there
-- was something else.
CREATE TABLE event_person (
    person INTEGER NOT NULL REFERENCES person (id),
    number INTEGER NOT NULL,
    event INTEGER NOT NULL REFERENCES event (id) ON DELETE CASCADE,
    PRIMARY KEY (person, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_person_by_event ON event_person (event);
