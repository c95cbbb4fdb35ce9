/* Spans, buffers, the bounded reader, and their text forms. */
#include "base/bytes.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bytes bytes_text(const char *text)
{
    return (bytes){ (const uint8_t *)text, text ? strlen(text) : 0 };
}

bool bytes_equal(bytes a, bytes b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

void buf_clear(struct buf *buf)
{
    mem_free(buf->ptr);
    *buf = (struct buf){ 0 };
}

void buf_reserve(struct buf *buf, size_t more)
{
    size_t need = buf->len + more + 1;
    if (need <= buf->cap)
        return;
    size_t cap = buf->cap ? buf->cap * 2 : 64;
    if (cap < need)
        cap = need;
    buf->ptr = mem_grow(buf->ptr, cap);
    buf->cap = cap;
    buf->ptr[buf->len] = 0;
}

void buf_put(struct buf *buf, bytes data)
{
    buf_reserve(buf, data.len);
    if (data.len)
        memcpy(buf->ptr + buf->len, data.ptr, data.len);
    buf->len += data.len;
    buf->ptr[buf->len] = 0;
}

void buf_put_byte(struct buf *buf, uint8_t byte)
{
    buf_reserve(buf, 1);
    buf->ptr[buf->len++] = byte;
    buf->ptr[buf->len] = 0;
}

void buf_put_text(struct buf *buf, const char *text)
{
    buf_put(buf, bytes_text(text));
}

void buf_put_varint(struct buf *buf, uint64_t value)
{
    buf_reserve(buf, 10);
    while (value > 0x7f) {
        buf->ptr[buf->len++] = (uint8_t)(value | 0x80);
        value >>= 7;
    }
    buf->ptr[buf->len++] = (uint8_t)value;
    buf->ptr[buf->len] = 0;
}

void buf_put_sized(struct buf *buf, bytes data)
{
    buf_put_varint(buf, data.len);
    buf_put(buf, data);
}

void buf_printf(struct buf *buf, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (len > 0) {
        buf_reserve(buf, (size_t)len);
        vsnprintf((char *)buf->ptr + buf->len, (size_t)len + 1, format, again);
        buf->len += (size_t)len;
    }
    va_end(again);
}

bytes buf_bytes(const struct buf *buf)
{
    return (bytes){ buf->ptr, buf->len };
}

const char *buf_text(const struct buf *buf)
{
    return buf->ptr ? (const char *)buf->ptr : "";
}

uint8_t *buf_take(struct buf *buf)
{
    uint8_t *ptr = buf->ptr;
    *buf = (struct buf){ 0 };
    return ptr;
}

struct reader reader_of(bytes data)
{
    return (struct reader){ data.ptr, data.ptr + data.len };
}

size_t reader_left(const struct reader *r)
{
    return (size_t)(r->end - r->at);
}

static carnet_err truncated(void)
{
    return err_set(CARNET_INVALID, "bytes.truncated", "input ends early");
}

carnet_err reader_byte(uint8_t *out, struct reader *r)
{
    if (r->at == r->end)
        return truncated();
    *out = *r->at++;
    return CARNET_OK;
}

carnet_err reader_varint(uint64_t *out, struct reader *r)
{
    uint64_t value = 0;
    for (unsigned shift = 0; r->at < r->end; shift += 7) {
        uint8_t byte = *r->at++;
        if (shift > 49 || (shift == 49 && (byte & 0x7f) > 0xf))
            return err_set(CARNET_INVALID, "bytes.too_large", "integer above 2^53");
        value |= (uint64_t)(byte & 0x7f) << shift;
        if (!(byte & 0x80)) {
            *out = value;
            return CARNET_OK;
        }
    }
    return truncated();
}

carnet_err reader_span(bytes *out, struct reader *r, uint64_t len)
{
    if (len > reader_left(r))
        return truncated();
    *out = (bytes){ r->at, (size_t)len };
    r->at += len;
    return CARNET_OK;
}

carnet_err reader_sized(bytes *out, struct reader *r)
{
    uint64_t len;
    TRY(reader_varint(&len, r));
    return reader_span(out, r, len);
}

void buf_put_hex(struct buf *buf, bytes data)
{
    static const char digits[] = "0123456789abcdef";
    buf_reserve(buf, data.len * 2);
    for (size_t i = 0; i < data.len; i++) {
        buf_put_byte(buf, (uint8_t)digits[data.ptr[i] >> 4]);
        buf_put_byte(buf, (uint8_t)digits[data.ptr[i] & 15]);
    }
}

void buf_put_base64url(struct buf *buf, bytes data)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    uint32_t held = 0;
    unsigned bits = 0;
    buf_reserve(buf, data.len * 4 / 3 + 2);
    for (size_t i = 0; i < data.len; i++) {
        held = held << 8 | data.ptr[i];
        for (bits += 8; bits >= 6; bits -= 6)
            buf_put_byte(buf, (uint8_t)digits[held >> (bits - 6) & 63]);
    }
    if (bits)
        buf_put_byte(buf, (uint8_t)digits[held << (6 - bits) & 63]);
}

static int base64url_digit(uint8_t c)
{
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    return c == '-' ? 62 : c == '_' ? 63 : -1;
}

carnet_err base64url_decode(struct buf *out, bytes text)
{
    uint32_t held = 0;
    unsigned bits = 0;
    buf_reserve(out, text.len * 3 / 4 + 1);
    for (size_t i = 0; i < text.len; i++) {
        int digit = base64url_digit(text.ptr[i]);
        if (digit < 0)
            return err_set(CARNET_INVALID, "bytes.base64", "not base64url");
        held = held << 6 | (uint32_t)digit;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            buf_put_byte(out, (uint8_t)(held >> bits));
        }
    }
    if (bits >= 6 || (held & ((1u << bits) - 1)))
        return err_set(CARNET_INVALID, "bytes.base64", "stray bits");
    return CARNET_OK;
}
