-- The log of sensitive acts is read from the events.

-- The person on the other side, such as who was asked to read.
ALTER TABLE event ADD COLUMN about INTEGER REFERENCES person (id);
CREATE INDEX event_by_time ON event (at);

-- The last number each person's events reached, which outlives the events: a number is never given twice.
CREATE TABLE event_counter (
    person INTEGER PRIMARY KEY REFERENCES person (id),
    last INTEGER NOT NULL
) STRICT;
INSERT INTO event_counter (person, last) SELECT person, max(number) FROM event_person GROUP BY person;
