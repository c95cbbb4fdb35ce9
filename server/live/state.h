#pragma once
/* A document from its durable log. Any thread with a ctx: the result is a document of its own, shared with nobody. */
#include "crdt/crdt.h"
#include "store/log.h"

/* From what log_load gave; *out is set only when OK. CARNET_CORRUPT "live.log". */
MUST_CHECK carnet_err state_build(struct crdt_doc **out, const struct log_state *log);
/* The snapshot and every row after it, applied in order. *log is filled too; its spans live in the arena. */
MUST_CHECK carnet_err state_load(struct crdt_doc **out, struct log_state *log, struct ctx *ctx, int64_t document);
