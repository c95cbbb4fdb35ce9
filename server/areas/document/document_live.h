#pragma once
/* What live/ and the integrating app ask of documents: admission to a room, and what follows a writing burst. */
#include "live/live.h"

/* live_hooks.admit and .readmit, on the database thread. DENIED "session.none" when not signed in, "session.other" when the page is for
 * somebody else, MISSING otherwise. */
MUST_CHECK carnet_err document_admit(struct ctx *ctx, struct live_admission *out, const struct credential *credential,
                                     const char *uid);
MUST_CHECK carnet_err document_readmit(struct ctx *ctx, struct live_admission *out, const struct live_admission *before);
