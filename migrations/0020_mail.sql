-- Letters on their way: written by a rule in its own transaction, sent by a worker, kept until a mail server answered for them.

-- uid: public id, and for ever the left part of the Message-ID. address NULL: the person's own, as it is when the letter leaves.
-- kind: the letter's name. secret: the body holds a link that opens something; the body goes when the letter has left or the
-- link has ended (expires_at). queued_at: since when it has been tried. sent_to: where the last attempt went. answer: what the
-- mail server last said.
CREATE TABLE mail (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    person INTEGER REFERENCES person (id),
    address TEXT,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT,
    unsubscribe TEXT,
    secret INTEGER NOT NULL CHECK (secret IN (0, 1)),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'failed', 'expired')),
    created_at INTEGER NOT NULL,
    queued_at INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    expires_at INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    sent_to TEXT,
    sent_at INTEGER,
    answer TEXT,
    CHECK (person IS NOT NULL OR address IS NOT NULL),
    CHECK (body IS NOT NULL OR state IN ('sent', 'expired'))
) STRICT;
CREATE INDEX mail_due ON mail (next_at, id) WHERE state = 'waiting';
CREATE INDEX mail_by_person ON mail (person);
CREATE INDEX mail_by_age ON mail (created_at);
