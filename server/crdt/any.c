/* Values inside contents: lib0's `any` (one tag byte from 127 down to 116) and JSON texts.
 * Both are only walked, never built: contents are kept as the bytes that came. What nests is remembered on a small
 * stack of our own, so that input cannot exhaust the machine's. */
#include "crdt/wire.h"

#include "base/utf.h"

#include <string.h>

enum any {
    ANY_BYTES = 116,
    ANY_ARRAY,
    ANY_OBJECT,
    ANY_STRING,
    ANY_TRUE,
    ANY_FALSE,
    ANY_BIGINT,
    ANY_FLOAT64,
    ANY_FLOAT32,
    ANY_INTEGER,
    ANY_NULL,
    ANY_UNDEFINED,
};

static carnet_err too_deep(void)
{
    return err_set(CARNET_LIMIT, "crdt.nesting", "values nested deeper than %d", NESTING_MAX);
}

static carnet_err text_read(struct reader *r, bool check)
{
    bytes text;
    TRY(wire_sized(&text, r));
    if (check && !utf8_valid(text))
        return err_set(CARNET_INVALID, "crdt.text", "text is not UTF-8");
    return CARNET_OK;
}

/* A signed integer: six bits in the first byte, then seven; at most 2^53. */
static carnet_err integer_read(struct reader *r)
{
    uint8_t byte;
    TRY(reader_byte(&byte, r));
    uint64_t value = byte & 0x3f;
    for (unsigned shift = 6; byte & 0x80; shift += 7) {
        TRY(reader_byte(&byte, r));
        if (shift > 48 || (value |= (uint64_t)(byte & 0x7f) << shift) >> 53)
            return err_set(CARNET_INVALID, "crdt.integer", "integer above 2^53");
    }
    return CARNET_OK;
}

struct nest {
    uint64_t left;
    bool object;
};

carnet_err any_read(struct reader *r, bool check)
{
    struct nest stack[NESTING_MAX];
    unsigned depth = 0;
    bytes span;
    stack[0] = (struct nest){ 1, false };
    for (;;) {
        while (!stack[depth].left) {
            if (depth == 0)
                return CARNET_OK;
            depth--;
        }
        stack[depth].left--;
        if (stack[depth].object)
            TRY(text_read(r, check));
        uint8_t tag;
        TRY(reader_byte(&tag, r));
        switch (tag) {
        case ANY_UNDEFINED:
        case ANY_NULL:
        case ANY_FALSE:
        case ANY_TRUE:
            break;
        case ANY_INTEGER:
            TRY(integer_read(r));
            break;
        case ANY_FLOAT32:
            TRY(reader_span(&span, r, 4));
            break;
        case ANY_FLOAT64:
        case ANY_BIGINT:
            TRY(reader_span(&span, r, 8));
            break;
        case ANY_STRING:
            TRY(text_read(r, check));
            break;
        case ANY_BYTES:
            TRY(wire_sized(&span, r));
            break;
        case ANY_ARRAY:
        case ANY_OBJECT: {
            uint64_t count;
            TRY(wire_varint(&count, r));
            if (++depth == NESTING_MAX)
                return too_deep();
            stack[depth] = (struct nest){ count, tag == ANY_OBJECT };
            break;
        }
        default:
            return err_set(CARNET_INVALID, "crdt.any", "unknown kind of value %u", tag);
        }
    }
}

/* ---- JSON (RFC 8259) ---- */

struct json {
    const uint8_t *at, *end;
};

static bool json_take(struct json *j, const char *word)
{
    size_t len = strlen(word);
    if ((size_t)(j->end - j->at) < len || memcmp(j->at, word, len) != 0)
        return false;
    j->at += len;
    return true;
}

static void json_blank(struct json *j)
{
    while (j->at < j->end && (*j->at == ' ' || *j->at == '\t' || *j->at == '\n' || *j->at == '\r'))
        j->at++;
}

static bool json_digits(struct json *j)
{
    const uint8_t *from = j->at;
    while (j->at < j->end && *j->at >= '0' && *j->at <= '9')
        j->at++;
    return j->at > from;
}

static bool json_number(struct json *j)
{
    json_take(j, "-");
    if (!json_take(j, "0") && !json_digits(j))
        return false;
    if (json_take(j, ".") && !json_digits(j))
        return false;
    if (json_take(j, "e") || json_take(j, "E")) {
        if (!json_take(j, "+"))
            json_take(j, "-");
        return json_digits(j);
    }
    return true;
}

static bool json_hex(struct json *j)
{
    if (j->end - j->at < 4)
        return false;
    for (const uint8_t *stop = j->at + 4; j->at < stop; j->at++) {
        uint8_t c = *j->at;
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')))
            return false;
    }
    return true;
}

static bool json_string(struct json *j)
{
    if (!json_take(j, "\""))
        return false;
    while (j->at < j->end) {
        uint8_t c = *j->at++;
        if (c == '"')
            return true;
        if (c < 0x20)
            return false;
        if (c != '\\')
            continue;
        if (j->at == j->end)
            return false;
        c = *j->at++;
        if (c == 'u' ? !json_hex(j) : !(c && strchr("\"\\/bfnrt", c)))
            return false;
    }
    return false;
}

static bool json_key(struct json *j)
{
    json_blank(j);
    if (!json_string(j))
        return false;
    json_blank(j);
    return json_take(j, ":");
}

static bool json_scalar(struct json *j)
{
    if (j->at == j->end)
        return false;
    if (*j->at == '"')
        return json_string(j);
    return json_take(j, "null") || json_take(j, "true") || json_take(j, "false") || json_number(j);
}

/* What may follow a value: the next one, or the end of as many arrays and objects as close here. */
static bool json_after(struct json *j, const char *close, unsigned *depth, bool *done)
{
    for (;;) {
        json_blank(j);
        if (*depth == 0) {
            *done = true;
            return j->at == j->end;
        }
        if (json_take(j, ","))
            return close[*depth] != '}' || json_key(j);
        if (j->at == j->end || *j->at != (uint8_t)close[*depth])
            return false;
        j->at++;
        --*depth;
    }
}

static bool json_valid(struct json *j, bool *deep)
{
    char close[NESTING_MAX];
    unsigned depth = 0;
    bool done = false;
    while (!done) {
        json_blank(j);
        bool object = json_take(j, "{");
        if (object || json_take(j, "[")) {
            if (++depth == NESTING_MAX) {
                *deep = true;
                return false;
            }
            close[depth] = object ? '}' : ']';
            json_blank(j);
            if (j->at == j->end || *j->at != (uint8_t)close[depth]) {
                if (object && !json_key(j))
                    return false;
                continue;
            }
            j->at++;
            depth--;
        } else if (!json_scalar(j)) {
            return false;
        }
        if (!json_after(j, close, &depth, &done))
            return false;
    }
    return true;
}

carnet_err json_check(bytes text)
{
    struct json j = { text.ptr, text.ptr + text.len };
    bool deep = false;
    if (utf8_valid(text) && json_valid(&j, &deep))
        return CARNET_OK;
    return deep ? too_deep() : err_set(CARNET_INVALID, "crdt.json", "not a JSON text");
}
