/* Blocks of slots, sorted; a block found is remembered, because edits come in runs. Clients by id: open addressing. */
#include "crdt/store.h"

#include <stdlib.h>
#include <string.h>

enum { BLOCK_SLOTS = 128 };

/* ---- clients ---- */

static uint32_t table_at(const struct crdt_doc *doc, uint64_t id)
{
    uint32_t mask = doc->client_table.count - 1;
    for (uint32_t i = (uint32_t)doc_hash(doc, id) & mask;; i = (i + 1) & mask) {
        uint32_t entry = doc->client_table.at[i];
        if (!entry || doc->clients.at[entry - 1].id == id)
            return i;
    }
}

static void table_grow(struct crdt_doc *doc)
{
    uint32_t size = doc->client_table.count ? doc->client_table.count * 2 : 8;
    VEC_RESERVE(&doc->client_table, size - doc->client_table.count);
    doc->client_table.count = size;
    memset(doc->client_table.at, 0, size * sizeof *doc->client_table.at);
    for (uint32_t i = 0; i < doc->clients.count; i++)
        doc->client_table.at[table_at(doc, doc->clients.at[i].id)] = i + 1;
}

uint32_t client_find_const(const struct crdt_doc *doc, uint64_t id)
{
    if (!doc->clients.count)
        return NO_CLIENT;
    return doc->client_table.at[table_at(doc, id)] - 1; /* 0 gives NO_CLIENT */
}

uint32_t client_find(struct crdt_doc *doc, uint64_t id)
{
    if (doc->last_client < doc->clients.count && doc->clients.at[doc->last_client].id == id)
        return doc->last_client;
    uint32_t found = client_find_const(doc, id);
    if (found != NO_CLIENT)
        doc->last_client = found;
    return found;
}

uint32_t client_add(struct crdt_doc *doc, uint64_t id)
{
    uint32_t found = client_find(doc, id);
    if (found != NO_CLIENT)
        return found;
    if ((doc->clients.count + 1) * 2 > doc->client_table.count)
        table_grow(doc);
    VEC_PUSH(&doc->clients, (struct client){ .id = id });
    doc->client_table.at[table_at(doc, id)] = doc->clients.count;
    return doc->last_client = doc->clients.count - 1;
}

struct sort_key {
    uint64_t id;
    uint32_t client;
};

static int descending(const void *a, const void *b)
{
    const struct sort_key *x = a, *y = b;
    return x->id < y->id ? 1 : -1;
}

void clients_sort(struct crdt_doc *doc)
{
    uint32_t count = doc->clients.count;
    if (doc->sorted.count == count)
        return;
    struct sort_key *keys = mem_alloc(count * sizeof *keys);
    for (uint32_t i = 0; i < count; i++)
        keys[i] = (struct sort_key){ doc->clients.at[i].id, i };
    qsort(keys, count, sizeof *keys, descending);
    VEC_RESERVE(&doc->sorted, count - doc->sorted.count);
    doc->sorted.count = count;
    for (uint32_t i = 0; i < count; i++)
        doc->sorted.at[i] = keys[i].client;
    mem_free(keys);
}

void clients_clear(struct crdt_doc *doc)
{
    for (uint32_t i = 0; i < doc->clients.count; i++) {
        struct client *c = &doc->clients.at[i];
        for (uint32_t b = 0; b < c->block_count; b++)
            mem_free(c->blocks[b].slots);
        mem_free(c->blocks);
    }
    VEC_CLEAR(&doc->clients);
    VEC_CLEAR(&doc->client_table);
    VEC_CLEAR(&doc->sorted);
}

/* ---- finding ---- */

/* Both searches halve the range without a branch that depends on what is compared: such a branch is guessed wrong every
 * other time, which would cost more than the search. */
static uint32_t block_search(const struct client *c, uint32_t clock)
{
    uint32_t low = 0;
    for (uint32_t left = c->block_count; left > 1;) {
        uint32_t half = left / 2;
        low += c->blocks[low + half].first <= clock ? half : 0;
        left -= half;
    }
    return low;
}

static uint32_t slot_search(const struct block *b, uint32_t clock)
{
    const struct slot *low = b->slots;
    if (low[b->count - 1u].clock <= clock)
        return b->count - 1u;
    for (uint32_t left = b->count; left > 1;) {
        uint32_t half = left / 2;
        low = low[half].clock <= clock ? low + half : low;
        left -= half;
    }
    return (uint32_t)(low - b->slots);
}

struct place store_find_const(const struct client *c, uint32_t clock)
{
    uint32_t block = c->block_count - 1;
    if (c->blocks[block].first > clock)
        block = block_search(c, clock);
    return (struct place){ block, slot_search(&c->blocks[block], clock) };
}

struct place store_find(struct client *c, uint32_t clock)
{
    uint32_t block = c->block_count - 1;
    if (c->blocks[block].first > clock) {
        block = c->hot;
        if (block + 1 >= c->block_count || c->blocks[block].first > clock || c->blocks[block + 1].first <= clock)
            block = c->hot = block_search(c, clock);
    }
    return (struct place){ block, slot_search(&c->blocks[block], clock) };
}

