#pragma once
/* The second step of signing in. Managers, assistants and administrators must have it, others may. Database thread. Only for people/. */
#include "areas/people/people.h"

enum { FACTOR_CODES = 10, FACTOR_ROLES = 1 << ROLE_PROGRAMME_MANAGER | 1 << ROLE_TRAINING_ASSISTANT | 1 << ROLE_PLATFORM_ADMIN };
struct factor {
    bool on, required;
    int64_t codes_left; /* on paper */
};
MUST_CHECK carnet_err factor_of(struct factor *out, struct ctx *ctx, int64_t person);

/* A code of the phone or from the paper. Each is taken once. */
MUST_CHECK carnet_err factor_check(bool *right, struct ctx *ctx, int64_t person, const char *code);

/* Setting up: a fresh secret, which counts once a code shows that the phone has it. Then *codes are FACTOR_CODES texts for paper. */
struct factor_secret {
    const char *secret, *uri; /* base32; otpauth:// for a picture to scan */
};
MUST_CHECK carnet_err factor_begin(struct factor_secret *out, struct ctx *ctx, int64_t person);
MUST_CHECK carnet_err factor_confirm(bool *right, const char *codes[FACTOR_CODES], struct ctx *ctx, int64_t person, const char *code);
MUST_CHECK carnet_err factor_remove(struct ctx *ctx, int64_t person);
