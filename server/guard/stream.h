#pragma once
/* An encrypted file, written and read from front to back: libsodium's secretstream (XChaCha20-Poly1305) in chunks of 64 KiB, the
 * last of which carries the final tag. A file that was cut, altered, reordered or lengthened anywhere is refused at the chunk
 * concerned; what stream_read gave before is only sure to be a beginning until stream_end has agreed. One thread at a time. */
#include <stdint.h>

#include "base/bytes.h"
#include "base/err.h"

enum { STREAM_KEY = 32, STREAM_KEY_NAME = 17, STREAM_CHUNK = 65536 };

struct stream_key {
    uint8_t octets[STREAM_KEY];
};
void stream_key_new(struct stream_key *out);
void stream_key_clear(struct stream_key *key); /* wipes; for CLEANUP */
void stream_key_name(char out[STREAM_KEY_NAME], const struct stream_key *key); /* tells keys apart, gives nothing away */
void stream_key_put(struct buf *out, const struct stream_key *key); /* one line of text, that people can keep on paper */
/* INVALID "stream.key" when the text is no such line; white space around it is fine. */
MUST_CHECK carnet_err stream_key_parse(struct stream_key *out, bytes text);

/* fd is borrowed; head is what the caller put into the file before, in the clear: it is bound to every chunk. Copied. */
struct stream_writer;
MUST_CHECK carnet_err stream_writer_new(struct stream_writer **out, int fd, const struct stream_key *key, bytes head);
MUST_CHECK carnet_err stream_write(struct stream_writer *writer, bytes data);
MUST_CHECK carnet_err stream_finish(struct stream_writer *writer); /* the last chunk; not synced */
void stream_writer_free(struct stream_writer **writer);            /* for CLEANUP; NULL inside is fine, here and below */

/* Errors: CARNET_CORRUPT "stream.broken". */
struct stream_reader;
MUST_CHECK carnet_err stream_reader_new(struct stream_reader **out, int fd, const struct stream_key *key, bytes head);
MUST_CHECK carnet_err stream_read(uint8_t *out, size_t len, struct stream_reader *reader); /* all of it, or an error */
MUST_CHECK carnet_err stream_end(struct stream_reader *reader); /* everything was read, and the final tag was seen */
void stream_reader_free(struct stream_reader **reader);
