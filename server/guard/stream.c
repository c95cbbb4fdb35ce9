/* Layout after the head: 24 bytes of secretstream header, then chunks of 64 KiB and 17 bytes of tag each; the last is shorter or just
 * as long, and the file ends with it. */
#include "guard/stream.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

enum {
    HEADER = crypto_secretstream_xchacha20poly1305_HEADERBYTES,
    TAG = crypto_secretstream_xchacha20poly1305_ABYTES,
    SEALED = STREAM_CHUNK + TAG,
};
_Static_assert(STREAM_KEY == crypto_secretstream_xchacha20poly1305_KEYBYTES, "libsodium's key");

#define KEY_MARK "carnet-backup-key-"

/* ---- keys ---- */

void stream_key_new(struct stream_key *out)
{
    crypto_secretstream_xchacha20poly1305_keygen(out->octets);
}

void stream_key_clear(struct stream_key *key)
{
    sodium_memzero(key->octets, sizeof key->octets);
}

void stream_key_name(char out[STREAM_KEY_NAME], const struct stream_key *key)
{
    static const char purpose[] = "carnet.key.name";
    uint8_t hash[crypto_generichash_BYTES_MIN];
    crypto_generichash(hash, sizeof hash, key->octets, sizeof key->octets, (const uint8_t *)purpose, sizeof purpose);
    sodium_bin2hex(out, STREAM_KEY_NAME, hash, (STREAM_KEY_NAME - 1) / 2);
}

void stream_key_put(struct buf *out, const struct stream_key *key)
{
    buf_put_text(out, KEY_MARK);
    buf_put_base64url(out, (bytes){ key->octets, sizeof key->octets });
    buf_put_byte(out, '\n');
}

static bytes trimmed(bytes text)
{
    static const char white[] = " \t\r\n";
    while (text.len && memchr(white, text.ptr[0], sizeof white - 1))
        text = (bytes){ text.ptr + 1, text.len - 1 };
    while (text.len && memchr(white, text.ptr[text.len - 1], sizeof white - 1))
        text.len--;
    return text;
}

carnet_err stream_key_parse(struct stream_key *out, bytes text)
{
    const size_t mark = sizeof KEY_MARK - 1;
    CLEANUP(buf_clear) struct buf octets = { 0 };
    text = trimmed(text);
    carnet_err err = CARNET_INVALID;
    if (text.len > mark && memcmp(text.ptr, KEY_MARK, mark) == 0)
        err = base64url_decode(&octets, (bytes){ text.ptr + mark, text.len - mark });
    bool ok = err == CARNET_OK && octets.len == STREAM_KEY;
    if (ok)
        memcpy(out->octets, octets.ptr, STREAM_KEY);
    if (octets.ptr)
        sodium_memzero(octets.ptr, octets.len);
    return ok ? CARNET_OK : err_set(CARNET_INVALID, "stream.key", "this is no backup key");
}

/* ---- writing ---- */

struct stream_writer {
    crypto_secretstream_xchacha20poly1305_state state;
    int fd;
    struct buf head;
    size_t len; /* of chunk, waiting */
    uint8_t chunk[STREAM_CHUNK], sealed[SEALED];
};

static carnet_err write_all(int fd, const uint8_t *data, size_t len)
{
    while (len) {
        ssize_t n = write(fd, data, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            bool full = errno == ENOSPC || errno == EDQUOT || errno == EFBIG;
            return err_set(full ? CARNET_LIMIT : CARNET_IO, full ? "stream.full" : "stream.write", "%s", strerror(errno));
        }
        data += n;
        len -= (size_t)n;
    }
    return CARNET_OK;
}

carnet_err stream_writer_new(struct stream_writer **out, int fd, const struct stream_key *key, bytes head)
{
    uint8_t header[HEADER];
    struct stream_writer *writer = *out = mem_zero(1, sizeof *writer);
    writer->fd = fd;
    buf_put(&writer->head, head);
    crypto_secretstream_xchacha20poly1305_init_push(&writer->state, header, key->octets);
    return write_all(fd, header, sizeof header);
}

static carnet_err push(struct stream_writer *writer, uint8_t tag)
{
    crypto_secretstream_xchacha20poly1305_push(&writer->state, writer->sealed, NULL, writer->chunk, writer->len,
                                               writer->head.ptr, writer->head.len, tag);
    carnet_err err = write_all(writer->fd, writer->sealed, writer->len + TAG);
    writer->len = 0;
    return err;
}

