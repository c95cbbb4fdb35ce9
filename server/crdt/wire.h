#pragma once
/* A struct as an update carries it (Yjs update format, version 1), and the variable-length integers around it.
 * Reading never passes the end; the first time it also refuses what a Yjs client could not read (text that is not UTF-8,
 * JSON that does not parse, unknown values), because what we relay must not break those who receive it. */
#include "base/bytes.h"

#include <string.h>

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
    bool loose;    /* 16 bytes may be read at content, however many belong to it */
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

/* Eight bytes at once. */
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the first byte is the lowest");
#define HIGH_BITS 0x8080808080808080u
static inline uint64_t load8(const uint8_t *p)
{
    uint64_t word;
    memcpy(&word, p, sizeof word);
    return word;
}

/* A number of at most eight bytes, all of which may be looked at; NULL when it is longer or above 2^53. */
static inline const uint8_t *near_varint(uint64_t *out, const uint8_t *p)
{
    if (p[0] < 0x80) {
        *out = p[0];
        return p + 1;
    }
    uint64_t w = load8(p), ends = ~w & HIGH_BITS;
    w &= (ends ^ (ends - 1)) & ~HIGH_BITS; /* the bytes up to the first without a high bit; groups of 7 join in pairs */
    w = (w & 0x007f007f007f007fu) | (w & 0x7f007f007f007f00u) >> 1;
    w = (w & 0x00003fff00003fffu) | (w & 0x3fff00003fff0000u) >> 2;
    w = (w & 0x000000000fffffffu) | (w & 0x0fffffff00000000u) >> 4;
    *out = w;
    return ends && !(w >> 53) ? p + (__builtin_ctzll(ends) >> 3) + 1 : NULL;
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
bool text_ascii(bytes text);

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

/* The usual case here; the rest, and refusals, in reader_varint. */
static inline carnet_err wire_varint(uint64_t *out, struct reader *r)
{
    const uint8_t *p = r->at;
    if (p < r->end && p[0] < 0x80) {
        *out = p[0];
        r->at = p + 1;
        return CARNET_OK;
    }
    if (r->end - p < 8 || !(p = near_varint(out, p)))
        return reader_varint(out, r);
    r->at = p;
    return CARNET_OK;
}

enum { WIRE_NEAR = 64 }; /* an info byte, two ids, a length and sixteen bytes behind it */

/* The same for clocks and lengths: of at most four bytes. */
static inline const uint8_t *near_clock(uint32_t *out, const uint8_t *p)
{
    if (p[0] < 0x80) {
        *out = p[0];
        return p + 1;
    }
    uint32_t w, ends;
    memcpy(&w, p, sizeof w);
    ends = ~w & (uint32_t)HIGH_BITS;
    w &= (ends ^ (ends - 1)) & ~(uint32_t)HIGH_BITS;
    w = (w & 0x007f007fu) | (w & 0x7f007f00u) >> 1;
    *out = (w & 0x3fffu) | (w & 0x3fff0000u) >> 2;
    return ends ? p + (__builtin_ctz(ends) >> 3) + 1 : NULL;
}

static inline const uint8_t *near_ref(struct ref *out, const uint8_t *p)
{
    return (p = near_varint(&out->client, p)) ? near_clock(&out->clock, p) : NULL;
}

static inline bool near_ascii(bytes text)
{
    static const uint64_t high_bits_of[] = { 0, 0x80, 0x8080, 0x808080, 0x80808080, 0x8080808080, 0x808080808080,
                                             0x80808080808080, HIGH_BITS };
    return text.len <= 8 ? !(load8(text.ptr) & high_bits_of[text.len]) : text_ascii(text);
}

/* A text or a run of deletions beside another item, which is what documents are made of. WIRE_NEAR bytes may be looked at,
 * also beyond the end. false, and nothing is read: wire_read has to, and finds what is wrong if something is. Which of the
 * two it is changes all the time: nothing here branches on it. */
static inline bool wire_read_near(struct wire *s, struct reader *r, enum wire_mode mode)
{
    const uint8_t *p = r->at;
    uint32_t n;
    s->info = *p++;
    s->kind = s->info & INFO_CONTENT;
    bool is_text = s->kind == CONTENT_STRING;
    if (s->info < INFO_RIGHT_ORIGIN || !(1u << s->kind & (1u << CONTENT_STRING | 1u << CONTENT_DELETED)))
        return false;
    if (s->info & INFO_ORIGIN && !(p = near_ref(&s->origin, p)))
        return false;
    if (s->info & INFO_RIGHT_ORIGIN && !(p = near_ref(&s->right_origin, p)))
        return false;
    if (!(p = near_clock(&n, p)) || !n)
        return false;
    bytes content = { p, is_text ? n : 0 };
    if (p > r->end || content.len > (size_t)(r->end - p))
        return false;
    s->has_parent = s->has_key = false;
    s->loose = true;
    s->content = content;
    s->length = n;
    if (mode != WIRE_ASCII && !near_ascii(content)) {
        if (mode == WIRE_CHECK)
            return false;
        s->length = text_units(content);
    }
    r->at = p + content.len;
    return true;
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
