#pragma once
/* One-time links: a random token that lets its holder do one thing, once, for a while. Only its hash is kept. Only for people/. */
#include "areas/people/people.h"

enum link_purpose {
    LINK_PASSWORD,   /* of the command line: choose a password */
    LINK_INVITATION, /* the same, from a letter */
    LINK_FORGOTTEN,  /* the same, asked by somebody who forgot theirs */
    LINK_ADDRESS,    /* says that the new address is read by the person */
    LINK_SECOND_FACTOR, /* set it up, on the way in */
};
#define LINKS_TO_PASSWORD (1u << LINK_PASSWORD | 1u << LINK_INVITATION | 1u << LINK_FORGOTTEN)

/* Earlier links of the same purpose end. *out is the token, in the arena. Database thread. */
MUST_CHECK carnet_err link_make(const char **out, struct ctx *ctx, int64_t person, enum link_purpose purpose, int64_t lasts, const char *address);
struct link {
    int64_t id, person;
    enum link_purpose purpose;
    const char *address;
};
MUST_CHECK carnet_err link_find(struct link *out, struct ctx *ctx, const char *token, unsigned purposes); /* MISSING "link.none" */
MUST_CHECK carnet_err link_spend(struct ctx *ctx, int64_t id);
MUST_CHECK carnet_err link_end_all(struct ctx *ctx, int64_t person); /* those not used */
MUST_CHECK carnet_err link_hash_person(int64_t *person, struct ctx *ctx, bytes hash, enum link_purpose purpose); /* used and ended ones too */
