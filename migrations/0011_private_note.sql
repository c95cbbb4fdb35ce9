-- What somebody who accompanies a trainee writes down for themselves. Theirs alone (DOMAIN §7.1), part of their own export.
CREATE TABLE private_note (
    person INTEGER NOT NULL REFERENCES person (id),
    about INTEGER NOT NULL REFERENCES person (id),
    cohort INTEGER NOT NULL REFERENCES cohort (id),
    text TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (person, about, cohort)
) STRICT, WITHOUT ROWID;
