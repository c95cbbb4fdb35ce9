/* Revisions as rows: made from the durable state, kept compressed, sealed for journals, read back by those who may. */
#include "areas/document/history.h"

#include <zlib.h>

#include "areas/document/document_sql.h"
#include "areas/document/history_sql.h"
#include "areas/document/sealed.h"
#include "areas/document/text.h"
#include "areas/document/words.h"
#include "guard/random.h"

enum { TEXT_LARGEST = 64 << 20 };

/* Its length as a varint, then zlib. */
static void compress_text(struct buf *out, bytes text)
{
    uLongf size = compressBound((uLong)text.len);
    buf_put_varint(out, text.len);
    buf_reserve(out, size);
    if (compress2(out->ptr + out->len, &size, text.len ? text.ptr : (const Bytef *)"", (uLong)text.len, Z_BEST_COMPRESSION) == Z_OK)
        out->len += size;
}

static carnet_err expand_text(struct buf *out, bytes stored)
{
    struct reader r = reader_of(stored);
    uint64_t len;
    TRY(reader_varint(&len, &r));
    if (len > TEXT_LARGEST)
        return err_set(CARNET_CORRUPT, "revision.text", "claims %llu bytes", (unsigned long long)len);
    uLongf size = (uLongf)len;
    buf_reserve(out, len + 1);
    if (uncompress(out->ptr + out->len, &size, r.at, (uLong)reader_left(&r)) != Z_OK || size != len)
        return err_set(CARNET_CORRUPT, "revision.text", "does not expand");
    out->len += len;
    return CARNET_OK;
}

static struct sealed_place place_of(int64_t journal, int64_t document, int64_t sequence)
{
    return (struct sealed_place){ journal, document, "revision", sequence };
}

static carnet_err row_text(struct buf *out, struct ctx *ctx, const struct revision_row *row, int64_t journal)
{
    if (!journal)
        return expand_text(out, row->text);
    CLEANUP(buf_clear) struct buf plain = { 0 };
    struct sealed_place place = place_of(journal, row->document, row->sequence);
    TRY(sealed_open(&plain, ctx, &place, row->text));
    return expand_text(out, buf_bytes(&plain));
}

static carnet_err same_as_last(bool *out, struct ctx *ctx, const struct revision_row *last, int64_t journal, bytes text)
{
    if (!last->id) {
        *out = text.len == 0; /* an empty text that nobody ever filled is no revision */
        return CARNET_OK;
    }
    CLEANUP(buf_clear) struct buf before = { 0 };
    TRY(row_text(&before, ctx, last, journal));
    *out = bytes_equal(buf_bytes(&before), text);
    return CARNET_OK;
}

carnet_err history_draft(struct history_draft *out, struct ctx *ctx, int64_t document)
{
    struct revision_row last;
    TRY(history_sql_last(&last, ctx, document));
    struct log_state state;
    TRY(log_load(&state, ctx, document));
    *out = (struct history_draft){ .document = document, .after = last.id, .sequence = state.sequence, .epoch = state.epoch };
    if (last.id && last.sequence == state.sequence)
        return CARNET_OK;
    CLEANUP(buf_clear) struct buf text = { 0 };
    TRY(text_of_state(&text, &state));
    bool same;
    TRY(same_as_last(&same, ctx, &last, state.journal, buf_bytes(&text)));
    if (same)
        return CARNET_OK;
    CLEANUP(buf_clear) struct buf stored = { 0 };
    compress_text(&stored, buf_bytes(&text));
    if (state.journal) {
        CLEANUP(buf_clear) struct buf sealed = { 0 };
        struct sealed_place place = place_of(state.journal, document, state.sequence);
        TRY(sealed_close(&sealed, ctx, &place, buf_bytes(&stored)));
        out->text = (bytes){ arena_copy(ctx->arena, sealed.ptr, sealed.len), sealed.len };
    } else {
        out->text = (bytes){ arena_copy(ctx->arena, stored.ptr, stored.len), stored.len };
    }
    out->changed = true;
    /* After the load: whoever wrote in between may be named one revision early, never left out. */
    return log_persons_since(&out->authors, &out->author_count, ctx, document, last.sequence);
}

