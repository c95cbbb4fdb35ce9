#pragma once
/* Every statement of trainee.c. Only for home/. */
#include "areas/home/trainee.h"

MUST_CHECK carnet_err trainee_sql_list(struct trainee **out, size_t *count, struct ctx *ctx, const struct cohort *cohort);
MUST_CHECK carnet_err note_sql_list(struct private_note **out, size_t *count, struct ctx *ctx);
MUST_CHECK carnet_err note_sql_put(struct ctx *ctx, const struct private_note *note); /* without text: removed */
