/* Decoding. Layout: number of clients, for each (number of structs, client, first clock, structs); then the delete set:
 * number of clients, for each (client, number of ranges, ranges of clock and length). */
#include "crdt/update.h"

#include <stdlib.h>
#include <string.h>

static carnet_err invalid(const char *what)
{
    return err_set(CARNET_INVALID, "crdt.update", "%s", what);
}

/* A struct may name earlier clocks of its own client only. */
static bool looks_back(const struct wire *s, uint64_t client, uint32_t clock)
{
    if (s->kind == CONTENT_GC || s->kind == CONTENT_SKIP)
        return true;
    return (!(s->info & INFO_ORIGIN) || s->origin.client != client || s->origin.clock < clock) &&
           (!(s->info & INFO_RIGHT_ORIGIN) || s->right_origin.client != client || s->right_origin.clock < clock) &&
           (!s->has_parent || s->parent_is_root || s->parent.client != client || s->parent.clock < clock);
}

static carnet_err read_section(struct section *out, struct crdt_update *update, struct reader *r)
{
    uint64_t count;
    TRY(wire_varint(&count, r));
    TRY(wire_varint(&out->client, r));
    TRY(wire_clock(&out->clock, r));
    if (count > reader_left(r)) /* two bytes each at least */
        return invalid("fewer structs than announced");
    out->count = (uint32_t)count;
    out->offset = (uint32_t)(r->at - update->data.ptr);
    uint64_t clock = out->clock;
    struct wire s;
    for (uint64_t i = 0; i < count; i++) {
        if (r->at > update->near || !wire_read_near(&s, r, WIRE_CHECK))
            TRY(wire_read(&s, r, WIRE_CHECK));
        if (!looks_back(&s, out->client, (uint32_t)clock))
            return invalid("a struct depends on a later one");
        clock += s.length;
        if (clock >= CLOCK_MAX)
            return err_set(CARNET_LIMIT, "crdt.clock", "a clock above 2^32");
        if (s.kind == CONTENT_STRING) {
            update->text_bytes += s.content.len;
            update->beyond_ascii |= s.content.len != s.length;
        }
    }
    out->end = (uint32_t)clock;
    out->size = (uint32_t)(r->at - update->data.ptr) - out->offset;
    return CARNET_OK;
}

static int descending(const void *a, const void *b)
{
    const struct section *x = a, *y = b;
    return x->client < y->client ? 1 : x->client > y->client ? -1 : 0;
}

static carnet_err read_sections(struct crdt_update *update, struct reader *r)
{
    uint64_t clients;
    bool sorted = true;
    TRY(wire_varint(&clients, r));
    if (clients > 1) { /* a section takes five bytes at least; one more for what comes behind the last */
        size_t most = reader_left(r) / 5 + 1;
        update->sections = mem_alloc((clients < most ? clients : most) * sizeof *update->sections);
    }
    for (; clients; clients--) {
        struct section *s = &update->sections[update->section_count]; /* an empty one is written over */
        TRY(read_section(s, update, r));
        if (!s->count)
            continue;
        sorted = sorted && (update->section_count == 0 || s[-1].client > s->client);
        update->section_count++;
    }
    if (sorted)
        return CARNET_OK;
    qsort(update->sections, update->section_count, sizeof *update->sections, descending);
    for (uint32_t i = 1; i < update->section_count; i++)
        if (update->sections[i].client == update->sections[i - 1].client)
            return invalid("a client twice");
    return CARNET_OK;
}

static carnet_err read_deletes(struct crdt_update *update, struct reader *r)
{
    uint64_t clients, client, ranges;
    uint32_t clock = 0, length = 0;
    update->deletes = (uint32_t)(r->at - update->data.ptr);
    TRY(wire_varint(&clients, r));
    for (; clients; clients--) {
        TRY(wire_varint(&client, r));
        TRY(wire_varint(&ranges, r));
        for (; ranges; ranges--) {
            TRY(wire_clock(&clock, r));
            TRY(wire_clock(&length, r));
            if (!length)
                return invalid("an empty deletion");
            if ((uint64_t)clock + length >= CLOCK_MAX)
                return err_set(CARNET_LIMIT, "crdt.clock", "a clock above 2^32");
            update->has_deletes = true;
        }
    }
    return reader_left(r) ? invalid("bytes after the end") : CARNET_OK;
}

/* Copies data to where WIRE_NEAR bytes more may be looked at. */
static void keep_data(struct crdt_update *update, uint8_t *to, bytes data)
{
    if (data.len)
        memcpy(to, data.ptr, data.len);
    memset(to + data.len, 0, WIRE_NEAR);
    update->data = (bytes){ to, data.len };
    update->near = to + data.len;
}

carnet_err update_open(struct crdt_update *update, bytes data)
{
    update->data = data;
    update->sections = &update->first;
    update->section_count = 0;
    update->has_deletes = update->beyond_ascii = false;
    update->text_bytes = 0;
    update->news.at = NULL;
    update->news.count = update->news.room = 0;
    if (data.len > UINT32_MAX / 2)
        return err_set(CARNET_LIMIT, "crdt.update", "%zu bytes", data.len);
    if (data.len <= UPDATE_SMALL)
        keep_data(update, update->small, data);
    else
        update->near = data.ptr + data.len - WIRE_NEAR;
    struct reader r = reader_of(update->data);
    carnet_err err = read_sections(update, &r);
    if (!err)
        err = read_deletes(update, &r);
    if (err)
        update_clear(update);
    return err;
}

void update_clear(struct crdt_update *update)
{
    if (update->sections != &update->first)
        mem_free(update->sections);
    VEC_CLEAR(&update->news);
    update->sections = &update->first;
    update->section_count = 0;
}

carnet_err crdt_update_decode(struct crdt_update **out, bytes data)
{
    struct crdt_update opened;
    TRY(update_open(&opened, data));
    struct crdt_update *update = mem_alloc(sizeof *update + data.len + WIRE_NEAR);
    *update = opened;
    if (opened.sections == &opened.first)
        update->sections = &update->first;
    keep_data(update, (uint8_t *)(update + 1), data);
    *out = update;
    return CARNET_OK;
}

void crdt_update_free(struct crdt_update *update)
{
    if (!update)
        return;
    update_clear(update);
    mem_free(update);
}

struct section *update_section(struct crdt_update *update, uint64_t client)
{
    uint32_t low = 0, high = update->section_count;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (update->sections[mid].client > client)
            low = mid + 1;
        else
            high = mid;
    }
    return low < update->section_count && update->sections[low].client == client ? &update->sections[low] : NULL;
}

struct delete_walk delete_walk(const struct crdt_update *update)
{
    struct delete_walk walk = { .r = { update->data.ptr + update->deletes, update->data.ptr + update->data.len } };
    carnet_err err = wire_varint(&walk.clients, &walk.r);
    (void)err; /* it was checked */
    return walk;
}

bool delete_next(struct delete_walk *walk)
{
    carnet_err err = CARNET_OK;
    while (!walk->ranges) {
        if (!walk->clients)
            return false;
        walk->clients--;
        err |= wire_varint(&walk->client, &walk->r);
        err |= wire_varint(&walk->ranges, &walk->r);
    }
    walk->ranges--;
    err |= wire_clock(&walk->clock, &walk->r);
    err |= wire_clock(&walk->length, &walk->r);
    return !err;
}
