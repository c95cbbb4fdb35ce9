-- What changed, for those who are told: from, to, a day, a reason (JSON). Never content.
ALTER TABLE event ADD COLUMN detail TEXT CHECK (detail IS NULL OR json_valid(detail));
