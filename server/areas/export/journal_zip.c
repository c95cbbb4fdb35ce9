/* The order of a journal's zip: for each entry its images, then its text, in which they are named as they lie in the zip, then what was said
 * about it; at the end the page that lists what there is. What is damaged is said there and does not keep the rest back. */
#include "areas/export/export.h"

#include <string.h>

#include "areas/document/image.h"
#include "areas/event/moment.h"
#include "areas/export/journal_words.h"
#include "areas/export/zip.h"
#include "base/log.h"
#include "base/table.h"

enum { PIECE_ENOUGH = 64 * 1024 };

struct entry_place {
    const char *uid, *day, *stem; /* stem: no two are the same */
};

struct journal_zip {
    struct arena *arena;
    struct zip *zip;
    struct entry_place *entries;
    size_t count, at;
    /* of the entry at hand: */
    struct names images; /* id → ending of its file */
    int64_t image_after;
    size_t lost;
    /* of those behind: */
    struct buf list;
    size_t listed;
};

static bool taken(const struct journal_zip *zip, const struct entry_place *entry)
{
    for (const struct entry_place *before = entry; before-- > zip->entries && strcmp(before->day, entry->day) == 0;)
        if (strcmp(before->stem, entry->stem) == 0)
            return true;
    return false;
}

static void place(struct journal_zip *zip, const struct entry *entry)
{
    struct entry_place *place = &zip->entries[zip->count];
    *place = (struct entry_place){ arena_text(zip->arena, entry->document.uid), arena_text(zip->arena, entry->written_on), NULL };
    const char *stem = place->stem = words_stem(zip->arena, entry->written_on, entry->title);
    for (int again = 2; taken(zip, place); again++)
        place->stem = arena_printf(zip->arena, "%s-%d", stem, again);
    zip->count++;
}

carnet_err journal_zip_new(struct journal_zip **out, struct ctx *ctx)
{
    struct entry *entries;
    size_t count;
    *out = NULL;
    TRY(journal_own(&entries, &count, ctx));
    if (!count)
        return err_set(CARNET_MISSING, "journal.none", "person=%lld", (long long)ctx->actor);
    struct journal_zip *zip = *out = mem_zero(1, sizeof *zip);
    zip->arena = arena_new();
    zip->entries = arena_alloc(zip->arena, count * sizeof *zip->entries);
    for (size_t i = 0; i < count; i++)
        place(zip, &entries[i]);
    return zip_new(&zip->zip);
}

void journal_zip_free(struct journal_zip *zip)
{
    if (!zip)
        return;
    zip_free(zip->zip);
    names_clear(&zip->images);
    buf_clear(&zip->list);
    arena_free(zip->arena);
    mem_free(zip);
}

/* ---- images ---- */

static const char *ending_of(const struct picture *picture)
{
    return strcmp(picture->type, "image/png") == 0 ? ".png" : strcmp(picture->type, "image/webp") == 0 ? ".webp" : ".jpg";
}

static carnet_err put_image(struct buf *out, struct ctx *ctx, struct journal_zip *zip, const struct entry *entry, const char *image)
{
    struct picture what;
    bytes content;
    carnet_err read = image_read(&content, &what, ctx, &entry->document, image, false);
    if (read == CARNET_CORRUPT || read == CARNET_MISSING) {
        struct err_note note;
        err_take(&note);
        log_note(LOG_ERROR, "export", "an image could not be read", &note);
        zip->lost++;
        return CARNET_OK;
    }
    TRY(read);
    const char *ending = ending_of(&what);
    names_put(&zip->images, image, (char *)ending);
    return zip_put(out, zip->zip, &(struct zip_file){
        .name = arena_printf(ctx->arena, "entrees/images/%s/%s%s", zip->entries[zip->at].stem, image, ending),
        .at = entry->document.updated_at,
        .content = content,
    });
}

/* ---- the text ---- */

