#pragma once
/* The rows of programmes. Only for programme/. */
#include "areas/programme/programme.h"

MUST_CHECK carnet_err programme_sql_list(struct programme **out, size_t *count, struct ctx *ctx);
MUST_CHECK carnet_err programme_sql_find(struct programme *out, struct ctx *ctx, const char *slug);
MUST_CHECK carnet_err programme_sql_by_id(struct programme *out, struct ctx *ctx, int64_t id);
MUST_CHECK carnet_err programme_sql_add(struct ctx *ctx, const char *slug, const char *title, const char *definition);
MUST_CHECK carnet_err programme_sql_change(struct ctx *ctx, int64_t id, const char *title, const char *definition);
/* The organisation there is; the first programme of an installation brings one, with this name. */
MUST_CHECK carnet_err programme_sql_organisation(struct ctx *ctx, const char *name);
