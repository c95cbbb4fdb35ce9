#pragma once
/* The rows of comments. Only for comment/. */
#include "areas/comment/comment.h"

struct comment_row { /* columns that may be sealed; ptr NULL: NULL */
    struct comment comment;
    bytes body, anchor, text, word;
};
MUST_CHECK carnet_err comment_sql_all(struct comment_row **out, size_t *count, struct ctx *ctx, int64_t document);
MUST_CHECK carnet_err comment_sql_by_uid(struct comment_row *out, struct ctx *ctx, const char *uid);
MUST_CHECK carnet_err comment_sql_by_id(struct comment_row *out, struct ctx *ctx, int64_t id);
/* *found false: none. */
MUST_CHECK carnet_err comment_sql_by_key(struct comment_row *out, bool *found, struct ctx *ctx, int64_t document, const char *key);
MUST_CHECK carnet_err comment_sql_counts(int64_t *threads, int64_t *all, struct ctx *ctx, int64_t document);
MUST_CHECK carnet_err comment_sql_replies(int64_t *count, struct ctx *ctx, int64_t thread); /* those not taken back */
MUST_CHECK carnet_err comment_sql_people(int64_t **people, size_t *count, struct ctx *ctx, int64_t thread); /* who took part */

/* Who spoke when, thread by thread; without words, and without what was taken back, or was begun by others before `since`. */
struct comment_word {
    int64_t thread, author, at, opened_by, opened_at; /* opened_by 0: taken back */
    enum comment_kind kind; /* of the thread */
    bool resolved, reply, aside; /* aside: the thread is */
};
MUST_CHECK carnet_err comment_sql_said(struct comment_word **out, size_t *count, struct ctx *ctx, int64_t document,
                                       const struct document_since *since);

MUST_CHECK carnet_err comment_sql_add(int64_t *id, struct ctx *ctx, const struct comment *comment); /* the words come after */
MUST_CHECK carnet_err comment_sql_words(struct ctx *ctx, int64_t id, bytes body, bytes anchor);
MUST_CHECK carnet_err comment_sql_body(struct ctx *ctx, int64_t id, bytes body);
MUST_CHECK carnet_err comment_sql_status(struct ctx *ctx, int64_t id, bool resolved);
MUST_CHECK carnet_err comment_sql_take_back(struct ctx *ctx, int64_t id); /* the row stays, without words */
MUST_CHECK carnet_err comment_sql_delete(struct ctx *ctx, int64_t id);
MUST_CHECK carnet_err comment_sql_edit_add(struct ctx *ctx, int64_t id, enum edit_kind kind, bytes text);
MUST_CHECK carnet_err comment_sql_decide(struct ctx *ctx, int64_t id, enum edit_decision decision, bytes word);
