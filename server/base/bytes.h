#pragma once
/* Octets from and to the outside.
 * bytes   a borrowed span, never terminated.
 * buf     a growing buffer, always terminated by a zero that is not counted.
 * reader  a cursor that cannot pass its end; a refused read leaves it unusable and names the reason.
 * Variable-length integers are those of lib0 (y-protocols, Yjs updates): seven bits a byte, low bits first. */
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"

typedef struct bytes {
    const uint8_t *ptr;
    size_t len;
} bytes;

bytes bytes_text(const char *text); /* NULL gives the empty span */
bool bytes_equal(bytes a, bytes b);

struct buf {
    uint8_t *ptr; /* NULL while nothing was ever put */
    size_t len, cap;
};

void buf_clear(struct buf *buf);               /* frees; the buffer can be used again */
void buf_reserve(struct buf *buf, size_t more); /* room for more bytes and the terminator */
void buf_put(struct buf *buf, bytes data);
void buf_put_byte(struct buf *buf, uint8_t byte);
void buf_put_text(struct buf *buf, const char *text);
void buf_put_varint(struct buf *buf, uint64_t value);
void buf_put_sized(struct buf *buf, bytes data); /* varint length, then the bytes */
void buf_printf(struct buf *buf, const char *format, ...) PRINTF_LIKE(2, 3);
bytes buf_bytes(const struct buf *buf);   /* borrowed until the next put */
const char *buf_text(const struct buf *buf); /* "" when empty */
uint8_t *buf_take(struct buf *buf);       /* the caller frees; the buffer is empty again */

struct reader {
    const uint8_t *at, *end;
};

struct reader reader_of(bytes data);
size_t reader_left(const struct reader *r);
MUST_CHECK carnet_err reader_byte(uint8_t *out, struct reader *r);
MUST_CHECK carnet_err reader_varint(uint64_t *out, struct reader *r); /* at most 2^53 - 1, as in JavaScript */
MUST_CHECK carnet_err reader_span(bytes *out, struct reader *r, uint64_t len);
MUST_CHECK carnet_err reader_sized(bytes *out, struct reader *r); /* varint length, then the bytes */

/* Text forms. base64url is without padding. Decoders refuse any other character and stray bits. */
void buf_put_hex(struct buf *buf, bytes data);
void buf_put_base64url(struct buf *buf, bytes data);
MUST_CHECK carnet_err base64url_decode(struct buf *out, bytes text);
