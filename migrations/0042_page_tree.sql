-- Pages in a tree, their trash, the inner folder of a team, and who reads a team's pages by a choice.

-- parent: the page above, of the same folder; NULL: at the top. position: order among those below one parent. inner: in the folder of
-- the members alone, which has a repository of its own ("group".inner_uid names it; NULL until its first page).
-- trashed_with: the page that was thrown away and took this one along; NULL: it is there.
ALTER TABLE group_page ADD COLUMN parent INTEGER REFERENCES group_page (document);
ALTER TABLE group_page ADD COLUMN position INTEGER NOT NULL DEFAULT 0;
ALTER TABLE group_page ADD COLUMN inner INTEGER NOT NULL DEFAULT 0 CHECK (inner IN (0, 1));
ALTER TABLE group_page ADD COLUMN trashed_with INTEGER REFERENCES group_page (document);
ALTER TABLE group_page ADD COLUMN trashed_at INTEGER;
ALTER TABLE group_page ADD COLUMN trashed_by INTEGER REFERENCES person (id);
UPDATE group_page SET position = document;
CREATE INDEX group_page_by_parent ON group_page ("group", parent, position);
CREATE INDEX group_page_trashed ON group_page (trashed_with) WHERE trashed_with IS NOT NULL;
DROP INDEX group_page_charter;
CREATE UNIQUE INDEX group_page_charter ON group_page ("group") WHERE charter AND trashed_with IS NULL;
ALTER TABLE "group" ADD COLUMN inner_uid TEXT;

-- Somebody of the accompaniment from whom the team keeps its pages.
CREATE TABLE group_closed_reader (
    "group" INTEGER NOT NULL REFERENCES "group" (id),
    person INTEGER NOT NULL REFERENCES person (id),
    closed_by INTEGER NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL,
    PRIMARY KEY ("group", person)
) STRICT, WITHOUT ROWID;

-- A tutor whom the manager lets accompany a team of which they tutor no member.
CREATE TABLE group_tutor (
    "group" INTEGER NOT NULL REFERENCES "group" (id),
    person INTEGER NOT NULL REFERENCES person (id),
    added_by INTEGER NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL,
    PRIMARY KEY ("group", person)
) STRICT, WITHOUT ROWID;
