#pragma once
/* The struct store: for each client, its structs in order of clock without a gap. A struct is found by (client, clock)
 * in a list of blocks of at most 128 slots; splitting and joining structs moves slots of one block only. */
#include "crdt/doc.h"

struct place { /* of a slot; good until a slot of that client is added or removed */
    uint32_t block, slot;
};

/* Clients are numbered in order of appearance; NO_CLIENT when unknown. */
uint32_t client_find(struct crdt_doc *doc, uint64_t id);
uint32_t client_find_const(const struct crdt_doc *doc, uint64_t id);
uint32_t client_add(struct crdt_doc *doc, uint64_t id); /* finds or makes */
void clients_sort(struct crdt_doc *doc);                /* fills doc->sorted */
void clients_clear(struct crdt_doc *doc);

static inline uint32_t client_end(const struct crdt_doc *doc, uint32_t client)
{
    return client == NO_CLIENT ? 0 : doc->clients.at[client].end;
}

/* The struct that holds clock, which is below the client's end. */
struct place store_find(struct client *client, uint32_t clock);
struct place store_find_const(const struct client *client, uint32_t clock);

static inline struct slot *store_slot(const struct client *client, struct place at)
{
    return &client->blocks[at.block].slots[at.slot];
}
static inline uint32_t store_last_item(const struct client *c) /* of the last struct */
{
    const struct block *b = &c->blocks[c->block_count - 1];
    return b->slots[b->count - 1].item;
}
static inline bool store_next(const struct client *c, struct place *at) /* false at the end: place unchanged */
{
    if (at->slot + 1 < c->blocks[at->block].count) {
        at->slot++;
        return true;
    }
    if (at->block + 1 == c->block_count)
        return false;
    *at = (struct place){ at->block + 1, 0 };
    return true;
}
static inline bool store_previous(const struct client *c, struct place *at)
{
    if (at->slot) {
        at->slot--;
        return true;
    }
    if (!at->block)
        return false;
    *at = (struct place){ at->block - 1, c->blocks[at->block - 1].count - 1u };
    return true;
}
uint32_t store_length(const struct client *client, struct place at);

/* Room for so many structs of a client who has none yet. */
void store_reserve(struct crdt_doc *doc, uint32_t client, uint32_t structs);

/* Adds a struct after all others; the caller has made the item. Garbage joins garbage. */
void store_append(struct crdt_doc *doc, uint32_t client, uint32_t item, uint32_t length);
struct place store_insert(struct crdt_doc *doc, struct client *client, struct place after, struct slot slot);
/* The place of the slot before, which takes over the clocks. at is not the first. */
struct place store_remove(struct crdt_doc *doc, struct client *client, struct place at);
