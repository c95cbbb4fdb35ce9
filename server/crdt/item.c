/* What happens to items. Contents are spans of doc->text: an item at the end of it grows in place, one that does not is
 * moved with twice the room; what is forgotten is swept by transaction_end. */
#include "crdt/item.h"

#include <string.h>

#include "crdt/index.h"
#include "crdt/type.h"

void item_free(struct crdt_doc *doc, uint32_t item)
{
    *item_at(doc, item) = (struct item){ .right = doc->free_item };
    doc->free_item = item;
    doc->item_count--;
}

/* ---- content ---- */

/* Room at the end, and SHORT bytes behind it that may be written over. */
static uint32_t text_room(struct crdt_doc *doc, size_t size)
{
    VEC_RESERVE(&doc->text, (uint32_t)size + SHORT);
    uint32_t at = doc->text.count;
    doc->text.count += (uint32_t)size;
    return at;
}

static void count_live(struct crdt_doc *doc, const struct item *it, int64_t change)
{
    doc->live += (size_t)change;
    doc->live_string += it->kind == CONTENT_STRING ? (size_t)change : 0;
}

void item_set_content(struct crdt_doc *doc, struct item *it, bytes content, bool loose)
{
    uint32_t at = text_room(doc, content.len);
    if (loose && content.len <= SHORT)
        memcpy(doc->text.at + at, content.ptr, SHORT);
    else if (content.len)
        memcpy(doc->text.at + at, content.ptr, content.len);
    if (it->kind == CONTENT_TYPE)
        doc->types.at[it->type].at = at;
    else
        it->at = at;
    it->size = (uint32_t)content.len;
    count_live(doc, it, (int64_t)content.len);
}

static uint32_t item_slack(const struct item *it)
{
    return item_room(it) - it->size;
}

/* Gives up the room it may have: size is all that belongs to it. */
static void item_settle(struct crdt_doc *doc, struct item *it)
{
    doc->slack -= item_slack(it);
    it->flags &= ~ITEM_GROWN & 0xf;
}

/* Makes its room `total` bytes and more: in place at the end of the buffer, elsewhere otherwise. */
static void item_make_room(struct crdt_doc *doc, struct item *it, uint32_t total)
{
    uint32_t size = it->size, room = item_room(it);
    bool last = it->at + room == doc->text.count;
    doc->slack -= room - size;
    if (!last)
        it->flags |= ITEM_GROWN;
    it->size = total;
    uint32_t wanted = item_room(it);
    it->size = size;
    if (last) {
        text_room(doc, wanted - room);
    } else {
        uint32_t at = text_room(doc, wanted);
        memcpy(doc->text.at + at, doc->text.at + it->at, size);
        it->at = at;
    }
    doc->slack += wanted - size;
}

/* content may be part of doc->text. */
void item_append_content(struct crdt_doc *doc, struct item *it, bytes content)
{
    size_t inside = (size_t)(content.ptr - doc->text.at);
    bool own = content.ptr >= doc->text.at && inside < doc->text.count;
    uint32_t total = it->size + (uint32_t)content.len;
    if (!(own && inside == it->at + it->size && !(it->flags & ITEM_GROWN))) { /* it does not follow already */
        if (total > item_room(it))
            item_make_room(doc, it, total);
        memcpy(doc->text.at + it->at + it->size, own ? doc->text.at + inside : content.ptr, content.len);
        doc->slack -= content.len;
    }
    it->size = total;
    count_live(doc, it, (int64_t)content.len);
}

void item_drop_content(struct crdt_doc *doc, struct item *it)
{
    item_settle(doc, it);
    count_live(doc, it, -(int64_t)it->size);
    it->size = 0;
}

/* ---- cutting ---- */

