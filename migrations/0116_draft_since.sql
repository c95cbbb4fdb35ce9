-- What was written while readers were shut out is not for them, also when they are let in again.

-- The accompaniment reads a work from this revision on. NULL: from the beginning.
ALTER TABLE work ADD COLUMN shared_revision INTEGER;
-- The last revision when its author closed it to the accompaniment.
ALTER TABLE work ADD COLUMN closed_revision INTEGER;
UPDATE work SET shared_revision = (
    SELECT ifnull((SELECT min(revision.id) FROM revision WHERE revision.document = work.document AND revision.at >= opened.at),
                  (SELECT max(revision.id) FROM revision WHERE revision.document = work.document))
    FROM (SELECT max(event.at) AS at FROM event JOIN document ON document.uid = event.subject
          WHERE document.id = work.document AND event.kind = 'work.draft_opened') AS opened
    WHERE opened.at IS NOT NULL);

-- Begun while the draft was closed to the accompaniment: between its author and whoever began it. A reply has its thread's.
ALTER TABLE comment ADD COLUMN aside INTEGER NOT NULL DEFAULT 0 CHECK (aside IN (0, 1));
UPDATE comment SET aside = 1 WHERE thread IS NULL AND 'work.draft_closed' = (
    SELECT event.kind FROM event JOIN document ON document.uid = event.subject
    WHERE document.id = comment.document AND event.kind IN ('work.draft_closed', 'work.draft_opened')
    AND event.at <= comment.created_at ORDER BY event.id DESC LIMIT 1);
UPDATE comment SET aside = 1 WHERE thread IN (SELECT id FROM comment WHERE aside);

-- Whom a team let in again, and from where they read each page that there was: this revision, and what is said under this rights
-- epoch or later. A page without a row is read from its beginning.
CREATE TABLE page_reader (
    document INTEGER NOT NULL REFERENCES document (id),
    person INTEGER NOT NULL REFERENCES person (id),
    since_revision INTEGER NOT NULL,
    since_epoch INTEGER NOT NULL,
    PRIMARY KEY (document, person)
) STRICT, WITHOUT ROWID;
