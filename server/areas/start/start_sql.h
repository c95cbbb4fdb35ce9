#pragma once
/* The statements of start.c. Only for start/. */
#include "areas/start/start.h"

MUST_CHECK carnet_err start_sql_organisation(struct start *out, struct ctx *ctx);
MUST_CHECK carnet_err start_sql_managers(struct start *out, struct ctx *ctx);
MUST_CHECK carnet_err start_sql_carry(struct ctx *ctx);
MUST_CHECK carnet_err start_sql_rename(struct ctx *ctx, const char *name);
MUST_CHECK carnet_err preparation_sql_counts(struct preparation *out, struct ctx *ctx);
MUST_CHECK carnet_err preparation_sql_roles(struct preparation *out, struct ctx *ctx);
