/* Who may begin, and what remains. A role without a cohort is held in the whole organisation: that is how its first manager can set
 * up the first cohort. */
#include "areas/start/start_sql.h"

#include "areas/event/event.h"
#include "areas/event/line.h"
#include "areas/people/carry.h"

enum { NAME_LONGEST = 120 };

static carnet_err administers(struct ctx *ctx)
{
    unsigned roles;
    TRY(people_roles(&roles, ctx, ctx->actor, -1));
    return roles & 1u << ROLE_PLATFORM_ADMIN ? CARNET_OK : err_set(CARNET_MISSING, "start.missing", "no administrator");
}

carnet_err start_show(struct start *out, struct ctx *ctx)
{
    *out = (struct start){ 0 };
    TRY(administers(ctx));
    TRY(start_sql_organisation(out, ctx));
    return start_sql_managers(out, ctx);
}

carnet_err start_name(struct ctx *ctx, const char *typed)
{
    const char *name;
    TRY(administers(ctx));
    if (!line_clean(&name, ctx, typed, NAME_LONGEST) || !name[0])
        return err_set(CARNET_INVALID, "start.name", "empty, or longer than %d characters", NAME_LONGEST);
    TRY(start_sql_rename(ctx, name));
    return event_add(ctx, "organisation.named", NULL, &ctx->actor, 1);
}

/* ---- from the sample to a real cohort ---- */

static const char AFRESH[] = "organisation.afresh"; /* in the register of both: of the sample that was left, of the centre that begins */

carnet_err start_afresh(struct ctx *ctx, bool sure)
{
    struct start start;
    TRY(start_show(&start, ctx));
    if (!sure)
        return err_set(CARNET_INVALID, "start.not_sure", "%s", "");
    if (!start.sample)
        return err_set(CARNET_CONFLICT, "start.no_sample", "%s", "");
    if (!start.can_begin)
        return err_set(CARNET_CONFLICT, "start.invented", "person=%lld", (long long)ctx->actor);
    TRY(event_add(ctx, AFRESH, NULL, &ctx->actor, 1));
    effect_add(ctx, EFFECT_AFRESH, ctx->actor, (bytes){ (const uint8_t *)&ctx->sign_in, sizeof ctx->sign_in });
    return CARNET_OK;
}

carnet_err start_carry(struct ctx *ctx)
{
    TRY(start_sql_carry(ctx));
    TRY(people_carry(ctx, ctx->actor, ctx->sign_in));
    return event_add(ctx, AFRESH, NULL, &ctx->actor, 1);
}

/* ---- what a cohort still needs ---- */

carnet_err preparation_show(struct preparation *out, struct ctx *ctx, const char *slug)
{
    struct programme programme;
    struct cohort_standing standing;
    *out = (struct preparation){ 0 };
    TRY(cohort_assist(&out->cohort, ctx, slug));
    TRY(cohort_standing(&standing, ctx, out->cohort.id, 0));
    out->manages = cohort_manages(&standing);
    TRY(programme_by_id(&programme, ctx, out->cohort.programme));
    out->newest_version = programme.version;
    TRY(preparation_sql_counts(out, ctx));
    return preparation_sql_roles(out, ctx);
}
