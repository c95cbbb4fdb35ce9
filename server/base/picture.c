/* JPEG: ITU T.81 annex B; Exif 2.3 §4.5. PNG: W3C PNG §5. WebP: RFC 9649. */
#include "base/picture.h"

#include <stdbool.h>
#include <string.h>

static carnet_err wrong(const char *what)
{
    return err_set(CARNET_INVALID, "file.picture", "%s", what);
}

static uint32_t big(const uint8_t *p, int octets)
{
    uint32_t n = 0;
    for (int i = 0; i < octets; i++)
        n = n << 8 | p[i];
    return n;
}

static uint32_t little(const uint8_t *p, int octets)
{
    uint32_t n = 0;
    for (int i = octets; i--;)
        n = n << 8 | p[i];
    return n;
}

static void put_little(struct buf *out, uint32_t n)
{
    for (int i = 0; i < 4; i++)
        buf_put_byte(out, (uint8_t)(n >> 8 * i));
}

static bool begins(bytes data, const char *with, size_t len)
{
    return data.len >= len && memcmp(data.ptr, with, len) == 0;
}

static carnet_err check_points(uint64_t width, uint64_t height)
{
    return width == 0 || height == 0 || width * height > PICTURE_POINTS ? wrong("of no size, or too many points") : CARNET_OK;
}

/* ---- JPEG ---- */

/* The orientation in an Exif block, 1 to 8; 1 when it says nothing. */
static int orientation_of(bytes exif)
{
    if (!begins(exif, "Exif\0\0", 6) || exif.len < 6 + 8)
        return 1;
    const uint8_t *tiff = exif.ptr + 6;
    size_t len = exif.len - 6;
    bool intel = tiff[0] == 'I';
    uint32_t (*read)(const uint8_t *, int) = intel ? little : big;
    uint32_t at = read(tiff + 4, 4);
    if (at > len || len - at < 2)
        return 1;
    uint32_t count = read(tiff + at, 2);
    for (at += 2; count-- && len - at >= 12; at += 12)
        if (read(tiff + at, 2) == 0x0112) {
            uint32_t way = read(tiff + at + 8, 2);
            return way >= 1 && way <= 8 ? (int)way : 1;
        }
    return 1;
}

static void put_orientation(struct buf *out, int way)
{
    static const uint8_t BLOCK[] = {
        0xff, 0xe1, 0, 34, 'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8, /* one entry: */
        0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0,
    };
    buf_put(out, (bytes){ BLOCK, sizeof BLOCK });
    buf_put_byte(out, (uint8_t)way);
    for (int i = 0; i < 6; i++)
        buf_put_byte(out, 0);
}

static bool is_frame(uint8_t marker)
{
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

static bool is_kept(uint8_t marker, bytes body)
{
    if (marker == 0xe0)
        return begins(body, "JFIF\0", 5);
    if (marker == 0xe2)
        return begins(body, "ICC_PROFILE\0", 12);
    if (marker == 0xee)
        return begins(body, "Adobe", 5);
    return !(marker >= 0xe1 && marker <= 0xef) && marker != 0xfe;
}

/* Copies coded data up to the next marker that is not part of it. */
static carnet_err copy_scan(struct buf *out, struct reader *r)
{
    const uint8_t *from = r->at;
    size_t len = reader_left(r), i = 0;
    while (i + 1 < len && !(from[i] == 0xff && from[i + 1] != 0 && from[i + 1] != 0xff && (from[i + 1] & 0xf8) != 0xd0))
        i++;
    if (i + 1 >= len)
        return wrong("a scan without an end");
    bytes scan;
    TRY(reader_span(&scan, r, i));
    buf_put(out, scan);
    return CARNET_OK;
}

static carnet_err next_marker(uint8_t *out, struct reader *r)
{
    uint8_t octet;
    TRY(reader_byte(&octet, r));
    if (octet != 0xff)
        return wrong("no marker");
    do
        TRY(reader_byte(&octet, r));
    while (octet == 0xff);
    *out = octet;
    return CARNET_OK;
}

static carnet_err segment(struct buf *out, struct reader *r, uint8_t marker, bool *framed, bool *turned)
{
    bytes size, body;
    TRY(reader_span(&size, r, 2));
    uint32_t len = big(size.ptr, 2);
    if (len < 2)
        return wrong("a segment shorter than its length");
    TRY(reader_span(&body, r, len - 2));
    if (is_frame(marker)) {
        if (body.len < 6)
            return wrong("a frame without a size");
        TRY(check_points(big(body.ptr + 3, 2), big(body.ptr + 1, 2)));
        *framed = true;
    }
    int way = marker == 0xe1 ? orientation_of(body) : 1;
    if (way > 1 && !*turned) {
        put_orientation(out, way);
        *turned = true;
    }
    if (is_kept(marker, body)) {
        buf_put_byte(out, 0xff);
        buf_put_byte(out, marker);
        buf_put(out, size);
        buf_put(out, body);
    }
    return CARNET_OK;
}

static carnet_err jpeg(struct buf *out, struct reader *r)
{
    bool framed = false, turned = false, scanned = false;
    for (;;) {
        uint8_t marker = 0;
        TRY(next_marker(&marker, r));
        if (marker == 0xd9) {
            buf_put(out, (bytes){ (const uint8_t *)"\xff\xd9", 2 });
            return framed && scanned ? CARNET_OK : wrong("no picture in it");
        }
        if (marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd8))
            return wrong("a marker out of place");
        TRY(segment(out, r, marker, &framed, &turned));
        if (marker == 0xda) {
            TRY(copy_scan(out, r));
            scanned = true;
        }
    }
}

