#pragma once
/* A person's calendar for their own calendar program: sessions, the half-days they teach, deadlines with their own dates. Nothing
 * of texts or results. The address is its only key: it is shown once, and ends when another is made or it is taken back. */
#include "areas/calendar/calendar.h"
#include "guard/token.h"

struct feed {
    int64_t created_at; /* 0: there is none */
};
MUST_CHECK carnet_err feed_show(struct feed *out, struct ctx *ctx);
MUST_CHECK carnet_err feed_new(const char **path, struct ctx *ctx); /* "/ical/….ics"; the one before ends */
MUST_CHECK carnet_err feed_end(struct ctx *ctx);
/* What the address gives. MISSING "feed.none" when it ended, never was, or the account is closed. Sets ctx->actor. */
MUST_CHECK carnet_err feed_read(struct buf *out, struct ctx *ctx, const char *secret);

extern const struct route feed_routes[]; /* /api/calendar/feed, /ical/:secret.ics */
