-- Files of groups. What a file holds is in the folder files/, under the name of its hash, once; rows say who may call it what.

-- uid: public id. type: by its content. sha256: of what is kept, metadata of pictures already taken off. description: what a picture
-- shows, for those who do not see it. trashed_at: thrown away; it can come back for 30 days.
CREATE TABLE group_file (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    "group" INTEGER NOT NULL REFERENCES "group" (id),
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    description TEXT,
    uploaded_by INTEGER NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL,
    trashed_at INTEGER
) STRICT;
CREATE INDEX group_file_by_group ON group_file ("group", at);
