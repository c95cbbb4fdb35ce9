#pragma once
/* All areas: what the app wires. */
#include "net/net.h"

/* Once, before threads. build names the page's build for /api/me; borrowed. */
void areas_init(const char *build);
MUST_CHECK carnet_err areas_beat(struct ctx *ctx); /* what the clock does; database thread, often */
extern const struct route *const areas_routes[]; /* every table, ended by NULL */
