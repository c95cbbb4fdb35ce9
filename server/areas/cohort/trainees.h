#pragma once
/* The trainees of a cohort, and the settings of their projects, for those who form teams. Any thread. */
#include "areas/cohort/cohort.h"

struct cohort_trainee {
    struct person person;
    const char *project_title, *project_place, *project_setting; /* NULL: not known yet */
};
/* Enrolled on that day, by name. */
MUST_CHECK carnet_err cohort_trainees(struct cohort_trainee **out, size_t *count, struct ctx *ctx, int64_t cohort,
                                      const char *day);
MUST_CHECK carnet_err cohort_is_trainee(bool *out, struct ctx *ctx, int64_t cohort, int64_t person, const char *day);
