#pragma once
/* The statements of role.c. Only for people/. */
#include "areas/people/role.h"

MUST_CHECK carnet_err role_sql_cohort(struct cohort_named *out, struct ctx *ctx, const char *slug);
MUST_CHECK carnet_err role_sql_of(struct role_held **out, size_t *count, struct ctx *ctx, int64_t person);
MUST_CHECK carnet_err role_sql_take(struct ctx *ctx, int64_t person, const struct role_held *held);
/* Can anybody but this person administer; would a cohort (0: any of them) be without a manager who can sign in. */
MUST_CHECK carnet_err role_sql_other_admin(bool *out, struct ctx *ctx, int64_t person);
MUST_CHECK carnet_err role_sql_unmanaged(bool *out, struct ctx *ctx, int64_t person, int64_t cohort);
MUST_CHECK carnet_err role_sql_begun(bool *out, struct ctx *ctx); /* there is a cohort */
