#pragma once
/* Every statement of works. Only for deliverable/. */
#include "areas/deliverable/work.h"

MUST_CHECK carnet_err work_sql_add(struct ctx *ctx, int64_t document, const char *uid, const struct work_new *work);
MUST_CHECK carnet_err work_sql_find(struct work *out, struct ctx *ctx, int64_t document);
MUST_CHECK carnet_err work_sql_list(struct work **out, size_t *count, struct ctx *ctx, int64_t cohort, int64_t person);
MUST_CHECK carnet_err work_sql_set_shared(struct ctx *ctx, int64_t document, bool shared);
MUST_CHECK carnet_err work_sql_set_closed(struct ctx *ctx, int64_t document, int64_t revision);
MUST_CHECK carnet_err work_sql_set_since(struct ctx *ctx, int64_t document, int64_t revision);
MUST_CHECK carnet_err work_sql_set_state(struct ctx *ctx, int64_t document, enum work_state state);
MUST_CHECK carnet_err work_sql_extend(struct ctx *ctx, int64_t document, const struct work_extension *extension);
MUST_CHECK carnet_err work_sql_candidates(int64_t **documents, size_t *count, struct ctx *ctx);
