#pragma once
/* The statements of visit.c. Only for group/. */
#include "areas/group/visit.h"

struct visit_row {
    int64_t seen_at, seen_sequence;
    int64_t since_at, since_sequence; /* 0, 0: none */
};
MUST_CHECK carnet_err visit_sql_find(struct visit_row *out, struct ctx *ctx, int64_t group); /* seen_at 0: never */
MUST_CHECK carnet_err visit_sql_put(struct ctx *ctx, int64_t group, const struct visit_row *row);
MUST_CHECK carnet_err visit_sql_sequence(int64_t *out, struct ctx *ctx, int64_t group); /* of the last thing written in it */
MUST_CHECK carnet_err visit_sql_pages(struct visit_page **out, size_t *count, struct ctx *ctx, int64_t group, bool inner,
                                      const struct visit_row *row);
MUST_CHECK carnet_err visit_sql_files(struct visit_file **out, size_t *count, struct ctx *ctx, int64_t group, int64_t since);