static size_t id_length(bytes text, size_t at)
{
    size_t len = 0;
    while (at + len < text.len && len < 64 && text.ptr[at + len] && strchr("abcdefghijklmnopqrstuvwxyz0123456789-", text.ptr[at + len]))
        len++;
    return len;
}

static bool is_images(bytes text, size_t at)
{
    static const char folder[] = "images/";
    size_t len = sizeof folder - 1;
    return text.len - at > len && memcmp(text.ptr + at, folder, len) == 0 && (!at || !strchr("/-_", text.ptr[at - 1])) &&
           (!at || (text.ptr[at - 1] | 0x20) < 'a' || (text.ptr[at - 1] | 0x20) > 'z');
}

/* "images/<id>" becomes the place of that image beside the text's. */
static void put_text(struct buf *out, struct ctx *ctx, const struct journal_zip *zip, bytes text)
{
    size_t done = 0, folder = strlen("images/");
    for (size_t at = 0; at < text.len; at++) {
        if (text.ptr[at] != 'i' || !is_images(text, at))
            continue;
        size_t len = id_length(text, at + folder);
        const char *image = arena_span(ctx->arena, (const char *)text.ptr + at + folder, len);
        const char *ending = names_get(&zip->images, image);
        if (!ending)
            continue;
        buf_put(out, (bytes){ text.ptr + done, at - done });
        buf_printf(out, "images/%s/%s%s", zip->entries[zip->at].stem, image, ending);
        done = at + folder + len;
        at = done - 1;
    }
    buf_put(out, (bytes){ text.ptr + done, text.len - done });
}

static carnet_err zip_text(struct buf *out, struct journal_zip *zip, const char *name, int64_t at, const struct buf *text)
{
    return zip_put(out, zip->zip, &(struct zip_file){ .name = name, .at = at, .content = buf_bytes(text), .packed = true });
}

/* ---- the list ---- */

static void list_item(struct journal_zip *zip, struct ctx *ctx, const char *file, const char *title, const char *about)
{
    const struct entry_place *entry = &zip->entries[zip->at];
    buf_put_text(&zip->list, words_file(ctx->arena, file, (const struct word[]){
        { "iso", entry->day },
        { "day", words_day(ctx->arena, entry->day) },
        { "file", arena_printf(ctx->arena, "%s.md", entry->stem) },
        { "title", filled_html(ctx->arena, title, strlen(title)) },
        { "about", about },
        { NULL, NULL } }));
    zip->listed++;
}

static const char *counted(struct arena *arena, const char *what, size_t n)
{
    const char *key = arena_printf(arena, "%s-%s", what, n == 1 ? "one" : "many");
    return words_say(arena, key, (const struct word[]){ { "n", arena_printf(arena, "%zu", n) }, { NULL, NULL } });
}

static void put_tags(struct buf *out, struct arena *arena, const char *tags)
{
    json_auto_t *list = json_loads(tags, 0, NULL);
    const json_t *tag;
    size_t i;
    json_array_foreach(list, i, tag) {
        const char *text = json_string_value(tag);
        if (text)
            buf_printf(out, " · %s", filled_html(arena, text, strlen(text)));
    }
}

static carnet_err list_entry(struct journal_zip *zip, struct ctx *ctx, const struct entry *entry, size_t threads)
{
    struct arena *arena = ctx->arena;
    const char *visible;
    CLEANUP(buf_clear) struct buf about = { 0 };
    TRY(words_visible(&visible, ctx, entry));
    visible = words_say(arena, "visible", (const struct word[]){ { "who", visible }, { NULL, NULL } });
    buf_put_text(&about, filled_html(arena, visible, strlen(visible)));
    put_tags(&about, arena, entry->tags);
    if (zip->images.count)
        buf_printf(&about, " · %s", counted(arena, "images", zip->images.count));
    if (zip->lost)
        buf_printf(&about, " · %s", words_say(arena, "images-lost", NULL));
    if (threads)
        buf_printf(&about, " · %s", words_file(arena, "comments.html", (const struct word[]){
            { "file", arena_printf(arena, "%s.md", zip->entries[zip->at].stem) },
            { "count", counted(arena, "comments", threads) },
            { NULL, NULL } }));
    list_item(zip, ctx, "entry.html", words_title(arena, entry), buf_text(&about));
    return CARNET_OK;
}

