/* The rules of images: judged, cleaned, sealed where the text is, kept; and forgotten with it. */
#include "areas/document/image.h"

#include <string.h>

#include "areas/document/image_sql.h"
#include "areas/document/sealed.h"
#include "guard/digest.h"
#include "guard/random.h"
#include "store/content.h"

enum { CHECKED_AT_ONCE = 100 };

/* An image opens at its own place only: the kind says which image of the document it is. */
static struct sealed_place seal_of(struct ctx *ctx, int64_t journal, int64_t document, const char *uid, bool small)
{
    return (struct sealed_place){ journal, document, arena_printf(ctx->arena, small ? "thumbnail %s" : "image %s", uid), 0 };
}

static carnet_err no_image(void)
{
    struct err_note note;
    err_take(&note);
    return err_set(CARNET_INVALID, "image.type", "%s", note.detail);
}

static carnet_err clean(struct buf *out, struct picture *what, bytes picture)
{
    if (picture.len > IMAGE_LARGEST)
        return err_set(CARNET_LIMIT, "image.large", "size=%zu", picture.len);
    if (picture_clean(out, what, picture) != CARNET_OK)
        return no_image();
    if (what->width > IMAGE_LONGEST || what->height > IMAGE_LONGEST)
        return err_set(CARNET_INVALID, "image.type", "%u by %u points", what->width, what->height);
    return CARNET_OK;
}

static carnet_err has_space(struct ctx *ctx, int64_t document, int64_t size)
{
    int64_t used;
    TRY(image_sql_space(&used, ctx, document));
    return used + size > IMAGES_MOST ? err_set(CARNET_LIMIT, "image.quota", "used=%lld", (long long)used) : CARNET_OK;
}

/* Cleaned octets on the disk, under the hash of what lies there. */
static carnet_err keep(const char **hash, struct ctx *ctx, const struct document *document, const char *uid, bool small, bytes picture)
{
    CLEANUP(buf_clear) struct buf sealed = { 0 };
    char hex[DIGEST_HEX], unique[GUARD_ID];
    if (document->journal) {
        struct sealed_place place = seal_of(ctx, document->journal, document->id, uid, small);
        TRY(sealed_close(&sealed, ctx, &place, picture));
        picture = buf_bytes(&sealed);
    }
    digest_hex(hex, picture);
    guard_id(unique);
    *hash = arena_text(ctx->arena, hex);
    return content_keep(ctx->db, *hash, unique, picture);
}

/* What was kept for a row that is not to be. Unsealed content may be somebody else's too, and is swept if it is not. */
static carnet_err let_go(struct ctx *ctx, const struct image *image)
{
    if (!image->sealed)
        return CARNET_OK;
    TRY(content_forget(ctx->db, image->content));
    return image->thumbnail ? content_forget(ctx->db, image->thumbnail) : CARNET_OK;
}

carnet_err image_take(struct image *out, struct ctx *ctx, const struct image_upload *upload)
{
    struct document document;
    struct picture small;
    CLEANUP(buf_clear) struct buf picture = { 0 };
    CLEANUP(buf_clear) struct buf thumbnail = { 0 };
    TRY(document_find(&document, ctx, upload->document, VERB_WRITE));
    *out = (struct image){ .document = document.id, .uid = upload->image, .sealed = document.journal != 0 };
    TRY(clean(&picture, &out->picture, upload->picture));
    if (upload->thumbnail.len)
        TRY(clean(&thumbnail, &small, upload->thumbnail));
    out->size = (int64_t)(picture.len + thumbnail.len);
    TRY(has_space(ctx, document.id, out->size));
    TRY(keep(&out->content, ctx, &document, out->uid, false, buf_bytes(&picture)));
    return thumbnail.len ? keep(&out->thumbnail, ctx, &document, out->uid, true, buf_bytes(&thumbnail)) : CARNET_OK;
}

static carnet_err add(bool *made, struct ctx *ctx, const char *uid, const struct image *image)
{
    struct document document;
    struct image_row before;
    TRY(document_find(&document, ctx, uid, VERB_WRITE));
    carnet_err found = image_sql_find(&before, ctx, document.id, image->uid);
    *made = found == CARNET_MISSING;
    if (!*made)
        return found;
    TRY(has_space(ctx, document.id, image->size));
    TRY(content_is_there(ctx->db, image->content));
    if (image->thumbnail)
        TRY(content_is_there(ctx->db, image->thumbnail));
    return image_sql_add(ctx, image);
}

carnet_err image_add(bool *made, struct ctx *ctx, const char *uid, const struct image *image)
{
    carnet_err err = add(made, ctx, uid, image);
    if (!err && *made)
        return CARNET_OK;
    struct err_note note;
    err_take(&note);
    TRY(let_go(ctx, image));
    return err ? err_restore(&note) : CARNET_OK;
}