/* A reader's own error says "short"; for whoever sent it, it is a picture that is none. */
static carnet_err said(carnet_err err)
{
    if (err == CARNET_OK)
        return CARNET_OK;
    struct err_note note;
    err_take(&note);
    return wrong(note.detail);
}

carnet_err picture_clean_jpeg(struct buf *out, bytes data)
{
    struct reader r = reader_of(data);
    bytes start;
    if (!begins(data, "\xff\xd8\xff", 3))
        return wrong("no JPEG");
    TRY(said(reader_span(&start, &r, 2)));
    buf_put(out, start);
    return said(jpeg(out, &r));
}

/* ---- PNG ---- */

static bool in_list(const uint8_t *name, const char *const *list)
{
    for (; *list; list++)
        if (memcmp(name, *list, 4) == 0)
            return true;
    return false;
}

static carnet_err png(struct buf *out, struct reader *r)
{
    static const char *const KEPT[] = { "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT",
                                        "bKGD", "pHYs", "acTL", "fcTL", "fdAT", NULL };
    bool data = false;
    for (bool first = true;; first = false) {
        const uint8_t *from = r->at;
        bytes head, body, crc;
        TRY(reader_span(&head, r, 8));
        TRY(reader_span(&body, r, big(head.ptr, 4)));
        TRY(reader_span(&crc, r, 4));
        const uint8_t *name = head.ptr + 4;
        if (first != (memcmp(name, "IHDR", 4) == 0) || (first && body.len != 13))
            return wrong("no header at its place");
        if (first)
            TRY(check_points(big(body.ptr, 4), big(body.ptr + 4, 4)));
        data |= memcmp(name, "IDAT", 4) == 0;
        if (in_list(name, KEPT))
            buf_put(out, (bytes){ from, (size_t)(r->at - from) });
        if (memcmp(name, "IEND", 4) == 0)
            return data ? CARNET_OK : wrong("no picture in it");
    }
}

carnet_err picture_clean_png(struct buf *out, bytes data)
{
    struct reader r = reader_of(data);
    bytes signature;
    if (!begins(data, "\x89PNG\r\n\x1a\n", 8))
        return wrong("no PNG");
    TRY(said(reader_span(&signature, &r, 8)));
    buf_put(out, signature);
    return said(png(out, &r));
}

/* ---- WebP ---- */

enum { HAS_EXIF = 0x08, HAS_XMP = 0x04 };

static carnet_err webp(struct buf *out, struct reader *r)
{
    static const char *const KEPT[] = { "VP8X", "VP8 ", "VP8L", "ALPH", "ANIM", "ANMF", "ICCP", NULL };
    bool picture = false;
    while (reader_left(r)) {
        bytes head, body, pad;
        TRY(reader_span(&head, r, 8));
        uint32_t len = little(head.ptr + 4, 4);
        TRY(reader_span(&body, r, len));
        TRY(reader_span(&pad, r, len & 1));
        if (!in_list(head.ptr, KEPT))
            continue;
        picture |= memcmp(head.ptr, "VP8 ", 4) == 0 || memcmp(head.ptr, "VP8L", 4) == 0 || memcmp(head.ptr, "ANMF", 4) == 0;
        buf_put(out, head);
        size_t at = out->len;
        buf_put(out, body);
        buf_put(out, pad);
        if (memcmp(head.ptr, "VP8X", 4) == 0) {
            if (len != 10)
                return wrong("a header of another size");
            TRY(check_points(little(body.ptr + 4, 3) + 1, little(body.ptr + 7, 3) + 1));
            out->ptr[at] &= (uint8_t) ~(HAS_EXIF | HAS_XMP);
        }
    }
    return picture ? CARNET_OK : wrong("no picture in it");
}

