/* The order of the steps is that of Yjs: collect, join what was deleted, join what was cut. New structs have been joined
 * with the one before them when they were integrated. */
#include "crdt/transaction.h"

#include <stdlib.h>
#include <string.h>

enum { MANY = 1024 };

void transaction_begin(struct crdt_doc *doc)
{
    doc->transaction++;
    doc->touched.count = 0;
    doc->deleted.count = 0;
    doc->cuts.count = 0;
}

static int order(const void *a, const void *b)
{
    const struct range *x = a, *y = b;
    if (x->client != y->client)
        return x->client < y->client ? -1 : 1;
    return x->clock < y->clock ? -1 : x->clock > y->clock;
}

static void sort_deleted(struct crdt_doc *doc)
{
    struct range *r = doc->deleted.at;
    uint32_t kept = 0, count = doc->deleted.count;
    bool sorted = true;
    for (uint32_t i = 1; i < count && sorted; i++)
        sorted = order(&r[i - 1], &r[i]) <= 0;
    if (!sorted)
        qsort(r, count, sizeof *r, order);
    for (uint32_t i = 1; i < count; i++) {
        uint32_t end = r[kept].clock + r[kept].length;
        if (r[i].client == r[kept].client && r[i].clock <= end) {
            if (r[i].clock + r[i].length > end)
                r[kept].length = r[i].clock + r[i].length - r[kept].clock;
        } else {
            r[++kept] = r[i];
        }
    }
    doc->deleted.count = kept + 1;
}

static void collect(struct crdt_doc *doc, const struct range *r)
{
    struct client *c = &doc->clients.at[r->client];
    struct place at = store_find(c, r->clock);
    do {
        struct slot slot = *store_slot(c, at);
        if (slot.clock >= r->clock + r->length)
            break;
        if (slot.item && item_deleted(item_at(doc, slot.item)))
            item_collect(doc, slot.item);
    } while (store_next(c, &at));
}

/* From right to left, beginning with the struct after the range. */
static void join_range(struct crdt_doc *doc, const struct range *r)
{
    struct client *c = &doc->clients.at[r->client];
    struct place at = store_find(c, r->clock + r->length - 1);
    store_next(c, &at);
    for (;;) {
        item_join_left(doc, c, &at);
        if (!store_previous(c, &at) || store_slot(c, at)->clock < r->clock)
            break;
    }
}

static void join_cut(struct crdt_doc *doc, struct id cut)
{
    struct client *c = &doc->clients.at[cut.client];
    struct place at = store_find(c, cut.clock), next = at;
    uint32_t joined = store_next(c, &next) ? item_join_left(doc, c, &next) : 0;
    if (joined > 1)
        return;
    if (joined)
        at = next;
    item_join_left(doc, c, &at);
}

/* Moves every content to a new buffer, in the order of items. */
static void sweep_text(struct crdt_doc *doc)
{
    size_t kept = doc->live + doc->slack, room = kept + kept / 8 + 64 + SHORT;
    uint8_t *text = mem_alloc(room);
    uint32_t at = 0;
    for (uint32_t i = 1; i < doc->items.count; i++) {
        struct item *it = item_at(doc, i);
        if (!it->size)
            continue;
        bytes content = item_content(doc, it);
        memcpy(text + at, content.ptr, content.len);
        if (it->kind == CONTENT_TYPE)
            doc->types.at[it->type].at = at;
        else
            it->at = at;
        at += item_room(it);
    }
    mem_free(doc->text.at);
    doc->text.at = text;
    doc->text.count = at;
    doc->text.room = (uint32_t)room;
}

void transaction_end(struct crdt_doc *doc)
{
    if (doc->deleted.count) {
        sort_deleted(doc);
        for (uint32_t i = 0; i < doc->deleted.count; i++)
            collect(doc, &doc->deleted.at[i]);
        for (uint32_t i = doc->deleted.count; i--;)
            join_range(doc, &doc->deleted.at[i]);
    }
    for (uint32_t i = doc->cuts.count; i--;)
        join_cut(doc, doc->cuts.at[i]);
    if (doc->cuts.room > MANY || doc->deleted.room > MANY) { /* a whole log went in: keystrokes need no such room */
        VEC_CLEAR(&doc->cuts);
        VEC_CLEAR(&doc->deleted);
    }
    if (doc->text.count - doc->live - doc->slack > doc->live / 2 + DELETED_WASTE)
        sweep_text(doc);
}
