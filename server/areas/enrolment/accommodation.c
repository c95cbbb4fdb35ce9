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

static carnet_err judge(struct view *out, struct ctx *ctx)
{
    struct cohort_standing s;
    TRY(cohort_standing(&s, ctx, out->cohort.id, out->of.person.id));
    out->own = out->of.person.id == ctx->actor;
    out->officer = s.as[ROLE_DISABILITY_OFFICER].holds && !out->own;
    out->measures = out->own || out->officer || s.tutor.holds || s.cooperator.holds || s.as[ROLE_TRAINER].holds ||
                    s.as[ROLE_PROGRAMME_MANAGER].holds || s.as[ROLE_TRAINING_ASSISTANT].holds;
    out->time = out->measures || s.as[ROLE_JURY_MEMBER].holds;
    return CARNET_OK;
}

static carnet_err look(struct view *out, struct ctx *ctx, const char *cohort, const char *trainee)
{
    *out = (struct view){ 0 };
    TRY(cohort_by_slug(&out->cohort, ctx, cohort));
    TRY(find_trainee(out, ctx, trainee));
    TRY(judge(out, ctx));
    return out->time ? CARNET_OK : missing();
}

static carnet_err seen_through(struct accommodations *out, struct ctx *ctx, const struct view *view)
{
    struct accommodation *all;
    size_t count;
    TRY(accommodation_sql_list(&all, &count, ctx, view->cohort.id, view->of.person.id));
    *out = (struct accommodations){ .person = view->of.person, .items = all, .manages = view->officer, .causes = view->own || view->officer };
    for (size_t i = 0; i < count; i++) {
        if (!view->measures && strcmp(all[i].kind, EXTRA_TIME) != 0)
            continue;
        if (!out->causes)
            all[i].cause = NULL;
        all[out->count++] = all[i];
    }
    return CARNET_OK;
}

carnet_err accommodation_list(struct accommodations *out, struct ctx *ctx, const char *cohort, const char *trainee)
{
    struct view view;
    TRY(look(&view, ctx, cohort, trainee));
    return seen_through(out, ctx, &view);
}

/* Somebody without any shows to the officer alone, who enters them. A cohort is there for who has a place in it, or had a trainee's. */
carnet_err accommodation_all(struct accommodations **out, size_t *count, struct ctx *ctx, const char *slug)
{
    struct cohort cohort;
    struct cohort_standing standing;
    struct enrolment *trainees;
    size_t trainee_count;
    carnet_err shown = cohort_show(&cohort, &standing, ctx, slug);
    if (shown == CARNET_MISSING)
        TRY(cohort_by_slug(&cohort, ctx, slug));
    else if (shown != CARNET_OK)
        return shown;
    TRY(enrolment_sql_list(&trainees, &trainee_count, ctx, cohort.id, 0));
    *out = arena_alloc(ctx->arena, (trainee_count + 1) * sizeof **out);
    *count = 0;
    for (size_t i = 0; i < trainee_count; i++) {
        struct view view = { .cohort = cohort, .of = trainees[i] };
        TRY(judge(&view, ctx));
        if (!view.time)
            continue;
        shown = CARNET_OK;
        struct accommodations *theirs = &(*out)[*count];
        TRY(seen_through(theirs, ctx, &view));
        *count += theirs->count || (view.officer && !enrolment_has_left(&view.of));
    }
    return shown == CARNET_OK ? CARNET_OK : err_set(CARNET_MISSING, "cohort.missing", "has no place in it");
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
    TRY(enrolment_sql_beside(&beside, &count, ctx, view->cohort.id, view->of.person.id, false));
    struct placing placing = { .cohort = view->cohort, .of = view->of };
    int64_t *told = arena_alloc(ctx->arena, (count + 1) * sizeof *told);
    told[0] = view->of.person.id;
    for (size_t i = 0; i < count; i++)
        told[i + 1] = beside[i];
    TRY(placing_tell_beside(ctx, &placing, "accommodation.changed", json_object(), told, count + 1));
    return placing_tell_office(ctx, &placing, "accommodation.changed", json_object());
}

static carnet_err extend(struct ctx *ctx, const struct view *view, const struct accommodation_new *by)
{
    struct work_extension extension = { .cohort = view->cohort.id, .person = view->of.person.id, .due_at = by->due_at };
    struct work was;
    if (document_kind_parse(&extension.kind, by->deliverable) != CARNET_OK)
        return err_set(CARNET_INVALID, "accommodation.due", "%.40s", by->deliverable);
    return work_extend(&was, ctx, &extension);
}

static carnet_err find_one(struct accommodation *out, struct ctx *ctx, const struct view *view, const char *uid)
{
    struct accommodation *all;
    size_t count;
    TRY(accommodation_sql_list(&all, &count, ctx, view->cohort.id, view->of.person.id));
    for (size_t i = 0; i < count; i++)
        if (strcmp(all[i].uid, uid) == 0) {
            *out = all[i];
            return CARNET_OK;
        }
    return missing();
}

carnet_err accommodation_change(struct ctx *ctx, const char *cohort, const char *trainee, const char *uid,
                                const struct accommodation_new *asked)
{
    struct view view;
    struct accommodation was;
    struct accommodation_new is;
    TRY(look_as_officer(&view, ctx, cohort, trainee));
    TRY(find_one(&was, ctx, &view, uid));
    if (strcmp(was.kind, asked->kind) != 0)
        return err_set(CARNET_INVALID, "accommodation.kind", "stays what it is");
    bool same_date = was.due_at == asked->due_at && was.deliverable && asked->deliverable && strcmp(was.deliverable, asked->deliverable) == 0;
    struct accommodation_new checked = *asked;
    if (same_date && was.due_at <= ctx->now) /* a date of the past may stay, not come */
        checked.due_at = ctx->now + 1;
    TRY(check(&is, ctx, &checked));
    is.due_at = asked->due_at;
    if (is.deliverable && !same_date)
        TRY(extend(ctx, &view, &is));
    TRY(accommodation_sql_change(ctx, was.id, &is));
    return tell(ctx, &view);
}

carnet_err accommodation_add(struct ctx *ctx, const char *cohort, const char *trainee, const struct accommodation_new *asked)
{
    struct view view;
    struct accommodation_new added;
    TRY(look_as_officer(&view, ctx, cohort, trainee));
    TRY(check(&added, ctx, asked));
    if (added.deliverable)
        TRY(extend(ctx, &view, &added));
    TRY(accommodation_sql_add(ctx, view.cohort.id, view.of.person.id, &added));
    return tell(ctx, &view);
}

carnet_err accommodation_end(struct ctx *ctx, const char *cohort, const char *trainee, const char *uid)
{
    struct view view;
    struct accommodation was;
    TRY(look_as_officer(&view, ctx, cohort, trainee));
    TRY(find_one(&was, ctx, &view, uid));
    TRY(accommodation_sql_end(ctx, was.id));
    return tell(ctx, &view);
}

carnet_err accommodation_import(struct ctx *ctx, int64_t cohort, int64_t person, const struct accommodation_new *added)
{
    return accommodation_sql_add(ctx, cohort, person, added);
}
