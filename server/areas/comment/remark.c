/* The rows of a document, in one pass: what opens a thread stands before its replies. */
#include "areas/comment/remark.h"

#include "areas/comment/scene.h"
#include "areas/comment/words_of.h"

static const struct comment_row *opener(const struct comment_row *rows, size_t count, int64_t id)
{
    size_t low = 0, high = count;
    while (low < high) { /* in order of ids */
        size_t middle = (low + high) / 2;
        if (rows[middle].comment.id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && rows[low].comment.id == id ? &rows[low] : NULL;
}

static carnet_err open_remark(struct remark *out, struct ctx *ctx, const struct document *document, const struct comment_row *row,
                              const struct comment *thread)
{
    struct comment comment;
    struct comment_row words = *row;
    words.anchor = (bytes){ 0 }; /* the passage is the text's */
    TRY(words_of_row(&comment, ctx, document, &words));
    const char *proposed = comment.edit.text, *word = comment.edit.word;
    *out = (struct remark){
        .id = comment.id,
        .thread = thread->id,
        .author = comment.author,
        .at = comment.created_at,
        .uid = comment.uid,
        .thread_uid = thread->uid,
        .words = *proposed || *word ? arena_printf(ctx->arena, "%s\n%s\n%s", comment.body, proposed, word) : comment.body,
    };
    return CARNET_OK;
}

static bool is_shown(const struct ctx *ctx, const struct document *document, const struct comment *one, const struct comment_row *thread,
                     const struct document_since *since)
{
    return !one->deleted_at && thread && !scene_is_early(ctx, since, &thread->comment, thread->comment.author) &&
           comment_shows(ctx, document, thread->comment.author, thread->comment.aside);
}

carnet_err remark_list(struct remark **out, size_t *count, struct ctx *ctx, const struct document *document)
{
    struct comment_row *rows;
    size_t row_count;
    struct document_since since;
    *out = NULL;
    *count = 0;
    if (!(document->rights.verbs & (VERB_READ_COMMENTS | VERB_COMMENT)))
        return CARNET_OK;
    TRY(comment_sql_all(&rows, &row_count, ctx, document->id));
    if (!row_count)
        return CARNET_OK;
    TRY(document_since(&since, ctx, document));
    *out = arena_alloc(ctx->arena, row_count * sizeof **out);
    for (size_t i = 0; i < row_count; i++) {
        const struct comment *one = &rows[i].comment;
        const struct comment_row *thread = one->thread ? opener(rows, i, one->thread) : &rows[i];
        if (!is_shown(ctx, document, one, thread, &since))
            continue;
        TRY(open_remark(&(*out)[(*count)++], ctx, document, &rows[i], &thread->comment));
    }
    return CARNET_OK;
}

carnet_err remark_find(struct remark *out, bool *found, struct ctx *ctx, const struct document *document, int64_t id)
{
    struct comment_row row, thread;
    struct document_since since;
    *found = false;
    carnet_err there = comment_sql_by_id(&row, ctx, id);
    if (there || row.comment.document != document->id)
        return there == CARNET_MISSING ? CARNET_OK : there;
    thread = row;
    if (row.comment.thread)
        TRY(comment_sql_by_id(&thread, ctx, row.comment.thread));
    TRY(document_since(&since, ctx, document));
    *found = is_shown(ctx, document, &row.comment, &thread, &since);
    return *found ? open_remark(out, ctx, document, &row, &thread.comment) : CARNET_OK;
}
