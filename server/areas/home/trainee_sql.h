#pragma once
/* Every statement of trainee.c. Only for home/. */
#include "areas/home/trainee.h"

MUST_CHECK carnet_err trainee_sql_list(struct trainee **out, size_t *count, struct ctx *ctx, const struct cohort *cohort);
MUST_CHECK carnet_err note_sql_find(struct private_note *out, struct ctx *ctx, int64_t about, int64_t cohort);
MUST_CHECK carnet_err note_sql_put(struct ctx *ctx, int64_t about, int64_t cohort, const char *text);
