/* Enrolment: which status may follow which, and everything that ends with it (DOMAIN §8.2). */
#include "areas/enrolment/enrolment.h"

#include <stdlib.h>
#include <string.h>

#include "areas/calendar/calendar.h"
#include "areas/deliverable/work.h"
#include "areas/enrolment/enrolment_sql.h"
#include "areas/enrolment/shared.h"
#include "areas/event/line.h"
#include "areas/event/rows.h"
#include "areas/group/team.h"

enum { SUSPENSION_DAYS = 60, LABEL_LONGEST = 60 };
#define OTHER "other"

static const char *const STATUSES[ENROLMENT_STATUS_COUNT] = {
    [ENROLMENT_PRE_ENROLLED] = "pre_enrolled", [ENROLMENT_ENROLLED] = "enrolled",       [ENROLMENT_SUSPENDED] = "suspended",
    [ENROLMENT_COMPLETED] = "completed",       [ENROLMENT_CANCELLED] = "cancelled",     [ENROLMENT_DEFERRED] = "deferred",
    [ENROLMENT_DROPPED_OUT] = "dropped_out",   [ENROLMENT_EXCLUDED] = "excluded",
};
#define TO(status) (1u << ENROLMENT_##status)
static const unsigned FOLLOWS[ENROLMENT_STATUS_COUNT] = {
    [ENROLMENT_PRE_ENROLLED] = TO(ENROLLED) | TO(CANCELLED),
    [ENROLMENT_ENROLLED] = TO(SUSPENDED) | TO(COMPLETED) | TO(CANCELLED) | TO(DEFERRED) | TO(DROPPED_OUT) | TO(EXCLUDED),
    [ENROLMENT_SUSPENDED] = TO(ENROLLED) | TO(DEFERRED) | TO(DROPPED_OUT) | TO(EXCLUDED),
};
enum { LEAVING = TO(CANCELLED) | TO(DEFERRED) | TO(DROPPED_OUT) | TO(EXCLUDED), NEEDS_REASON = LEAVING | TO(SUSPENDED) };

bool enrolment_has_left(const struct enrolment *of)
{
    return of->status != ENROLMENT_PRE_ENROLLED && of->status != ENROLMENT_ENROLLED && of->status != ENROLMENT_SUSPENDED;
}

bool enrolment_can_become(const struct enrolment *of, const struct cohort_standing *actor, enum enrolment_status to)
{
    bool enrols = of->status == ENROLMENT_PRE_ENROLLED && to == ENROLMENT_ENROLLED;
    if (!(FOLLOWS[of->status] & 1u << to) || !(enrols ? cohort_assists(actor) : cohort_manages(actor)))
        return false;
    return to != ENROLMENT_CANCELLED || of->status == ENROLMENT_PRE_ENROLLED || !of->begun;
}

const char *enrolment_status_text(enum enrolment_status status)
{
    return STATUSES[status];
}

carnet_err enrolment_status_parse(enum enrolment_status *out, const char *text)
{
    for (int i = 0; i < ENROLMENT_STATUS_COUNT; i++)
        if (strcmp(STATUSES[i], text) == 0) {
            *out = (enum enrolment_status)i;
            return CARNET_OK;
        }
    return err_set(CARNET_INVALID, "enrolment.status", "%.40s", text);
}

/* ---- reading ---- */

carnet_err enrolment_list(struct enrolment **out, size_t *count, struct ctx *ctx, const char *slug)
{
    struct cohort cohort;
    TRY(cohort_assist(&cohort, ctx, slug));
    return enrolment_sql_list(out, count, ctx, cohort.id, 0);
}

/* Who left has no place in the cohort any more, and still may know how they left. */
carnet_err enrolment_show(struct enrolment *out, struct ctx *ctx, const char *slug, const char *trainee)
{
    struct cohort cohort;
    struct cohort_standing standing;
    struct enrolment *found;
    size_t count;
    TRY(cohort_by_slug(&cohort, ctx, slug));
    TRY(cohort_standing(&standing, ctx, cohort.id, 0));
    TRY(enrolment_sql_list(&found, &count, ctx, cohort.id, 0));
    for (size_t i = 0; i < count; i++)
        if (strcmp(found[i].person.slug, trainee) == 0 && (found[i].person.id == ctx->actor || cohort_assists(&standing))) {
            *out = found[i];
            return CARNET_OK;
        }
    return err_set(CARNET_MISSING, "enrolment.missing", "nobody the actor may see");
}

