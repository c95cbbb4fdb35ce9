/* The order of a zip: for each text its images, then its text, in which they are named as they lie in the zip, then what was said
 * about it; at the end the page that lists what there is. What is damaged is said there and does not keep the rest back. */
#include "areas/export/export.h"

#include <stdlib.h>
#include <string.h>

#include "areas/document/image.h"
#include "areas/event/moment.h"
#include "areas/export/journal_words.h"
#include "areas/export/zip.h"
#include "base/log.h"
#include "base/table.h"

enum { PIECE_ENOUGH = 64 * 1024 };

struct text_place {
    const char *uid, *day, *stem; /* stem: no two are the same */
};
static const struct {
    const char *folder, *missing;
} KINDS[] = { [TAKEN_JOURNAL] = { "entrees", "journal.none" }, [TAKEN_WORKS] = { "ecrits", "work.none" } };

struct take_away {
    struct arena *arena;
    struct zip *zip;
    enum taken_kind kind;
    struct text_place *texts;
    size_t count, at;
    /* of the text at hand: */
    struct names images; /* id → ending of its file */
    int64_t image_after;
    size_t lost;
    /* of those behind: */
    struct buf list;
    size_t listed;
};

static bool taken(const struct take_away *zip, const struct text_place *place)
{
    for (const struct text_place *before = zip->texts; before < place; before++)
        if (strcmp(before->stem, place->stem) == 0)
            return true;
    return false;
}

static void place(struct take_away *zip, const char *uid, const char *day, const char *title)
{
    struct text_place *place = &zip->texts[zip->count];
    *place = (struct text_place){ arena_text(zip->arena, uid), arena_text(zip->arena, day), NULL };
    const char *stem = place->stem = words_stem(zip->arena, day, title);
    for (int again = 2; taken(zip, place); again++)
        place->stem = arena_printf(zip->arena, "%s-%d", stem, again);
    zip->count++;
}

static carnet_err place_entries(struct take_away *zip, struct ctx *ctx)
{
    struct entry *entries;
    size_t count;
    TRY(journal_own(&entries, &count, ctx));
    zip->texts = arena_alloc(zip->arena, (count + 1) * sizeof *zip->texts);
    for (size_t i = 0; i < count; i++)
        place(zip, entries[i].document.uid, entries[i].written_on, entries[i].title);
    return CARNET_OK;
}

static bool is_own_work(const struct document *document)
{
    return document->kind != DOCUMENT_JOURNAL_ENTRY && document->kind != DOCUMENT_GROUP_PAGE && document->rights.relation == RELATION_OWN;
}

static int latest_first(const void *a, const void *b)
{
    int64_t one = ((const struct document *)a)->updated_at, other = ((const struct document *)b)->updated_at;
    return (one < other) - (one > other);
}

static carnet_err place_works(struct take_away *zip, struct ctx *ctx)
{
    struct document *documents;
    struct work work;
    struct taken_text text;
    size_t count;
    TRY(document_list(&documents, &count, ctx));
    if (count)
        qsort(documents, count, sizeof *documents, latest_first);
    zip->texts = arena_alloc(zip->arena, (count + 1) * sizeof *zip->texts);
    for (size_t i = 0; i < count; i++) {
        if (!is_own_work(&documents[i]))
            continue;
        TRY(work_find(&work, ctx, documents[i].id));
        words_of_work(&text, ctx, &documents[i], &work);
        place(zip, text.document.uid, text.day, text.title);
    }
    return CARNET_OK;
}

carnet_err take_away_new(struct take_away **out, struct ctx *ctx, enum taken_kind kind)
{
    struct take_away *zip = *out = mem_zero(1, sizeof *zip);
    zip->kind = kind;
    zip->arena = arena_new();
    TRY(kind == TAKEN_JOURNAL ? place_entries(zip, ctx) : place_works(zip, ctx));
    if (!zip->count)
        return err_set(CARNET_MISSING, KINDS[kind].missing, "person=%lld", (long long)ctx->actor);
    return zip_new(&zip->zip);
}

void take_away_free(struct take_away *zip)
{
    if (!zip)
        return;
    if (zip->zip)
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

static carnet_err put_image(struct buf *out, struct ctx *ctx, struct take_away *zip, const struct taken_text *text, const char *image)
{
    struct picture what;
    bytes content;
    carnet_err read = image_read(&content, &what, ctx, &text->document, image, false);
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
        .name = arena_printf(ctx->arena, "%s/images/%s/%s%s", KINDS[zip->kind].folder, zip->texts[zip->at].stem, image, ending),
        .at = text->document.updated_at,
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
static void put_text(struct buf *out, struct ctx *ctx, const struct take_away *zip, bytes text)
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
        buf_printf(out, "images/%s/%s%s", zip->texts[zip->at].stem, image, ending);
        done = at + folder + len;
        at = done - 1;
    }
    buf_put(out, (bytes){ text.ptr + done, text.len - done });
}

static carnet_err zip_text(struct buf *out, struct take_away *zip, const char *name, int64_t at, const struct buf *text)
{
    return zip_put(out, zip->zip, &(struct zip_file){ .name = name, .at = at, .content = buf_bytes(text), .packed = true });
}

/* ---- the list ---- */

