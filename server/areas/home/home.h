#pragma once
/* First pages: what waits, one's trainees, the board. They gather from the other areas and own next to nothing. */
#include "net/net.h"

extern const struct route home_routes[]; /* /api/queue, /api/trainees…, /api/board… */