carnet_err enrolment_history(struct enrolment_change **out, size_t *count, struct ctx *ctx, const struct enrolment *of)
{
    return enrolment_sql_history(out, count, ctx, of->id);
}

/* ---- works ---- */

static bool has_text(const json_t *list, const char *text)
{
    size_t i;
    json_t *one;
    json_array_foreach((json_t *)list, i, one)
        if (json_is_string(one) && strcmp(json_string_value(one), text) == 0)
            return true;
    return false;
}

/* Everything it assesses was acquired. */
static bool is_carried_over(const json_t *deliverable, const json_t *acquired)
{
    const json_t *blocks = json_object_get(json_object_get(deliverable, "assesses"), "blocks");
    size_t i;
    json_t *block;
    json_array_foreach((json_t *)blocks, i, block)
        if (!has_text(acquired, json_string_value(block)))
            return false;
    return json_array_size(blocks) > 0;
}

static bool has_work(const struct work *works, size_t count, enum document_kind kind)
{
    for (size_t i = 0; i < count; i++)
        if (works[i].kind == kind)
            return true;
    return false;
}

static carnet_err add_works(struct ctx *ctx, const struct enrolment *of)
{
    json_auto_t *definition = NULL;
    json_auto_t *acquired = of->acquired ? json_loads(of->acquired, 0, NULL) : NULL;
    struct work *works;
    size_t count, i;
    json_t *deliverable;
    TRY(cohort_definition(&definition, ctx, of->cohort));
    TRY(work_list(&works, &count, ctx, of->cohort, of->person.id));
    json_array_foreach(json_object_get(definition, "deliverables"), i, deliverable) {
        struct work_new work = { .cohort = of->cohort, .person = of->person.id,
                                 .title = json_string_value(json_object_get(deliverable, "title")) };
        int64_t document;
        if (!work_kind_of(&work.kind, json_string_value(json_object_get(deliverable, "id"))) || has_work(works, count, work.kind))
            continue;
        if (is_carried_over(deliverable, acquired)) {
            work.state = WORK_GRADED;
            work.carried_over_from = of->previous_cohort;
        }
        TRY(work_add(&document, ctx, &work));
    }
    return CARNET_OK;
}

/* ---- enrolling ---- */

static bool is_certifiable(const json_t *definition, const char *block)
{
    const json_t *found = programme_part(json_object_get(definition, "structure"), "blocks", block);
    return json_is_true(json_object_get(found, "certifiable"));
}

static carnet_err check_repeat(struct enrolment *out, struct ctx *ctx, const struct enrolment_new *enrolment)
{
    json_auto_t *definition = NULL;
    size_t i, count = json_array_size(enrolment->acquired);
    if (!enrolment->previous_cohort)
        return count ? err_set(CARNET_INVALID, "enrolment.repeat", "blocks of which cohort") : CARNET_OK;
    if (!line_clean(&out->previous_cohort, ctx, enrolment->previous_cohort, LABEL_LONGEST) || !out->previous_cohort[0] || !count)
        return err_set(CARNET_INVALID, "enrolment.repeat", "which cohort, which blocks");
    TRY(cohort_definition(&definition, ctx, out->cohort));
    json_t *block;
    json_array_foreach((json_t *)enrolment->acquired, i, block)
        if (!json_is_string(block) || !is_certifiable(definition, json_string_value(block)))
            return err_set(CARNET_INVALID, "enrolment.block", "%zu", i);
    char *text = json_dumps(enrolment->acquired, JSON_COMPACT);
    out->acquired = arena_text(ctx->arena, text);
    free(text);
    return CARNET_OK;
}

static carnet_err check_new(struct enrolment *out, struct ctx *ctx, const struct enrolment_new *enrolment)
{
    int64_t day;
    struct enrolment *found;
    size_t count;
    carnet_err known = people_find_slug(&out->person, ctx, enrolment->person);
    if (known != CARNET_OK)
        return known == CARNET_MISSING ? err_set(CARNET_INVALID, "enrolment.person", "nobody") : known;
    TRY(calendar_day(&day, enrolment->from));
    TRY(enrolment_sql_list(&found, &count, ctx, out->cohort, out->person.id));
    if (count)
        return err_set(CARNET_CONFLICT, "enrolment.exists", "enrolment=%lld", (long long)found[0].id);
    if (enrolment->status != ENROLMENT_PRE_ENROLLED && enrolment->status != ENROLMENT_ENROLLED)
        return err_set(CARNET_INVALID, "enrolment.status", "begins with another");
    out->status = enrolment->status;
    out->from = enrolment->from;
    return check_repeat(out, ctx, enrolment);
}

