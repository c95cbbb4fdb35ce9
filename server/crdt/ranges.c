/* Appended in any order, then sorted and joined at once. */
#include "crdt/ranges.h"

#include <stdlib.h>
#include <string.h>

enum { FEW = 16 };

void ranges_clear(struct ranges *set)
{
    VEC_CLEAR(&set->list);
    set->sorted = 0;
}

static int order(const void *a, const void *b)
{
    const struct clock_range *x = a, *y = b;
    if (x->client != y->client)
        return x->client < y->client ? -1 : 1;
    return x->from < y->from ? -1 : x->from > y->from;
}

void ranges_add(struct ranges *set, uint64_t client, uint32_t from, uint32_t to)
{
    uint32_t count = set->list.count;
    if (from >= to)
        return;
    if (count && set->sorted == count) {
        struct clock_range *last = &set->list.at[count - 1];
        if (last->client == client && last->from <= from && from <= last->to) {
            if (last->to < to)
                last->to = to;
            return;
        }
        if (last->client < client || (last->client == client && last->to < from))
            set->sorted++;
    } else if (!count) {
        set->sorted = 1;
    }
    VEC_PUSH(&set->list, (struct clock_range){ client, from, to });
}

/* Puts one range among the sorted ones, joined with those it touches. */
static void insert_sorted(struct ranges *set, struct clock_range add)
{
    struct clock_range *r = set->list.at;
    uint32_t low = 0, high = set->sorted;
    while (low < high) { /* the first that ends at or after its beginning */
        uint32_t mid = low + (high - low) / 2;
        if (r[mid].client < add.client || (r[mid].client == add.client && r[mid].to < add.from))
            low = mid + 1;
        else
            high = mid;
    }
    for (high = low; high < set->sorted && r[high].client == add.client && r[high].from <= add.to; high++) {
        add.from = r[high].from < add.from ? r[high].from : add.from;
        add.to = r[high].to > add.to ? r[high].to : add.to;
    }
    memmove(&r[low + 1], &r[high], (set->sorted - high) * sizeof *r);
    r[low] = add;
    set->sorted = set->sorted + 1 - (high - low);
}

static void insert_few(struct ranges *set)
{
    struct clock_range few[FEW];
    uint32_t count = set->list.count - set->sorted;
    memcpy(few, &set->list.at[set->sorted], count * sizeof *few);
    for (uint32_t i = 0; i < count; i++)
        insert_sorted(set, few[i]);
    set->list.count = set->sorted;
}

void ranges_sort_all(struct ranges *set)
{
    uint32_t count = set->list.count, kept = 0;
    struct clock_range *r = set->list.at;
    if (count - set->sorted <= FEW) {
        insert_few(set);
        return;
    }
    qsort(r, count, sizeof *r, order);
    for (uint32_t i = 1; i < count; i++) {
        if (r[i].client == r[kept].client && r[i].from <= r[kept].to) {
            if (r[i].to > r[kept].to)
                r[kept].to = r[i].to;
        } else {
            r[++kept] = r[i];
        }
    }
    set->list.count = set->sorted = kept + 1;
}

uint32_t ranges_find(const struct ranges *set, uint64_t client, uint32_t clock)
{
    uint32_t low = 0, high = set->list.count;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        const struct clock_range *r = &set->list.at[mid];
        if (r->client < client || (r->client == client && r->to <= clock))
            low = mid + 1;
        else
            high = mid;
    }
    return low < set->list.count && set->list.at[low].client == client ? low : set->list.count;
}

bool ranges_cover(const struct ranges *set, uint64_t client, uint32_t from, uint32_t to)
{
    uint32_t at = ranges_find(set, client, from);
    return at < set->list.count && set->list.at[at].from <= from && set->list.at[at].to >= to;
}

void ranges_remove(struct ranges *set, uint32_t at, uint32_t count)
{
    memmove(&set->list.at[at], &set->list.at[at + count], (set->list.count - at - count) * sizeof *set->list.at);
    set->list.count -= count;
    set->sorted = set->list.count;
}

void ranges_write(struct buf *out, const struct ranges *set)
{
    uint32_t clients = 0;
    const struct clock_range *r = set->list.at;
    for (uint32_t i = 0; i < set->list.count; i++)
        clients += i == 0 || r[i].client != r[i - 1].client;
    buf_put_varint(out, clients);
    for (uint32_t end = set->list.count; end;) {
        uint32_t from = end;
        while (from && r[from - 1].client == r[end - 1].client)
            from--;
        buf_put_varint(out, r[from].client);
        buf_put_varint(out, end - from);
        for (uint32_t i = from; i < end; i++) {
            buf_put_varint(out, r[i].from);
            buf_put_varint(out, r[i].to - r[i].from);
        }
        end = from;
    }
}
