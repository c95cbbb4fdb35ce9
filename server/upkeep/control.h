#pragma once
/* The unix socket `control` in the data folder (0600), through which the command line asks a running server: the folder has one
 * process only. One request a connection, a line "VERB ARGUMENT". token and admin take an address and are answered at once; backup and check
 * (errand.h) first say lines "say TEXT". The last line is "ok TEXT", or "error KEY" and, behind a tab, the detail. */
#include "upkeep/errand.h"

struct control;
MUST_CHECK carnet_err control_start(struct control **out, struct loop *loop, struct database *database, struct errands *errands,
                                    const char *folder);
void control_stop(struct control *control); /* NULL is fine; memory goes when libuv has closed it */

/* The rule behind a verb, on the database thread or on a ctx of one's own; *answer is in the arena. */
MUST_CHECK carnet_err control_run(const char **answer, struct ctx *ctx, const char *verb, const char *email);

/* The command line's side: CARNET_MISSING "control.nobody" when no server listens there. answer is appended. */
MUST_CHECK carnet_err control_ask(struct buf *answer, const char *folder, const char *verb, const char *email);
/* The same for what takes long; say gets each line as it comes. What the server refuses or fails at is IO "control.failed". */
MUST_CHECK carnet_err control_errand(struct buf *answer, const char *folder, const char *verb, const char *argument,
                                     void (*say)(const char *line));
