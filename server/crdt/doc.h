#pragma once
/* The inside of a document. Everything lives in a few growing arrays and is named by 32-bit numbers:
 *   items      the pool of items (item.h); 0 is no item
 *   clients    the struct store: for each client its structs in order of clock (store.h)
 *   types      roots and the types that items hold: where their items begin, how long they are (type.h)
 *   text       the bytes of every content
 * What few documents need has a list of its own, by item: leaves (index.h), marks (integrate.c).
 * Pointers into an array are good until something is added to it; doc_reserve makes room for items beforehand. */
#include "crdt/crdt.h"
#include "crdt/ranges.h"
#include "crdt/vec.h"
#include "crdt/wire.h"

#define NONE 0u                  /* no item, no type, no name, no node */
#define NO_CLIENT UINT32_MAX     /* in an id: absent */
#define DELETED_WASTE 16384      /* bytes of forgotten content worth a compaction */
#define SHORT 16                 /* bytes that are copied at once, and may be read behind doc->text */

struct id { /* a clock of the client with this number in the document */
    uint32_t client, clock;
};

/* In one piece: written in two halves and then read as a whole, it would have to wait for the memory. */
static inline struct id id_of(uint32_t client, uint32_t clock)
{
    uint64_t both = (uint64_t)clock << 32 | client;
    struct id id;
    memcpy(&id, &both, sizeof id);
    return id;
}

static inline bool id_equal(struct id a, struct id b)
{
    return a.client == b.client && (a.clock == b.clock || a.client == NO_CLIENT);
}

#define CLIENTS_MAX ((1u << 24) - 1)

enum {
    ITEM_DELETED = 1,
    ITEM_KEYED = 2, /* the value of a key, not an element of the sequence */
    ITEM_GROWN = 4, /* its content has room to grow (item_room) */
};

/* 48 bytes: four in three cache lines. */
struct item {
    uint32_t client : 24, kind : 4, flags : 4;
    uint32_t clock, length;
    uint32_t left, right;           /* neighbours in the sequence, or older and newer values of the key */
    struct id origin, right_origin; /* the neighbours its author saw */
    union {
        uint32_t parent; /* type */
        uint32_t entry;  /* ITEM_KEYED */
    };
    union {
        uint32_t at;   /* content: bytes in doc->text */
        uint32_t type; /* CONTENT_TYPE: what it holds, which knows where the content is */
    };
    uint32_t size; /* bytes of content */
};
_Static_assert(sizeof(struct item) == 48, "an item keeps to its size");

struct slot { /* a struct in the store; it ends where the next one begins */
    uint32_t clock, item; /* NONE: garbage-collected */
};

struct block {
    uint32_t first; /* clock of slots[0] */
    uint16_t count, room;
    struct slot *slots;
};

struct client {
    uint64_t id;
    uint32_t end;    /* the state: clocks below are known */
    uint32_t before; /* the state when the transaction began, if it touched this client */
    uint32_t touched; /* the last transaction that did */
    uint32_t hot;    /* block found last */
    uint32_t block_count, block_room;
    struct block *blocks;
};

struct type {
    uint32_t item;   /* that holds it; NONE for a root */
    uint32_t at;     /* content of that item: bytes in doc->text */
    uint32_t name;   /* of a root */
    uint32_t start;  /* first of the sequence */
    uint32_t length; /* units of what is countable and not deleted */
    uint32_t first_entry, last_entry;
    uint32_t index;  /* root node; NONE: not built */
    bool has_format;
};

struct entry { /* a key of a type */
    uint32_t type, key;
    uint32_t first, last; /* items: oldest in the list, present value */
    uint32_t next;        /* of the type */
    uint32_t chain;       /* of the hash */
};

struct name {
    uint32_t at, len; /* in doc->names.text */
    uint32_t hash, chain;
    uint32_t root; /* type of that name */
};

struct names {
    VEC(struct name) list; /* [0] unused */
    VEC(uint32_t) heads;
    VEC(uint8_t) text;
};

struct node; /* index.h */

