/* Who accompanies a trainee: from a day on, never in the past, because what was shared then was shared with somebody else. */
#include <string.h>

#include "areas/calendar/calendar.h"
#include "areas/enrolment/enrolment.h"
#include "areas/enrolment/enrolment_sql.h"
#include "areas/enrolment/shared.h"
#include "areas/event/event.h"
#include "areas/event/rows.h"
#include "base/utf.h"

static const enum role ROLES[ACCOMPANIMENT_COUNT] = { ROLE_TUTOR, ROLE_RESEARCH_COOPERATOR };
static const char *const KINDS[ACCOMPANIMENT_COUNT] = { "accompaniment.tutor", "accompaniment.cooperator" };

static carnet_err person_called(struct person *out, struct ctx *ctx, enum accompaniment as, const char *slug)
{
    unsigned roles = 0;
    *out = (struct person){ 0 };
    if (!slug)
        return CARNET_OK;
    carnet_err found = people_find_slug(out, ctx, slug);
    if (found != CARNET_OK && found != CARNET_MISSING)
        return found;
    if (found == CARNET_OK)
        TRY(people_roles(&roles, ctx, out->id, 0));
    return roles & 1u << ROLES[as] ? CARNET_OK : err_set(CARNET_INVALID, "accompaniment.person", "does not do this anywhere");
}

static carnet_err check_assignment(struct assignment_new *out, struct ctx *ctx, const struct assignment_new *asked)
{
    int64_t from, to;
    *out = *asked;
    TRY(calendar_day(&from, asked->from));
    if (strcmp(asked->from, moment_today(ctx)) < 0)
        return err_set(CARNET_INVALID, "accompaniment.past", "%s", asked->from);
    if (asked->to) {
        TRY(calendar_day(&to, asked->to));
        if (to < from)
            return err_set(CARNET_INVALID, "accompaniment.past", "ends before it begins");
    }
    bytes note = bytes_text(asked->handover);
    if (note.len > HANDOVER_LONGEST * 4 || !utf8_valid(note) || utf8_points(note) > HANDOVER_LONGEST)
        return err_set(CARNET_INVALID, "accompaniment.handover", "longer than %d characters", HANDOVER_LONGEST);
    if (!note.len)
        out->handover = NULL;
    return reason_clean(&out->reason, ctx, asked->reason);
}

static const char *slug_of_person(struct ctx *ctx, int64_t id)
{
    struct person person;
    return id && people_find(&person, ctx, id) == CARNET_OK ? person.slug : NULL;
}

/* changed: who accompanies them, or until when, is not as it was: the same decision twice is told once. */
static carnet_err store(bool *changed, struct ctx *ctx, enum accompaniment as, const struct placing *p, const struct person *next,
                        const struct assignment_new *assignment, int64_t present_row, int64_t present)
{
    int64_t cohort = p->cohort.id, trainee = p->of.person.id;
    bool stays = next->id && next->id == present;
    TRY(enrolment_sql_assign_forget(ctx, as, cohort, trainee, assignment->from, stays ? present_row : 0));
    *changed |= db_changes(ctx->db) > 0;
    TRY(enrolment_sql_assign_end(ctx, as, cohort, trainee, assignment->from, stays ? present_row : 0));
    *changed |= db_changes(ctx->db) > 0;
    if (stays) { /* what they may read stays, only the end is new, and the note */
        TRY(enrolment_sql_assign_until(ctx, as, present_row, assignment->to));
        *changed |= db_changes(ctx->db) > 0;
        return enrolment_sql_assign_note(ctx, as, present_row, assignment->handover);
    }
    if (!next->id)
        return CARNET_OK;
    *changed = true;
    TRY(people_give_role(ctx, next->id, cohort, ROLES[as]));
    return enrolment_sql_assign(ctx, as, cohort, trainee, next->id, assignment);
}

static bool is_planned(struct ctx *ctx, const struct assignment *one, const char *from)
{
    return strcmp(one->from, from) >= 0 && strcmp(one->from, moment_today(ctx)) > 0;
}

static bool is_displaced(struct ctx *ctx, const struct assignment *one, const char *from)
{
    return is_planned(ctx, one, from) || !one->to || strcmp(one->to, from) >= 0;
}

