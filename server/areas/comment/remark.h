#pragma once
/* What was said beside a text, in words, for whoever looks for words: who may not see its comments finds none, and what was taken back is
 * gone. Opened from their seals for the call; nothing of it is kept anywhere. Any thread. */
#include "areas/comment/comment.h"

struct remark {
    int64_t id, thread, author, at; /* thread: the comment that opens it, perhaps this one */
    const char *uid, *thread_uid;
    const char *words; /* the body; on lines of their own, what its edit proposes and what was said with the decision */
};
/* In order of making. */
MUST_CHECK carnet_err remark_list(struct remark **out, size_t *count, struct ctx *ctx, const struct document *document);
/* One of them. */
MUST_CHECK carnet_err remark_find(struct remark *out, bool *found, struct ctx *ctx, const struct document *document, int64_t id);
