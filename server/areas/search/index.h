#pragma once
/* The index of what is not sealed, kept up beside the writing and never in its way.
 *
 * After a revision was kept (and at start), until nothing is stale: a worker takes the stale documents and folds the durable text of each
 * (index_read), the database thread keeps the words (index_keep). Repeating a step changes nothing, a lost one is made up for by the next
 * round, and an emptied index is made again whole. Sealed documents are not among the stale ones, and the table refuses them. */
#include "store/ctx.h"

enum { INDEX_AT_ONCE = 32 };
struct index_words {
    int64_t document, revision;
    const char *words;
};
/* The next stale documents, at most INDEX_AT_ONCE, with their words; in the arena. Any thread. */
MUST_CHECK carnet_err index_read(struct index_words **out, size_t *count, struct ctx *ctx);
MUST_CHECK carnet_err index_keep(struct ctx *ctx, const struct index_words *words, size_t count);
