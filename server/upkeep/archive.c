/* Layout: per part a 1, its name (sized), its pieces (sized, none empty), an empty piece, 1 when it is whole, how many bytes it has; after the
 * last part a 0 and how many parts there were. Numbers are varints. The stream proves that nothing was changed; the counts
 * are against our own mistakes. */
#include "upkeep/archive.h"

#include "base/mem.h"

enum { PIECE_MOST = 1 << 20, NAME_MOST = 1024 };

static carnet_err put_number(struct archive_writer *w, uint64_t number)
{
    CLEANUP(buf_clear) struct buf out = { 0 };
    buf_put_varint(&out, number);
    return stream_write(w->stream, buf_bytes(&out));
}

carnet_err archive_begin(struct archive_writer *w, const char *name)
{
    CLEANUP(buf_clear) struct buf out = { 0 };
    buf_put_byte(&out, 1);
    buf_put_sized(&out, bytes_text(name));
    w->parts++;
    w->bytes = 0;
    return stream_write(w->stream, buf_bytes(&out));
}

carnet_err archive_put(struct archive_writer *w, bytes data)
{
    while (data.len) {
        size_t n = data.len < PIECE_MOST ? data.len : PIECE_MOST;
        TRY(put_number(w, n));
        TRY(stream_write(w->stream, (bytes){ data.ptr, n }));
        w->bytes += n;
        data = (bytes){ data.ptr + n, data.len - n };
    }
    return CARNET_OK;
}

carnet_err archive_end(struct archive_writer *w, bool whole)
{
    TRY(put_number(w, 0));
    TRY(put_number(w, whole));
    return put_number(w, w->bytes);
}

carnet_err archive_finish(struct archive_writer *w)
{
    TRY(put_number(w, 0));
    TRY(put_number(w, w->parts));
    return stream_finish(w->stream);
}

/* ---- reading ---- */

static carnet_err get_number(uint64_t *out, struct archive_reader *r)
{
    uint8_t octets[10];
    size_t len = 0;
    do {
        if (len == sizeof octets)
            return err_set(CARNET_CORRUPT, "archive.number", "%s", "");
        TRY(stream_read(&octets[len], 1, r->stream));
    } while (octets[len++] & 0x80);
    struct reader reader = reader_of((bytes){ octets, len });
    return reader_varint(out, &reader);
}

static carnet_err get_sized(struct buf *out, struct archive_reader *r, size_t most)
{
    uint64_t len;
    TRY(get_number(&len, r));
    if (len > most)
        return err_set(CARNET_CORRUPT, "archive.size", "len=%llu", (unsigned long long)len);
    out->len = 0;
    buf_reserve(out, (size_t)len);
    TRY(stream_read(out->ptr, (size_t)len, r->stream));
    out->len = (size_t)len;
    out->ptr[len] = 0;
    return CARNET_OK;
}

carnet_err archive_next(bool *more, struct archive_reader *r)
{
    uint64_t kind, parts;
    TRY(get_number(&kind, r));
    *more = kind == 1;
    if (kind == 1) {
        r->parts++;
        r->bytes = 0;
        return get_sized(&r->name, r, NAME_MOST);
    }
    TRY(get_number(&parts, r));
    if (kind != 0 || parts != r->parts)
        return err_set(CARNET_CORRUPT, "archive.parts", "%llu of %llu", (unsigned long long)r->parts, (unsigned long long)parts);
    return stream_end(r->stream);
}

carnet_err archive_piece(bool *more, struct archive_reader *r)
{
    uint64_t whole, size;
    TRY(get_sized(&r->piece, r, PIECE_MOST));
    r->bytes += r->piece.len;
    *more = r->piece.len > 0;
    if (*more)
        return CARNET_OK;
    TRY(get_number(&whole, r));
    TRY(get_number(&size, r));
    r->whole = whole == 1;
    return size == r->bytes ? CARNET_OK : err_set(CARNET_CORRUPT, "archive.bytes", "%.100s", buf_text(&r->name));
}

carnet_err archive_skip(struct archive_reader *r)
{
    bool more = true;
    while (more)
        TRY(archive_piece(&more, r));
    return CARNET_OK;
}

void archive_reader_clear(struct archive_reader *r)
{
    buf_clear(&r->name);
    buf_clear(&r->piece);
}
