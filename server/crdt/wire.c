/* Reading and writing one struct. Layout of an item: info byte, origin?, right origin?, (parent, key?) when it has
 * neither origin, content. Every id is a client and a clock. */
#include "crdt/wire.h"

#include <string.h>

#include "base/utf.h"

enum { TYPE_XML_ELEMENT = 3, TYPE_XML_HOOK = 5, TYPE_XML_TEXT = 6 };

static carnet_err invalid(const char *what)
{
    return err_set(CARNET_INVALID, "crdt.update", "%s", what);
}

/* ---- text ---- */

static size_t ascii_prefix(bytes text)
{
    size_t i = 0;
    while (i + 8 <= text.len && !(load8(text.ptr + i) & HIGH_BITS))
        i += 8;
    while (i < text.len && text.ptr[i] < 0x80)
        i++;
    return i;
}

bool text_ascii(bytes text)
{
    return ascii_prefix(text) == text.len;
}

static bool text_valid(bytes text)
{
    size_t ascii = ascii_prefix(text);
    return ascii == text.len || utf8_valid((bytes){ text.ptr + ascii, text.len - ascii });
}

uint32_t text_units(bytes text)
{
    size_t units = 0, i = 0;
    for (; i + 8 <= text.len; i += 8) {
        uint64_t w = load8(text.ptr + i);
        if (w & HIGH_BITS) {
            uint64_t tails = w >> 7 & ~(w >> 6) & 0x0101010101010101u;               /* 10xxxxxx */
            uint64_t fours = w >> 7 & w >> 6 & w >> 5 & w >> 4 & 0x0101010101010101u; /* 11110xxx */
            units += 8 - (size_t)__builtin_popcountll(tails) + (size_t)__builtin_popcountll(fours);
        } else {
            units += 8;
        }
    }
    for (; i < text.len; i++)
        units += (size_t)((text.ptr[i] & 0xc0) != 0x80) + (text.ptr[i] >= 0xf0);
    return (uint32_t)units;
}

static size_t text_at(bytes text, uint32_t n, bool *inside)
{
    size_t i = 0;
    while (n >= 8 && i + 8 <= text.len && !(load8(text.ptr + i) & HIGH_BITS)) {
        i += 8;
        n -= 8;
    }
    while (n) {
        uint8_t c = text.ptr[i];
        if (c >= 0xf0) {
            if (n == 1) {
                *inside = true;
                return i;
            }
            n -= 2;
            i += 4;
        } else {
            n--;
            i += c < 0x80 ? 1 : c < 0xe0 ? 2 : 3;
        }
    }
    return i;
}

/* ---- content ---- */

size_t content_at(uint8_t kind, bytes content, uint32_t n, bool *inside)
{
    *inside = false;
    if (kind == CONTENT_STRING)
        return text_at(content, n, inside);
    struct reader r = reader_of(content);
    bytes element;
    for (; n; n--) {
        carnet_err err = kind == CONTENT_ANY ? any_read(&r, false) : wire_sized(&element, &r);
        if (err)
            break; /* cannot be: the content was checked when it came */
    }
    return content.len - reader_left(&r);
}

static void put_sized_cut(struct buf *out, bytes text, uint32_t offset)
{
    bool inside;
    size_t at = text_at(text, offset, (inside = false, &inside));
    if (inside) {
        at += 4;
        buf_put_varint(out, text.len - at + 3);
        buf_put_text(out, "\xef\xbf\xbd");
        buf_put(out, (bytes){ text.ptr + at, text.len - at });
    } else {
        buf_put_sized(out, (bytes){ text.ptr + at, text.len - at });
    }
}

void content_write(struct buf *out, uint8_t kind, bytes content, uint32_t length, uint32_t offset)
{
    switch (kind) {
    case CONTENT_DELETED:
        buf_put_varint(out, length - offset);
        break;
    case CONTENT_STRING:
        if (offset)
            put_sized_cut(out, content, offset);
        else
            buf_put_sized(out, content);
        break;
    case CONTENT_JSON:
    case CONTENT_ANY: {
        bool inside;
        size_t at = offset ? content_at(kind, content, offset, &inside) : 0;
        buf_put_varint(out, length - offset);
        buf_put(out, (bytes){ content.ptr + at, content.len - at });
        break;
    }
    default:
        buf_put(out, content);
    }
}

/* Reads `count` elements; the span is what they cover. */
static carnet_err elements_read(struct wire *s, struct reader *r, bool check)
{
    TRY(wire_clock(&s->length, r));
    const uint8_t *from = r->at;
    for (uint32_t i = 0; i < s->length; i++) {
        if (s->kind == CONTENT_ANY) {
            TRY(any_read(r, check));
            continue;
        }
        bytes text;
        TRY(wire_sized(&text, r));
        if (check && !bytes_equal(text, bytes_text("undefined")))
            TRY(json_check(text));
    }
    s->content = (bytes){ from, (size_t)(r->at - from) };
    return CARNET_OK;
}

static carnet_err type_read(struct reader *r, bool check)
{
    uint64_t type;
    bytes name;
    TRY(wire_varint(&type, r));
    if (type > TYPE_XML_TEXT)
        return invalid("unknown type");
    if (type != TYPE_XML_ELEMENT && type != TYPE_XML_HOOK)
        return CARNET_OK;
    TRY(wire_sized(&name, r));
    return check && !text_valid(name) ? invalid("a name is not UTF-8") : CARNET_OK;
}

static carnet_err format_read(struct reader *r, bool check)
{
    bytes key, value;
    TRY(wire_sized(&key, r));
    TRY(wire_sized(&value, r));
    if (!check)
        return CARNET_OK;
    return text_valid(key) ? json_check(value) : invalid("a key is not UTF-8");
}

