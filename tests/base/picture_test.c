/* Pictures without what the camera wrote beside them. */
#include "harness/test.h"

#include "base/picture.h"

#define BYTES(text) (bytes){ (const uint8_t *)(text), sizeof(text) - 1 }
#define BYTES_OF(text) { (const uint8_t *)(text), sizeof(text) - 1 } /* to initialise with */
#define FRAME "\xff\xc0\0\x0b\x08\0\x02\0\x03\x01\x01\x11\0" /* 3 × 2 points */
#define SCAN "\xff\xda\0\x08\x01\x01\0\0\x3f\0" "ab\xff\0cd\xff\xd0" "ef"
#define JFIF "\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
#define EXIF_ON_ITS_SIDE "\xff\xe1\0\x2e" "Exif\0\0II*\0\x08\0\0\0\x02\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0%\x88\x04\0\x01\0\0\0GPS!\0\0\0\0"
#define PLACE "48.85N"

static bool has(const struct buf *buf, bytes part)
{
    for (size_t at = 0; at + part.len <= buf->len; at++)
        if (memcmp(buf->ptr + at, part.ptr, part.len) == 0)
            return true;
    return false;
}

static bool holds(const struct buf *buf, const char *text)
{
    return has(buf, bytes_text(text));
}

TEST(picture, a_jpeg_keeps_its_picture_and_orientation_and_loses_place_comments_and_what_follows)
{
    CLEANUP(buf_clear) struct buf out = { 0 };
    bytes in = BYTES("\xff\xd8" JFIF EXIF_ON_ITS_SIDE "\xff\xfe\0\x08" PLACE FRAME SCAN "\xff\xd9" PLACE);
    CHECK_OK(picture_clean_jpeg(&out, in));
    CHECK(!holds(&out, "GPS!") && !holds(&out, PLACE));
    CHECK(holds(&out, "JFIF"));
    CHECK(has(&out, BYTES(FRAME SCAN "\xff\xd9")));
    CHECK(has(&out, BYTES("\x01\x12\0\x03\0\0\0\x01\0\x06")));
    CLEANUP(buf_clear) struct buf again = { 0 };
    CHECK_OK(picture_clean_jpeg(&again, buf_bytes(&out)));
    CHECK(bytes_equal(buf_bytes(&out), buf_bytes(&again)));
}

TEST(picture, a_jpeg_that_is_none_to_its_end_is_refused)
{
    bytes whole = BYTES("\xff\xd8" FRAME SCAN "\xff\xd9");
    CLEANUP(buf_clear) struct buf same = { 0 };
    CHECK_OK(picture_clean_jpeg(&same, whole));
    CHECK(bytes_equal(whole, buf_bytes(&same)));
    for (size_t len = 0; len < whole.len; len++) {
        CLEANUP(buf_clear) struct buf out = { 0 };
        CHECK_ERR(CARNET_INVALID, picture_clean_jpeg(&out, (bytes){ whole.ptr, len }));
    }
    static const bytes WRONG[] = {
        { (const uint8_t *)"\xff\xd8\xff\xd9", 4 },
        { (const uint8_t *)"\xff\xd8\xff\xe1\0\x01\xff\xd9", 8 },
        { (const uint8_t *)"\xff\xd8\xff\xc0\0\x0b\x08\xff\xff\xff\xff\x01\x01\x11\0\xff\xd9", 17 },
    };
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++) {
        CLEANUP(buf_clear) struct buf out = { 0 };
        CHECK_ERR(CARNET_INVALID, picture_clean_jpeg(&out, WRONG[i]));
    }
}

#define PNG "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x03\0\0\0\x02\x08\x02\0\0\0----"
#define DATA "\0\0\0\x02IDATxy----"
#define END "\0\0\0\0IEND----"

