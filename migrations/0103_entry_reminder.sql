-- Which entry template's reminder about people who are named in an entry somebody has put away.
CREATE TABLE entry_reminder (
    person INTEGER NOT NULL REFERENCES person (id),
    template TEXT NOT NULL,
    PRIMARY KEY (person, template)
) STRICT, WITHOUT ROWID;
