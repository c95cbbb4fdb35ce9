/* Comments on what the actor may open, where they may see its comments. Each is opened for the query and forgotten, sealed or not: a year
 * of a cohort is a few thousand of them, so there is no index. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "areas/comment/conversation.h"
#include "areas/comment/remark.h"
#include "areas/event/rows.h"
#include "areas/journal/journal.h"
#include "areas/search/search.h"

enum { OPENED_MOST = 16 << 20 };

struct place {
    const struct document *document;
    int64_t id, at;
};

struct gathering {
    const struct query *query;
    struct place *places;
    size_t count, opened; /* opened: octets of comments so far */
    bool complete;
};

/* Nothing of the words stays in the request's memory. */
static carnet_err gather(struct gathering *g, struct ctx *ctx, const struct document *document)
{
    if (!(document->rights.verbs & (VERB_READ_COMMENTS | VERB_COMMENT)))
        return CARNET_OK;
    if (g->opened > OPENED_MOST) {
        g->complete = false;
        return CARNET_OK;
    }
    struct remark *remarks;
    size_t count;
    struct ctx apart = *ctx;
    apart.arena = arena_new();
    carnet_err err = remark_list(&remarks, &count, &apart, document);
    for (size_t i = 0; !err && i < count; i++) {
        bytes words = bytes_text(remarks[i].words);
        g->opened += words.len;
        if (query_found(g->query, words) != query_all(g->query))
            continue;
        g->places = rows_grow(ctx, g->places, g->count, sizeof *g->places);
        g->places[g->count++] = (struct place){ document, remarks[i].id, remarks[i].at };
    }
    arena_free(apart.arena);
    return search_passes_over(err);
}

static int newest_first(const void *a, const void *b)
{
    const struct place *x = a, *y = b;
    if (x->at != y->at)
        return x->at > y->at ? -1 : 1;
    return (x->id < y->id) - (x->id > y->id);
}

/* "1781247600000.42": the place of the last one shown. */
static carnet_err parse_place(struct place *out, const char *after)
{
    char *dot, *end = NULL;
    errno = 0;
    long long at = strtoll(after, &dot, 10), id = *dot == '.' ? strtoll(dot + 1, &end, 10) : 0;
    if (dot == after || !end || end == dot + 1 || *end || errno || at < 0 || id <= 0)
        return err_set(CARNET_INVALID, "search.after", "not a place we gave");
    *out = (struct place){ .at = at, .id = id };
    return CARNET_OK;
}

static carnet_err show(struct search_comment *out, struct ctx *ctx, const struct query *query, const struct remark *remark)
{
    out->at = remark->at;
    out->id = arena_text(ctx->arena, remark->uid);
    out->thread = arena_text(ctx->arena, remark->thread_uid);
    extract_of(&out->text, ctx, query, bytes_text(remark->words));
    return people_find(&out->by, ctx, remark->author);
}

/* Opens one again to show it; what was taken back meanwhile is left out. */
static carnet_err open_place(bool *stands, struct search_comment *out, struct ctx *ctx, const struct query *query, const struct place *place)
{
    struct remark remark;
    *out = (struct search_comment){ .document = *place->document };
    struct ctx apart = *ctx;
    apart.arena = arena_new();
    carnet_err err = remark_find(&remark, stands, &apart, place->document, place->id);
    int64_t thread = !err && *stands ? remark.thread : 0;
    if (thread)
        err = show(out, ctx, query, &remark);
    arena_free(apart.arena);
    if (err || !thread)
        return err;
    TRY(conversation_quote(&out->quote, ctx, place->document, thread));
    TRY(document_about(&out->about, ctx, place->document));
    if (out->document.kind != DOCUMENT_JOURNAL_ENTRY)
        return CARNET_OK;
    struct entry entry;
    TRY(journal_show(&entry, ctx, out->document.uid));
    out->written_on = entry.written_on;
    return CARNET_OK;
}

carnet_err search_comments(struct search_result *out, struct ctx *ctx, const struct query *query, const struct document *documents,
                           size_t document_count, const char *after)
{
    struct gathering g = { .query = query, .complete = true };
    struct place behind = { 0 };
    size_t first = 0;
    if (after)
        TRY(parse_place(&behind, after));
    for (size_t i = 0; i < document_count; i++)
        TRY(gather(&g, ctx, &documents[i]));
    out->complete = out->complete && g.complete;
    if (g.count)
        qsort(g.places, g.count, sizeof *g.places, newest_first);
    while (after && first < g.count && newest_first(&g.places[first], &behind) <= 0)
        first++;
    size_t last = g.count - first > SEARCH_HITS ? first + SEARCH_HITS : g.count;
    out->comments = arena_alloc(ctx->arena, (last - first + 1) * sizeof *out->comments);
    for (size_t i = first; i < last; i++) {
        bool stands;
        TRY(open_place(&stands, &out->comments[out->comment_count], ctx, query, &g.places[i]));
        out->comment_count += stands;
    }
    if (last < g.count)
        out->comments_after = arena_printf(ctx->arena, "%lld.%lld", (long long)g.places[last - 1].at, (long long)g.places[last - 1].id);
    return CARNET_OK;
}
