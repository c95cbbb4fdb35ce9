/* Who sees what of an accommodation, and entering one. */
#include "areas/enrolment/accommodation.h"

#include <string.h>

#include "areas/deliverable/work.h"
#include "areas/enrolment/accommodation_sql.h"
#include "areas/enrolment/enrolment_sql.h"
#include "areas/enrolment/shared.h"
#include "areas/event/event.h"
#include "areas/event/line.h"

enum { MEASURE_LONGEST = 200, CAUSE_LONGEST = 1000 };

static const char EXTRA_TIME[] = "extra_time", EXTENSION[] = "deadline_extension";

/* What the actor may know of a person's accommodations. */
struct view {
    struct cohort cohort;
    struct enrolment of;
    bool officer, own, measures, time;
};

static carnet_err missing(void)
{
    return err_set(CARNET_MISSING, "accommodation.missing", "none, or not for this person");
}

static carnet_err find_trainee(struct view *out, struct ctx *ctx, const char *trainee)
{
    struct person person;
    struct enrolment *found;
    size_t count;
    carnet_err known = people_find_slug(&person, ctx, trainee);
    if (known != CARNET_OK)
        return known == CARNET_MISSING ? missing() : known;
    TRY(enrolment_sql_list(&found, &count, ctx, out->cohort.id, person.id));
    if (!count)
        return missing();
    out->of = found[0];
    return CARNET_OK;
}

static carnet_err look(struct view *out, struct ctx *ctx, const char *cohort, const char *trainee)
{
    struct cohort_standing s;
    *out = (struct view){ 0 };
    TRY(cohort_by_slug(&out->cohort, ctx, cohort));
    TRY(find_trainee(out, ctx, trainee));
    TRY(cohort_standing(&s, ctx, out->cohort.id, out->of.person.id));
    out->own = out->of.person.id == ctx->actor;
    out->officer = s.as[ROLE_DISABILITY_OFFICER].holds && !out->own;
    out->measures = out->own || out->officer || s.tutor.holds || s.cooperator.holds || s.as[ROLE_TRAINER].holds ||
                    s.as[ROLE_PROGRAMME_MANAGER].holds || s.as[ROLE_TRAINING_ASSISTANT].holds;
    out->time = out->measures || s.as[ROLE_JURY_MEMBER].holds;
    return out->time ? CARNET_OK : missing();
}

carnet_err accommodation_list(struct accommodations *out, struct ctx *ctx, const char *cohort, const char *trainee)
{
    struct view view;
    struct accommodation *all;
    size_t count;
    TRY(look(&view, ctx, cohort, trainee));
    TRY(accommodation_sql_list(&all, &count, ctx, view.cohort.id, view.of.person.id));
    *out = (struct accommodations){ .items = all, .manages = view.officer, .causes = view.own || view.officer };
    for (size_t i = 0; i < count; i++) {
        if (!view.measures && strcmp(all[i].kind, EXTRA_TIME) != 0)
            continue;
        if (!out->causes)
            all[i].cause = NULL;
        all[out->count++] = all[i];
    }
    return CARNET_OK;
}

static carnet_err look_as_officer(struct view *out, struct ctx *ctx, const char *cohort, const char *trainee)
{
    TRY(look(out, ctx, cohort, trainee));
    return out->officer ? CARNET_OK : err_set(CARNET_DENIED, "accommodation.not_officer", "cohort=%lld", (long long)out->cohort.id);
}

static bool is_kind(const char *kind)
{
    static const char *const KINDS[] = { EXTRA_TIME, "screen_reader_documents", EXTENSION, "other" };
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
        if (strcmp(KINDS[i], kind) == 0)
            return true;
    return false;
}

static carnet_err check(struct accommodation_new *out, struct ctx *ctx, const struct accommodation_new *asked)
{
    *out = *asked;
    if (!is_kind(asked->kind))
        return err_set(CARNET_INVALID, "accommodation.kind", "%.40s", asked->kind);
    if (asked->measure && !line_clean(&out->measure, ctx, asked->measure, MEASURE_LONGEST))
        return err_set(CARNET_INVALID, "accommodation.measure", "longer than %d characters", MEASURE_LONGEST);
    if (out->measure && !out->measure[0])
        out->measure = NULL;
    bool needs_words = strcmp(asked->kind, EXTRA_TIME) == 0 || strcmp(asked->kind, "other") == 0;
    if (needs_words && !out->measure)
        return err_set(CARNET_INVALID, "accommodation.measure", "needed");
    if (asked->cause && !line_clean(&out->cause, ctx, asked->cause, CAUSE_LONGEST))
        return err_set(CARNET_INVALID, "accommodation.cause", "longer than %d characters", CAUSE_LONGEST);
    if (out->cause && !out->cause[0])
        out->cause = NULL;
    bool extension = strcmp(asked->kind, EXTENSION) == 0;
    if (extension != (asked->due_at != 0) || extension != (asked->deliverable != NULL))
        return err_set(CARNET_INVALID, "accommodation.due", "a deliverable and a date go with an extension only");
    return !extension || asked->due_at > ctx->now ? CARNET_OK : err_set(CARNET_INVALID, "accommodation.due", "in the past");
}

/* Those who have to act on it are told that something changed; what, they read where it stands. */
static carnet_err tell(struct ctx *ctx, const struct view *view)
{
    int64_t *beside;
    size_t count;
    TRY(enrolment_sql_beside(&beside, &count, ctx, view->cohort.id, view->of.person.id));
    struct placing placing = { .cohort = view->cohort, .of = view->of };
    int64_t *told = arena_alloc(ctx->arena, (count + 1) * sizeof *told);
    told[0] = view->of.person.id;
    for (size_t i = 0; i < count; i++)
        told[i + 1] = beside[i];
    TRY(placing_tell(ctx, &placing, "accommodation.changed", json_object(), told, count + 1));
    return placing_tell_office(ctx, &placing, "accommodation.changed", json_object());
}

carnet_err accommodation_add(struct ctx *ctx, const char *cohort, const char *trainee, const struct accommodation_new *asked)
{
    struct view view;
    struct accommodation_new added;
    TRY(look_as_officer(&view, ctx, cohort, trainee));
    TRY(check(&added, ctx, asked));
    if (added.deliverable) {
        enum document_kind kind;
        if (document_kind_parse(&kind, added.deliverable) != CARNET_OK)
            return err_set(CARNET_INVALID, "accommodation.due", "%.40s", added.deliverable);
        TRY(work_extend(ctx, view.cohort.id, view.of.person.id, kind, added.due_at));
    }
    TRY(accommodation_sql_add(ctx, view.cohort.id, view.of.person.id, &added));
    return tell(ctx, &view);
}

carnet_err accommodation_end(struct ctx *ctx, const char *cohort, const char *trainee, const char *uid)
{
    struct view view;
    struct accommodation *all;
    size_t count;
    TRY(look_as_officer(&view, ctx, cohort, trainee));
    TRY(accommodation_sql_list(&all, &count, ctx, view.cohort.id, view.of.person.id));
    for (size_t i = 0; i < count; i++)
        if (strcmp(all[i].uid, uid) == 0) {
            TRY(accommodation_sql_end(ctx, all[i].id));
            return tell(ctx, &view);
        }
    return missing();
}

carnet_err accommodation_import(struct ctx *ctx, int64_t cohort, int64_t person, const struct accommodation_new *added)
{
    return accommodation_sql_add(ctx, cohort, person, added);
}
