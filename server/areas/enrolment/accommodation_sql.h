#pragma once
/* The rows of accommodations. Only for enrolment/. */
#include "areas/enrolment/accommodation.h"

MUST_CHECK carnet_err accommodation_sql_list(struct accommodation **out, size_t *count, struct ctx *ctx, int64_t cohort, int64_t person);
MUST_CHECK carnet_err accommodation_sql_add(struct ctx *ctx, int64_t cohort, int64_t person, const struct accommodation_new *added);
MUST_CHECK carnet_err accommodation_sql_change(struct ctx *ctx, int64_t id, const struct accommodation_new *is); /* but its kind */
MUST_CHECK carnet_err accommodation_sql_end(struct ctx *ctx, int64_t id);
