/* Folding revisions into moments, comparing, naming, coming back. */
#include "areas/document/version.h"

#include <stdlib.h>
#include <string.h>

#include "areas/document/history_sql.h"
#include "areas/document/words.h"
#include "areas/event/line.h"

enum { NAME_LONGEST = 80, MOMENTS_COUNTED = 40, BYTES_COUNTED = 8 << 20 };
static const int64_t PAUSE = INT64_C(45) * 60 * 1000; /* a longer one ends a moment */

/* ---- moments ---- */

static bool stands_out(const struct revision *revision)
{
    return revision->name || revision->restored;
}

static bool begins_moment(const struct revision *newer, const struct revision *older)
{
    return stands_out(newer) || stands_out(older) || newer->at - older->at > PAUSE;
}

static size_t fold(struct moment *out, const struct revision *revisions, size_t count)
{
    size_t moments = 0;
    for (size_t i = 0; i < count; i++) {
        if (!i || begins_moment(&revisions[i - 1], &revisions[i]))
            out[moments++] = (struct moment){ .steps = &revisions[i] };
        out[moments - 1].step_count++;
    }
    return moments;
}

static carnet_err count_words(struct moment *out, struct ctx *ctx, bytes before, bytes after)
{
    struct comparison changes;
    if (before.len > COMPARE_LONGEST || after.len > COMPARE_LONGEST)
        return CARNET_OK;
    TRY(compare_texts(&changes, ctx->arena, before, after));
    out->counted = true;
    out->words_added = changes.words_added;
    out->words_removed = changes.words_removed;
    return CARNET_OK;
}

/* From the newest on. whole: the actor may read from the very beginning, which was an empty page. */
static carnet_err count_all(struct moment *moments, size_t count, struct ctx *ctx, bool whole)
{
    CLEANUP(buf_clear) struct buf newer = { 0 };
    CLEANUP(buf_clear) struct buf older = { 0 };
    size_t expanded = 0, last = count < MOMENTS_COUNTED ? count : MOMENTS_COUNTED;
    if (count)
        TRY(history_text(&newer, ctx, moments[0].steps[0].id));
    for (size_t i = 0; i < last && expanded < BYTES_COUNTED && (i + 1 < count || whole); i++) {
        older.len = 0;
        if (i + 1 < count)
            TRY(history_text(&older, ctx, moments[i + 1].steps[0].id));
        expanded += older.len;
        TRY(count_words(&moments[i], ctx, buf_bytes(&older), buf_bytes(&newer)));
        struct buf swap = newer;
        newer = older;
        older = swap;
    }
    return CARNET_OK;
}

carnet_err version_moments(struct moment **out, size_t *count, struct ctx *ctx, const struct document *document)
{
    struct revision *revisions;
    size_t revision_count;
    struct document_since since;
    TRY(document_since(&since, ctx, document));
    TRY(history_list(&revisions, &revision_count, ctx, document));
    *out = arena_alloc(ctx->arena, (revision_count + 1) * sizeof **out);
    *count = fold(*out, revisions, revision_count);
    return count_all(*out, *count, ctx, since.revision == 0);
}

/* ---- comparing ---- */

static carnet_err read_side(struct revision *out, bytes *text, struct ctx *ctx, const struct document *document, const char *uid)
{
    if (strcmp(uid, VERSION_NOW) != 0)
        return history_read(out, text, ctx, document, uid);
    CLEANUP(buf_clear) struct buf present = { 0 };
    TRY(document_text(&present, ctx, document->id));
    *out = (struct revision){ .uid = VERSION_NOW, .at = document->updated_at };
    *text = (bytes){ arena_copy(ctx->arena, present.ptr, present.len), present.len };
    return CARNET_OK;
}

carnet_err version_compare(struct version_comparison *out, struct ctx *ctx, const struct document *document, const char *from, const char *to)
{
    bytes before, after;
    TRY(read_side(&out->from, &before, ctx, document, from));
    TRY(read_side(&out->to, &after, ctx, document, to));
    return compare_texts(&out->changes, ctx->arena, before, after);
}

const char *version_passage_name(struct ctx *ctx, const struct comparison *changes, size_t passage)
{
    return arena_printf(ctx->arena, "%zu-%016llx", passage, (unsigned long long)changes->passages[passage].key);
}

/* Somewhere else when lines above changed; the same words all the same. */
static carnet_err find_passage(size_t *out, struct ctx *ctx, const struct comparison *changes, const char *name)
{
    const char *key = strchr(name, '-');
    size_t same = changes->passage_count;
    for (size_t i = changes->passage_count; key && i-- > 0;) {
        const char *is = version_passage_name(ctx, changes, i);
        if (strcmp(is, name) == 0) {
            *out = i;
            return CARNET_OK;
        }
        if (strcmp(strchr(is, '-'), key) == 0)
            same = i;
    }
    *out = same;
    return same < changes->passage_count ? CARNET_OK : err_set(CARNET_CONFLICT, "revision.passage_changed", "not there any more");
}

/* ---- names ---- */

