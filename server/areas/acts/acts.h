#pragma once
/* The log of sensitive acts, read from the events: what changed about an account, what was opened or closed and to whom. Everybody reads what concerns
 * themselves. Administrators, managers and quality officers have a register of acts on accounts and of programmes applied to cohorts, without content; nothing about journals,
 * drafts and whom their authors ask is in it, not even that there was something (DOMAIN §7.1, §7.3). Kept 12 months, by whole months
 * (event_prune). A worker's. */
#include "areas/document/document.h"

enum { ACTS_AT_ONCE = 50 };
struct act {
    int64_t at;
    const char *kind, *detail;      /* detail: JSON of ours, or NULL; never content */
    struct person *actor, *about;   /* NULL: nobody, or the command line */
    struct person *person;          /* of the register: whom it concerns */
    struct document *document;      /* NULL: none, or none that one may open */
    struct document_about *document_about;
};
struct acts {
    struct act *list; /* newest first */
    size_t count;
    const char *after; /* for the next page; NULL: that was all */
};
/* after: of the page before; NULL: the first. INVALID "acts.after". */
MUST_CHECK carnet_err acts_mine(struct acts *out, struct ctx *ctx, const char *after);
MUST_CHECK carnet_err acts_register_open(bool *out, struct ctx *ctx); /* may the actor read the register */
MUST_CHECK carnet_err acts_register(struct acts *out, struct ctx *ctx, const char *after); /* DENIED "acts.not_allowed" */

extern const struct route acts_routes[]; /* /api/me/log, /api/log */
