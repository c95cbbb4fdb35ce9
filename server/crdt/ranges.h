#pragma once
/* Ranges of clocks by client, sorted and without overlap: delete sets and what is pending. */
#include "base/bytes.h"
#include "crdt/vec.h"

struct clock_range {
    uint64_t client;
    uint32_t from, to;
};

struct ranges {
    VEC(struct clock_range) list;
    uint32_t sorted; /* how many of them are in order */
};

void ranges_clear(struct ranges *set);
void ranges_add(struct ranges *set, uint64_t client, uint32_t from, uint32_t to); /* then ranges_sort before reading */
void ranges_sort_all(struct ranges *set);
static inline void ranges_sort(struct ranges *set)
{
    if (set->sorted != set->list.count)
        ranges_sort_all(set);
}

/* The first range of that client that ends after clock; count of the list if there is none. */
uint32_t ranges_find(const struct ranges *set, uint64_t client, uint32_t clock);
bool ranges_cover(const struct ranges *set, uint64_t client, uint32_t from, uint32_t to);
void ranges_remove(struct ranges *set, uint32_t at, uint32_t count);

/* As the delete set of an update: highest client first. */
void ranges_write(struct buf *out, const struct ranges *set);