carnet_err picture_clean_webp(struct buf *out, bytes data)
{
    if (!begins(data, "RIFF", 4) || data.len < 12 || memcmp(data.ptr + 8, "WEBP", 4) != 0)
        return wrong("no WebP");
    uint64_t len = little(data.ptr + 4, 4);
    if (len < 4 || len + 8 > data.len)
        return wrong("shorter than it says");
    struct reader r = reader_of((bytes){ data.ptr + 12, (size_t)len - 4 }); /* what follows is no part of it */
    CLEANUP(buf_clear) struct buf chunks = { 0 };
    TRY(said(webp(&chunks, &r)));
    buf_put(out, (bytes){ (const uint8_t *)"RIFF", 4 });
    put_little(out, (uint32_t)chunks.len + 4);
    buf_put(out, (bytes){ (const uint8_t *)"WEBP", 4 });
    buf_put(out, buf_bytes(&chunks));
    return CARNET_OK;
}

/* ---- whichever ---- */

static carnet_err look_jpeg(struct picture *out, struct reader *r)
{
    for (bytes size, body;;) {
        uint8_t marker = 0;
        TRY(next_marker(&marker, r));
        if (marker <= 0x01 || (marker >= 0xd0 && marker <= 0xda))
            return wrong("no frame in it");
        TRY(reader_span(&size, r, 2));
        if (big(size.ptr, 2) < 2)
            return wrong("a segment shorter than its length");
        TRY(reader_span(&body, r, big(size.ptr, 2) - 2));
        if (!is_frame(marker))
            continue;
        if (body.len < 6)
            return wrong("a frame without a size");
        *out = (struct picture){ "image/jpeg", big(body.ptr + 3, 2), big(body.ptr + 1, 2) };
        return CARNET_OK;
    }
}

static carnet_err look_png(struct picture *out, struct reader *r)
{
    bytes head;
    TRY(reader_span(&head, r, 8 + 8));
    if (memcmp(head.ptr + 4, "IHDR", 4) != 0)
        return wrong("no header at its place");
    *out = (struct picture){ "image/png", big(head.ptr + 8, 4), big(head.ptr + 12, 4) };
    return CARNET_OK;
}

/* The first chunk says it, each kind in its way. */
static carnet_err look_webp(struct picture *out, struct reader *r)
{
    bytes head, body;
    TRY(reader_span(&head, r, 8));
    TRY(reader_span(&body, r, little(head.ptr + 4, 4)));
    *out = (struct picture){ .type = "image/webp" };
    if (memcmp(head.ptr, "VP8X", 4) == 0 && body.len == 10) {
        out->width = little(body.ptr + 4, 3) + 1;
        out->height = little(body.ptr + 7, 3) + 1;
    } else if (memcmp(head.ptr, "VP8L", 4) == 0 && body.len >= 5 && body.ptr[0] == 0x2f) {
        out->width = (little(body.ptr + 1, 4) & 0x3fff) + 1;
        out->height = (little(body.ptr + 1, 4) >> 14 & 0x3fff) + 1;
    } else if (memcmp(head.ptr, "VP8 ", 4) == 0 && body.len >= 10 && memcmp(body.ptr + 3, "\x9d\x01\x2a", 3) == 0) {
        out->width = little(body.ptr + 6, 2) & 0x3fff;
        out->height = little(body.ptr + 8, 2) & 0x3fff;
    }
    return CARNET_OK;
}

static const struct {
    const char *begins;
    size_t begins_len, skip;
    carnet_err (*look)(struct picture *out, struct reader *r);
    carnet_err (*clean)(struct buf *out, bytes data);
} KINDS[] = {
    { "\xff\xd8\xff", 3, 2, look_jpeg, picture_clean_jpeg },
    { "\x89PNG\r\n\x1a\n", 8, 8, look_png, picture_clean_png },
    { "RIFF", 4, 12, look_webp, picture_clean_webp },
};

carnet_err picture_look(struct picture *out, bytes data)
{
    size_t i = 0, count = sizeof KINDS / sizeof *KINDS;
    while (i < count && !begins(data, KINDS[i].begins, KINDS[i].begins_len))
        i++;
    if (i == count || data.len < KINDS[i].skip)
        return wrong("of no kind that is known");
    struct reader r = reader_of((bytes){ data.ptr + KINDS[i].skip, data.len - KINDS[i].skip });
    TRY(said(KINDS[i].look(out, &r)));
    return check_points(out->width, out->height);
}

carnet_err picture_clean(struct buf *out, struct picture *what, bytes data)
{
    size_t i = 0;
    TRY(picture_look(what, data));
    while (!begins(data, KINDS[i].begins, KINDS[i].begins_len))
        i++;
    return KINDS[i].clean(out, data);
}
