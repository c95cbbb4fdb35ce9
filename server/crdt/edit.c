/* Local edits of a root text, as Yjs makes them: an insertion goes before the next character that is still there, behind
 * whatever was deleted in between. */
#include "crdt/edit.h"

#include "crdt/apply.h"
#include "crdt/check.h"
#include "crdt/encode.h"
#include "crdt/index.h"
#include "crdt/type.h"

#include "base/utf.h"

static carnet_err bad_index(size_t index, size_t length)
{
    return err_set(CARNET_INVALID, "crdt.index", "%zu of %zu", index, length);
}

static bool inside_pair(const struct crdt_doc *doc, uint32_t item, uint32_t offset)
{
    bool inside = false;
    const struct item *it = item_at(doc, item);
    if (it->kind == CONTENT_STRING && it->size != it->length)
        content_at(it->kind, item_content(doc, it), offset, &inside);
    return inside;
}

/* No edit may begin or end there. */
static carnet_err check_index(struct crdt_doc *doc, uint32_t type, size_t index)
{
    size_t length = type ? doc->types.at[type].length : 0;
    uint32_t offset;
    if (index > length)
        return bad_index(index, length);
    if (index == length)
        return CARNET_OK;
    uint32_t item = index_find(doc, type, (uint32_t)index, &offset);
    return offset && inside_pair(doc, item, offset) ? bad_index(index, length) : CARNET_OK;
}

static struct id item_start(const struct crdt_doc *doc, uint32_t item)
{
    return item ? (struct id){ item_at(doc, item)->client, item_at(doc, item)->clock } : (struct id){ NO_CLIENT, 0 };
}

static struct id item_last(const struct crdt_doc *doc, uint32_t item)
{
    struct id id = item_start(doc, item);
    if (item)
        id.clock += item_at(doc, item)->length - 1;
    return id;
}

/* The item that an insertion at index comes before; NONE at the end. Formats stay in front of it. */
static uint32_t item_before_which(struct crdt_doc *doc, uint32_t type, size_t index)
{
    uint32_t offset;
    if (index == doc->types.at[type].length && !doc->types.at[type].has_format)
        return NONE;
    if (!doc->types.at[type].has_format) {
        uint32_t item = index_find(doc, type, (uint32_t)index, &offset);
        if (!offset)
            return item;
        const struct item *it = item_at(doc, item);
        return item_clean_start(doc, (struct id){ it->client, it->clock + offset });
    }
    uint32_t item = doc->types.at[type].start;
    if (index) {
        item = index_find(doc, type, (uint32_t)index - 1, &offset);
        struct item *it = item_at(doc, item);
        if (offset + 1 < it->length)
            return item_clean_start(doc, (struct id){ it->client, it->clock + offset + 1 });
        item = it->right;
    }
    while (item && item_deleted(item_at(doc, item)))
        item = item_at(doc, item)->right;
    return item;
}

void edit_insert(struct crdt_doc *doc, uint32_t type, uint64_t id, size_t index, bytes text)
{
    uint32_t client = client_add(doc, id);
    doc_reserve(doc, 8);
    uint32_t right = item_before_which(doc, type, index);
    uint32_t left = right ? item_at(doc, right)->left : index_last(doc, type);
    uint32_t length = text_units(text), clock = doc->clients.at[client].end;
    struct id origin = item_last(doc, left), right_origin = item_start(doc, right);
    if (origin.client == client && origin.clock + 1 == clock && integrate_append(doc, client, text, length, right_origin))
        return;
    uint32_t item = item_new(doc);
    *item_at(doc, item) = (struct item){ .client = client & CLIENTS_MAX,
                                         .clock = clock,
                                         .length = length,
                                         .origin = origin,
                                         .right_origin = right_origin,
                                         .parent = type,
                                         .kind = CONTENT_STRING };
    item_set_content(doc, item_at(doc, item), text, false);
    integrate_item(doc, item, left, right);
}

void edit_delete(struct crdt_doc *doc, uint32_t type, size_t index, size_t length)
{
    uint32_t offset, item = index_find(doc, type, (uint32_t)index, &offset);
    if (offset) {
        const struct item *it = item_at(doc, item);
        item = item_clean_start(doc, (struct id){ it->client, it->clock + offset });
    }
    while (length) {
        doc_reserve(doc, 4);
        const struct item *it = item_at(doc, item);
        uint32_t width = item_width(it), next = it->right;
        if (width > length) {
            next = item_clean_start(doc, (struct id){ it->client, it->clock + (uint32_t)length });
            width = (uint32_t)length;
        }
        if (width)
            item_delete(doc, item);
        length -= width;
        item = next;
    }
}

/* What the transaction did: the new structs of the client, and what was deleted. */
void edit_finish(struct crdt_doc *doc, uint64_t id, struct buf *update)
{
    struct ranges deleted = { 0 };
    for (uint32_t i = 0; i < doc->deleted.count; i++) {
        const struct range *r = &doc->deleted.at[i];
        ranges_add(&deleted, doc->clients.at[r->client].id, r->clock, r->clock + r->length);
    }
    transaction_end(doc);
    check_sometimes(doc);
    if (update) {
        uint32_t client = client_find(doc, id);
        const struct client *c = client == NO_CLIENT ? NULL : &doc->clients.at[client];
        bool inserted = c && c->touched == doc->transaction;
        buf_put_varint(update, inserted);
        if (inserted)
            client_write(update, doc, c, c->before);
        ranges_sort(&deleted);
        ranges_write(update, &deleted);
    }
    ranges_clear(&deleted);
}

carnet_err edit_check(struct crdt_doc *doc, uint64_t client, bytes text)
{
    uint32_t known = client_find(doc, client);
    if (!utf8_valid(text) || client >> 53)
        return err_set(CARNET_INVALID, "crdt.text", "not UTF-8, or a client id above 2^53");
    if (client_end(doc, known) + (uint64_t)text.len >= CLOCK_MAX)
        return err_set(CARNET_LIMIT, "crdt.clock", "a clock above 2^32");
    return limits_check(doc, text.len, text.len + 64, known == NO_CLIENT);
}

carnet_err crdt_insert(struct crdt_doc *doc, const char *root, uint64_t client, size_t index, bytes text,
                       struct buf *update)
{
    uint32_t type = type_find_root(doc, root);
    TRY(edit_check(doc, client, text));
    if (type)
        index_build(doc, type);
    TRY(check_index(doc, type, index));
    if (!text.len)
        return CARNET_OK;
    if (!type)
        index_build(doc, type = type_root(doc, bytes_text(root)));
    transaction_begin(doc);
    edit_insert(doc, type, client, index, text);
    edit_finish(doc, client, update);
    return CARNET_OK;
}

carnet_err crdt_delete(struct crdt_doc *doc, const char *root, uint64_t client, size_t index, size_t length,
                       struct buf *update)
{
    uint32_t type = type_find_root(doc, root);
    if (type)
        index_build(doc, type);
    if (length > SIZE_MAX - index)
        return bad_index(index, length);
    TRY(check_index(doc, type, index));
    TRY(check_index(doc, type, index + length));
    if (!length)
        return CARNET_OK;
    transaction_begin(doc);
    edit_delete(doc, type, index, length);
    edit_finish(doc, client, update);
    return CARNET_OK;
}