static carnet_err missing(void)
{
    return err_set(CARNET_MISSING, "image.missing", "no image of this text");
}

/* As it was cleaned, of this row. */
static carnet_err open_row(struct buf *out, struct ctx *ctx, const struct image_row *row, bool small)
{
    small = small && row->thumbnail;
    const char *hash = small ? row->thumbnail : row->content;
    if (!row->journal)
        return content_read(out, ctx->db, hash);
    CLEANUP(buf_clear) struct buf sealed = { 0 };
    struct sealed_place place = seal_of(ctx, row->journal, row->document, row->uid, small);
    TRY(content_read(&sealed, ctx->db, hash));
    return sealed_open(out, ctx, &place, buf_bytes(&sealed));
}

carnet_err image_read(bytes *content, struct picture *what, struct ctx *ctx, const struct document *document, const char *image,
                      bool small)
{
    struct image_row row;
    CLEANUP(buf_clear) struct buf body = { 0 };
    carnet_err found = image_sql_find(&row, ctx, document->id, image);
    if (!found)
        found = open_row(&body, ctx, &row, small);
    if (found == CARNET_MISSING)
        return missing();
    TRY(found);
    if (picture_look(what, buf_bytes(&body)) != CARNET_OK)
        return err_set(CARNET_CORRUPT, "image.damaged", "document=%lld", (long long)document->id);
    *content = (bytes){ arena_copy(ctx->arena, body.ptr, body.len), body.len };
    return CARNET_OK;
}

carnet_err image_next(const char **image, struct ctx *ctx, const struct document *document, int64_t *after)
{
    struct image_row *rows;
    size_t count;
    TRY(image_sql_list(&rows, &count, ctx, document->id, after, 1));
    *image = count ? rows->uid : NULL;
    return CARNET_OK;
}

carnet_err image_forget_all(struct ctx *ctx, int64_t document)
{
    struct image_row *rows;
    size_t count;
    int64_t after = 0;
    do {
        TRY(image_sql_list(&rows, &count, ctx, document, &after, CHECKED_AT_ONCE));
        for (size_t i = 0; i < count; i++) {
            struct image image = { .content = rows[i].content, .thumbnail = rows[i].thumbnail, .sealed = rows[i].journal != 0 };
            TRY(let_go(ctx, &image));
        }
    } while (count);
    return image_sql_delete(ctx, document);
}

carnet_err image_contents(struct ctx *ctx, rows_text_fn *fn, void *self)
{
    return image_sql_contents(ctx, fn, self);
}

/* ---- looking for damage ---- */

static bool is_named(const char *hash, bytes content)
{
    char hex[DIGEST_HEX];
    digest_hex(hex, content);
    return strcmp(hex, hash) == 0;
}

/* A seal proves itself; what lies there unsealed is proved by its name. */
static carnet_err is_sound(bool *out, struct ctx *ctx, const struct image_row *row, bool small)
{
    struct picture what;
    CLEANUP(buf_clear) struct buf body = { 0 };
    carnet_err err = open_row(&body, ctx, row, small);
    if (!err)
        err = picture_look(&what, buf_bytes(&body));
    *out = !err && (row->journal || is_named(small ? row->thumbnail : row->content, buf_bytes(&body)));
    return err == CARNET_IO || err == CARNET_LIMIT ? err : CARNET_OK;
}

/* Without its key a sealed image is as its text: said elsewhere, or being erased. */
static carnet_err check_row(struct ctx *ctx, const struct image_row *row, image_say_fn *say, void *self)
{
    bool sound = true, small = true, keyless = false;
    struct err_note note;
    if (row->journal)
        TRY(sealed_keyless(&keyless, ctx, row->journal));
    if (keyless)
        return CARNET_OK;
    TRY(is_sound(&sound, ctx, row, false));
    if (sound && row->thumbnail)
        TRY(is_sound(&small, ctx, row, true));
    err_take(&note);
    if (!sound || !small)
        say(self, arena_printf(ctx->arena, "document %lld: an image of it is missing or damaged", (long long)row->document));
    return CARNET_OK;
}

carnet_err image_check(struct ctx *ctx, image_say_fn *say, void *self)
{
    struct image_row *rows;
    size_t count;
    int64_t after = 0;
    do {
        TRY(image_sql_list(&rows, &count, ctx, 0, &after, CHECKED_AT_ONCE));
        for (size_t i = 0; i < count; i++)
            TRY(check_row(ctx, &rows[i], say, self));
    } while (count);
    return CARNET_OK;
}
