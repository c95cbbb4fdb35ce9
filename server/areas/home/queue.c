/* The queue: every text of others that the actor reads because somebody counts on them, not because all may. */
#include "areas/home/queue.h"

#include <stdlib.h>

#include "areas/document/named.h"
#include "areas/event/rows.h"

static const char *const REASONS[] = { [QUEUE_ASKED] = "asked", [QUEUE_NEW] = "new", [QUEUE_CHANGED] = "changed" };

const char *queue_reason_text(enum queue_reason reason)
{
    return REASONS[reason];
}

static bool counts_on_me(const struct document *document)
{
    const struct rights *r = &document->rights;
    return !(r->verbs & VERB_WRITE) && (r->relation == RELATION_ASSIGNED || r->relation == RELATION_NAMED);
}

/* An entry shared with a tutor who is also asked to read it is closest as NAMED; the question counts whatever the relation. */
static carnet_err judge(struct queue_item *out, bool *waits, struct ctx *ctx, const struct document *document)
{
    *out = (struct queue_item){ .document = *document, .question = "" };
    *waits = false;
    if (!counts_on_me(document))
        return CARNET_OK;
    TRY(reading_news(&out->news, ctx, document));
    TRY(named_unanswered(&out->question, ctx, document, out->news.read_at));
    out->reason = out->question[0] ? QUEUE_ASKED : out->news.first ? QUEUE_NEW : QUEUE_CHANGED;
    *waits = out->news.any || out->reason == QUEUE_ASKED;
    return *waits ? document_about(&out->about, ctx, document) : CARNET_OK;
}

static int order(const void *a, const void *b)
{
    const struct queue_item *x = a, *y = b;
    if ((x->reason == QUEUE_ASKED) != (y->reason == QUEUE_ASKED))
        return x->reason == QUEUE_ASKED ? -1 : 1;
    if (x->news.since != y->news.since)
        return x->news.since < y->news.since ? -1 : 1;
    return x->document.id < y->document.id ? -1 : 1;
}

carnet_err queue_list(struct queue_item **out, size_t *count, struct ctx *ctx)
{
    struct document *documents;
    size_t document_count;
    TRY(document_list(&documents, &document_count, ctx));
    *out = NULL;
    *count = 0;
    for (size_t i = 0; i < document_count; i++) {
        struct queue_item item;
        bool waits;
        TRY(judge(&item, &waits, ctx, &documents[i]));
        if (!waits)
            continue;
        *out = rows_grow(ctx, *out, *count, sizeof **out);
        (*out)[(*count)++] = item;
    }
    if (*count)
        qsort(*out, *count, sizeof **out, order);
    return CARNET_OK;
}

json_t *queue_item_json(struct ctx *ctx, const struct queue_item *item)
{
    json_t *document = document_json(ctx, &item->document);
    if (!document)
        return NULL;
    return json_pack("{s:o, s:s, s:s, s:o, s:o}", "document", document, "reason", queue_reason_text(item->reason), "question",
                     item->question, "since", moment_json(item->news.since), "readAt", moment_json(item->news.read_at));
}
