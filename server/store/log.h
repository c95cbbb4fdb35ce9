#pragma once
/* The update log: what was accepted into each document, in order, and the snapshot it was folded into.
 * Rows and snapshots of a document that belongs to a journal are sealed here, by the functions app.c gives (log_seal_with);
 * no caller ever sees a sealed byte. Sequences grow over the whole database and are never reused. Who took part since when is
 * kept per document and person, and survives compaction. Database thread, except log_load (any connection). */
#include <stdbool.h>

#include "store/ctx.h"
#include "store/db.h"
#include "store/keys.h"

struct log_place { /* what a seal is bound to */
    int64_t journal, document;
    const char *kind; /* "log", "snapshot"… */
    int64_t sequence;
};
struct log_seals {
    carnet_err (*close)(struct buf *out, const uint8_t key[KEY_BYTES], const struct log_place *place, bytes plain);
    carnet_err (*open)(struct buf *out, const uint8_t key[KEY_BYTES], const struct log_place *place, bytes sealed);
};
void log_seal_with(const struct log_seals *seals); /* once, at start */

struct log_binding { /* a client id belongs to a person, from its first struct on */
    uint64_t client;
    int64_t person;
};
struct log_append {
    int64_t document;
    int64_t epoch;   /* rights epoch the writers were admitted under; -1: a rule, not checked */
    bytes update;    /* v1 */
    const int64_t *persons; /* whose messages it merges, ascending */
    size_t person_count;
    const struct log_binding *bindings; /* new ones */
    size_t binding_count;
};
/* CARNET_CONFLICT "log.epoch" when the rights changed meanwhile, "log.bound" when an id belongs to somebody else. */
MUST_CHECK carnet_err log_append(int64_t *sequence, struct ctx *ctx, const struct log_append *append);

/* A document's durable state, opened: the snapshot (may be empty) and the rows after it. In the arena. */
struct log_state {
    int64_t epoch;
    int64_t journal;   /* 0: not sealed */
    int64_t snapshot;  /* sequence the snapshot reaches; 0: none */
    int64_t sequence;  /* last sequence read */
    bytes *updates;    /* the snapshot first, if there is one */
    size_t count;
    size_t row_count, row_bytes, snapshot_bytes;
    struct log_binding *bindings;
    size_t binding_count;
};
MUST_CHECK carnet_err log_load(struct log_state *out, struct ctx *ctx, int64_t document);

/* Replaces the snapshot that reached `from` by `state`, which contains it and every row up to `through`; those rows go.
 * CARNET_CONFLICT "log.snapshot_moved" when the present snapshot is not `from`. */
MUST_CHECK carnet_err log_compact(struct ctx *ctx, int64_t document, int64_t from, int64_t through, bytes state);

/* Persons who took part after a sequence, and the last sequence of the document (0: none). */
MUST_CHECK carnet_err log_persons_since(int64_t **persons, size_t *count, struct ctx *ctx, int64_t document, int64_t sequence);
MUST_CHECK carnet_err log_last(int64_t *sequence, struct ctx *ctx, int64_t document);
/* The rights of a document changed: raises its epoch and adds EFFECT_RIGHTS. */
MUST_CHECK carnet_err log_raise_epoch(struct ctx *ctx, int64_t document);
