#pragma once
/* A struct as an update carries it (Yjs update format, version 1), and the variable-length integers around it.
 * Reading never passes the end; the first time it also refuses what a Yjs client could not read (text that is not UTF-8,
 * JSON that does not parse, unknown values), because what we relay must not break those who receive it. */
#include "base/bytes.h"

enum content {
    CONTENT_GC = 0, /* a struct whose content and place are forgotten */
    CONTENT_DELETED = 1,
    CONTENT_JSON = 2,
    CONTENT_BINARY = 3,
    CONTENT_STRING = 4,
    CONTENT_EMBED = 5,
    CONTENT_FORMAT = 6,
    CONTENT_TYPE = 7,
    CONTENT_ANY = 8,
    CONTENT_DOC = 9,
    CONTENT_SKIP = 10, /* clocks that this update does not carry */
};

enum { INFO_ORIGIN = 0x80, INFO_RIGHT_ORIGIN = 0x40, INFO_KEY = 0x20, INFO_CONTENT = 0x1f };
enum { NESTING_MAX = 256 };              /* of values in Any and JSON contents */
#define CLOCK_MAX ((uint64_t)0xfffffff0) /* no clock reaches it: four thousand million characters by one client */

struct ref { /* an id as others know it */
    uint64_t client;
    uint32_t clock;
};

struct wire {
    uint8_t info;    /* the flags as read */
    uint8_t kind;    /* enum content */
    bool has_parent; /* neither origin: the parent is named */
    bool parent_is_root;
    bool has_key; /* named too */
    uint32_t length;
    struct ref origin, right_origin, parent;
    bytes root, key;
    bytes content; /* STRING: the text. JSON, ANY: the elements. Others: as encoded */
};

/* What may be counted in the length of a type, and what can be cut or joined. */
static inline bool content_countable(uint8_t kind)
{
    return kind != CONTENT_DELETED && kind != CONTENT_FORMAT;
}
static inline bool content_joins(uint8_t kind)
{
    return kind == CONTENT_DELETED || kind == CONTENT_JSON || kind == CONTENT_STRING || kind == CONTENT_ANY;
}

enum wire_mode {
    WIRE_CHECK, /* for the first time */
    WIRE_AGAIN, /* it was checked */
    WIRE_ASCII, /* and no text of the update has anything but ASCII */
};
MUST_CHECK carnet_err wire_read(struct wire *out, struct reader *r, enum wire_mode mode);

/* Writes the struct from its unit `offset` on; client and clock are where the struct begins. */
void wire_write(struct buf *out, const struct wire *s, uint64_t client, uint32_t clock, uint32_t offset);

/* Content of `length` units from unit `offset` on. A surrogate pair cut in two leaves U+FFFD on both sides, as in Yjs. */
void content_write(struct buf *out, uint8_t kind, bytes content, uint32_t length, uint32_t offset);

/* The byte where unit n begins. For a string, *inside tells that it falls inside a surrogate pair; the byte is then
 * where the pair begins. */
size_t content_at(uint8_t kind, bytes content, uint32_t n, bool *inside);

uint32_t text_units(bytes text); /* UTF-16 units of valid UTF-8 */

/* One value of lib0's `any` encoding; one JSON text. Neither recurses. */
MUST_CHECK carnet_err any_read(struct reader *r, bool check);
MUST_CHECK carnet_err json_check(bytes text);

static inline uint8_t *put_varint(uint8_t *p, uint64_t value)
{
    while (value > 0x7f) {
        *p++ = (uint8_t)(value | 0x80);
        value >>= 7;
    }
    *p++ = (uint8_t)value;
    return p;
}

/* Up to four bytes here, where nearly all are; the rest, and refusals, in reader_varint. */
static inline carnet_err wire_varint(uint64_t *out, struct reader *r)
{
    const uint8_t *p = r->at;
    if (p < r->end && p[0] < 0x80) {
        *out = p[0];
        r->at = p + 1;
        return CARNET_OK;
    }
    if (r->end - p < 4)
        return reader_varint(out, r);
    uint32_t value = p[0];
    if (p[1] < 0x80) {
        value = (value & 0x7f) | (uint32_t)p[1] << 7;
        r->at = p + 2;
    } else if (p[2] < 0x80) {
        value = (value & 0x7f) | (uint32_t)(p[1] & 0x7f) << 7 | (uint32_t)p[2] << 14;
        r->at = p + 3;
    } else if (p[3] < 0x80) {
        value = (value & 0x7f) | (uint32_t)(p[1] & 0x7f) << 7 | (uint32_t)(p[2] & 0x7f) << 14 | (uint32_t)p[3] << 21;
        r->at = p + 4;
    } else {
        return reader_varint(out, r);
    }
    *out = value;
    return CARNET_OK;
}

static inline carnet_err wire_clock(uint32_t *out, struct reader *r)
{
    uint64_t value;
    TRY(wire_varint(&value, r));
    if (value >= CLOCK_MAX)
        return err_set(CARNET_LIMIT, "crdt.clock", "a clock or length above 2^32");
    *out = (uint32_t)value;
    return CARNET_OK;
}

static inline carnet_err wire_sized(bytes *out, struct reader *r)
{
    uint64_t len;
    TRY(wire_varint(&len, r));
    return reader_span(out, r, len);
}
