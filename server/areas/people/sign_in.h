#pragma once
/* Signing in and out. sign_in_try does the slow part on a worker; sign_in_decide gives the verdict on the database thread. */
#include "areas/people/people.h"

enum sign_in_verdict { SIGN_IN_DONE, SIGN_IN_WRONG, SIGN_IN_TOO_MANY };
struct sign_in_attempt {
    const char *account, *address;
    int64_t person;
    bool shared, right, too_many;
};
MUST_CHECK carnet_err sign_in_try(struct sign_in_attempt *out, struct ctx *ctx, const char *email, const char *password,
                                  const char *device, const char *address);

struct sign_in_result {
    enum sign_in_verdict verdict;
    const char *token; /* SIGN_IN_DONE */
    long seconds;      /* how long the cookie lasts; 0: until the browser closes. SIGN_IN_TOO_MANY: wait before trying again */
};
/* A wrong password is not an error here: the failure must be remembered, so the request has to commit. Sets ctx->actor. */
MUST_CHECK carnet_err sign_in_decide(struct sign_in_result *out, struct ctx *ctx, const struct sign_in_attempt *attempt);
MUST_CHECK carnet_err sign_in_end(struct ctx *ctx); /* the actor's present one */

/* Choosing a password with a one-time link: the hash on a worker, then the rest. INVALID "password.too_short", MISSING "link.none". */
MUST_CHECK carnet_err link_password(const char **hash, struct ctx *ctx, const char *link, const char *password);
MUST_CHECK carnet_err link_use(struct ctx *ctx, const char *link, const char *hash);