static void list_item(struct take_away *zip, struct ctx *ctx, const char *file, const char *title, const char *about)
{
    const struct text_place *place = &zip->texts[zip->at];
    buf_put_text(&zip->list, words_file(ctx->arena, file, (const struct word[]){
        { "iso", place->day },
        { "day", words_day(ctx->arena, place->day) },
        { "file", arena_printf(ctx->arena, "%s/%s.md", KINDS[zip->kind].folder, place->stem) },
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

static void list_text(struct take_away *zip, struct ctx *ctx, const struct taken_text *text, size_t threads)
{
    struct arena *arena = ctx->arena;
    CLEANUP(buf_clear) struct buf about = { 0 };
    const char *visible = words_say(arena, "visible", (const struct word[]){ { "who", text->visible }, { NULL, NULL } });
    buf_put_text(&about, filled_html(arena, visible, strlen(visible)));
    put_tags(&about, arena, text->tags);
    if (zip->images.count)
        buf_printf(&about, " · %s", counted(arena, "images", zip->images.count));
    if (zip->lost)
        buf_printf(&about, " · %s", words_say(arena, "images-lost", NULL));
    if (threads)
        buf_printf(&about, " · %s", words_file(arena, "comments.html", (const struct word[]){
            { "file", arena_printf(arena, "%s.md", zip->texts[zip->at].stem) },
            { "count", counted(arena, "comments", threads) },
            { NULL, NULL } }));
    list_item(zip, ctx, "entry.html", text->title, buf_text(&about));
}

static carnet_err put_list(struct buf *out, struct ctx *ctx, struct take_away *zip)
{
    struct arena *arena = ctx->arena;
    struct person self;
    CLEANUP(buf_clear) struct buf page = { 0 };
    bool journal = zip->kind == TAKEN_JOURNAL;
    const char *counts = journal ? "entries" : "works";
    TRY(people_find(&self, ctx, ctx->actor));
    buf_put_text(&page, words_file(arena, "index.html", (const struct word[]){
        { "day", words_day(arena, moment_today(ctx)) },
        { "name", filled_html(arena, self.name, strlen(self.name)) },
        { "count", zip->listed ? counted(arena, counts, zip->listed) : words_say(arena, arena_printf(arena, "%s-none", counts), NULL) },
        { "what", words_say(arena, journal ? "journal-what" : "works-what", NULL) },
        { "how", words_say(arena, journal ? "journal-how" : "works-how", NULL) },
        { "folder", KINDS[zip->kind].folder },
        { "list", buf_text(&zip->list) },
        { NULL, NULL } }));
    TRY(zip_text(out, zip, "LISEZ-MOI.html", ctx->now, &page));
    return zip_end(out, zip->zip);
}

/* ---- one after the other ---- */

static carnet_err put_texts(struct buf *out, struct ctx *ctx, struct take_away *zip, const struct taken_text *of)
{
    const char *stem = zip->texts[zip->at].stem, *folder = KINDS[zip->kind].folder;
    size_t threads;
    CLEANUP(buf_clear) struct buf words = { 0 };
    CLEANUP(buf_clear) struct buf text = { 0 };
    CLEANUP(buf_clear) struct buf said = { 0 };
    TRY(document_text(&words, ctx, of->document.id));
    words_head(&text, ctx, of);
    put_text(&text, ctx, zip, buf_bytes(&words));
    TRY(words_comments(&said, &threads, ctx, of, arena_printf(ctx->arena, "%s/%s.md", folder, stem)));
    TRY(zip_text(out, zip, arena_printf(ctx->arena, "%s/%s.md", folder, stem), of->document.updated_at, &text));
    if (threads)
        TRY(zip_text(out, zip, arena_printf(ctx->arena, "commentaires/%s.md", stem), of->document.updated_at, &said));
    list_text(zip, ctx, of, threads);
    return CARNET_OK;
}

static void next_text(struct take_away *zip)
{
    names_clear(&zip->images);
    zip->image_after = 0;
    zip->lost = 0;
    zip->at++;
}

static carnet_err find_text(struct taken_text *out, struct ctx *ctx, const struct take_away *zip)
{
    const char *uid = zip->texts[zip->at].uid;
    struct entry entry;
    struct document document;
    struct work work;
    if (zip->kind == TAKEN_JOURNAL) {
        TRY(journal_show(&entry, ctx, uid));
        return words_of_entry(out, ctx, &entry);
    }
    TRY(document_find(&document, ctx, uid, VERB_READ));
    TRY(work_find(&work, ctx, document.id));
    words_of_work(out, ctx, &document, &work);
    return CARNET_OK;
}

static carnet_err put_some(struct buf *out, struct ctx *ctx, struct take_away *zip)
{
    struct taken_text text;
    const char *image;
    TRY(find_text(&text, ctx, zip));
    TRY(image_next(&image, ctx, &text.document, &zip->image_after));
    if (image)
        return put_image(out, ctx, zip, &text, image);
    TRY(put_texts(out, ctx, zip, &text));
    next_text(zip);
    return CARNET_OK;
}

static carnet_err pass_over(struct ctx *ctx, struct take_away *zip, carnet_err why)
{
    struct err_note note;
    err_take(&note);
    if (why == CARNET_CORRUPT) {
        log_note(LOG_ERROR, "export", "a text could not be read", &note);
        list_item(zip, ctx, "damaged.html", "", "");
    }
    next_text(zip);
    return CARNET_OK;
}

carnet_err take_away_more(struct buf *out, bool *last, struct ctx *ctx, struct take_away *zip)
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
