-- The last day of a pause, once those who decide what follows have been told that it has come. NULL: of none.
ALTER TABLE enrolment ADD COLUMN pause_told TEXT CHECK (pause_told IS date(pause_told));
