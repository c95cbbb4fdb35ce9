/* Encoding the state: for each client, highest id first, its structs from a clock on; then what is deleted. */
#include "crdt/encode.h"

#include <string.h>

#include "crdt/crdt.h"
#include "crdt/item.h"
#include "crdt/merge.h"
#include "crdt/pending.h"
#include "crdt/type.h"

static uint8_t *put_id(const struct crdt_doc *doc, uint8_t *p, struct id id)
{
    p = put_varint(p, doc->clients.at[id.client].id);
    return put_varint(p, id.clock);
}

static void put_parent(struct buf *out, const struct crdt_doc *doc, const struct item *it)
{
    const struct type *t = &doc->types.at[item_parent(doc, it)];
    buf_put_byte(out, !t->item);
    if (t->item) {
        const struct item *holder = item_at(doc, t->item);
        buf_put_varint(out, doc->clients.at[holder->client].id);
        buf_put_varint(out, holder->clock);
    } else {
        buf_put_sized(out, name_text(doc, t->name));
    }
    if (it->flags & ITEM_KEYED)
        buf_put_sized(out, name_text(doc, doc->entries.at[it->entry].key));
}

/* All of a text or a run of deletions, the two that documents are made of, at once: room was made for it. */
static void put_whole(struct buf *out, const struct crdt_doc *doc, const struct item *it)
{
    uint8_t *p = out->ptr + out->len;
    if (it->kind == CONTENT_DELETED) {
        p = put_varint(p, it->length);
    } else {
        const uint8_t *from = doc->text.at + it->at;
        p = put_varint(p, it->size);
        if (it->size <= 8 && it->at + 8 <= doc->text.count)
            memcpy(p, from, 8); /* beyond the size it is written over next */
        else
            memcpy(p, from, it->size);
        p += it->size;
    }
    out->len = (size_t)(p - out->ptr);
}

static void item_write(struct buf *out, const struct crdt_doc *doc, const struct item *it, uint32_t offset)
{
    struct id origin = offset ? (struct id){ it->client, it->clock + offset - 1 } : it->origin;
    uint8_t info = it->kind;
    buf_reserve(out, 64 + it->size);
    uint8_t *p = out->ptr + out->len + 1;
    if (origin.client != NO_CLIENT) {
        info |= INFO_ORIGIN;
        p = put_id(doc, p, origin);
    }
    if (it->right_origin.client != NO_CLIENT) {
        info |= INFO_RIGHT_ORIGIN;
        p = put_id(doc, p, it->right_origin);
    }
    if (it->flags & ITEM_KEYED)
        info |= INFO_KEY;
    out->ptr[out->len] = info;
    out->len = (size_t)(p - out->ptr);
    bool rooted = !(info & (INFO_ORIGIN | INFO_RIGHT_ORIGIN));
    if (rooted)
        put_parent(out, doc, it);
    if (!offset && !rooted && (it->kind == CONTENT_STRING || it->kind == CONTENT_DELETED))
        put_whole(out, doc, it);
    else
        content_write(out, it->kind, item_content(doc, it), it->length, offset);
}

static uint32_t count_slots(const struct client *c, struct place from)
{
    uint32_t count = c->blocks[from.block].count - from.slot;
    for (uint32_t b = from.block + 1; b < c->block_count; b++)
        count += c->blocks[b].count;
    return count;
}

/* The delete set of a client as it is found: ranges behind each other. */
struct found {
    struct buf *ranges; /* encoded */
    uint32_t count, from, to;
};

static void found_end(struct found *f)
{
    if (f->from == f->to)
        return;
    buf_reserve(f->ranges, 16);
    uint8_t *p = f->ranges->ptr + f->ranges->len;
    p = put_varint(put_varint(p, f->from), f->to - f->from);
    f->ranges->len = (size_t)(p - f->ranges->ptr);
    f->count++;
}

static void found_add(struct found *f, uint32_t from, uint32_t to)
{
    if (f->to != from) {
        found_end(f);
        f->from = from;
    }
    f->to = to;
}

static void slots_write(struct buf *out, const struct crdt_doc *doc, const struct client *c, uint32_t clock,
                        struct found *found)
{
    struct place at = store_find_const(c, clock);
    uint32_t offset = clock - store_slot(c, at)->clock;
    buf_put_varint(out, count_slots(c, at));
    buf_put_varint(out, c->id);
    buf_put_varint(out, clock);
    do {
        struct slot slot = *store_slot(c, at);
        const struct item *it = slot.item ? item_at(doc, slot.item) : NULL;
        uint32_t length = it ? it->length : store_length(c, at);
        if (it) {
            item_write(out, doc, it, offset);
        } else {
            buf_put_byte(out, CONTENT_GC);
            buf_put_varint(out, length - offset);
        }
        if (found && (!it || item_deleted(it)))
            found_add(found, slot.clock, slot.clock + length);
        offset = 0;
    } while (store_next(c, &at));
}

void client_write(struct buf *out, const struct crdt_doc *doc, const struct client *c, uint32_t clock)
{
    slots_write(out, doc, c, clock, NULL);
}

