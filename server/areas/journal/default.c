/* The rules of default.h. The setting itself gives nobody anything: each entry is shared by journal_share, or is not. */
#include "areas/journal/default.h"

#include <string.h>

#include "areas/event/event.h"
#include "areas/journal/journal_rights.h"

static carnet_err not_a_writer(const struct ctx *ctx)
{
    return err_set(CARNET_DENIED, "journal.not_enrolled", "person=%lld", (long long)ctx->actor);
}

/* Who would read an entry that the actor began now. *there false: they have no team. */
static carnet_err choice_of(struct choice *out, bool *there, struct ctx *ctx, int64_t cohort, enum visibility visibility)
{
    struct entry_row row = { .author = ctx->actor, .cohort = cohort, .visibility = visibility };
    row.shared_at = visibility == VISIBLE_TO_ME ? 0 : ctx->now;
    *out = (struct choice){ .visibility = visibility };
    *there = true;
    if (visibility == VISIBLE_TO_GROUP) {
        carnet_err found = group_team_of(&out->group, ctx, ctx->actor, cohort);
        if (found != CARNET_OK && found != CARNET_MISSING)
            return found;
        *there = found == CARNET_OK;
        row.group = out->group.id;
    }
    return *there ? entry_readers(&out->readers, &out->reader_count, ctx, &row) : CARNET_OK;
}

static carnet_err cohort_of(int64_t *out, struct ctx *ctx)
{
    bool writes;
    TRY(journal_can_write(&writes, ctx));
    return writes ? cohort_enrolled(out, ctx, ctx->actor) : not_a_writer(ctx);
}

carnet_err journal_default(struct entry_default *out, struct ctx *ctx)
{
    int64_t cohort;
    *out = (struct entry_default){ 0 };
    TRY(cohort_of(&cohort, ctx));
    TRY(journal_sql_default(&out->visibility, ctx));
    out->choices = arena_alloc(ctx->arena, (VISIBLE_TO_COHORT + 1) * sizeof *out->choices);
    for (int v = VISIBLE_TO_ME; v <= VISIBLE_TO_COHORT; v++) {
        bool there;
        TRY(choice_of(&out->choices[out->choice_count], &there, ctx, cohort, (enum visibility)v));
        out->choice_count += there;
    }
    return CARNET_OK;
}

carnet_err journal_default_set(struct ctx *ctx, enum visibility visibility)
{
    int64_t cohort;
    struct choice choice;
    bool there;
    enum visibility was;
    TRY(cohort_of(&cohort, ctx));
    TRY(choice_of(&choice, &there, ctx, cohort, visibility));
    if (!there)
        return err_set(CARNET_CONFLICT, "journal.no_team", "nobody to share it with");
    TRY(journal_sql_default(&was, ctx));
    if (was == visibility)
        return CARNET_OK;
    TRY(journal_sql_default_set(ctx, visibility));
    return event_add_detail(ctx, "journal.default", NULL, json_pack("{s:s}", "visibility", visibility_text(visibility)), &ctx->actor, 1);
}

static bool was_shown(const struct entry_begun *begun, const char *slug)
{
    for (size_t i = 0; i < begun->shown_count; i++)
        if (strcmp(begun->shown[i], slug) == 0)
            return true;
    return false;
}

carnet_err journal_default_apply(struct entry *entry, struct ctx *ctx, const struct entry_begun *begun)
{
    enum visibility chosen;
    struct choice choice;
    bool there;
    if (begun->visibility == VISIBLE_TO_ME)
        return CARNET_OK;
    TRY(journal_sql_default(&chosen, ctx));
    TRY(choice_of(&choice, &there, ctx, entry->cohort, begun->visibility));
    if (chosen != begun->visibility || !there)
        return CARNET_OK;
    for (size_t i = 0; i < choice.reader_count; i++)
        if (!was_shown(begun, choice.readers[i].person.slug))
            return CARNET_OK;
    return journal_share(entry, ctx, entry->document.uid, begun->visibility, NULL);
}