carnet_err history_keep(int64_t *revision, struct ctx *ctx, const struct history_draft *draft)
{
    *revision = 0;
    if (!draft->changed)
        return CARNET_OK;
    int64_t last;
    TRY(history_sql_last_id(&last, ctx, draft->document));
    struct document document;
    TRY(document_sql_by_id(&document, ctx, draft->document));
    if (last != draft->after || document.epoch != draft->epoch)
        return CARNET_OK;
    char uid[GUARD_ID];
    guard_id(uid);
    struct revision_row row = {
        .document = draft->document,
        .at = ctx->now,
        .sequence = draft->sequence,
        .uid = uid,
        .text = draft->text,
    };
    TRY(history_sql_add(revision, ctx, &row));
    for (size_t i = 0; i < draft->author_count; i++) {
        TRY(history_sql_add_author(ctx, *revision, draft->authors[i]));
        TRY(people_seen(ctx, draft->authors[i]));
    }
    if (!document.journal)
        effect_add(ctx, EFFECT_REVISION, *revision, (bytes){ 0 });
    return CARNET_OK;
}

carnet_err history_burst(int64_t *revision, struct ctx *ctx, int64_t document)
{
    struct history_draft draft;
    TRY(history_draft(&draft, ctx, document));
    return history_keep(revision, ctx, &draft);
}

carnet_err history_last(int64_t *revision, struct ctx *ctx, int64_t document)
{
    return history_sql_last_id(revision, ctx, document);
}

/* What somebody may not read, they are not told of either. */
static carnet_err tell(struct revision *out, struct ctx *ctx, const struct document *document, const struct revision_line *line,
                       int64_t since)
{
    struct words_place place = { document->journal, document->id, HISTORY_NAME, line->id };
    *out = (struct revision){ .id = line->id, .at = line->at, .uid = line->uid };
    TRY(history_sql_authors(&out->authors, &out->author_count, ctx, line->id));
    if (line->restored && line->restored >= since) {
        out->restored = line->restored_uid;
        out->restored_at = line->restored_at;
    }
    if (!line->named_by)
        return CARNET_OK;
    out->named_at = line->named_at;
    TRY(people_find(&out->named_by, ctx, line->named_by));
    return words_open(&out->name, ctx, &place, line->name);
}

carnet_err history_list(struct revision **out, size_t *count, struct ctx *ctx, const struct document *document)
{
    struct document_since since;
    struct revision_line *lines;
    TRY(document_since(&since, ctx, document));
    TRY(history_sql_lines(&lines, count, ctx, document->id, since.revision));
    *out = arena_alloc(ctx->arena, (*count + 1) * sizeof **out);
    for (size_t i = 0; i < *count; i++)
        TRY(tell(&(*out)[i], ctx, document, &lines[i], since.revision));
    return CARNET_OK;
}

carnet_err history_read(struct revision *out, bytes *text, struct ctx *ctx, const struct document *document, const char *uid)
{
    struct document_since since;
    struct revision_row row;
    TRY(document_since(&since, ctx, document));
    carnet_err found = history_sql_by_uid(&row, ctx, document->id, uid);
    if (found == CARNET_MISSING || (found == CARNET_OK && row.id < since.revision))
        return err_set(CARNET_MISSING, "revision.missing", "absent, or before what this person may read");
    TRY(found);
    CLEANUP(buf_clear) struct buf plain = { 0 };
    TRY(row_text(&plain, ctx, &row, document->journal));
    *text = (bytes){ arena_copy(ctx->arena, plain.ptr, plain.len), plain.len };
    struct revision_line line;
    TRY(history_sql_line(&line, ctx, row.id));
    return tell(out, ctx, document, &line, since.revision);
}

carnet_err history_latest(int64_t **out, size_t *count, struct ctx *ctx, const struct document *document, int64_t most)
{
    struct document_since since;
    TRY(document_since(&since, ctx, document));
    return history_sql_latest(out, count, ctx, document->id, since.revision, most);
}

carnet_err history_text(struct buf *out, struct ctx *ctx, int64_t revision)
{
    struct revision_row row;
    struct document document;
    TRY(history_sql_by_id(&row, ctx, revision));
    TRY(document_sql_by_id(&document, ctx, row.document));
    return row_text(out, ctx, &row, document.journal);
}
