/* A pause ends by itself on its last day, and then somebody has to decide: whoever manages the cohort is told so, once. */
#include <string.h>

#include "areas/enrolment/enrolment.h"
#include "areas/enrolment/enrolment_sql.h"
#include "areas/event/event.h"

bool enrolment_pause_over(struct ctx *ctx, const struct enrolment *of)
{
    return of->suspended_until && strcmp(of->suspended_until, moment_today(ctx)) <= 0;
}

static carnet_err tell(struct ctx *ctx, const struct pause *pause)
{
    int64_t *managers;
    size_t count;
    TRY(cohort_holders(&managers, &count, ctx, pause->cohort, ROLE_PROGRAMME_MANAGER));
    TRY(event_add_detail(ctx, "enrolment.pause_over", pause->trainee, json_pack("{s:s}", "day", pause->until), managers, count));
    return enrolment_sql_pause_told(ctx, pause);
}

carnet_err enrolment_beat(struct ctx *ctx)
{
    struct pause *pauses;
    size_t count;
    TRY(enrolment_sql_pauses(&pauses, &count, ctx));
    for (size_t i = 0; i < count; i++)
        TRY(tell(ctx, &pauses[i]));
    return CARNET_OK;
}
