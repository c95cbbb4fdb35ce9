#pragma once
/* E-mail addresses as people type them: compared without regard to case. Only for people/. */
#include "store/ctx.h"

enum { EMAIL_MAX = 254 };
const char *email_key(struct ctx *ctx, const char *email); /* "" when it is not text; cut at EMAIL_MAX bytes */
