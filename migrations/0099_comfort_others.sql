-- Whether a screen reader is told what others write in the text that one has open.
ALTER TABLE comfort ADD COLUMN others TEXT NOT NULL DEFAULT 'spoken' CHECK (others IN ('spoken', 'silent'));
