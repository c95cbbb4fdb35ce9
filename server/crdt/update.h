#pragma once
/* A decoded update: its bytes, checked, and where each client's structs and the delete set begin. Structs are read again
 * when they are applied; nothing is built for them, so an update takes little more memory than its bytes. */
#include "crdt/crdt.h"
#include "crdt/vec.h"
#include "crdt/wire.h"

struct section { /* the structs of one client */
    uint64_t client;
    uint32_t clock, end; /* what they cover */
    uint32_t count;
    uint32_t offset, size; /* bytes in data */

    /* While it is applied: what is left. */
    uint32_t now, left, at;
    uint32_t number;  /* the client in the document, if known */
    uint32_t reached; /* in a dry run: the state of the client */
    bool waiting;    /* a struct it depends on is being looked for */
    bool stalled;    /* the rest depends on something unknown */
};

enum { UPDATE_SMALL = 64 };

struct crdt_update {
    bytes data;
    const uint8_t *near; /* at structs that begin up to here WIRE_NEAR bytes may be looked at */
    struct section *sections; /* highest client first, none empty, no client twice */
    uint32_t section_count;
    uint32_t deletes;    /* where the delete set begins in data */
    bool has_deletes;
    size_t text_bytes;   /* in its strings */
    bool beyond_ascii;   /* some of them take more bytes than units */
    VEC(uint64_t) news;  /* clients */
    struct section first; /* sections of an update of one client */
    uint8_t small[UPDATE_SMALL + WIRE_NEAR]; /* data, when it is no longer than that: one edit */
};

/* As crdt_update_decode, but data must stay, and the update is the caller's and stays where it is; then update_clear. */
MUST_CHECK carnet_err update_open(struct crdt_update *update, bytes data);
void update_clear(struct crdt_update *update);

struct section *update_section(struct crdt_update *update, uint64_t client); /* NULL when it has none */

/* Walks the structs of a section: `at` counts bytes in data. They were checked, so reading cannot fail. */
static inline void section_read(struct wire *out, const struct crdt_update *update, uint32_t *at)
{
    struct reader r = { update->data.ptr + *at, update->data.ptr + update->data.len };
    enum wire_mode mode = update->beyond_ascii ? WIRE_AGAIN : WIRE_ASCII;
    if (r.at > update->near || !wire_read_near(out, &r, mode)) {
        carnet_err err = wire_read(out, &r, mode);
        (void)err;
    }
    *at = (uint32_t)(r.at - update->data.ptr);
}

/* Walks the delete set. */
struct delete_walk {
    struct reader r;
    uint64_t clients, ranges; /* left */
    uint64_t client;
    uint32_t clock, length;
};
struct delete_walk delete_walk(const struct crdt_update *update);
bool delete_next(struct delete_walk *walk); /* false at the end */