static void find_deletes(const struct crdt_doc *doc, const struct client *c, struct found *found)
{
    struct place at = { 0, 0 };
    do {
        struct slot slot = *store_slot(c, at);
        if (!slot.item || item_deleted(item_at(doc, slot.item)))
            found_add(found, slot.clock, slot.clock + store_length(c, at));
    } while (store_next(c, &at));
}

/* The state vector's clock of a client; `known` is sorted, NULL is empty. */
static uint32_t known_clock(const struct ranges *known, uint64_t client)
{
    uint32_t at = known ? ranges_find(known, client, 0) : 0;
    return known && at < known->list.count ? known->list.at[at].to : 0;
}

/* Structs from the known clocks on, then the whole delete set, which is found on the way where the way is whole. */
static void write_integrated(struct buf *out, const struct crdt_doc *doc, const struct ranges *known)
{
    struct buf deletes = { 0 }, ranges = { 0 };
    uint32_t writing = 0, deleting = 0;
    clients_sort((struct crdt_doc *)doc); /* a cache */
    for (uint32_t i = 0; i < doc->clients.count; i++)
        writing += known_clock(known, doc->clients.at[i].id) < doc->clients.at[i].end;
    buf_reserve(out, known ? 64 : doc->live + (size_t)doc->slot_count * 16);
    buf_put_varint(out, writing);
    for (uint32_t i = 0; i < doc->sorted.count; i++) {
        const struct client *c = &doc->clients.at[doc->sorted.at[i]];
        uint32_t clock = known_clock(known, c->id);
        struct found found = { .ranges = &ranges };
        ranges.len = 0;
        if (clock < c->end)
            slots_write(out, doc, c, clock, clock ? NULL : &found);
        if (clock)
            find_deletes(doc, c, &found);
        found_end(&found);
        if (!found.count)
            continue;
        deleting++;
        buf_put_varint(&deletes, c->id);
        buf_put_varint(&deletes, found.count);
        buf_put(&deletes, buf_bytes(&ranges));
    }
    buf_put_varint(out, deleting);
    buf_put(out, buf_bytes(&deletes));
    buf_clear(&deletes);
    buf_clear(&ranges);
}

static void encode(struct buf *out, const struct crdt_doc *doc, const struct ranges *known)
{
    if (!crdt_has_pending(doc)) {
        write_integrated(out, doc, known);
        return;
    }
    struct buf parts[3] = { 0 };
    bytes updates[3];
    size_t count = 1;
    write_integrated(&parts[0], doc, known);
    if (doc->pending.deletes.list.count) {
        buf_put_varint(&parts[count], 0);
        ranges_write(&parts[count++], &doc->pending.deletes);
    }
    if (doc->pending.updates.count) {
        struct buf held = { 0 };
        struct crdt_update update;
        pending_write(&held, doc);
        if (update_open(&update, buf_bytes(&held)) == CARNET_OK) {
            struct ranges none = { 0 };
            update_diff(&parts[count++], &update, known ? known : &none);
            update_clear(&update);
        }
        buf_clear(&held);
    }
    for (size_t i = 0; i < count; i++)
        updates[i] = buf_bytes(&parts[i]);
    merge_checked(out, updates, count);
    for (size_t i = 0; i < count; i++)
        buf_clear(&parts[i]);
}

void crdt_encode_state(struct buf *out, const struct crdt_doc *doc)
{
    encode(out, doc, NULL);
}

/* A state vector as ranges [0, clock); clocks above ours all mean "everything". */
static carnet_err state_vector_read(struct ranges *out, bytes data)
{
    struct reader r = reader_of(data);
    uint64_t count, client, clock;
    TRY(wire_varint(&count, &r));
    if (count > reader_left(&r))
        return err_set(CARNET_INVALID, "crdt.state_vector", "fewer clients than announced");
    for (; count; count--) {
        TRY(wire_varint(&client, &r));
        TRY(wire_varint(&clock, &r));
        ranges_add(out, client, 0, clock < CLOCK_MAX ? (uint32_t)clock : (uint32_t)CLOCK_MAX);
    }
    ranges_sort(out);
    return reader_left(&r) ? err_set(CARNET_INVALID, "crdt.state_vector", "bytes after the end") : CARNET_OK;
}

carnet_err crdt_encode_diff(struct buf *out, const struct crdt_doc *doc, bytes state_vector)
{
    struct ranges known = { 0 };
    carnet_err err = state_vector_read(&known, state_vector);
    if (!err)
        encode(out, doc, &known);
    ranges_clear(&known);
    return err;
}

void crdt_state_vector(struct buf *out, const struct crdt_doc *doc)
{
    clients_sort((struct crdt_doc *)doc);
    buf_put_varint(out, doc->clients.count);
    for (uint32_t i = 0; i < doc->sorted.count; i++) {
        const struct client *c = &doc->clients.at[doc->sorted.at[i]];
        buf_put_varint(out, c->id);
        buf_put_varint(out, c->end);
    }
}
