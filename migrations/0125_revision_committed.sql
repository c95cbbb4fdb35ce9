-- Whether a later text of a document has its commit is asked once for each commit that waits; without this, all that wait behind it were read.
CREATE INDEX revision_committed ON revision (document, id) WHERE commit_id IS NOT NULL;
