#pragma once
/* What the actor may open of somebody's, and the conversations beside it that nobody settled yet. Whoever may not see the comments
 * of a text finds none there. Any thread. */
#include "areas/comment/conversation.h"
#include "areas/home/trainee.h"

/* Entries and works; not the pages of their groups. */
MUST_CHECK carnet_err threads_texts(struct document **out, size_t *count, struct ctx *ctx, const struct trainee *trainee);

struct open_thread {
    struct document document;
    struct conversation about;
    struct person opened_by, last_by; /* opened_by.id 0: what opened it was taken back */
    const char *quote;
};
/* In the order of the texts, then of making. */
MUST_CHECK carnet_err threads_open(struct open_thread **out, size_t *count, struct ctx *ctx, const struct document *texts, size_t text_count);
json_t *thread_json(struct ctx *ctx, const struct open_thread *thread, const struct trainee *trainee); /* NULL after an error */
