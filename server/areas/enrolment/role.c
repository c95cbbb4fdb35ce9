/* A role is taken back: its rights end for open sockets too, before the answer. Who accompanies trainees hands them over first, so that nobody
 * is left alone by it; a page or a text that they wrote stays, under their name. */
#include "areas/document/sight.h"
#include "areas/enrolment/enrolment_sql.h"

static carnet_err check_handed_over(struct ctx *ctx, const struct role_taking *taking)
{
    struct assignment *held;
    size_t count;
    if (taking->held.role != ROLE_TUTOR && taking->held.role != ROLE_RESEARCH_COOPERATOR)
        return CARNET_OK;
    enum accompaniment as = taking->held.role == ROLE_TUTOR ? ACCOMPANIMENT_TUTOR : ACCOMPANIMENT_COOPERATOR;
    TRY(enrolment_sql_accompanied(&held, &count, ctx, as, taking->person.id, true));
    for (size_t i = 0; i < count; i++)
        if (held[i].cohort == taking->held.cohort.id)
            return err_set(CARNET_CONFLICT, "role.accompanies", "cohort=%lld", (long long)held[i].cohort);
    return CARNET_OK;
}

carnet_err enrolment_take_role(struct ctx *ctx, const char *person, enum role role, const char *cohort)
{
    struct role_taking taking;
    struct sight *sight;
    TRY(role_taking_begin(&taking, ctx, person, role, cohort));
    TRY(check_handed_over(ctx, &taking));
    TRY(sight_of(&sight, ctx, &taking.person.id, 1));
    TRY(role_take(ctx, &taking));
    return sight_settle(ctx, sight, 1);
}
