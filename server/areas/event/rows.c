/* Arrays double at each power of two; an arena frees nothing, so what is outgrown stays until the request ends. */
#include "areas/event/rows.h"

#include <string.h>

enum { FIRST = 8 };

void *rows_grow(struct ctx *ctx, void *items, size_t count, size_t size)
{
    if (items && (count < FIRST || (count & (count - 1))))
        return items;
    size_t room = count < FIRST ? FIRST : count * 2;
    void *larger = arena_alloc(ctx->arena, room * size);
    if (count)
        memcpy(larger, items, count * size);
    return larger;
}

carnet_err rows_ids(int64_t **ids, size_t *count, struct ctx *ctx, struct db_query *q)
{
    *ids = NULL;
    *count = 0;
    for (;;) {
        bool row;
        TRY(db_next(&row, q));
        if (!row)
            return CARNET_OK;
        *ids = rows_grow(ctx, *ids, *count, sizeof **ids);
        (*ids)[(*count)++] = db_int(q, 0);
    }
}

carnet_err rows_texts(struct db_query *q, rows_text_fn *fn, void *self)
{
    CLEANUP(buf_clear) struct buf text = { 0 };
    for (;;) {
        bool row;
        TRY(db_next(&row, q));
        if (!row)
            return CARNET_OK;
        if (db_is_null(q, 0))
            continue;
        text.len = 0;
        buf_put(&text, db_peek(q, 0));
        TRY(fn(self, buf_text(&text)));
    }
}
