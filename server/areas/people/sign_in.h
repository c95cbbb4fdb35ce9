#pragma once
/* Signing in and out. sign_in_try does the slow part on a worker; sign_in_decide gives the verdict on the database thread. */
#include "areas/people/people.h"

enum sign_in_verdict {
    SIGN_IN_DONE, SIGN_IN_WRONG, SIGN_IN_TOO_MANY,
    SIGN_IN_CODE,       /* the password is right; now the code */
    SIGN_IN_WRONG_CODE,
    SIGN_IN_SET_UP,     /* the password is right; this person must set up the second step first */
};
struct sign_in_attempt {
    const char *account, *address;
    const char *code; /* NULL: none given */
    const char *hash; /* that the password was compared with */
    int64_t person;
    bool shared, right, too_many;
};
MUST_CHECK carnet_err sign_in_try(struct sign_in_attempt *out, struct ctx *ctx, const char *email, const char *password,
                                  const char *device, const char *address);

struct sign_in_result {
    enum sign_in_verdict verdict;
    const char *token; /* SIGN_IN_DONE; SIGN_IN_SET_UP: of the link to do so */
    long seconds;      /* how long the cookie lasts; 0: until the browser closes. SIGN_IN_TOO_MANY: wait before trying again */
};
/* A wrong password is not an error here: the failure must be remembered, so the request has to commit. Sets ctx->actor. */
MUST_CHECK carnet_err sign_in_decide(struct sign_in_result *out, struct ctx *ctx, const struct sign_in_attempt *attempt);
/* Without any further question. INVALID "session.device". Sets ctx->actor. */
MUST_CHECK carnet_err sign_in_open(struct sign_in_result *out, struct ctx *ctx, int64_t person, const char *device);
/* For codes given elsewhere: failures count as those of signing in. */
MUST_CHECK carnet_err sign_in_limited(bool *out, long *wait, struct ctx *ctx, int64_t person, const char *address);
MUST_CHECK carnet_err sign_in_failed(struct ctx *ctx, int64_t person, const char *address);
MUST_CHECK carnet_err sign_in_end(struct ctx *ctx); /* the actor's present one */

MUST_CHECK carnet_err sign_in_end_one(struct ctx *ctx, int64_t sign_in);
MUST_CHECK carnet_err sign_in_end_all(struct ctx *ctx, int64_t person, int64_t but); /* but 0: really all */

/* Before one's account is changed, the password once more: the slow part on a worker, the verdict on the database thread, where a failure
 * counts as one of signing in. SIGN_IN_DONE: it was right. */
MUST_CHECK carnet_err sign_in_prove(struct sign_in_attempt *out, struct ctx *ctx, const struct credential *credential, const char *password,
                                    const char *address);
MUST_CHECK carnet_err sign_in_proof(struct sign_in_result *out, struct ctx *ctx, const struct sign_in_attempt *attempt);
