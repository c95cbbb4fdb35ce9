/* The item's author saw it between two others, its origins. Between them there may now be items of authors who did not
 * know of each other; the walk below decides the same order everywhere. Marks stand for the two sets of the YATA paper:
 * an item walked over since the walk began is "before origin", one walked over since `conflicts` is "conflicting". */
#include "crdt/integrate.h"

#include "crdt/index.h"
#include "crdt/type.h"

#include <string.h>

/* The mark of an item. Marks only grow; a walk takes at most one for each item. */
static uint32_t *mark_of(struct crdt_doc *doc, uint32_t item)
{
    return &doc->marks.at[item];
}

static void marks_begin(struct crdt_doc *doc)
{
    if (doc->marks.count < doc->items.count) {
        uint32_t more = doc->items.room - doc->marks.count;
        VEC_RESERVE(&doc->marks, more);
        memset(doc->marks.at + doc->marks.count, 0, more * sizeof *doc->marks.at);
        doc->marks.count += more;
    }
    if (doc->mark > UINT32_MAX / 2) {
        memset(doc->marks.at, 0, doc->marks.count * sizeof *doc->marks.at);
        doc->mark = 0;
    }
}

/* The item that an item was put behind; it is often still there. */
static uint32_t origin_item(const struct crdt_doc *doc, const struct item *it)
{
    if (it->origin.client == NO_CLIENT)
        return NONE;
    if (it->left) {
        const struct item *left = item_at(doc, it->left);
        if (left->client == it->origin.client && it->origin.clock - left->clock < left->length)
            return it->left;
    }
    return item_find(doc, it->origin);
}

/* The item it comes to stand behind. */
static uint32_t resolve_conflict(struct crdt_doc *doc, const struct item *it, uint32_t left, uint32_t right)
{
    uint64_t self = doc->clients.at[it->client].id;
    uint32_t o = left ? item_at(doc, left)->right
                 : it->flags & ITEM_KEYED ? doc->entries.at[it->entry].first : doc->types.at[it->parent].start;
    marks_begin(doc);
    uint32_t before_origin = doc->mark + 1, conflicts = before_origin;
    while (o != NONE && o != right) {
        const struct item *other = item_at(doc, o);
        *mark_of(doc, o) = ++doc->mark;
        if (id_equal(it->origin, other->origin)) {
            if (doc->clients.at[other->client].id < self) {
                left = o;
                conflicts = doc->mark + 1;
            } else if (id_equal(it->right_origin, other->right_origin)) {
                break;
            }
        } else {
            uint32_t origin = origin_item(doc, other);
            if (!origin || *mark_of(doc, origin) < before_origin)
                break;
            if (*mark_of(doc, origin) < conflicts) {
                left = o;
                conflicts = doc->mark + 1;
            }
        }
        o = other->right;
    }
    return left;
}

/* Where the first of a list is noted: of a type's sequence, or of a key's values. */
static uint32_t *list_first(struct crdt_doc *doc, const struct item *it)
{
    return it->flags & ITEM_KEYED ? &doc->entries.at[it->entry].first : &doc->types.at[it->parent].start;
}

static void link_item(struct crdt_doc *doc, uint32_t item, uint32_t left)
{
    struct item *it = item_at(doc, item);
    uint32_t *next = left ? &item_at(doc, left)->right : list_first(doc, it);
    it->left = left;
    it->right = *next;
    *next = item;
    if (it->right)
        item_at(doc, it->right)->left = item;
    if (it->flags & ITEM_KEYED) {
        if (it->right)
            return;
        doc->entries.at[it->entry].last = item;
        if (left)
            item_delete(doc, left); /* the later value wins */
    } else {
        struct type *type = &doc->types.at[it->parent];
        type->length += item_width(it);
        if (type->index)
            index_insert(doc, item);
    }
}

/* Whether joining is worth a try. */
static bool follows(const struct item *left, const struct item *it)
{
    return left->clock + left->length == it->clock && left->client == it->client && left->kind == it->kind &&
           item_deleted(left) == item_deleted(it);
}

void integrate_item(struct crdt_doc *doc, uint32_t item, uint32_t left, uint32_t right)
{
    struct item *it = item_at(doc, item);
    uint32_t client = it->client;
    if (left ? item_at(doc, left)->right != right : !right || item_at(doc, right)->left)
        left = resolve_conflict(doc, it, left, right);
    transaction_touch(doc, client);
    link_item(doc, item, left);
    store_append(doc, client, item, it->length);
    if (it->kind == CONTENT_FORMAT)
        doc->types.at[item_parent(doc, it)].has_format = true;
    if (type_deleted(doc, item_parent(doc, it)) || ((it->flags & ITEM_KEYED) && it->right))
        item_delete(doc, item);
    if (it->left && follows(item_at(doc, it->left), it)) {
        struct client *c = &doc->clients.at[client];
        struct place at = { c->block_count - 1, c->blocks[c->block_count - 1].count - 1u };
        item_join_left(doc, c, &at);
    }
}