static json_t *step_detail(const char *from, const char *to, const char *day, const char *reason)
{
    return json_pack("{s:o, s:s, s:s, s:o}", "from", text_or_null(from), "to", to, "day", day, "reason", text_or_null(reason));
}

static carnet_err begin(struct ctx *ctx, const struct cohort *cohort, struct enrolment *added)
{
    TRY(enrolment_sql_add(&added->id, ctx, added));
    const char *status = enrolment_status_text(added->status);
    TRY(enrolment_sql_change_add(ctx, added->id, &(struct enrolment_change){ .to = status, .day = added->from }));
    TRY(people_give_role(ctx, added->person.id, cohort->id, ROLE_TRAINEE));
    if (added->status == ENROLMENT_ENROLLED)
        TRY(add_works(ctx, added));
    struct placing placing = { .cohort = *cohort, .of = *added };
    TRY(placing_tell(ctx, &placing, "enrolment.changed", step_detail(NULL, status, added->from, NULL), &added->person.id, 1));
    return placing_tell_office(ctx, &placing, "enrolment.changed", step_detail(NULL, status, added->from, NULL));
}

carnet_err enrolment_add(struct ctx *ctx, const char *slug, const struct enrolment_new *enrolment)
{
    struct cohort cohort;
    struct enrolment added = { 0 };
    TRY(cohort_assist(&cohort, ctx, slug));
    added.cohort = cohort.id;
    TRY(check_new(&added, ctx, enrolment));
    return begin(ctx, &cohort, &added);
}

carnet_err enrolment_joined(struct ctx *ctx, int64_t person, int64_t cohort_id, enum role role)
{
    struct cohort cohort;
    struct enrolment added = { .cohort = cohort_id, .status = ENROLMENT_ENROLLED }, *found;
    size_t count;
    if (role != ROLE_TRAINEE)
        return CARNET_OK;
    TRY(enrolment_sql_list(&found, &count, ctx, cohort_id, person));
    if (count)
        return CARNET_OK; /* their place is what it is */
    TRY(cohort_by_id(&cohort, ctx, cohort_id));
    TRY(people_find(&added.person, ctx, person));
    const char *today = moment_today(ctx);
    added.from = strcmp(today, cohort.start_day) < 0 ? cohort.start_day : today;
    return begin(ctx, &cohort, &added);
}

/* ---- the next status ---- */

static carnet_err check_suspension(struct enrolment *out, struct ctx *ctx, const struct enrolment_step *step)
{
    int64_t day, until;
    TRY(calendar_day(&day, step->day));
    char text[CLOCK_DAY];
    moment_day_text(text, day + SUSPENSION_DAYS);
    out->suspended_on = step->day;
    out->suspended_until = step->until ? step->until : arena_text(ctx->arena, text);
    TRY(calendar_day(&until, out->suspended_until));
    if (until < day || until > day + SUSPENSION_DAYS)
        return err_set(CARNET_INVALID, "enrolment.suspension", "at most %d days", SUSPENSION_DAYS);
    return CARNET_OK;
}

static carnet_err check_day(struct ctx *ctx, const struct enrolment *of, const struct enrolment_step *step)
{
    int64_t day;
    TRY(calendar_day(&day, step->day));
    bool starts = of->status == ENROLMENT_PRE_ENROLLED && step->status == ENROLMENT_ENROLLED;
    const char *not_before = of->suspended_on ? of->suspended_on : of->from;
    if (!starts && strcmp(step->day, moment_today(ctx)) > 0)
        return err_set(CARNET_INVALID, "enrolment.day", "in the future");
    if (!starts && of->status != ENROLMENT_PRE_ENROLLED && strcmp(step->day, not_before) < 0)
        return err_set(CARNET_INVALID, "enrolment.day", "before %s", not_before);
    return CARNET_OK;
}