/* Who was to begin twice is told of the first time. */
static bool is_first_displaced(struct ctx *ctx, const struct assignment *all, size_t i, const char *from)
{
    if (!is_displaced(ctx, &all[i], from))
        return false;
    for (size_t before = 0; before < i; before++)
        if (all[before].person.id == all[i].person.id && is_displaced(ctx, &all[before], from))
            return false;
    return true;
}

/* Those who were to begin from that day on, and will not, and a second one who has begun; the present one is told anyway. */
static carnet_err tell_others(struct ctx *ctx, enum accompaniment as, const struct placing *p, const struct person *next,
                              const struct assignment_new *assignment, int64_t present)
{
    struct assignment *all;
    size_t count;
    TRY(enrolment_sql_assignments(&all, &count, ctx, as, p->cohort.id, p->of.person.id));
    for (size_t i = 0; i < count; i++) {
        const struct assignment *one = &all[i];
        bool planned = is_planned(ctx, one, assignment->from);
        if (one->person.id == next->id || one->person.id == present || !is_first_displaced(ctx, all, i, assignment->from))
            continue;
        json_t *detail = json_pack("{s:s, s:o, s:s, s:o}", "from", one->person.slug, "to", text_or_null(next->slug), "day",
                                   planned ? one->from : assignment->from, "reason", text_or_null(assignment->reason));
        if (planned)
            json_object_set_new(detail, "planned", json_true());
        TRY(placing_tell(ctx, p, KINDS[as], detail, &one->person.id, 1));
    }
    return CARNET_OK;
}

static carnet_err tell_change(struct ctx *ctx, enum accompaniment as, const struct placing *p, const struct person *next,
                              const struct assignment_new *assignment, int64_t present)
{
    json_t *detail = json_pack("{s:o, s:o, s:s, s:o}", "from", text_or_null(slug_of_person(ctx, present)), "to",
                               text_or_null(next->slug), "day", assignment->from, "reason", text_or_null(assignment->reason));
    int64_t told[] = { p->of.person.id, present, next->id };
    size_t count = 0;
    for (size_t i = 0; i < sizeof told / sizeof *told; i++)
        if (told[i])
            told[count++] = told[i];
    return placing_tell(ctx, p, KINDS[as], detail, told, count);
}

carnet_err enrolment_assign(struct ctx *ctx, enum accompaniment as, const char *slug, const char *trainee,
                            const struct assignment_new *asked)
{
    struct cohort cohort;
    struct placing placing;
    struct assignment_new assignment;
    struct person next;
    int64_t row, present;
    const char *note; /* of what they were chosen for before */
    bool changed;
    TRY(cohort_manage(&cohort, ctx, slug));
    TRY(person_called(&next, ctx, as, asked->person));
    TRY(placing_begin(&placing, ctx, &cohort, trainee, next.id));
    TRY(check_assignment(&assignment, ctx, asked));
    if (enrolment_has_left(&placing.of))
        return err_set(CARNET_CONFLICT, "accompaniment.left", "enrolment=%lld", (long long)placing.of.id);
    if (next.id == placing.of.person.id)
        return err_set(CARNET_INVALID, "accompaniment.person", "of oneself");
    TRY(enrolment_sql_assign_undo(&changed, &note, ctx, as, cohort.id, placing.of.person.id, next.id, assignment.from));
    TRY(enrolment_sql_assigned(&row, &present, ctx, as, cohort.id, placing.of.person.id, assignment.from));
    if (!assignment.handover && present != next.id)
        assignment.handover = note;
    TRY(tell_others(ctx, as, &placing, &next, &assignment, present));
    TRY(store(&changed, ctx, as, &placing, &next, &assignment, row, present));
    if (changed)
        TRY(tell_change(ctx, as, &placing, &next, &assignment, present));
    return placing_settle(ctx, &placing);
}

carnet_err enrolment_assign_all(struct ctx *ctx, enum accompaniment as, const char *slug, const char *const *trainees, size_t count,
                                const struct assignment_new *asked)
{
    if (!count)
        return err_set(CARNET_INVALID, "accompaniment.nobody", "no trainee");
    for (size_t i = 0; i < count; i++)
        TRY(enrolment_assign(ctx, as, slug, trainees[i], asked));
    return CARNET_OK;
}

static carnet_err append(struct assignment **out, size_t *count, struct ctx *ctx, const struct assignment *more, size_t more_count)
{
    for (size_t i = 0; i < more_count; i++) {
        *out = rows_grow(ctx, *out, *count, sizeof **out);
        (*out)[(*count)++] = more[i];
    }
    return CARNET_OK;
}

