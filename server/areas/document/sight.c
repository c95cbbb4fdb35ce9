/* Asking the rights themselves, in each person's place: no list of what a change may touch can then be incomplete. */
#include "areas/document/sight.h"

#include "areas/event/rows.h"
#include "store/log.h"

static struct ctx in_place_of(const struct ctx *ctx, int64_t person)
{
    struct ctx as = *ctx;
    as.actor = person;
    as.sign_in = 0;
    return as;
}

carnet_err sight_of(struct sight **out, struct ctx *ctx, const int64_t *people, size_t count)
{
    *out = arena_alloc(ctx->arena, (count + 1) * sizeof **out);
    for (size_t i = 0; i < count; i++) {
        struct ctx as = in_place_of(ctx, people[i]);
        (*out)[i].person = people[i];
        TRY(document_list(&(*out)[i].documents, &(*out)[i].count, &as));
    }
    return CARNET_OK;
}

/* A later end needs nothing: whoever is put out at the old one comes back. */
static bool narrowed(const struct rights *was, const struct rights *is)
{
    bool sooner = is->valid_until && (!was->valid_until || is->valid_until < was->valid_until);
    return is->verbs != was->verbs || sooner;
}

static bool among(const int64_t *ids, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (ids[i] == id)
            return true;
    return false;
}

carnet_err sight_settle(struct ctx *ctx, const struct sight *sights, size_t count)
{
    int64_t *raised = NULL;
    size_t raised_count = 0;
    for (size_t i = 0; i < count; i++) {
        struct ctx as = in_place_of(ctx, sights[i].person);
        for (size_t j = 0; j < sights[i].count; j++) {
            const struct document *was = &sights[i].documents[j];
            struct rights is;
            TRY(document_rights(&is, &as, was->id));
            if (!narrowed(&was->rights, &is) || among(raised, raised_count, was->id))
                continue;
            TRY(log_raise_epoch(ctx, was->id));
            raised = rows_grow(ctx, raised, raised_count, sizeof *raised);
            raised[raised_count++] = was->id;
        }
    }
    return CARNET_OK;
}
