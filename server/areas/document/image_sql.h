#pragma once
/* The rows of images. Only for document/. */
#include "areas/document/image.h"

struct image_row {
    int64_t document, journal; /* journal 0: not sealed */
    const char *uid, *content, *thumbnail;
};
MUST_CHECK carnet_err image_sql_find(struct image_row *out, struct ctx *ctx, int64_t document, const char *uid);
/* document 0: of all, from the row after `after` on, `most` of them; *after moves on. */
MUST_CHECK carnet_err image_sql_list(struct image_row **out, size_t *count, struct ctx *ctx, int64_t document, int64_t *after, int most);
MUST_CHECK carnet_err image_sql_add(struct ctx *ctx, const struct image *image);
MUST_CHECK carnet_err image_sql_space(int64_t *used, struct ctx *ctx, int64_t document);
MUST_CHECK carnet_err image_sql_contents(struct ctx *ctx, rows_text_fn *fn, void *self);
MUST_CHECK carnet_err image_sql_delete(struct ctx *ctx, int64_t document);
