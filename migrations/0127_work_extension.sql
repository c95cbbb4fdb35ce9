-- Why somebody's own date is later than the cohort's, as whoever runs the cohort said; NULL when nothing was said, or when an
-- accommodation is why, whose cause is kept elsewhere. For whoever runs the cohort alone.
ALTER TABLE work ADD COLUMN extension_reason TEXT;
