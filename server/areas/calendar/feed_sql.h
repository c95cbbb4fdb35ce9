#pragma once
/* The rows behind subscribed calendars. Only for calendar/. */
#include "areas/calendar/feed.h"

MUST_CHECK carnet_err feed_sql_created(int64_t *out, struct ctx *ctx); /* 0: none */
MUST_CHECK carnet_err feed_sql_set(struct ctx *ctx, bytes token_hash);
MUST_CHECK carnet_err feed_sql_end(struct ctx *ctx);
MUST_CHECK carnet_err feed_sql_person(int64_t *out, struct ctx *ctx, bytes token_hash); /* with an open account; 0: nobody */

/* The actor's own date for a deliverable. due: is it due at all (not carried over, not withdrawn); due_at 0: the cohort's date. */
struct feed_due {
    bool due;
    int64_t due_at, sequence, changed_at;
};
MUST_CHECK carnet_err feed_sql_due(struct feed_due *out, struct ctx *ctx, int64_t cohort, const char *deliverable);