carnet_err stream_write(struct stream_writer *writer, bytes data)
{
    while (data.len) {
        if (writer->len == STREAM_CHUNK) /* only when more follows: the last chunk has another tag */
            TRY(push(writer, crypto_secretstream_xchacha20poly1305_TAG_MESSAGE));
        size_t room = STREAM_CHUNK - writer->len, n = data.len < room ? data.len : room;
        memcpy(writer->chunk + writer->len, data.ptr, n);
        writer->len += n;
        data = (bytes){ data.ptr + n, data.len - n };
    }
    return CARNET_OK;
}

carnet_err stream_finish(struct stream_writer *writer)
{
    return push(writer, crypto_secretstream_xchacha20poly1305_TAG_FINAL);
}

void stream_writer_free(struct stream_writer **writer)
{
    if (!*writer)
        return;
    buf_clear(&(*writer)->head);
    sodium_memzero(*writer, sizeof **writer);
    mem_free(*writer);
    *writer = NULL;
}

/* ---- reading ---- */

struct stream_reader {
    crypto_secretstream_xchacha20poly1305_state state;
    int fd;
    struct buf head;
    bool final;
    size_t at, len; /* of chunk */
    uint8_t chunk[STREAM_CHUNK], sealed[SEALED + 1];
};

static carnet_err read_some(size_t *got, int fd, uint8_t *out, size_t most)
{
    for (*got = 0; *got < most;) {
        ssize_t n = read(fd, out + *got, most - *got);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return err_set(CARNET_IO, "stream.read", "%s", strerror(errno));
        if (n == 0)
            break;
        *got += (size_t)n;
    }
    return CARNET_OK;
}

static carnet_err broken(const char *why)
{
    return err_set(CARNET_CORRUPT, "stream.broken", "%s", why);
}

carnet_err stream_reader_new(struct stream_reader **out, int fd, const struct stream_key *key, bytes head)
{
    uint8_t header[HEADER];
    size_t got;
    struct stream_reader *reader = *out = mem_zero(1, sizeof *reader);
    reader->fd = fd;
    buf_put(&reader->head, head);
    TRY(read_some(&got, fd, header, sizeof header));
    if (got != sizeof header || crypto_secretstream_xchacha20poly1305_init_pull(&reader->state, header, key->octets) != 0)
        return broken("it is cut short");
    return CARNET_OK;
}

static carnet_err pull(struct stream_reader *reader)
{
    size_t got;
    unsigned long long len;
    uint8_t tag;
    if (reader->final)
        return broken("it holds less than it says");
    TRY(read_some(&got, reader->fd, reader->sealed, SEALED));
    if (got < TAG)
        return broken("it is cut short");
    if (crypto_secretstream_xchacha20poly1305_pull(&reader->state, reader->chunk, &len, &tag, reader->sealed, got,
                                                   reader->head.ptr, reader->head.len) != 0)
        return broken(got < SEALED ? "it is cut short or altered near its end, or this is not its key"
                                   : "it is altered, or this is not its key");
    reader->final = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    reader->at = 0;
    reader->len = (size_t)len;
    return CARNET_OK;
}

carnet_err stream_read(uint8_t *out, size_t len, struct stream_reader *reader)
{
    while (len) {
        if (reader->at == reader->len)
            TRY(pull(reader));
        size_t left = reader->len - reader->at, n = len < left ? len : left;
        memcpy(out, reader->chunk + reader->at, n);
        reader->at += n;
        out += n;
        len -= n;
    }
    return CARNET_OK;
}

carnet_err stream_end(struct stream_reader *reader)
{
    size_t got;
    if (reader->at == reader->len && !reader->final)
        TRY(pull(reader));
    if (reader->at != reader->len)
        return broken("it holds more than it says");
    if (!reader->final)
        return broken("its end is missing");
    TRY(read_some(&got, reader->fd, reader->sealed, 1));
    return got ? broken("something follows its end") : CARNET_OK;
}

void stream_reader_free(struct stream_reader **reader)
{
    if (!*reader)
        return;
    buf_clear(&(*reader)->head);
    sodium_memzero(*reader, sizeof **reader);
    mem_free(*reader);
    *reader = NULL;
}
