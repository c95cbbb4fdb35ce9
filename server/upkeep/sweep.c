/* What is there, less what rows name. Areas say what theirs name; there is no list of content besides the folder. */
#include "upkeep/sweep.h"

#include "areas/document/image.h"
#include "areas/group/file.h"
#include "store/content.h"

static const int64_t DAY_MS = 86400000;

static carnet_err each_named(struct ctx *ctx, rows_text_fn *fn, void *self)
{
    TRY(file_contents(ctx, fn, self));
    return image_contents(ctx, fn, self);
}

/* ---- on a worker ---- */

struct look {
    struct sweep *sweep;
    struct ctx *ctx;
    struct upkeep *upkeep;
    struct names there; /* hash → since when it is marked, int64_t */
};

static carnet_err go_on(struct look *look)
{
    return look->upkeep->stop(look->upkeep) ? err_set(CARNET_IO, "sweep.stopped", "the sweep was stopped") : CARNET_OK;
}

static carnet_err note_content(void *self, const char *hash, int64_t since)
{
    struct look *look = self;
    int64_t *kept = arena_alloc(look->ctx->arena, sizeof *kept);
    *kept = since;
    names_put(&look->there, hash, kept);
    return go_on(look);
}

static carnet_err is_named(void *self, const char *hash)
{
    struct look *look = self;
    const int64_t *since = names_remove(&look->there, hash);
    TRY(go_on(look));
    return since && *since ? content_mark(look->ctx->db, hash, 0) : CARNET_OK;
}

static carnet_err mark_rest(struct look *look)
{
    const char *hash;
    size_t at = 0;
    for (int64_t *since; (since = names_next(&look->there, &at, &hash));) {
        if (!*since) {
            TRY(content_mark(look->ctx->db, hash, look->ctx->now));
            look->sweep->marked++;
        } else if (*since <= look->ctx->now - SWEEP_DAYS * DAY_MS && look->sweep->due.count < SWEEP_MOST) {
            names_put(&look->sweep->due, hash, look->sweep);
        }
    }
    return CARNET_OK;
}

static void look_clear(struct look *look)
{
    names_clear(&look->there);
}

carnet_err sweep_look(struct sweep *out, struct ctx *ctx, struct upkeep *upkeep)
{
    CLEANUP(look_clear) struct look look = { .sweep = out, .ctx = ctx, .upkeep = upkeep };
    *out = (struct sweep){ 0 };
    TRY(content_each(ctx->db, note_content, &look)); /* before the rows: what is kept from now on is not looked at */
    TRY(each_named(ctx, is_named, &look));
    return mark_rest(&look);
}

/* ---- on the database thread ---- */

static carnet_err has_row(void *self, const char *hash)
{
    struct sweep *sweep = self;
    names_remove(&sweep->due, hash);
    return CARNET_OK;
}

carnet_err sweep_forget(size_t *count, struct ctx *ctx, struct sweep *sweep)
{
    const char *hash;
    size_t at = 0;
    *count = 0;
    TRY(each_named(ctx, has_row, sweep));
    while (names_next(&sweep->due, &at, &hash)) {
        bool gone;
        TRY(content_forget_marked(&gone, ctx->db, hash, ctx->now - SWEEP_DAYS * DAY_MS));
        *count += gone;
    }
    return CARNET_OK;
}

void sweep_clear(struct sweep *sweep)
{
    names_clear(&sweep->due);
}
