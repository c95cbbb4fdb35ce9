/* The rules of giving and taking roles. */
#include "areas/people/role_sql.h"

#include "areas/event/event.h"
#include "areas/people/invitation_sql.h"

static carnet_err not_for_you(const char *why)
{
    return err_set(CARNET_MISSING, "people.missing", "%s", why);
}

carnet_err role_place(struct cohort_named *out, unsigned *held, struct ctx *ctx, const char *slug)
{
    *out = (struct cohort_named){ 0 };
    if (slug && role_sql_cohort(out, ctx, slug) != CARNET_OK)
        return not_for_you("no such cohort");
    TRY(people_roles(held, ctx, ctx->actor, out->id ? out->id : -1));
    unsigned keepers = 1u << ROLE_PLATFORM_ADMIN | (slug ? 1u << ROLE_PROGRAMME_MANAGER | 1u << ROLE_TRAINING_ASSISTANT : 0);
    return *held & keepers ? CARNET_OK : not_for_you("runs nothing there");
}

bool role_may_give(unsigned held, enum role role, bool in_cohort)
{
    if (!in_cohort) /* the first manager has no cohort yet: in the whole organisation, they set up the first */
        return held & 1u << ROLE_PLATFORM_ADMIN && (role == ROLE_PLATFORM_ADMIN || role == ROLE_PROGRAMME_MANAGER);
    switch (role) {
    case ROLE_PROGRAMME_MANAGER:
    case ROLE_TRAINING_ASSISTANT:
    case ROLE_DISABILITY_OFFICER:
    case ROLE_QUALITY_OFFICER: return held & (1u << ROLE_PLATFORM_ADMIN | 1u << ROLE_PROGRAMME_MANAGER);
    case ROLE_TRAINEE:
    case ROLE_TUTOR:
    case ROLE_RESEARCH_COOPERATOR:
    case ROLE_TRAINER:
    case ROLE_JURY_MEMBER: return true;
    case ROLE_ANY:
    case ROLE_FORMER_TRAINEE:
    case ROLE_COMMISSIONER: /* guests come by another kind of link, without an account */
    case ROLE_WORKPLACE_REFERENT:
    case ROLE_PLATFORM_ADMIN:
    case ROLE_COUNT: break;
    }
    return false;
}

/* ---- taking back ---- */

static carnet_err may_take(bool *out, struct ctx *ctx, const struct role_held *held)
{
    struct cohort_named place;
    unsigned mine;
    carnet_err there = role_place(&place, &mine, ctx, held->cohort.slug);
    if (there != CARNET_OK && there != CARNET_MISSING)
        return there;
    *out = there == CARNET_OK && held->role != ROLE_TRAINEE && role_may_give(mine, held->role, held->cohort.id != 0);
    return CARNET_OK;
}

carnet_err role_takeable(struct role_held **out, size_t *count, struct ctx *ctx, int64_t person)
{
    size_t all;
    TRY(role_sql_of(out, &all, ctx, person));
    *count = 0;
    for (size_t i = 0; i < all; i++) {
        bool mine;
        TRY(may_take(&mine, ctx, &(*out)[i]));
        if (mine)
            (*out)[(*count)++] = (*out)[i];
    }
    return CARNET_OK;
}

/* An invitation that nobody answered yet keeps no door open: it can always be taken back. */
static carnet_err check_last(struct ctx *ctx, const struct account_about *about, const struct role_held *held)
{
    bool other, unmanaged;
    if (!about->opened)
        return CARNET_OK;
    if (held->role == ROLE_PLATFORM_ADMIN) {
        TRY(role_sql_other_admin(&other, ctx, about->person.id));
        return other ? CARNET_OK : err_set(CARNET_CONFLICT, "role.last_admin", "person=%lld", (long long)about->person.id);
    }
    if (held->role != ROLE_PROGRAMME_MANAGER)
        return CARNET_OK;
    TRY(role_sql_unmanaged(&unmanaged, ctx, about->person.id, held->cohort.id));
    return unmanaged ? err_set(CARNET_CONFLICT, "role.last_manager", "cohort=%lld", (long long)held->cohort.id) : CARNET_OK;
}

carnet_err role_taking_begin(struct role_taking *out, struct ctx *ctx, const char *slug, enum role role, const char *cohort)
{
    struct cohort_named place;
    unsigned mine;
    struct account_about about;
    struct role_held *held;
    size_t count;
    TRY(role_place(&place, &mine, ctx, cohort));
    if (invitation_sql_account(&about, ctx, slug) != CARNET_OK || about.closed)
        return not_for_you("nobody, or closed");
    TRY(role_takeable(&held, &count, ctx, about.person.id));
    for (size_t i = 0; i < count; i++)
        if (held[i].role == role && held[i].cohort.id == place.id) {
            *out = (struct role_taking){ about.person, held[i] };
            return check_last(ctx, &about, &held[i]);
        }
    return not_for_you("not held there, or not the actor's to take");
}

carnet_err role_take(struct ctx *ctx, const struct role_taking *taking)
{
    TRY(role_sql_take(ctx, taking->person.id, &taking->held));
    return event_add_detail(ctx, "account.role_taken_back", NULL, role_detail(&taking->held), &taking->person.id, 1);
}

json_t *role_held_json(const struct role_held *held)
{
    const struct cohort_named *c = &held->cohort;
    return json_pack("{s:s, s:o}", "role", role_text(held->role), "cohort",
                     c->id ? json_pack("{s:s, s:s}", "id", c->slug, "label", c->label) : json_null());
}

json_t *role_detail(const struct role_held *held)
{
    return json_pack("{s:s, s:o, s:o}", "role", role_text(held->role), "cohort", text_or_null(held->cohort.slug), "label",
                     text_or_null(held->cohort.label));
}
