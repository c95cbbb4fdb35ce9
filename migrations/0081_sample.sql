-- Whether this organisation is the fictitious one of the sample: the page where a centre begins says so.
ALTER TABLE organisation ADD COLUMN sample INTEGER NOT NULL DEFAULT 0 CHECK (sample IN (0, 1));
UPDATE organisation SET sample = 1 WHERE slug = 'org-demo' AND name LIKE '%(fictive)';
