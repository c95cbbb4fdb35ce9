#pragma once
/* Codes of six digits that change every half minute (RFC 6238, by liboath), and the codes on paper for the day the phone is lost. Any thread. */
#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/err.h"

enum { TOTP_SECRET = 20, TOTP_STEP_MS = 30000, RECOVERY_TEXT = 20 /* "abcd-efgh-ijkl-mnop" */, RECOVERY_HASH = 32 };

void totp_secret_new(uint8_t out[TOTP_SECRET]);
MUST_CHECK carnet_err totp_secret_text(struct buf *out, const uint8_t secret[TOTP_SECRET]); /* base32, as people type it */
/* The code of this half minute, the one before or the one after, if it is later than last_step: then *step is its own. */
bool totp_check(int64_t *step, const uint8_t secret[TOTP_SECRET], const char *code, int64_t now_ms, int64_t last_step);

void recovery_new(char out[RECOVERY_TEXT]); /* 80 random bits */
bool recovery_hash(uint8_t out[RECOVERY_HASH], const char *typed); /* without regard to case, spaces and hyphens; false: cannot be one */