static carnet_err doc_read(struct reader *r, bool check)
{
    bytes guid;
    TRY(wire_sized(&guid, r));
    if (check && !text_valid(guid))
        return invalid("a name is not UTF-8");
    if (r->at < r->end && *r->at >= 126) /* Yjs reads properties of it */
        return invalid("a document without options");
    return any_read(r, check);
}

static carnet_err string_read(struct wire *s, struct reader *r, enum wire_mode mode)
{
    TRY(wire_sized(&s->content, r));
    size_t ascii = mode == WIRE_CHECK ? ascii_prefix(s->content) : 0;
    if (mode == WIRE_ASCII || ascii == s->content.len) {
        s->length = (uint32_t)s->content.len;
        return CARNET_OK;
    }
    if (mode == WIRE_CHECK && !utf8_valid((bytes){ s->content.ptr + ascii, s->content.len - ascii }))
        return invalid("text is not UTF-8");
    s->length = text_units(s->content);
    return CARNET_OK;
}

static carnet_err content_read(struct wire *s, struct reader *r, enum wire_mode mode)
{
    const uint8_t *from = r->at;
    bool check = mode == WIRE_CHECK;
    bytes span;
    s->length = 1;
    switch (s->kind) {
    case CONTENT_DELETED:
        TRY(wire_clock(&s->length, r));
        s->content = (bytes){ from, 0 };
        return CARNET_OK;
    case CONTENT_STRING:
        return string_read(s, r, mode);
    case CONTENT_JSON:
    case CONTENT_ANY:
        return elements_read(s, r, check);
    case CONTENT_BINARY:
        TRY(wire_sized(&span, r));
        break;
    case CONTENT_EMBED:
        TRY(wire_sized(&span, r));
        if (check)
            TRY(json_check(span));
        break;
    case CONTENT_FORMAT:
        TRY(format_read(r, check));
        break;
    case CONTENT_TYPE:
        TRY(type_read(r, check));
        break;
    case CONTENT_DOC:
        TRY(doc_read(r, check));
        break;
    default:
        return invalid("unknown content");
    }
    s->content = (bytes){ from, (size_t)(r->at - from) };
    return CARNET_OK;
}

/* ---- struct ---- */

static inline carnet_err ref_read(struct ref *out, struct reader *r)
{
    TRY(wire_varint(&out->client, r));
    return wire_clock(&out->clock, r);
}

static carnet_err parent_read(struct wire *s, struct reader *r, bool check)
{
    uint64_t is_root;
    TRY(wire_varint(&is_root, r));
    if (is_root > 1)
        return invalid("unknown parent");
    s->parent_is_root = is_root;
    if (is_root)
        TRY(wire_sized(&s->root, r));
    else
        TRY(ref_read(&s->parent, r));
    s->has_key = s->info & INFO_KEY;
    if (s->has_key)
        TRY(wire_sized(&s->key, r));
    if (check && ((is_root && !text_valid(s->root)) || (s->has_key && !text_valid(s->key))))
        return invalid("a name is not UTF-8");
    return CARNET_OK;
}

carnet_err wire_read(struct wire *s, struct reader *r, enum wire_mode mode)
{
    if (r->at == r->end)
        return reader_byte(&s->info, r);
    s->info = *r->at++;
    s->kind = s->info & INFO_CONTENT;
    s->has_parent = s->has_key = s->loose = false;
    if (s->kind == CONTENT_GC || s->kind == CONTENT_SKIP) {
        if (s->info != s->kind)
            return invalid("flags on a struct without content");
        TRY(wire_clock(&s->length, r));
    } else {
        if (s->info & INFO_ORIGIN)
            TRY(ref_read(&s->origin, r));
        if (s->info & INFO_RIGHT_ORIGIN)
            TRY(ref_read(&s->right_origin, r));
        s->has_parent = !(s->info & (INFO_ORIGIN | INFO_RIGHT_ORIGIN));
        if (s->has_parent)
            TRY(parent_read(s, r, mode == WIRE_CHECK));
        TRY(content_read(s, r, mode));
    }
    return s->length ? CARNET_OK : invalid("a struct of length 0");
}

static void ref_write(struct buf *out, uint64_t client, uint32_t clock)
{
    buf_put_varint(out, client);
    buf_put_varint(out, clock);
}

void wire_write(struct buf *out, const struct wire *s, uint64_t client, uint32_t clock, uint32_t offset)
{
    if (s->kind == CONTENT_GC || s->kind == CONTENT_SKIP) {
        buf_put_byte(out, s->kind);
        buf_put_varint(out, s->length - offset);
        return;
    }
    uint8_t flags = (uint8_t)((s->info & ~INFO_KEY) | (s->has_key ? INFO_KEY : 0)); /* as Yjs writes what it only read */
    buf_put_byte(out, (uint8_t)(flags | (offset ? INFO_ORIGIN : 0)));
    if (offset)
        ref_write(out, client, clock + offset - 1);
    else if (s->info & INFO_ORIGIN)
        ref_write(out, s->origin.client, s->origin.clock);
    if (s->info & INFO_RIGHT_ORIGIN)
        ref_write(out, s->right_origin.client, s->right_origin.clock);
    if (s->has_parent && !offset) {
        buf_put_byte(out, s->parent_is_root);
        if (s->parent_is_root)
            buf_put_sized(out, s->root);
        else
            ref_write(out, s->parent.client, s->parent.clock);
        if (s->has_key)
            buf_put_sized(out, s->key);
    }
    content_write(out, s->kind, s->content, s->length, offset);
}
