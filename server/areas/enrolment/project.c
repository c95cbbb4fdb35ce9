/* A trainee's own local project, as they say it: what it is, where, at work or in an internship. */
#include <string.h>

#include "areas/enrolment/enrolment.h"
#include "areas/event/event.h"
#include "areas/event/line.h"

enum { TITLE_LONGEST = 200, PLACE_LONGEST = 120 };

static const char SQL_SET[] = "UPDATE enrolment SET project_title = ?2, project_place = ?3, project_setting = ?4 WHERE id = ?1";

bool enrolment_can_say_project(const struct enrolment *of, const struct cohort_standing *actor, int64_t person)
{
    return cohort_manages(actor) || (of->person.id == person && !enrolment_has_left(of));
}

static const char *or_null(const char *text)
{
    return text && *text ? text : NULL;
}

static carnet_err clean(struct project *out, struct ctx *ctx, const struct project *typed)
{
    *out = (struct project){ .setting = or_null(typed->setting) };
    if (typed->title && !line_clean(&out->title, ctx, typed->title, TITLE_LONGEST))
        return err_set(CARNET_INVALID, "project.title", "longer than %d characters", TITLE_LONGEST);
    if (typed->place && !line_clean(&out->place, ctx, typed->place, PLACE_LONGEST))
        return err_set(CARNET_INVALID, "project.place", "longer than %d characters", PLACE_LONGEST);
    if (out->setting && strcmp(out->setting, "work_situation") != 0 && strcmp(out->setting, "internship") != 0)
        return err_set(CARNET_INVALID, "project.setting", "no such setting");
    out->title = or_null(out->title);
    out->place = or_null(out->place);
    return CARNET_OK;
}

static bool is_same_text(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool is_same(const struct project *a, const struct project *b)
{
    return is_same_text(a->title, b->title) && is_same_text(a->place, b->place) && is_same_text(a->setting, b->setting);
}

carnet_err enrolment_say_project(struct ctx *ctx, const char *cohort, const char *trainee, const struct project *typed)
{
    struct enrolment of;
    struct cohort_standing standing;
    struct project project;
    TRY(enrolment_show(&of, ctx, cohort, trainee));
    TRY(cohort_standing(&standing, ctx, of.cohort, 0));
    if (!enrolment_can_say_project(&of, &standing, ctx->actor))
        return err_set(CARNET_DENIED, "project.not_yours", "enrolment=%lld", (long long)of.id);
    TRY(clean(&project, ctx, typed));
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_SET);
    db_bind_int(&q, 1, of.id);
    db_bind_text(&q, 2, project.title);
    db_bind_text(&q, 3, project.place);
    db_bind_text(&q, 4, project.setting);
    TRY(db_run(&q));
    if (of.person.id == ctx->actor || is_same(&of.project, &project))
        return CARNET_OK;
    return event_add(ctx, "enrolment.project", of.person.slug, &of.person.id, 1); /* said by somebody else in their place */
}