/* Gives `right` the content from unit diff on. */
static void split_content(struct crdt_doc *doc, struct item *left, struct item *right, uint32_t diff)
{
    static const uint8_t replacement[] = { 0xef, 0xbf, 0xbd };
    bool inside;
    if (left->kind == CONTENT_DELETED)
        return;
    uint32_t size = left->size, cut;
    if (left->kind == CONTENT_STRING && size == left->length) {
        cut = diff;
        inside = false;
    } else {
        cut = (uint32_t)content_at(left->kind, item_content(doc, left), diff, &inside);
    }
    if (inside) { /* both halves of the pair become U+FFFD */
        uint32_t rest = size - cut - 4, at = text_room(doc, rest + 3u);
        memcpy(doc->text.at + at, replacement, 3);
        memcpy(doc->text.at + at + 3, doc->text.at + left->at + cut + 4, rest);
        memcpy(doc->text.at + left->at + cut, replacement, 3);
        left->size = cut + 3;
        right->at = at;
        right->size = rest + 3;
        count_live(doc, right, 2);
        return;
    }
    right->at = left->at + cut;
    right->size = size - cut;
    left->size = cut;
}

uint32_t item_split(struct crdt_doc *doc, struct place at, uint32_t item, uint32_t diff)
{
    doc_reserve(doc, 1);
    uint32_t new = item_new(doc);
    struct item *left = item_at(doc, item), *right = item_at(doc, new);
    uint32_t width = item_width(left);
    if (left->flags & ITEM_GROWN)
        item_settle(doc, left);
    *right = *left;
    right->clock += diff;
    right->length -= diff;
    right->left = item;
    right->origin = (struct id){ left->client, right->clock - 1 };
    split_content(doc, left, right, diff);
    left->length = diff;
    left->right = new;
    if (right->right)
        item_at(doc, right->right)->left = new;
    else if (right->flags & ITEM_KEYED)
        doc->entries.at[right->entry].last = new;
    store_insert(doc, &doc->clients.at[left->client], at, (struct slot){ right->clock, new });
    if (!(right->flags & ITEM_KEYED)) {
        index_widen(doc, item, (int64_t)item_width(left) - width);
        index_insert(doc, new);
    }
    VEC_PUSH(&doc->cuts, (struct id){ right->client, right->clock });
    return new;
}

uint32_t item_clean_end(struct crdt_doc *doc, struct id id)
{
    struct client *c = &doc->clients.at[id.client];
    if (id.clock + 1 == c->end) /* nearly every other time */
        return store_last_item(c);
    struct place at = store_find(c, id.clock);
    uint32_t item = store_slot(c, at)->item;
    if (item) {
        const struct item *it = item_at(doc, item);
        uint32_t diff = id.clock - it->clock + 1;
        if (diff != it->length)
            item_split(doc, at, item, diff);
    }
    return item;
}

uint32_t item_clean_start(struct crdt_doc *doc, struct id id)
{
    struct client *c = &doc->clients.at[id.client];
    struct place at = store_find(c, id.clock);
    uint32_t item = store_slot(c, at)->item;
    if (item) {
        uint32_t diff = id.clock - item_at(doc, item)->clock;
        if (diff)
            item = item_split(doc, at, item, diff);
    }
    return item;
}

uint32_t item_find(const struct crdt_doc *doc, struct id id)
{
    const struct client *c = &doc->clients.at[id.client];
    return store_slot(c, store_find_const(c, id.clock))->item;
}

/* ---- joining ---- */

/* What tells most pairs apart comes first, and is all in the right one. */
static bool items_join(const struct item *left, const struct item *right, uint32_t right_item)
{
    return right->origin.clock + 1 == right->clock && right->origin.client == right->client &&
           left->right == right_item && left->kind == right->kind && content_joins(left->kind) &&
           item_deleted(left) == item_deleted(right) && id_equal(left->right_origin, right->right_origin);
}

/* Makes left hold what right holds; right is freed. */
static void item_absorb(struct crdt_doc *doc, uint32_t left_item, uint32_t right_item)
{
    struct item *left = item_at(doc, left_item), *right = item_at(doc, right_item);
    uint32_t width = item_width(right);
    if (right->flags & ITEM_KEYED) {
        if (!right->right)
            doc->entries.at[right->entry].last = left_item;
    } else {
        index_remove(doc, right_item);
    }
    left->right = right->right;
    if (right->right)
        item_at(doc, right->right)->left = left_item;
    left->length += right->length;
    index_widen(doc, left_item, width);
    if (right->size) {
        bytes content = item_content(doc, right);
        item_drop_content(doc, right);
        item_append_content(doc, left, content);
    }
    item_free(doc, right_item);
}

