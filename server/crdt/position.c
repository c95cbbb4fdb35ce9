/* Relative positions, in the encoding of Yjs: 0 and the id of a character, or 1 and the name of a root (its end, or its
 * beginning when the association is to the left), or 2 and the id of a type; then the association. */
#include "crdt/crdt.h"
#include "crdt/index.h"
#include "crdt/item.h"
#include "crdt/type.h"

enum { AT_CHARACTER, AT_ROOT, AT_TYPE };

/* lib0's signed integer: the sign in the second bit of the first byte. */
static void put_signed(struct buf *out, int value)
{
    unsigned rest = value < 0 ? -(unsigned)value : (unsigned)value;
    buf_put_byte(out, (uint8_t)((rest > 63 ? 0x80 : 0) | (value < 0 ? 0x40 : 0) | (rest & 63)));
    rest >>= 6;
    while (rest) {
        buf_put_byte(out, (uint8_t)((rest > 127 ? 0x80 : 0) | (rest & 127)));
        rest >>= 7;
    }
}

static carnet_err read_negative(bool *out, struct reader *r)
{
    uint8_t byte;
    *out = false;
    if (!reader_left(r))
        return CARNET_OK;
    TRY(reader_byte(&byte, r));
    *out = byte & 0x40;
    for (unsigned n = 0; byte & 0x80; n++) {
        TRY(reader_byte(&byte, r));
        if (n > 7)
            return err_set(CARNET_INVALID, "crdt.position", "association too large");
    }
    return CARNET_OK;
}

carnet_err crdt_position_encode(struct buf *out, const struct crdt_doc *doc, const char *root, size_t index, int assoc)
{
    uint32_t type = type_find_root((struct crdt_doc *)doc, root);
    size_t length = type ? doc->types.at[type].length : 0;
    if (index > length)
        return err_set(CARNET_INVALID, "crdt.index", "%zu of %zu", index, length);
    if (assoc < 0 ? index == 0 : index == length) {
        buf_put_varint(out, AT_ROOT);
        buf_put_sized(out, bytes_text(root));
    } else {
        uint32_t offset, item;
        index_build((struct crdt_doc *)doc, type); /* a cache */
        item = index_find(doc, type, (uint32_t)index - (assoc < 0), &offset);
        buf_put_varint(out, AT_CHARACTER);
        buf_put_varint(out, doc->clients.at[item_at(doc, item)->client].id);
        buf_put_varint(out, item_at(doc, item)->clock + offset);
    }
    put_signed(out, assoc);
    return CARNET_OK;
}

static carnet_err gone(void)
{
    return err_set(CARNET_MISSING, "crdt.position", "nothing of it is left");
}

static carnet_err resolve_character(size_t *index, const struct crdt_doc *doc, uint32_t type, struct ref at, bool left)
{
    uint32_t client = client_find_const(doc, at.client);
    if (at.clock >= client_end(doc, client))
        return gone();
    uint32_t item = item_find(doc, (struct id){ client, at.clock });
    if (!item || (item_at(doc, item)->flags & ITEM_KEYED) || item_at(doc, item)->parent != type)
        return gone();
    const struct item *it = item_at(doc, item);
    index_build((struct crdt_doc *)doc, type); /* a cache */
    *index = index_rank(doc, item) + (item_width(it) ? at.clock - it->clock + left : 0);
    return CARNET_OK;
}

carnet_err crdt_position_resolve(size_t *index, const struct crdt_doc *doc, const char *root, bytes position)
{
    struct reader r = reader_of(position);
    uint64_t kind;
    struct ref at = { 0 };
    bytes name = { 0 };
    bool left;
    TRY(wire_varint(&kind, &r));
    if (kind == AT_ROOT) {
        TRY(wire_sized(&name, &r));
    } else if (kind == AT_CHARACTER || kind == AT_TYPE) {
        TRY(wire_varint(&at.client, &r));
        TRY(wire_clock(&at.clock, &r));
    } else {
        return err_set(CARNET_INVALID, "crdt.position", "unknown kind");
    }
    TRY(read_negative(&left, &r));
    if (reader_left(&r))
        return err_set(CARNET_INVALID, "crdt.position", "bytes after the end");
    uint32_t type = type_find_root((struct crdt_doc *)doc, root);
    if (kind == AT_CHARACTER)
        return type ? resolve_character(index, doc, type, at, left) : gone();
    if (kind == AT_TYPE || !bytes_equal(name, bytes_text(root)))
        return gone();
    *index = left || !type ? 0 : doc->types.at[type].length;
    return CARNET_OK;
}
