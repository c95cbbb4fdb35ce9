#pragma once
/* What waits: structs whose dependencies, and deletions whose structs, have not come yet. Kept as updates; tried again
 * when the clock they wait for is reached. */
#include "crdt/integrate.h"
#include "crdt/update.h"

/* Keeps what is left of the stalled sections. */
void pending_keep(struct crdt_doc *doc, const struct crdt_update *update);
void pending_wait(struct crdt_doc *doc, uint64_t client, uint32_t state); /* until the state is above */
void pending_keep_delete(struct crdt_doc *doc, uint64_t client, uint32_t from, uint32_t to);

/* Whether something waits for a clock that is there. */
bool pending_ready(struct crdt_doc *doc);
/* All that waits, as one update; nothing waits any more. */
struct buf pending_take(struct crdt_doc *doc);
void pending_write(struct buf *out, const struct crdt_doc *doc); /* the same, without taking it */
void pending_clear(struct crdt_doc *doc);

size_t pending_bytes(const struct crdt_doc *doc);
