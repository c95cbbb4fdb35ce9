#pragma once
/* What happened, told to the people it concerns and to nobody else. Never content, and of journals never a title. What they may read of it
 * later is for notice/ to say.
 * event_add runs on the database thread, inside the request that did it. */
#include "net/net.h"

/* The given persons are told, each named once. subject: public id of what it is about, NULL for none. */
MUST_CHECK carnet_err event_add(struct ctx *ctx, const char *kind, const char *subject, const int64_t *people,
                                size_t people_count);

/* The same with what changed: a small object, taken. Never content. */
MUST_CHECK carnet_err event_add_detail(struct ctx *ctx, const char *kind, const char *subject, json_t *detail, const int64_t *people,
                                       size_t people_count);

/* The same with whom it was about. detail: taken; NULL: none. */
struct event_new {
    const char *kind, *subject; /* subject NULL: none */
    json_t *detail;
    int64_t about; /* person; 0: nobody */
};
MUST_CHECK carnet_err event_put(struct ctx *ctx, const struct event_new *event, const int64_t *people, size_t people_count);

/* Removes what is older than 12 months, by whole months and a few hundred at a time; *more: call again. Counted back from the last event, so
 * that a clock gone wrong removes nothing. */
MUST_CHECK carnet_err event_prune(bool *more, struct ctx *ctx);
