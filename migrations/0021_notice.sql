-- What people are told of events: what they have seen, how they want to be told, what still has to leave as a letter.

-- digest_hour: of Paris. excluded_days: bits 1 << ISO weekday. seen: the number of the last event they saw. digest_day: the day the
-- last digest was written. stop_token: lets the holder of a letter stop such letters, and nothing else, so it may stay readable.
CREATE TABLE notice_setting (
    person INTEGER PRIMARY KEY REFERENCES person (id),
    digest_hour INTEGER NOT NULL DEFAULT 18 CHECK (digest_hour BETWEEN 8 AND 19),
    excluded_days INTEGER NOT NULL DEFAULT 0 CHECK (excluded_days BETWEEN 0 AND 254),
    seen INTEGER NOT NULL DEFAULT 0,
    digest_day TEXT,
    stop_token TEXT NOT NULL UNIQUE
) STRICT;

-- Families of events somebody wants no letter about. 'digest': no letter of the day at all.
CREATE TABLE notice_stop (
    person INTEGER NOT NULL REFERENCES person (id),
    family TEXT NOT NULL,
    PRIMARY KEY (person, family)
) STRICT, WITHOUT ROWID;

-- The last event that was looked at.
CREATE TABLE notice_cursor (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    event INTEGER NOT NULL
) STRICT;
INSERT INTO notice_cursor (id, event) SELECT 1, ifnull(max(id), 0) FROM event;

-- Events that wait for a letter.
CREATE TABLE notice_due (
    person INTEGER NOT NULL REFERENCES person (id),
    number INTEGER NOT NULL,
    event INTEGER NOT NULL REFERENCES event (id) ON DELETE CASCADE,
    urgency TEXT NOT NULL CHECK (urgency IN ('digest', 'prompt', 'at_once')),
    PRIMARY KEY (person, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX notice_due_by_event ON notice_due (event);

-- Deadlines already told, so that each is told once at each distance.
CREATE TABLE notice_deadline (
    document INTEGER NOT NULL REFERENCES work (document),
    due_at INTEGER NOT NULL,
    days INTEGER NOT NULL,
    PRIMARY KEY (document, due_at, days)
) STRICT, WITHOUT ROWID;
