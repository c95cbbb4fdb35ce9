/* The item's author saw it between two others, its origins. Between them there may now be items of authors who did not
 * know of each other; the walk below decides the same order everywhere. Marks stand for the two sets of the YATA paper:
 * an item walked over since the walk began is "before origin", one walked over since `conflicts` is "conflicting". */
#include "crdt/integrate.h"

#include <string.h>

#include "crdt/index.h"
#include "crdt/type.h"

static uint32_t first_of_key(const struct crdt_doc *doc, const struct item *it)
{
    uint32_t entry = entry_find(doc, it->parent, it->key);
    return entry ? doc->entries.at[entry].first : NONE;
}

/* Marks only grow; a walk takes at most one for each item. */
static void marks_renew(struct crdt_doc *doc)
{
    if (doc->mark <= UINT32_MAX / 2)
        return;
    for (uint32_t i = 0; i < doc->items.count; i++)
        item_at(doc, i)->mark = 0;
    doc->mark = 0;
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
                 : it->flags & ITEM_KEYED ? first_of_key(doc, it) : doc->types.at[it->parent].start;
    marks_renew(doc);
    uint32_t before_origin = doc->mark + 1, conflicts = before_origin;
    while (o != NONE && o != right) {
        struct item *other = item_at(doc, o);
        other->mark = ++doc->mark;
        if (id_equal(it->origin, other->origin)) {
            if (doc->clients.at[other->client].id < self) {
                left = o;
                conflicts = doc->mark + 1;
            } else if (id_equal(it->right_origin, other->right_origin)) {
                break;
            }
        } else {
            uint32_t origin = origin_item(doc, other);
            if (!origin || item_at(doc, origin)->mark < before_origin)
                break;
            if (item_at(doc, origin)->mark < conflicts) {
                left = o;
                conflicts = doc->mark + 1;
            }
        }
        o = other->right;
    }
    return left;
}

static void link_item(struct crdt_doc *doc, uint32_t item, uint32_t left)
{
    struct item *it = item_at(doc, item);
    bool keyed = it->flags & ITEM_KEYED;
    uint32_t entry = keyed ? entry_add(doc, it->parent, it->key) : NONE;
    it->left = left;
    if (left) {
        it->right = item_at(doc, left)->right;
        item_at(doc, left)->right = item;
    } else if (keyed) {
        it->right = doc->entries.at[entry].first;
        doc->entries.at[entry].first = item;
    } else {
        it->right = doc->types.at[it->parent].start;
        doc->types.at[it->parent].start = item;
    }
    if (it->right) {
        item_at(doc, it->right)->left = item;
    } else if (keyed) {
        doc->entries.at[entry].last = item;
        if (left)
            item_delete(doc, left); /* the later value wins */
    }
    if (!keyed) {
        doc->types.at[it->parent].length += item_width(it);
        index_insert(doc, item);
    }
}

/* Whether joining is worth a try. */
static bool follows(const struct item *left, const struct item *it)
{
    return left->client == it->client && left->clock + left->length == it->clock && left->kind == it->kind &&
           left->flags == it->flags;
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
    if (it->kind == CONTENT_DELETED) {
        it->flags |= ITEM_DELETED; /* nothing to collect, joined below */
    } else if (it->kind == CONTENT_TYPE) {
        it->type = type_new(doc, item);
    } else if (it->kind == CONTENT_FORMAT) {
        doc->types.at[it->parent].has_format = true;
    }
    if (type_deleted(doc, it->parent) || ((it->flags & ITEM_KEYED) && it->right))
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
    const struct block *b = &c->blocks[c->block_count - 1];
    uint32_t item = b->slots[b->count - 1].item;
    if (!item)
        return false;
    struct item *it = item_at(doc, item);
    if (it->kind != CONTENT_STRING || it->flags || !id_equal(it->right_origin, right_origin))
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
    index_widen(doc, it, item, length);
    return true;
}

/* The type that is named where no neighbour is; NONE when it is gone, the struct is garbage then. */
static uint32_t named_parent(struct crdt_doc *doc, const struct wire *s, struct id parent)
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
    if (right && item_at(doc, right)->client == right_origin.client && item_at(doc, right)->clock == right_origin.clock)
        return right;
    return item_clean_start(doc, right_origin);
}

void integrate(struct crdt_doc *doc, uint32_t client, const struct wire *s, const struct named *named, uint32_t offset)
{
    uint32_t clock = doc->clients.at[client].end - offset;
    struct id origin = named->origin, right_origin = named->right_origin;
    if (s->kind == CONTENT_GC) {
        integrate_garbage(doc, client, s->length - offset);
        return;
    }
    if (s->kind == CONTENT_STRING && !offset && origin.client == client && origin.clock + 1 == clock &&
        integrate_append(doc, client, s->content, s->length, right_origin))
        return;

    doc_reserve(doc, 8);
    uint32_t left = NONE, right = NONE;
    bool garbage = false;
    if (origin.client != NO_CLIENT)
        garbage = !(left = item_clean_end(doc, origin));
    if (right_origin.client != NO_CLIENT)
        garbage |= !(right = find_right(doc, left, right_origin));
    if (!garbage && offset) { /* it goes on where its beginning is */
        origin = (struct id){ client, clock + offset - 1 };
        garbage = !(left = item_clean_end(doc, origin));
    }
    uint32_t near = left ? left : right, parent = NONE, key = NONE, keyed = 0;
    if (garbage) {
        parent = NONE;
    } else if (near) {
        const struct item *n = item_at(doc, near);
        parent = n->parent;
        keyed = n->flags & ITEM_KEYED;
        key = keyed ? n->key : NONE;
    } else {
        parent = named_parent(doc, s, named->parent);
        keyed = s->has_key ? ITEM_KEYED : 0;
        key = keyed ? name_add(doc, s->key) : NONE;
    }
    if (!parent) {
        integrate_garbage(doc, client, s->length - offset);
        return;
    }
    uint32_t item = item_new(doc);
    struct item *it = item_at(doc, item);
    it->client = client;
    it->clock = clock + offset;
    it->length = s->length - offset;
    it->origin = origin;
    it->right_origin = right_origin;
    it->parent = parent;
    it->key = key;
    it->kind = s->kind;
    it->flags = (uint8_t)keyed;
    bytes content = s->content;
    if (offset && content_joins(s->kind) && s->kind != CONTENT_DELETED) {
        bool inside;
        size_t at = content_at(s->kind, content, offset, &inside);
        if (inside) {
            item_set_content(doc, item, bytes_text("\xef\xbf\xbd"));
            at += 4;
            item_append_content(doc, item_at(doc, item), (bytes){ content.ptr + at, content.len - at });
        } else {
            item_set_content(doc, item, (bytes){ content.ptr + at, content.len - at });
        }
    } else {
        item_set_content(doc, item, content);
    }
    integrate_item(doc, item, left, right);
}
