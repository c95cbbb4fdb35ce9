/* See "Invariants" in INTERNALS.md. */
#include "crdt/check.h"

#include <stdio.h>
#include <stdlib.h>

#include "crdt/crdt.h"
#include "crdt/index.h"
#include "crdt/store.h"

struct tally {
    uint32_t items, slots;
    size_t live, live_string, slack;
};

static carnet_err corrupt(const char *what, uint32_t item)
{
    return err_set(CARNET_CORRUPT, "crdt.check", "%s: %u", what, item);
}

static carnet_err check_id(const struct crdt_doc *doc, struct id id)
{
    if (id.client == NO_CLIENT)
        return CARNET_OK;
    return id.client < doc->clients.count && id.clock < doc->clients.at[id.client].end ? CARNET_OK
                                                                                       : corrupt("origin", id.client);
}

static carnet_err check_item(const struct crdt_doc *doc, uint32_t item, struct tally *t)
{
    const struct item *it = item_at(doc, item);
    TRY(check_id(doc, it->origin));
    TRY(check_id(doc, it->right_origin));
    if (it->kind == CONTENT_TYPE && (it->type >= doc->types.count || doc->types.at[it->type].item != item))
        return corrupt("type of item", item);
    if (it->flags & ITEM_KEYED ? !it->entry || it->entry >= doc->entries.count : !it->parent || it->parent >= doc->types.count)
        return corrupt("parent of item", item);
    if (it->left && item_at(doc, it->left)->right != item)
        return corrupt("left of item", item);
    if (it->right && item_at(doc, it->right)->left != item)
        return corrupt("right of item", item);
    if (item_deleted(it) != (it->kind == CONTENT_DELETED) || (item_deleted(it) && it->size))
        return corrupt("content of item", item);
    size_t end = (size_t)(item_content(doc, it).ptr - doc->text.at) + item_room(it);
    if (end > doc->text.count || end + SHORT > doc->text.room)
        return corrupt("bytes of item", item);
    if (it->kind == CONTENT_STRING) {
        if (text_units(item_content(doc, it)) != it->length)
            return corrupt("length of item", item);
        t->live_string += it->size;
    }
    t->live += it->size;
    t->slack += item_room(it) - it->size;
    return CARNET_OK;
}

static carnet_err check_client(const struct crdt_doc *doc, uint32_t client, struct tally *t)
{
    const struct client *c = &doc->clients.at[client];
    uint32_t clock = 0;
    struct place at = { 0, 0 };
    if (!c->block_count || !c->blocks[0].count)
        return corrupt("client without structs", client);
    do {
        struct slot slot = *store_slot(c, at);
        if (at.slot == 0 && c->blocks[at.block].first != slot.clock)
            return corrupt("block of client", client);
        if (slot.clock != clock)
            return corrupt("clock of client", client);
        t->slots++;
        clock += store_length(c, at);
        if (!slot.item)
            continue;
        const struct item *it = item_at(doc, slot.item);
        t->items++;
        if (it->client != client || it->clock != slot.clock || it->length != clock - slot.clock || !it->length)
            return corrupt("slot of item", slot.item);
        TRY(check_item(doc, slot.item, t));
    } while (store_next(c, &at));
    return clock == c->end ? CARNET_OK : corrupt("end of client", client);
}

/* The items of a sequence, then of each key: every one there, of this type, lengths adding up. */
static carnet_err check_type(const struct crdt_doc *doc, uint32_t type, uint32_t *items)
{
    const struct type *t = &doc->types.at[type];
    uint32_t length = 0;
    for (uint32_t item = t->start, left = NONE; item; left = item, item = item_at(doc, item)->right, ++*items) {
        const struct item *it = item_at(doc, item);
        if (it->left != left || (it->flags & ITEM_KEYED) || it->parent != type || *items > doc->item_count)
            return corrupt("sequence at item", item);
        length += item_width(it);
    }
    if (length != t->length)
        return corrupt("length of type", type);
    for (uint32_t e = t->first_entry; e; e = doc->entries.at[e].next) {
        const struct entry *entry = &doc->entries.at[e];
        uint32_t left = NONE;
        for (uint32_t item = entry->first; item; left = item, item = item_at(doc, item)->right, ++*items) {
            const struct item *it = item_at(doc, item);
            if (it->left != left || !(it->flags & ITEM_KEYED) || it->entry != e)
                return corrupt("key at item", item);
            if (it->right && !item_deleted(it))
                return corrupt("an older value is not deleted", item);
        }
        if (left != entry->last)
            return corrupt("entry", e);
    }
    return index_check(doc, type);
}

carnet_err crdt_check(const struct crdt_doc *doc)
{
    struct tally t = { 0 };
    uint32_t linked = 0;
    for (uint32_t i = 0; i < doc->clients.count; i++)
        TRY(check_client(doc, i, &t));
    if (t.items != doc->item_count || t.slots != doc->slot_count)
        return corrupt("number of items", t.items);
    if (t.live != doc->live || t.live_string != doc->live_string || t.slack != doc->slack)
        return corrupt("bytes in use", (uint32_t)t.live);
    for (uint32_t i = 1; i < doc->types.count; i++)
        if (doc->types.at[i].item || doc->types.at[i].name)
            TRY(check_type(doc, i, &linked));
    return linked == t.items ? CARNET_OK : corrupt("items linked", linked);
}

void check_sometimes(const struct crdt_doc *doc)
{
#ifdef CARNET_DEBUG
    size_t cost = doc->item_count + doc->live / 128;
    if (cost > 256 && doc->transaction % (cost / 64) != 0)
        return;
    carnet_err err = crdt_check(doc);
    if (err) {
        struct err_note note;
        err_take(&note);
        fprintf(stderr, "crdt: %s\n", note.detail);
        abort();
    }
#else
    (void)doc;
#endif
}
