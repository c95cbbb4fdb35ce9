#pragma once
/* The words of a comment between its row and the rules: opened, closed. Only for comment/. */
#include "areas/comment/comment_sql.h"

MUST_CHECK carnet_err words_of_row(struct comment *out, struct ctx *ctx, const struct document *document, const struct comment_row *row);
/* Columns of comment `id`; "" gives NULL. */
MUST_CHECK carnet_err words_of_body(bytes *out, struct ctx *ctx, const struct document *document, int64_t id, const char *body);
MUST_CHECK carnet_err words_of_anchor(bytes *out, struct ctx *ctx, const struct document *document, int64_t id, const struct anchor *anchor);
MUST_CHECK carnet_err words_of_edit(bytes *out, struct ctx *ctx, const struct document *document, int64_t id, const char *text);
MUST_CHECK carnet_err words_of_decision(bytes *out, struct ctx *ctx, const struct document *document, int64_t id, const char *word);