static carnet_err put_list(struct buf *out, struct ctx *ctx, struct journal_zip *zip)
{
    struct arena *arena = ctx->arena;
    struct person self;
    CLEANUP(buf_clear) struct buf page = { 0 };
    TRY(people_find(&self, ctx, ctx->actor));
    buf_put_text(&page, words_file(arena, "index.html", (const struct word[]){
        { "day", words_day(arena, moment_today(ctx)) },
        { "name", filled_html(arena, self.name, strlen(self.name)) },
        { "count", zip->listed ? counted(arena, "entries", zip->listed) : words_say(arena, "entries-none", NULL) },
        { "list", buf_text(&zip->list) },
        { NULL, NULL } }));
    TRY(zip_text(out, zip, "LISEZ-MOI.html", ctx->now, &page));
    return zip_end(out, zip->zip);
}

/* ---- one after the other ---- */

static carnet_err put_texts(struct buf *out, struct ctx *ctx, struct journal_zip *zip, const struct entry *entry)
{
    const char *stem = zip->entries[zip->at].stem;
    size_t threads;
    CLEANUP(buf_clear) struct buf words = { 0 };
    CLEANUP(buf_clear) struct buf text = { 0 };
    CLEANUP(buf_clear) struct buf said = { 0 };
    TRY(document_text(&words, ctx, entry->document.id));
    TRY(words_head(&text, ctx, entry));
    put_text(&text, ctx, zip, buf_bytes(&words));
    TRY(words_comments(&said, &threads, ctx, entry, arena_printf(ctx->arena, "%s.md", stem)));
    TRY(zip_text(out, zip, arena_printf(ctx->arena, "entrees/%s.md", stem), entry->document.updated_at, &text));
    if (threads)
        TRY(zip_text(out, zip, arena_printf(ctx->arena, "commentaires/%s.md", stem), entry->document.updated_at, &said));
    return list_entry(zip, ctx, entry, threads);
}

static void next_entry(struct journal_zip *zip)
{
    names_clear(&zip->images);
    zip->image_after = 0;
    zip->lost = 0;
    zip->at++;
}

static carnet_err put_some(struct buf *out, struct ctx *ctx, struct journal_zip *zip)
{
    struct entry entry;
    const char *image;
    TRY(journal_show(&entry, ctx, zip->entries[zip->at].uid));
    TRY(image_next(&image, ctx, &entry.document, &zip->image_after));
    if (image)
        return put_image(out, ctx, zip, &entry, image);
    TRY(put_texts(out, ctx, zip, &entry));
    next_entry(zip);
    return CARNET_OK;
}

static carnet_err pass_over(struct ctx *ctx, struct journal_zip *zip, carnet_err why)
{
    struct err_note note;
    err_take(&note);
    if (why == CARNET_CORRUPT) {
        log_note(LOG_ERROR, "export", "an entry could not be read", &note);
        list_item(zip, ctx, "damaged.html", "", "");
    }
    next_entry(zip);
    return CARNET_OK;
}

carnet_err journal_zip_more(struct buf *out, bool *last, struct ctx *ctx, struct journal_zip *zip)
{
    while (out->len < PIECE_ENOUGH && zip->at < zip->count) {
        carnet_err err = put_some(out, ctx, zip);
        if (err == CARNET_CORRUPT || err == CARNET_MISSING)
            err = pass_over(ctx, zip, err);
        TRY(err);
    }
    *last = zip->at == zip->count && out->len < PIECE_ENOUGH;
    return *last ? put_list(out, ctx, zip) : CARNET_OK;
}
