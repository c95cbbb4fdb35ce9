#pragma once
/* Notices: what happened and concerns somebody, in the page at once and by letter as they like it (DOMAIN §8.10). Derived from events
 * and nothing else; kinds.c says of each kind who is told, how soon, and what may be refused. Words of a journal, titles included,
 * are in none of it; what somebody may no longer read is not told any more. */
#include "net/net.h"

/* What the clock does: new events are sorted, deadlines that come near become events, letters that may leave now are written. */
MUST_CHECK carnet_err notice_beat(struct ctx *ctx);

extern const struct route notice_routes[]; /* /api/notices, /api/events */