carnet_err enrolment_assignments(struct assignment **out, size_t *count, struct ctx *ctx, int64_t cohort, int64_t trainee)
{
    *out = NULL;
    *count = 0;
    for (int as = 0; as < ACCOMPANIMENT_COUNT; as++) {
        struct assignment *some;
        size_t some_count;
        TRY(enrolment_sql_assignments(&some, &some_count, ctx, (enum accompaniment)as, cohort, trainee));
        TRY(append(out, count, ctx, some, some_count));
    }
    return CARNET_OK;
}

static carnet_err accompanied(struct assignment **out, size_t *count, struct ctx *ctx, int64_t person, bool planned)
{
    *out = NULL;
    *count = 0;
    for (int as = 0; as < ACCOMPANIMENT_COUNT; as++) {
        struct assignment *some;
        size_t some_count;
        TRY(enrolment_sql_accompanied(&some, &some_count, ctx, (enum accompaniment)as, person, planned));
        TRY(append(out, count, ctx, some, some_count));
    }
    return CARNET_OK;
}

carnet_err enrolment_accompanied(struct assignment **out, size_t *count, struct ctx *ctx)
{
    return accompanied(out, count, ctx, ctx->actor, false);
}

carnet_err enrolment_check(struct ctx *ctx, enrolment_say_fn *say, void *self)
{
    static const char *const WHAT[ACCOMPANIMENT_COUNT] = { "tutors", "research cooperators" };
    for (int as = 0; as < ACCOMPANIMENT_COUNT; as++) {
        CLEANUP(db_query_end) struct db_query q = enrolment_sql_twice(ctx, (enum accompaniment)as);
        for (;;) {
            bool row;
            TRY(db_next(&row, &q));
            if (!row)
                break;
            say(self, arena_printf(ctx->arena, "trainee %s has two %s at once in cohort %s from %s on: its manager chooses who stays",
                                   db_text(&q, 0, ctx->arena), WHAT[as], db_text(&q, 1, ctx->arena), db_text(&q, 2, ctx->arena)));
        }
    }
    return CARNET_OK;
}

carnet_err enrolment_candidates(struct person **out, size_t *count, struct ctx *ctx, enum accompaniment as)
{
    return enrolment_sql_holders(out, count, ctx, role_text(ROLES[as]));
}

/* ---- somebody leaves ---- */

carnet_err enrolment_departure(struct departure *out, struct ctx *ctx, const char *slug)
{
    *out = (struct departure){ 0 };
    TRY(account_about(&out->account, ctx, slug));
    return accompanied(&out->held, &out->held_count, ctx, out->account.person.id, true);
}

/* From the day on which they would be there: before it nothing changes. */
static carnet_err tell_left(struct ctx *ctx, const struct assignment *held, const char *slug)
{
    const char *today = moment_today(ctx), *day = strcmp(held->from, today) > 0 ? held->from : today;
    int64_t *managers, *told;
    size_t count;
    TRY(cohort_holders(&managers, &count, ctx, held->cohort, ROLE_PROGRAMME_MANAGER));
    told = arena_alloc(ctx->arena, (count + 1) * sizeof *told);
    told[0] = held->trainee.id;
    for (size_t i = 0; i < count; i++)
        told[i + 1] = managers[i];
    return event_add_detail(ctx, KINDS[held->as], held->trainee.slug,
                            json_pack("{s:s, s:n, s:s, s:n}", "from", slug, "to", "day", day, "reason"), told, count + 1);
}

static bool is_told(const struct assignment *held, size_t before, const struct assignment *one)
{
    for (size_t i = 0; i < before; i++)
        if (held[i].as == one->as && held[i].cohort == one->cohort && held[i].trainee.id == one->trainee.id)
            return true;
    return false;
}

carnet_err enrolment_left(struct ctx *ctx, int64_t person)
{
    struct assignment *held;
    struct person leaving;
    size_t count;
    TRY(people_find(&leaving, ctx, person));
    TRY(accompanied(&held, &count, ctx, person, true));
    for (size_t i = 0; i < count; i++)
        if (!is_told(held, i, &held[i]))
            TRY(tell_left(ctx, &held[i], leaving.slug));
    for (int as = 0; as < ACCOMPANIMENT_COUNT; as++)
        TRY(enrolment_sql_leave(ctx, (enum accompaniment)as, person));
    return CARNET_OK; /* what they may read ends with the account itself */
}