struct range { /* of one client in the document */
    uint32_t client, clock, length;
};

/* Structs and deletions that wait for something unknown. */
struct pending {
    VEC(struct buf) updates;
    size_t bytes, merged_bytes;
    struct ranges structs; /* what they hold */
    struct ranges missing; /* the clocks to wait for */
    bool due;              /* one of them is there */
    struct ranges deletes;
};

struct crdt_doc {
    struct crdt_limits limits;
    uint64_t seed; /* of the hashes: nobody outside can aim at one bucket */

    VEC(struct item) items; /* [0] unused */
    uint32_t free_item;     /* chained by right */
    uint32_t item_count;    /* in use */
    uint32_t slot_count;

    VEC(struct client) clients;
    VEC(uint32_t) client_table; /* open addressing: client number + 1 */
    VEC(uint32_t) sorted;       /* clients, highest id first; rebuilt when counts differ */
    uint32_t last_client;

    VEC(struct type) types; /* [0] unused */
    uint32_t free_type;     /* chained by start */
    VEC(struct entry) entries;
    uint32_t free_entry; /* chained by next */
    VEC(uint32_t) entry_heads;
    uint32_t entry_count;
    struct names names;
    uint32_t last_root; /* name asked for last */

    VEC(uint8_t) text;
    size_t live;        /* bytes of text that items use */
    size_t live_string; /* of them, visible text */
    size_t slack;       /* bytes of text that items may grow into */

    VEC(struct node) nodes; /* [0] unused */
    uint32_t free_node;
    VEC(uint32_t) leaves; /* of the index, by item; empty until one is built */

    struct pending pending;

    /* The transaction under way. */
    uint32_t transaction;
    uint32_t mark;
    VEC(uint32_t) marks;         /* by item, scratch of integrate; empty until authors conflict */
    VEC(uint32_t) touched;       /* clients */
    VEC(struct range) deleted;   /* what it deleted */
    VEC(struct id) cuts;         /* where structs were split, or may join again */
    VEC(uint32_t) stack;         /* types being deleted or collected */
};

static inline uint64_t doc_hash(const struct crdt_doc *doc, uint64_t x)
{
    x = (x ^ doc->seed) * 0x9e3779b97f4a7c15u;
    x = (x ^ x >> 32) * 0xd6e8feb86659fd93u;
    return x ^ x >> 32;
}

static inline struct item *item_at(const struct crdt_doc *doc, uint32_t item)
{
    return &doc->items.at[item];
}

static inline bool item_deleted(const struct item *it)
{
    return it->flags & ITEM_DELETED;
}

/* Units it counts for in its type. */
static inline uint32_t item_width(const struct item *it)
{
    return !(it->flags & (ITEM_DELETED | ITEM_KEYED)) && content_countable(it->kind) ? it->length : 0;
}

/* The type it is an element or a value of. */
static inline uint32_t item_parent(const struct crdt_doc *doc, const struct item *it)
{
    return it->flags & ITEM_KEYED ? doc->entries.at[it->entry].type : it->parent;
}

static inline bytes item_content(const struct crdt_doc *doc, const struct item *it)
{
    uint32_t at = it->kind == CONTENT_TYPE ? doc->types.at[it->type].at : it->at;
    return (bytes){ doc->text.at + at, it->size };
}

/* Bytes at it->at that belong to it. A content that could not grow in place was given room in steps of a power of two, of an
 * eighth of it when it is long. */
static inline uint32_t item_room(const struct item *it)
{
    if (!(it->flags & ITEM_GROWN))
        return it->size;
    unsigned bits = it->size > 16 ? 32 - (unsigned)__builtin_clz(it->size - 1) : 4;
    uint32_t step = 1u << (bits > 10 ? bits - 4 : bits);
    return (it->size + step - 1) & ~(step - 1);
}

/* Afterwards `items` new items can be made without moving the others. */
static inline void doc_reserve(struct crdt_doc *doc, uint32_t items)
{
    VEC_RESERVE(&doc->items, items);
}
