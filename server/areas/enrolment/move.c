/* Moving a trainee to another team on a day, and asking for it (TRN-14). */
#include <string.h>

#include "areas/calendar/calendar.h"
#include "areas/enrolment/enrolment.h"
#include "areas/enrolment/enrolment_sql.h"
#include "areas/enrolment/shared.h"
#include "areas/event/event.h"
#include "areas/group/team.h"

carnet_err enrolment_team(struct team *out, struct ctx *ctx, int64_t cohort, int64_t trainee, const char *day)
{
    const char *known;
    TRY(group_known_until(&known, ctx, cohort));
    return enrolment_sql_team(out, ctx, cohort, trainee, day, known);
}

carnet_err enrolment_teams(struct team **out, size_t *count, struct ctx *ctx, int64_t cohort)
{
    const char *known;
    TRY(group_known_until(&known, ctx, cohort));
    return enrolment_sql_teams(out, count, ctx, cohort, known);
}

carnet_err enrolment_teams_of(struct team **out, size_t *count, struct ctx *ctx, int64_t cohort, int64_t trainee)
{
    const char *known;
    TRY(group_known_until(&known, ctx, cohort));
    return enrolment_sql_teams_of(out, count, ctx, cohort, trainee, known);
}

carnet_err enrolment_work_groups_of(struct team **out, size_t *count, struct ctx *ctx, int64_t cohort, int64_t trainee)
{
    return enrolment_sql_work_groups(out, count, ctx, cohort, trainee);
}

/* ---- moving ---- */

static carnet_err check_move(struct team_move *out, struct ctx *ctx, const struct placing *of, const struct team_move *asked)
{
    int64_t from;
    *out = *asked;
    TRY(calendar_day(&from, asked->from));
    if (strcmp(asked->from, moment_today(ctx)) < 0 || strcmp(asked->from, of->cohort.end_day) > 0)
        return err_set(CARNET_INVALID, "team.day", "not a day from today to the cohort's end");
    if (enrolment_has_left(&of->of) || strcmp(asked->from, of->of.from) < 0)
        return err_set(CARNET_CONFLICT, "team.not_enrolled", "enrolment=%lld", (long long)of->of.id);
    TRY(reason_clean(&out->reason, ctx, asked->reason));
    return out->reason ? CARNET_OK : err_set(CARNET_INVALID, "enrolment.reason", "needed");
}

static carnet_err find_team(int64_t *out, struct ctx *ctx, int64_t cohort, const struct team_move *move)
{
    const char *opens;
    *out = 0;
    if (!move->group)
        return CARNET_OK;
    TRY(enrolment_sql_team_id(out, &opens, ctx, cohort, move->group));
    if (!*out)
        return err_set(CARNET_INVALID, "team.group", "no team of this cohort");
    if (opens && strcmp(opens, move->from) > 0)
        return err_set(CARNET_CONFLICT, "team.not_open_yet", "opens on %s", opens);
    return CARNET_OK;
}

static bool is_same(const char *was, const char *to)
{
    return was && to ? strcmp(was, to) == 0 : was == to;
}

/* The trainee and the office know why; the members of both teams, that and when. */
static carnet_err tell_move(struct ctx *ctx, const struct placing *p, const struct team *was, int64_t group, const struct team_move *move)
{
    int64_t *mates;
    size_t count;
    TRY(enrolment_sql_mates(&mates, &count, ctx, was->slug ? was->slug : "", group, moment_today(ctx)));
    json_t *short_detail = json_pack("{s:o, s:o, s:s}", "from", text_or_null(was->slug), "to", text_or_null(move->group), "day", move->from);
    json_t *detail = json_copy(short_detail);
    json_object_set_new(detail, "reason", text_or_null(move->reason));
    json_t *for_office = json_copy(detail);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (mates[i] != p->of.person.id)
            mates[kept++] = mates[i];
    carnet_err err = placing_tell(ctx, p, "team.moved", detail, p->people, 1);
    if (!err)
        err = placing_tell(ctx, p, "team.moved", json_incref(short_detail), mates, kept);
    json_decref(short_detail);
    if (err) {
        json_decref(for_office);
        return err;
    }
    return placing_tell_office(ctx, p, "team.moved", for_office);
}

