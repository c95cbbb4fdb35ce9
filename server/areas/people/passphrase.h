#pragma once
/* Is this good enough to be somebody's password: 12 characters, and not what everybody tries first. Nothing else is asked (no digit, no
 * sign, no change from time to time), and nobody outside is asked. Any thread. Only for people/. */
#include "areas/people/people.h"

/* INVALID "password.too_short", "password.too_common"; LIMIT "password.too_long" */
MUST_CHECK carnet_err passphrase_check(struct ctx *ctx, const char *passphrase, const struct person *of);
