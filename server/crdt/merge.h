#pragma once
/* Merging updates without a document. The bytes are those of Yjs's mergeUpdates. */
#include "crdt/ranges.h"
#include "crdt/update.h"

/* Of updates that were checked before. */
void merge_checked(struct buf *out, const bytes *updates, size_t count);

/* What is missing to a state vector (given as ranges [0, clock)) in an update. */
void update_diff(struct buf *out, const struct crdt_update *update, const struct ranges *known);

/* Writes structs client by client when the number of clients and structs is only known at the end. */
struct written {
    uint64_t client;
    uint32_t count;
    uint32_t end;  /* the clock behind the last struct */
    size_t from;   /* in body */
};
struct section_writer {
    struct buf body;
    VEC(struct written) sections;
};
void section_write(struct section_writer *w, const struct wire *s, uint64_t client, uint32_t clock, uint32_t offset);
void section_write_gap(struct section_writer *w, uint64_t client, uint32_t clock); /* a Skip up to clock, if need be */
void section_finish(struct section_writer *w, struct buf *out); /* appends all, and clears */
