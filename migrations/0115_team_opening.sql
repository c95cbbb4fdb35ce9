-- Whoever is in a team published for a later day, or accompanies it, is told when that day has come.

-- The day from which that is still to be told; NULL: nothing waits.
ALTER TABLE "group" ADD COLUMN tell_on TEXT CHECK (tell_on IS date(tell_on));
UPDATE "group" SET tell_on = from_day WHERE kind = 'team' AND from_day > date('now');
CREATE INDEX group_by_tell_on ON "group" (tell_on) WHERE tell_on IS NOT NULL;
