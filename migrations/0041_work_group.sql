-- Groups that people open themselves, and the one space of a whole cohort.

-- theme: what a work group is about. open: trainees and trainers may join by themselves. opened_by: who opened the work group.
-- archived_at: since when nobody writes in it any more.
ALTER TABLE "group" ADD COLUMN theme TEXT;
ALTER TABLE "group" ADD COLUMN open INTEGER NOT NULL DEFAULT 0 CHECK (open IN (0, 1));
ALTER TABLE "group" ADD COLUMN opened_by INTEGER REFERENCES person (id);
ALTER TABLE "group" ADD COLUMN archived_at INTEGER;

-- Somebody may join a work group when they like.
CREATE TABLE group_invitation (
    "group" INTEGER NOT NULL REFERENCES "group" (id),
    person INTEGER NOT NULL REFERENCES person (id),
    invited_by INTEGER NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL,
    PRIMARY KEY ("group", person)
) STRICT, WITHOUT ROWID;

-- charter: the page that holds a cohort's charter; at most one per group.
ALTER TABLE group_page ADD COLUMN charter INTEGER NOT NULL DEFAULT 0 CHECK (charter IN (0, 1));
CREATE UNIQUE INDEX group_page_charter ON group_page ("group") WHERE charter;

-- Every cohort has its commons, called like the cohort, from the beginning.
CREATE UNIQUE INDEX group_commons ON "group" (cohort) WHERE kind = 'commons';
CREATE TRIGGER cohort_has_commons AFTER INSERT ON cohort BEGIN
    INSERT INTO "group" (cohort, slug, uid, kind, name, created_at)
    VALUES (NEW.id, lower(hex(randomblob(13))), lower(hex(randomblob(13))), 'commons', NEW.label, NEW.created_at);
END;
INSERT INTO "group" (cohort, slug, uid, kind, name, created_at)
SELECT id, lower(hex(randomblob(13))), lower(hex(randomblob(13))), 'commons', label, created_at FROM cohort
WHERE id NOT IN (SELECT cohort FROM "group" WHERE kind = 'commons');
