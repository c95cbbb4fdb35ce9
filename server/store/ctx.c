/* The list of what the loop does after a commit. */
#include "store/ctx.h"

#include <assert.h>

void effects_init(struct effects *effects)
{
    effects->first = NULL;
    effects->last = &effects->first;
}

void effect_add(struct ctx *ctx, enum effect_kind kind, int64_t id, bytes update)
{
    assert(ctx->effects);
    struct effect *effect = arena_alloc(ctx->arena, sizeof *effect);
    *effect = (struct effect){
        .kind = kind,
        .id = id,
        .update = { arena_copy(ctx->arena, update.ptr, update.len), update.len },
    };
    *ctx->effects->last = effect;
    ctx->effects->last = &effect->next;
}
