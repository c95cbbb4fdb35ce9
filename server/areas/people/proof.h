#pragma once
/* The password once more, for routes that change an account: proof_begin in prepare, proof_decide in the handler; and
 * for what else must not be done by whoever finds a session open. */
#include "areas/people/sign_in.h"

struct proof {
    struct sign_in_attempt attempt;
    const char *value; /* what else prepare made */
};
MUST_CHECK carnet_err proof_begin(struct proof **out, struct req *req, const char *password); /* is req->prepared */
/* right false: the failure is remembered and the refusal under way, so the handler returns OK and does nothing. */
MUST_CHECK carnet_err proof_decide(bool *right, struct req *req, struct reply *reply);

/* Refusals that follow a commit, for reply_then. Wrong ones count, so their request must commit. */
void proof_too_many(struct reply *reply, struct req *req, long seconds);
void proof_wrong_code(struct reply *reply);
