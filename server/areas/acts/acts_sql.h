#pragma once
/* Every statement of acts/. Only for acts/. */
#include "areas/acts/acts.h"

struct act_row {
    int64_t number, at, actor, about, person;
    const char *kind, *detail, *subject;
};
/* One more than ACTS_AT_ONCE, if there are: then there is a next page. */
MUST_CHECK carnet_err acts_sql_mine(struct act_row **out, size_t *count, struct ctx *ctx, int64_t before);
struct reach {
    bool everybody;
    int64_t *cohorts; /* otherwise: those who are of these */
    size_t count;
};
/* until, skip: from the rows of this moment on, without the first few. */
MUST_CHECK carnet_err acts_sql_register(struct act_row **out, size_t *count, struct ctx *ctx, const struct reach *reach, int64_t until,
                                        int64_t skip);