static carnet_err keep_present(int64_t *revision, struct ctx *ctx, const struct document *document)
{
    int64_t made;
    TRY(history_burst(&made, ctx, document->id));
    TRY(history_last(revision, ctx, document->id));
    return *revision ? CARNET_OK : err_set(CARNET_CONFLICT, "revision.empty", "document=%lld", (long long)document->id);
}

static carnet_err read_back(struct revision *out, struct ctx *ctx, const struct document *document, int64_t revision)
{
    struct revision_row row;
    bytes text;
    TRY(history_sql_by_id(&row, ctx, revision));
    return history_read(out, &text, ctx, document, row.uid);
}

/* Where nothing changed since, it is a revision that may have a name: whoever gives another one was not told of it. */
static carnet_err present_to_name(struct revision *out, struct ctx *ctx, const struct document *document, const char *name)
{
    int64_t revision;
    TRY(keep_present(&revision, ctx, document));
    TRY(read_back(out, ctx, document, revision));
    if (out->name && strcmp(out->name, name) != 0)
        return err_set(CARNET_CONFLICT, "revision.named", "revision=%lld", (long long)revision);
    return CARNET_OK;
}

carnet_err version_name(struct revision *out, struct ctx *ctx, const char *uid, const char *revision, const char *typed)
{
    struct document document;
    const char *name;
    bytes text, column;
    TRY(document_find(&document, ctx, uid, VERB_WRITE));
    if (!line_clean(&name, ctx, typed, NAME_LONGEST) || (!name[0] && !revision))
        return err_set(CARNET_INVALID, "revision.name", "1 to %d characters", NAME_LONGEST);
    if (revision)
        TRY(history_read(out, &text, ctx, &document, revision));
    else
        TRY(present_to_name(out, ctx, &document, name));
    if (!revision && out->name)
        return CARNET_OK;
    struct words_place place = { document.journal, document.id, HISTORY_NAME, out->id };
    TRY(words_close(&column, ctx, &place, name));
    TRY(history_sql_set_name(ctx, out->id, column));
    return read_back(out, ctx, &document, out->id);
}

/* ---- coming back ---- */

static carnet_err wanted_text(struct buf *out, struct ctx *ctx, bytes old, bytes present, const char *passage)
{
    if (!passage) {
        buf_put(out, old);
        return CARNET_OK;
    }
    struct comparison changes;
    size_t found;
    TRY(compare_texts(&changes, ctx->arena, old, present));
    TRY(find_passage(&found, ctx, &changes, passage));
    compare_take_back(out, &changes, found);
    return CARNET_OK;
}

/* The present text without what one coming back changed, which was from `old` to `then`: passage by passage, so that what was written
 * elsewhere since stays. */
static carnet_err undone_text(struct buf *out, struct ctx *ctx, bytes old, bytes then, bytes present)
{
    struct comparison done, now;
    if (bytes_equal(then, present)) {
        buf_put(out, old);
        return CARNET_OK;
    }
    TRY(compare_texts(&done, ctx->arena, old, then));
    TRY(compare_texts(&now, ctx->arena, old, present));
    bool *taken = arena_alloc(ctx->arena, (now.passage_count + 1) * sizeof *taken);
    memset(taken, 0, (now.passage_count + 1) * sizeof *taken);
    for (size_t i = 0; i < done.passage_count; i++) {
        size_t same = 0;
        while (same < now.passage_count && (taken[same] || now.passages[same].key != done.passages[i].key))
            same++;
        if (same == now.passage_count)
            return err_set(CARNET_CONFLICT, "revision.written_since", "passage=%zu", i);
        taken[same] = true;
    }
    compare_take_back_all(out, &now, taken);
    return CARNET_OK;
}

carnet_err version_restore(struct version_restored *out, struct ctx *ctx, const char *uid, const char *revision, const struct version_part *part)
{
    struct document document;
    struct revision old, undone;
    bytes text, then;
    int64_t before, after;
    CLEANUP(buf_clear) struct buf present = { 0 };
    CLEANUP(buf_clear) struct buf wanted = { 0 };
    TRY(document_find(&document, ctx, uid, VERB_WRITE));
    TRY(history_read(&old, &text, ctx, &document, revision));
    TRY(keep_present(&before, ctx, &document));
    TRY(document_text(&present, ctx, document.id));
    if (part->undone) {
        TRY(history_read(&undone, &then, ctx, &document, part->undone));
        TRY(undone_text(&wanted, ctx, text, then, buf_bytes(&present)));
    } else {
        TRY(wanted_text(&wanted, ctx, text, buf_bytes(&present), part->passage));
    }
    if (bytes_equal(buf_bytes(&wanted), buf_bytes(&present)))
        return err_set(CARNET_CONFLICT, "revision.same", "document=%lld", (long long)document.id);
    TRY(document_write(ctx, document.id, ctx->actor, buf_bytes(&wanted)));
    TRY(keep_present(&after, ctx, &document));
    TRY(history_sql_set_restored(ctx, after, old.id));
    TRY(read_back(&out->before, ctx, &document, before));
    return read_back(&out->after, ctx, &document, after);
}
