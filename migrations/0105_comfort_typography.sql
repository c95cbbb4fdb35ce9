-- Whether French typography is helped while one types: guillemets, spaces, apostrophes.
ALTER TABLE comfort ADD COLUMN typography TEXT NOT NULL DEFAULT 'helped' CHECK (typography IN ('helped', 'plain'));
