#pragma once
/* Lists read from rows, growing in the arena of the request. */
#include "store/ctx.h"
#include "store/db.h"

/* Room for one more item behind count of them: the same array or a larger copy. items starts as NULL. */
void *rows_grow(struct ctx *ctx, void *items, size_t count, size_t size);
/* All rows of a bound query whose first column is an id. */
MUST_CHECK carnet_err rows_ids(int64_t **ids, size_t *count, struct ctx *ctx, struct db_query *q);
/* Each row of a bound query, of a text in its first column; borrowed during the call. Rows without one are passed over. */
typedef carnet_err rows_text_fn(void *self, const char *text);
MUST_CHECK carnet_err rows_texts(struct db_query *q, rows_text_fn *fn, void *self);