uint32_t item_join_left(struct crdt_doc *doc, struct client *client, struct place *at)
{
    uint32_t joined = 0;
    for (struct place before = *at; store_previous(client, &before); before = *at, joined++) {
        uint32_t right = store_slot(client, *at)->item, left = store_slot(client, before)->item;
        if (!left != !right || (left && !items_join(item_at(doc, left), item_at(doc, right), right)))
            break;
        *at = store_remove(doc, client, *at);
        if (left)
            item_absorb(doc, left, right);
    }
    return joined;
}

/* ---- deleting ---- */

static void mark_deleted(struct crdt_doc *doc, uint32_t item)
{
    struct item *it = item_at(doc, item);
    uint32_t width = item_width(it);
    it->flags |= ITEM_DELETED;
    if (width) {
        doc->types.at[it->parent].length -= width;
        index_widen(doc, item, -(int64_t)width);
    }
    VEC_PUSH(&doc->deleted, (struct range){ it->client, it->clock, it->length });
    if (it->kind == CONTENT_TYPE)
        VEC_PUSH(&doc->stack, it->type);
}

/* What a deleted type holds goes too; what was deleted before may join others once it is collected. */
static void delete_child(struct crdt_doc *doc, uint32_t item)
{
    const struct item *it = item_at(doc, item);
    const struct client *c = &doc->clients.at[it->client];
    if (!item_deleted(it))
        mark_deleted(doc, item);
    else if (it->clock < (c->touched == doc->transaction ? c->before : c->end))
        VEC_PUSH(&doc->cuts, (struct id){ it->client, it->clock });
}

void item_delete(struct crdt_doc *doc, uint32_t item)
{
    if (item_deleted(item_at(doc, item)))
        return;
    uint32_t bottom = doc->stack.count;
    mark_deleted(doc, item);
    while (doc->stack.count > bottom) {
        const struct type *t = &doc->types.at[doc->stack.at[--doc->stack.count]];
        for (uint32_t child = t->start; child; child = item_at(doc, child)->right)
            delete_child(doc, child);
        for (uint32_t e = t->first_entry; e; e = doc->entries.at[e].next)
            if (doc->entries.at[e].last)
                delete_child(doc, doc->entries.at[e].last);
    }
}

/* ---- collecting ---- */

/* Puts garbage in the place of an item, which nothing links to any more. */
static void collect_child(struct crdt_doc *doc, uint32_t item)
{
    struct item *it = item_at(doc, item);
    struct client *c = &doc->clients.at[it->client];
    store_slot(c, store_find(c, it->clock))->item = NONE;
    if (it->kind == CONTENT_DELETED && c->touched == doc->transaction && it->clock >= c->before)
        VEC_PUSH(&doc->cuts, (struct id){ it->client, it->clock }); /* it came deleted: garbage joins garbage */
    if (it->kind == CONTENT_TYPE)
        VEC_PUSH(&doc->stack, it->type);
    item_drop_content(doc, it);
    item_free(doc, item);
}

static void collect_type(struct crdt_doc *doc, uint32_t type)
{
    index_drop(doc, type);
    for (uint32_t child = doc->types.at[type].start, next; child; child = next) {
        next = item_at(doc, child)->right;
        collect_child(doc, child);
    }
    for (uint32_t e = doc->types.at[type].first_entry; e; e = doc->entries.at[e].next) {
        for (uint32_t child = doc->entries.at[e].last, next; child; child = next) {
            next = item_at(doc, child)->left;
            collect_child(doc, child);
        }
    }
    type_free(doc, type);
}

void item_collect(struct crdt_doc *doc, uint32_t item)
{
    struct item *it = item_at(doc, item);
    uint32_t bottom = doc->stack.count;
    if (it->kind == CONTENT_TYPE)
        VEC_PUSH(&doc->stack, it->type);
    item_drop_content(doc, it);
    it->kind = CONTENT_DELETED;
    it->at = 0;
    while (doc->stack.count > bottom)
        collect_type(doc, doc->stack.at[--doc->stack.count]);
}