static void integrate_garbage(struct crdt_doc *doc, uint32_t client, uint32_t length)
{
    transaction_touch(doc, client);
    store_append(doc, client, NONE, length);
}

bool integrate_append(struct crdt_doc *doc, uint32_t client, bytes text, uint32_t length, struct id right_origin)
{
    struct client *c = &doc->clients.at[client];
    if (!c->block_count)
        return false;
    uint32_t item = store_last_item(c);
    struct item *it = item_at(doc, item);
    if (!item || it->kind != CONTENT_STRING || it->flags & (ITEM_DELETED | ITEM_KEYED) ||
        !id_equal(it->right_origin, right_origin))
        return false;
    if (it->right) {
        const struct item *right = item_at(doc, it->right);
        if (right_origin.client != right->client || right_origin.clock != right->clock)
            return false;
    } else if (right_origin.client != NO_CLIENT) {
        return false;
    }
    transaction_touch(doc, client);
    item_append_content(doc, it, text);
    it->length += length;
    c->end += length;
    doc->types.at[it->parent].length += length;
    index_widen(doc, item, length);
    return true;
}

/* The type that is named where no neighbour is; NONE when it is gone, the struct is garbage then. */
static uint32_t named_type(struct crdt_doc *doc, const struct wire *s, struct id parent)
{
    if (!s->has_parent)
        return NONE;
    if (s->parent_is_root)
        return type_root(doc, s->root);
    uint32_t holder = item_find(doc, parent);
    return holder && item_at(doc, holder)->kind == CONTENT_TYPE ? item_at(doc, holder)->type : NONE;
}

/* Nearly always the neighbour of the left one. */
static uint32_t find_right(struct crdt_doc *doc, uint32_t left, struct id right_origin)
{
    uint32_t right = left ? item_at(doc, left)->right : NONE;
    if (right && item_at(doc, right)->clock == right_origin.clock && item_at(doc, right)->client == right_origin.client)
        return right;
    return item_clean_start(doc, right_origin);
}

static void take_content(struct crdt_doc *doc, uint32_t item, const struct wire *s, uint32_t offset)
{
    struct item *it = item_at(doc, item);
    bytes content = s->content;
    bool inside = false;
    if (offset && content_joins(s->kind) && s->kind != CONTENT_DELETED) {
        size_t at = content_at(s->kind, content, offset, &inside) + (inside ? 4 : 0);
        content = (bytes){ content.ptr + at, content.len - at };
    }
    if (s->kind == CONTENT_TYPE)
        it->type = type_new(doc, item);
    if (!inside) {
        item_set_content(doc, it, content, s->loose && !offset);
    } else {
        item_set_content(doc, it, bytes_text("\xef\xbf\xbd"), false);
        item_append_content(doc, it, content);
    }
}

/* Both neighbours are cut out of what they are part of now, as in Yjs, before it is known whether one is garbage. */
void integrate(struct crdt_doc *doc, uint32_t client, const struct wire *s, const struct named *named, uint32_t offset)
{
    struct id origin = named->origin, right_origin = named->right_origin;
    uint32_t clock = doc->clients.at[client].end, left = NONE, right = NONE, parent = NONE, keyed = 0;
    bool placed = true;
    if (s->kind == CONTENT_GC) {
        integrate_garbage(doc, client, s->length - offset);
        return;
    }
    if (s->kind == CONTENT_STRING && !offset && origin.client == client && origin.clock + 1 == clock &&
        integrate_append(doc, client, s->content, s->length, right_origin))
        return;
    doc_reserve(doc, 8);
    if (origin.client != NO_CLIENT)
        placed = (left = item_clean_end(doc, origin)) != NONE;
    if (right_origin.client != NO_CLIENT)
        placed &= (right = find_right(doc, left, right_origin)) != NONE;
    if (placed && offset) { /* it goes on where its beginning is */
        origin = id_of(client, clock - 1);
        placed = (left = item_clean_end(doc, origin)) != NONE;
    }
    if (placed && (left || right)) {
        const struct item *near = item_at(doc, left ? left : right);
        keyed = near->flags & ITEM_KEYED;
        parent = near->parent; /* or entry */
    } else if (placed && (parent = named_type(doc, s, named->parent)) && s->has_key) {
        keyed = ITEM_KEYED;
        parent = entry_add(doc, parent, name_add(doc, s->key));
    }
    if (!parent) {
        integrate_garbage(doc, client, s->length - offset);
        return;
    }
    uint32_t item = item_new(doc);
    struct item *it = item_at(doc, item);
    it->client = client & CLIENTS_MAX;
    it->kind = s->kind & 0xfu;
    it->flags = (keyed | (s->kind == CONTENT_DELETED ? ITEM_DELETED : 0)) & 0xfu; /* nothing to collect, joined when linked */
    it->clock = clock;
    it->length = s->length - offset;
    it->origin = origin;
    it->right_origin = right_origin;
    it->parent = parent;
    take_content(doc, item, s, offset);
    integrate_item(doc, item, left, right);
}
