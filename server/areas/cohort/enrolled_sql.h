#pragma once
/* A condition on enrolment, for the statements of this folder. */
/* Enrolled on a day: whoever left was, until the day they left. A suspension keeps what the person has. */
#define ENROLLED_ON(day)                                                                                               \
    "enrolment.status NOT IN ('pre_enrolled', 'cancelled') AND enrolment.from_day <= " day " AND (enrolment.to_day >= " day \
    " OR (enrolment.to_day IS NULL AND enrolment.status IN ('enrolled', 'suspended')))"
