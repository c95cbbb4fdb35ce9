-- Since when somebody holds a role: an opening is decided by who administered before it was asked for. 0: from before this was kept.
ALTER TABLE role ADD COLUMN given_at INTEGER NOT NULL DEFAULT 0;
