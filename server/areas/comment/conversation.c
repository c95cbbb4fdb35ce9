/* Threads summed up from their rows, in one pass: the words of one follow each other. */
#include "areas/comment/conversation.h"

#include "areas/comment/comment_sql.h"
#include "areas/comment/words_of.h"
#include "areas/event/rows.h"

carnet_err conversation_list(struct conversation **out, size_t *count, struct ctx *ctx, const struct document *document)
{
    struct document_since since;
    struct comment_word *words;
    size_t word_count;
    *out = NULL;
    *count = 0;
    if (!(document->rights.verbs & (VERB_READ_COMMENTS | VERB_COMMENT)))
        return CARNET_OK;
    TRY(document_since(&since, ctx, document));
    TRY(comment_sql_said(&words, &word_count, ctx, document->id, &since));
    for (size_t i = 0; i < word_count; i++) {
        const struct comment_word *word = &words[i];
        if (!comment_shows(ctx, document, word->opened_by, word->aside))
            continue;
        if (!*count || (*out)[*count - 1].thread != word->thread) {
            *out = rows_grow(ctx, *out, *count, sizeof **out);
            (*out)[(*count)++] = (struct conversation){ word->thread, word->kind, word->resolved, word->opened_by, word->opened_at, 0, 0, 0, 0 };
        }
        struct conversation *last = &(*out)[*count - 1];
        last->last_by = word->author;
        last->last_at = word->at;
        last->replies += word->reply;
        if (word->author == ctx->actor)
            last->mine_at = word->at;
    }
    return CARNET_OK;
}

carnet_err conversation_quote(const char **out, struct ctx *ctx, const struct document *document, int64_t thread)
{
    struct comment_row row;
    struct comment comment;
    TRY(comment_sql_by_id(&row, ctx, thread));
    TRY(words_of_row(&comment, ctx, document, &row));
    *out = comment.anchor.exact;
    return CARNET_OK;
}

/* ---- who waits ---- */

static bool spoken_before(const struct conversation *list, size_t count, int64_t person)
{
    for (size_t i = 0; i < count; i++)
        if (list[i].last_by == person)
            return true;
    return false;
}

/* Of those chosen, which stand first in the list. */
static carnet_err sum_up(struct conversations_waiting *out, struct ctx *ctx, const struct conversation *list, size_t count)
{
    size_t people = 0, latest = 0;
    *out = (struct conversations_waiting){ .count = count };
    for (size_t i = 0; i < count; i++) {
        people += !spoken_before(list, i, list[i].last_by);
        if (list[i].last_at >= list[latest].last_at)
            latest = i;
        if (!out->since || list[i].last_at < out->since)
            out->since = list[i].last_at;
    }
    if (!count)
        return CARNET_OK;
    out->others = people - 1;
    return people_find(&out->who, ctx, list[latest].last_by);
}

carnet_err conversation_answers(struct conversations_waiting *out, struct ctx *ctx, const struct document *document, int64_t read_at)
{
    bool writes = document->rights.verbs & VERB_WRITE;
    struct conversation *list;
    size_t count, waiting = 0;
    TRY(conversation_list(&list, &count, ctx, document));
    for (size_t i = 0; i < count; i++)
        if (list[i].mine_at && list[i].last_by != ctx->actor && list[i].last_at > read_at && !(writes && list[i].resolved))
            list[waiting++] = list[i];
    return sum_up(out, ctx, list, waiting);
}

carnet_err conversation_to_settle(struct conversations_waiting *out, struct ctx *ctx, const struct document *document)
{
    struct conversation *list;
    size_t count, waiting = 0;
    *out = (struct conversations_waiting){ 0 };
    if (!comment_can_answer(document))
        return CARNET_OK;
    TRY(conversation_list(&list, &count, ctx, document));
    for (size_t i = 0; i < count; i++)
        if (!list[i].resolved && list[i].last_by != ctx->actor && (list[i].kind != COMMENT_ENCOURAGEMENT || list[i].replies))
            list[waiting++] = list[i];
    return sum_up(out, ctx, list, waiting);
}
