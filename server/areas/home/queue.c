/* The queue: every text of others that the actor reads because somebody counts on them, not because all may, or where others
 * went on with a conversation that they took part in. */
#include "areas/home/queue.h"

#include <stdlib.h>

#include "areas/document/named.h"
#include "areas/event/rows.h"

static const char *const REASONS[] = { [QUEUE_ASKED] = "asked", [QUEUE_ANSWERED] = "answered", [QUEUE_NEW] = "new", [QUEUE_CHANGED] = "changed" };

const char *queue_reason_text(enum queue_reason reason)
{
    return REASONS[reason];
}

static bool counts_on_me(const struct document *document)
{
    const struct rights *r = &document->rights;
    return !(r->verbs & VERB_WRITE) && (r->relation == RELATION_ASSIGNED || r->relation == RELATION_NAMED);
}

static bool of_others(const struct document *document)
{
    return document->rights.relation != RELATION_OWN;
}

static bool asks(const struct queue_item *item)
{
    return item->reason == QUEUE_ASKED || item->reason == QUEUE_ANSWERED;
}

/* An entry shared with a tutor who is also asked to read it is closest as NAMED; the question counts whatever the relation. */
static carnet_err judge_text(struct queue_item *item, bool *waits, struct ctx *ctx)
{
    TRY(reading_news(&item->news, ctx, &item->document));
    if (counts_on_me(&item->document))
        TRY(named_unanswered(&item->question, ctx, &item->document, item->news.read_at));
    item->reason = item->question[0]     ? QUEUE_ASKED
                   : item->answers.count ? QUEUE_ANSWERED
                   : item->news.first    ? QUEUE_NEW
                                         : QUEUE_CHANGED;
    item->since = item->reason == QUEUE_ANSWERED ? item->answers.since : item->news.since;
    *waits = asks(item) || item->news.any;
    return *waits ? document_about(&item->about, ctx, &item->document) : CARNET_OK;
}

static carnet_err judge(struct queue_item *out, bool *waits, struct ctx *ctx, const struct document *document)
{
    int64_t read_at;
    *out = (struct queue_item){ .document = *document, .question = "" };
    *waits = false;
    if (!of_others(document))
        return CARNET_OK;
    TRY(reading_last(&read_at, ctx, document->id));
    TRY(conversation_answers(&out->answers, ctx, document, read_at));
    return out->answers.count || counts_on_me(document) ? judge_text(out, waits, ctx) : CARNET_OK;
}

static int order(const void *a, const void *b)
{
    const struct queue_item *x = a, *y = b;
    if (asks(x) != asks(y))
        return asks(x) ? -1 : 1;
    if (x->since != y->since)
        return x->since < y->since ? -1 : 1;
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

static int own_order(const void *a, const void *b)
{
    const struct own_text *x = a, *y = b;
    if (x->waiting.since != y->waiting.since)
        return x->waiting.since < y->waiting.since ? -1 : 1;
    return x->document.id < y->document.id ? -1 : 1;
}

carnet_err queue_own(struct own_text **out, size_t *count, struct ctx *ctx)
{
    struct document *documents;
    size_t document_count;
    TRY(document_list(&documents, &document_count, ctx));
    *out = NULL;
    *count = 0;
    for (size_t i = 0; i < document_count; i++) {
        struct own_text text = { .document = documents[i] };
        if (of_others(&documents[i]))
            continue;
        TRY(conversation_to_settle(&text.waiting, ctx, &documents[i]));
        if (!text.waiting.count)
            continue;
        *out = rows_grow(ctx, *out, *count, sizeof **out);
        (*out)[(*count)++] = text;
    }
    if (*count)
        qsort(*out, *count, sizeof **out, own_order);
    return CARNET_OK;
}

/* ---- out ---- */

static json_t *waiting_json(const struct conversations_waiting *waiting)
{
    return waiting->count ? json_pack("{s:o, s:I, s:I}", "by", people_json(&waiting->who), "others", (json_int_t)waiting->others, "threads",
                                      (json_int_t)waiting->count)
                          : json_null();
}

json_t *queue_item_json(struct ctx *ctx, const struct queue_item *item)
{
    json_t *document = document_json(ctx, &item->document);
    if (!document)
        return NULL;
    return json_pack("{s:o, s:s, s:s, s:o, s:o, s:o, s:o}", "document", document, "reason", queue_reason_text(item->reason), "question",
                     item->question, "answers", waiting_json(&item->answers), "since", moment_json(item->since), "readAt",
                     moment_json(item->news.read_at), "readRevision", text_or_null(item->news.revision));
}

json_t *own_text_json(struct ctx *ctx, const struct own_text *text)
{
    json_t *document = document_json(ctx, &text->document);
    return document ? json_pack("{s:o, s:o, s:o}", "document", document, "waiting", waiting_json(&text->waiting), "since",
                                moment_json(text->waiting.since))
                    : NULL;
}