uint32_t store_length(const struct client *c, struct place at)
{
    struct place next = at;
    uint32_t end = store_next(c, &next) ? store_slot(c, next)->clock : c->end;
    return end - store_slot(c, at)->clock;
}

/* ---- changing ---- */

static struct block *block_insert(struct client *c, uint32_t at, uint16_t room)
{
    if (c->block_count == c->block_room)
        c->blocks = vec_grow(c->blocks, &c->block_room, c->block_room ? c->block_room * 2u : 1u, sizeof *c->blocks);
    memmove(&c->blocks[at + 1], &c->blocks[at], (c->block_count - at) * sizeof *c->blocks);
    c->block_count++;
    c->blocks[at] = (struct block){ .room = room, .slots = mem_alloc(room * sizeof(struct slot)) };
    return &c->blocks[at];
}

static void block_resize(struct block *b, uint32_t room)
{
    b->room = (uint16_t)room;
    b->slots = mem_grow(b->slots, room * sizeof *b->slots);
}

static void block_grow(struct block *b)
{
    uint32_t room = b->room < BLOCK_SLOTS / 2 ? b->room * 2u : b->room + BLOCK_SLOTS / 4u;
    if (room > BLOCK_SLOTS)
        room = BLOCK_SLOTS;
    block_resize(b, room);
}

void store_reserve(struct crdt_doc *doc, uint32_t client, uint32_t structs)
{
    struct client *c = &doc->clients.at[client];
    if (!c->block_count)
        block_insert(c, 0, (uint16_t)(structs < BLOCK_SLOTS ? structs : BLOCK_SLOTS));
}

void store_append(struct crdt_doc *doc, uint32_t client, uint32_t item, uint32_t length)
{
    struct client *c = &doc->clients.at[client];
    struct block *b = c->block_count ? &c->blocks[c->block_count - 1] : NULL;
    uint32_t clock = c->end;
    c->end += length;
    if (b && b->count && item == NONE && b->slots[b->count - 1].item == NONE)
        return;
    if (!b || b->count == BLOCK_SLOTS)
        b = block_insert(c, c->block_count, b ? BLOCK_SLOTS : 2);
    else if (b->count == b->room)
        block_grow(b);
    if (!b->count)
        b->first = clock;
    b->slots[b->count++] = (struct slot){ clock, item };
    doc->slot_count++;
}

struct place store_insert(struct crdt_doc *doc, struct client *c, struct place after, struct slot slot)
{
    struct block *b = &c->blocks[after.block];
    uint32_t at = after.slot + 1;
    if (b->count == BLOCK_SLOTS) {
        struct block *upper = block_insert(c, after.block + 1, BLOCK_SLOTS * 3 / 4);
        b = &c->blocks[after.block];
        upper->count = BLOCK_SLOTS / 2;
        b->count = BLOCK_SLOTS - BLOCK_SLOTS / 2;
        memcpy(upper->slots, &b->slots[b->count], upper->count * sizeof *b->slots);
        upper->first = upper->slots[0].clock;
        block_resize(b, BLOCK_SLOTS * 3 / 4);
        if (at > b->count) {
            at -= b->count;
            b = upper;
            after.block++;
        }
    } else if (b->count == b->room) {
        block_grow(b);
    }
    memmove(&b->slots[at + 1], &b->slots[at], (b->count - at) * sizeof *b->slots);
    b->slots[at] = slot;
    b->count++;
    doc->slot_count++;
    return (struct place){ after.block, at };
}

static void block_remove(struct client *c, uint32_t at)
{
    mem_free(c->blocks[at].slots);
    c->block_count--;
    memmove(&c->blocks[at], &c->blocks[at + 1], (c->block_count - at) * sizeof *c->blocks);
}

/* A block a quarter full joins the one before it if both fit. */
static void block_join(struct client *c, uint32_t at)
{
    struct block *left = &c->blocks[at - 1], *right = &c->blocks[at];
    if (left->count + right->count > BLOCK_SLOTS * 3 / 4)
        return;
    while (left->room < left->count + right->count)
        block_grow(left);
    memcpy(&left->slots[left->count], right->slots, right->count * sizeof *right->slots);
    left->count = (uint16_t)(left->count + right->count);
    block_remove(c, at);
}

struct place store_remove(struct crdt_doc *doc, struct client *c, struct place at)
{
    struct block *b = &c->blocks[at.block];
    struct place before = at;
    store_previous(c, &before);
    b->count--;
    doc->slot_count--;
    memmove(&b->slots[at.slot], &b->slots[at.slot + 1], (b->count - at.slot) * sizeof *b->slots);
    if (!b->count) {
        block_remove(c, at.block);
    } else {
        b->first = b->slots[0].clock;
        if (at.block && b->count < BLOCK_SLOTS / 4) {
            uint32_t kept = c->blocks[at.block - 1].count, blocks = c->block_count;
            block_join(c, at.block);
            if (blocks != c->block_count && before.block == at.block)
                before = (struct place){ at.block - 1, kept + before.slot };
        }
    }
    return before;
}
