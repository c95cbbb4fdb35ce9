-- Texts that two administrators open together, for a legal or repair need.

-- document: the public id as it was asked for; whether there is such a document is not looked at before it is agreed to. basis: what law or
-- need. silence: why the law forbids to tell the people whose text it is; NULL: they are told. agreed: NULL until another administrator
-- decided. told_at: NULL: nobody was told.
CREATE TABLE opening (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    document TEXT NOT NULL,
    reason TEXT NOT NULL,
    basis TEXT NOT NULL,
    silence TEXT,
    asked_by INTEGER NOT NULL REFERENCES person (id),
    asked_at INTEGER NOT NULL,
    decided_by INTEGER REFERENCES person (id),
    decided_at INTEGER,
    agreed INTEGER CHECK (agreed IN (0, 1)),
    told_at INTEGER,
    CHECK (decided_by <> asked_by),
    CHECK ((decided_by IS NULL) = (decided_at IS NULL) AND (decided_by IS NULL) = (agreed IS NULL))
) STRICT;

-- Whose text it was when it was agreed to open it: they are told, even if the text is gone by then or has others as its authors.
CREATE TABLE opening_author (
    opening INTEGER NOT NULL REFERENCES opening (id),
    person INTEGER NOT NULL REFERENCES person (id),
    PRIMARY KEY (opening, person)
) STRICT, WITHOUT ROWID;