carnet_err enrolment_move(struct ctx *ctx, const char *slug, const char *trainee, const struct team_move *asked)
{
    struct cohort cohort;
    struct placing placing;
    struct team_move move;
    struct team was, planned;
    int64_t group, person;
    const char *known;
    TRY(cohort_manage(&cohort, ctx, slug));
    TRY(placing_begin(&placing, ctx, &cohort, trainee, 0));
    person = placing.of.person.id;
    TRY(check_move(&move, ctx, &placing, asked));
    TRY(find_team(&group, ctx, cohort.id, &move));
    TRY(group_known_until(&known, ctx, cohort.id));
    TRY(enrolment_sql_team(&was, ctx, cohort.id, person, move.from, known));
    TRY(enrolment_sql_planned(&planned, ctx, cohort.id, person, move.from, known));
    if (is_same(was.slug, move.group) && !planned.slug)
        return err_set(CARNET_CONFLICT, "team.already_there", "%s", was.slug ? was.slug : "in none");
    TRY(team_enter(ctx, cohort.id, person, group, move.from, move.reason));
    TRY(enrolment_sql_request_settle(ctx, cohort.id, person));
    TRY(tell_move(ctx, &placing, &was, group, &move));
    return placing_settle(ctx, &placing);
}

/* ---- asking ---- */

static carnet_err own_place(struct enrolment *out, struct ctx *ctx, const char *slug, const char *trainee)
{
    TRY(enrolment_show(out, ctx, slug, trainee));
    return out->person.id == ctx->actor ? CARNET_OK : err_set(CARNET_DENIED, "team_request.not_yours", "enrolment=%lld", (long long)out->id);
}

carnet_err enrolment_request(struct team_request *out, struct ctx *ctx, const struct enrolment *of, const struct cohort_standing *actor)
{
    *out = (struct team_request){ 0 };
    if (of->person.id != ctx->actor && !cohort_manages(actor))
        return CARNET_OK;
    return enrolment_sql_request(out, ctx, of->cohort, of->person.id);
}

carnet_err enrolment_ask_team(struct ctx *ctx, const char *slug, const char *trainee, const char *typed)
{
    struct enrolment of;
    struct team_request waiting;
    const char *words;
    int64_t *managers;
    size_t count;
    TRY(own_place(&of, ctx, slug, trainee));
    if (of.status != ENROLMENT_ENROLLED && of.status != ENROLMENT_SUSPENDED)
        return err_set(CARNET_CONFLICT, "team.not_enrolled", "enrolment=%lld", (long long)of.id);
    TRY(reason_clean(&words, ctx, typed));
    if (!words)
        return err_set(CARNET_INVALID, "enrolment.reason", "needed");
    TRY(enrolment_sql_request(&waiting, ctx, of.cohort, ctx->actor));
    if (waiting.words)
        return err_set(CARNET_CONFLICT, "team_request.waiting", "since %lld", (long long)waiting.asked_at);
    TRY(enrolment_sql_request_add(ctx, of.cohort, ctx->actor, words));
    TRY(cohort_holders(&managers, &count, ctx, of.cohort, ROLE_PROGRAMME_MANAGER));
    return event_add(ctx, "team.asked", of.person.slug, managers, count); /* why, they read where it stands */
}

/* By the trainee who thought better of it, or the manager who answered otherwise than by a move. */
carnet_err enrolment_settle_team_request(struct ctx *ctx, const char *slug, const char *trainee)
{
    struct enrolment of;
    struct team_request waiting;
    struct cohort cohort;
    TRY(enrolment_show(&of, ctx, slug, trainee));
    if (of.person.id != ctx->actor)
        TRY(cohort_manage(&cohort, ctx, slug));
    TRY(enrolment_sql_request(&waiting, ctx, of.cohort, of.person.id));
    if (!waiting.words)
        return err_set(CARNET_MISSING, "team_request.none", "enrolment=%lld", (long long)of.id);
    TRY(enrolment_sql_request_settle(ctx, of.cohort, of.person.id));
    return event_add(ctx, "team.request_settled", of.person.slug, &of.person.id, 1);
}