static carnet_err check_reason(struct enrolment *out, struct ctx *ctx, const struct enrolment_step *step)
{
    static const char *const CATEGORIES[] = { "employment", "personal", "financial", "project", "training", "discipline", OTHER };
    bool known = step->category == NULL;
    for (size_t i = 0; i < sizeof CATEGORIES / sizeof *CATEGORIES; i++)
        known = known || strcmp(CATEGORIES[i], step->category) == 0;
    if (!known)
        return err_set(CARNET_INVALID, "enrolment.category", "%.40s", step->category);
    TRY(reason_clean(&out->reason, ctx, step->reason));
    bool in_words = !step->category || strcmp(step->category, OTHER) == 0;
    if (1u << step->status & NEEDS_REASON && in_words && !out->reason)
        return err_set(CARNET_INVALID, "enrolment.reason", "needed");
    return CARNET_OK;
}

static carnet_err apply(struct enrolment *out, struct ctx *ctx, const struct enrolment_step *step)
{
    unsigned to = 1u << step->status;
    enum enrolment_status was = out->status;
    if (!(FOLLOWS[was] & to))
        return err_set(CARNET_CONFLICT, "enrolment.step", "%s after %s", STATUSES[step->status], STATUSES[was]);
    TRY(check_day(ctx, out, step));
    TRY(check_reason(out, ctx, step));
    if (step->status == ENROLMENT_CANCELLED && was == ENROLMENT_ENROLLED && out->begun)
        return err_set(CARNET_CONFLICT, "enrolment.begun", "enrolment=%lld", (long long)out->id);
    out->suspended_on = out->suspended_until = NULL;
    if (step->status == ENROLMENT_SUSPENDED)
        TRY(check_suspension(out, ctx, step));
    if (was == ENROLMENT_PRE_ENROLLED && step->status == ENROLMENT_ENROLLED)
        out->from = step->day;
    if (to & (LEAVING | TO(COMPLETED)))
        out->to = step->day;
    out->status = step->status;
    return CARNET_OK;
}

/* All that ends with an enrolment, in one place. */
static carnet_err leave(struct ctx *ctx, const struct enrolment *of)
{
    TRY(enrolment_sql_end_all(ctx, of->cohort, of->person.id, of->to));
    TRY(team_draft_leave(ctx, of->cohort, of->person.id));
    return work_withdraw_all(ctx, of->cohort, of->person.id);
}

/* The reason is between them and the office; who accompanies them learns the day, and of a departure also who was to: it ends that. */
static carnet_err tell_step(struct ctx *ctx, const struct placing *p, enum enrolment_status was, const struct enrolment_step *step)
{
    const char *from = STATUSES[was], *to = STATUSES[step->status];
    TRY(placing_tell(ctx, p, "enrolment.changed", step_detail(from, to, step->day, p->of.reason), p->people, 1));
    TRY(placing_tell_office(ctx, p, "enrolment.changed", step_detail(from, to, step->day, p->of.reason)));
    int64_t *beside = p->people + 1;
    size_t count = p->people_count - 1;
    if (!(1u << step->status & LEAVING))
        TRY(enrolment_sql_beside(&beside, &count, ctx, p->cohort.id, p->of.person.id, false));
    return placing_tell_beside(ctx, p, "enrolment.changed", step_detail(from, to, step->day, NULL), beside, count);
}

/* The assistant enrols who was expected; the rest is the manager's. */
static carnet_err may_change(struct cohort *out, struct ctx *ctx, const char *slug, enum enrolment_status to)
{
    return to == ENROLMENT_ENROLLED ? cohort_assist(out, ctx, slug) : cohort_manage(out, ctx, slug);
}

carnet_err enrolment_change(struct ctx *ctx, const char *slug, const char *trainee, const struct enrolment_step *step)
{
    struct cohort cohort;
    struct placing placing;
    TRY(may_change(&cohort, ctx, slug, step->status));
    TRY(placing_begin(&placing, ctx, &cohort, trainee, 0));
    enum enrolment_status was = placing.of.status;
    if (was != ENROLMENT_PRE_ENROLLED)
        TRY(cohort_manage(&cohort, ctx, slug));
    TRY(apply(&placing.of, ctx, step));
    TRY(enrolment_sql_set(ctx, &placing.of));
    struct enrolment_change change = { .from = STATUSES[was], .to = STATUSES[step->status], .day = step->day, .category = step->category,
                                       .reason = placing.of.reason };
    TRY(enrolment_sql_change_add(ctx, placing.of.id, &change));
    if (1u << step->status & LEAVING)
        TRY(leave(ctx, &placing.of));
    if (was == ENROLMENT_PRE_ENROLLED && step->status == ENROLMENT_ENROLLED)
        TRY(add_works(ctx, &placing.of));
    TRY(tell_step(ctx, &placing, was, step));
    return placing_settle(ctx, &placing);
}
