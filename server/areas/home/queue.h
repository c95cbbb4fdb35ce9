#pragma once
/* What waits to be read: for who accompanies somebody or was asked to read, the texts of others that changed since they last
 * said "J'ai lu"; for everybody, the texts of others where somebody answered them in the margin. Who asks something comes first,
 * then what has waited longest. Any thread. */
#include "areas/comment/conversation.h"
#include "areas/document/reading.h"

enum queue_reason { QUEUE_ASKED, QUEUE_ANSWERED, QUEUE_NEW, QUEUE_CHANGED };
const char *queue_reason_text(enum queue_reason reason);

struct queue_item {
    struct document document;
    struct document_about about;
    enum queue_reason reason;
    const char *question; /* "" unless asked */
    struct conversations_waiting answers;
    struct reading_news news;
    int64_t since;
};
MUST_CHECK carnet_err queue_list(struct queue_item **out, size_t *count, struct ctx *ctx);
json_t *queue_item_json(struct ctx *ctx, const struct queue_item *item); /* NULL after an error */

/* The actor's own texts with conversations that they have to answer or to settle, the longest waiting first. */
struct own_text {
    struct document document;
    struct conversations_waiting waiting;
};
MUST_CHECK carnet_err queue_own(struct own_text **out, size_t *count, struct ctx *ctx);
json_t *own_text_json(struct ctx *ctx, const struct own_text *text); /* NULL after an error */
