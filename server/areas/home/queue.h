#pragma once
/* What waits to be read: for who accompanies somebody or was asked to read, the texts of others that changed since they last
 * said "J'ai lu". Who asks something comes first, then what has waited longest. Any thread. */
#include "areas/document/document.h"
#include "areas/document/reading.h"

enum queue_reason { QUEUE_ASKED, QUEUE_NEW, QUEUE_CHANGED };
const char *queue_reason_text(enum queue_reason reason);

struct queue_item {
    struct document document;
    struct document_about about;
    enum queue_reason reason;
    const char *question; /* "" unless asked */
    struct reading_news news;
};
MUST_CHECK carnet_err queue_list(struct queue_item **out, size_t *count, struct ctx *ctx);
json_t *queue_item_json(struct ctx *ctx, const struct queue_item *item); /* NULL after an error */
