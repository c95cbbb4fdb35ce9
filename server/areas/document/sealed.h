#pragma once
/* What a journal's document keeps outside the log, sealed with the journal's key: titles, tags, revisions. Any thread.
 * kind is part of the seal and never renamed. */
#include <stdbool.h>

#include "store/ctx.h"

struct sealed_place {
    int64_t journal, document;
    const char *kind;
    int64_t sequence;
};
MUST_CHECK carnet_err sealed_close(struct buf *out, struct ctx *ctx, const struct sealed_place *place, bytes plain);
MUST_CHECK carnet_err sealed_open(struct buf *out, struct ctx *ctx, const struct sealed_place *place, bytes sealed);
MUST_CHECK carnet_err sealed_keyless(bool *out, struct ctx *ctx, int64_t journal); /* its key is gone */
