#pragma once
/* What happened, told to the people it concerns and to nobody else. Never content, and of journals never a title.
 * event_add runs on the database thread, inside the request that did it. */
#include "net/net.h"

/* The given persons are told, each named once. subject: public id of what it is about, NULL for none. */
MUST_CHECK carnet_err event_add(struct ctx *ctx, const char *kind, const char *subject, const int64_t *people,
                                size_t people_count);

/* The same with what changed: a small object, taken. Never content. */
MUST_CHECK carnet_err event_add_detail(struct ctx *ctx, const char *kind, const char *subject, json_t *detail, const int64_t *people,
                                       size_t people_count);

extern const struct route event_routes[];