TEST(picture, a_png_loses_its_texts_and_exif)
{
    CLEANUP(buf_clear) struct buf out = { 0 };
    CHECK_OK(picture_clean_png(&out, BYTES(PNG "\0\0\0\x06tEXt" PLACE "----" "\0\0\0\x06" "eXIf" PLACE "----" DATA END PLACE)));
    CHECK(bytes_equal(buf_bytes(&out), BYTES(PNG DATA END)));
    CLEANUP(buf_clear) struct buf none = { 0 };
    CHECK_ERR(CARNET_INVALID, picture_clean_png(&none, BYTES(PNG END)));
    CHECK_ERR(CARNET_INVALID, picture_clean_png(&none, BYTES(PNG DATA)));
    CHECK_ERR(CARNET_INVALID, picture_clean_png(&none, BYTES(PNG "\xff\xff\xff\xff" "IDAT")));
    CHECK_ERR(CARNET_INVALID, picture_clean_png(&none, BYTES("\x89PNG\r\n\x1a\n" DATA END)));
    CHECK_ERR(CARNET_INVALID, picture_clean_png(&none, BYTES("\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\xff\xff\xff\xff\xff\xff\xff\xff\x08\x02\0\0\0----" DATA END)));
}

TEST(picture, a_webp_loses_its_exif_and_says_so)
{
    CLEANUP(buf_clear) struct buf out = { 0 };
    CHECK_OK(picture_clean_webp(&out, BYTES("RIFF\x2e\0\0\0WEBP" "VP8X\x0a\0\0\0\x0c\0\0\0\x02\0\0\x01\0\0" "VP8L\x01\0\0\0z\0" "EXIF\x06\0\0\0" PLACE)));
    CHECK(bytes_equal(buf_bytes(&out), BYTES("RIFF\x20\0\0\0WEBP" "VP8X\x0a\0\0\0\0\0\0\0\x02\0\0\x01\0\0" "VP8L\x01\0\0\0z\0")));
    CLEANUP(buf_clear) struct buf none = { 0 };
    CHECK_ERR(CARNET_INVALID, picture_clean_webp(&none, BYTES("RIFF\x04\0\0\0WEBP")));
    CHECK_ERR(CARNET_INVALID, picture_clean_webp(&none, BYTES("RIFF\xff\0\0\0WEBPVP8L\x01\0\0\0z\0")));
}

static struct picture look(bytes data)
{
    struct picture what = { 0 };
    CLEANUP(buf_clear) struct buf out = { 0 };
    CHECK_OK(picture_clean(&out, &what, data));
    return what;
}

TEST(picture, each_kind_says_what_it_is_and_how_large)
{
    struct picture jpeg = look(BYTES("\xff\xd8" JFIF FRAME SCAN "\xff\xd9")), png = look(BYTES(PNG DATA END));
    CHECK_TEXT("image/jpeg", jpeg.type);
    CHECK_INT(3, jpeg.width);
    CHECK_INT(2, jpeg.height);
    CHECK_TEXT("image/png", png.type);
    CHECK_INT(3, png.width);
    CHECK_INT(2, png.height);
    static const bytes WEBP[] = {
        BYTES_OF("RIFF\x24\0\0\0WEBP" "VP8X\x0a\0\0\0\0\0\0\0\x02\0\0\x01\0\0" "VP8L\x05\0\0\0zzzzz\0"),
        BYTES_OF("RIFF\x12\0\0\0WEBP" "VP8L\x05\0\0\0\x2f\x02\x40\0\0\0"),
        BYTES_OF("RIFF\x16\0\0\0WEBP" "VP8 \x0a\0\0\0\0\0\0\x9d\x01\x2a\x03\x40\x02\x80"),
    };
    for (size_t i = 0; i < sizeof WEBP / sizeof *WEBP; i++) {
        struct picture webp = look(WEBP[i]);
        CHECK_TEXT("image/webp", webp.type);
        CHECK_INT(3, webp.width);
        CHECK_INT(2, webp.height);
    }
    struct picture none;
    CHECK_ERR(CARNET_INVALID, picture_look(&none, BYTES("GIF89a")));
    CHECK_ERR(CARNET_INVALID, picture_look(&none, BYTES("RIFF\x12\0\0\0WEBP" "VP8L\x05\0\0\0zzzzz\0")));
    CHECK_ERR(CARNET_INVALID, picture_look(&none, BYTES("RIFF")));
    CHECK_ERR(CARNET_INVALID, picture_look(&none, BYTES("\xff\xd8\xff\xda\0\x02")));
}
