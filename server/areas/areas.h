#pragma once
/* All areas: what the app wires. */
#include "net/net.h"

/* Once, before threads. build names the page's build for /api/me; borrowed. */
void areas_init(const char *build);
extern const struct route *const areas_routes[]; /* every table, ended by NULL */
