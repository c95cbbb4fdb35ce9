/* The rules of forming teams. A published team that has not opened yet is hidden by group_show, and its members' rights begin with
 * their membership, by the clock: on the day nobody has to do anything. That it opened is told by the beat. */
#include "areas/group/team.h"

#include <string.h>

#include "areas/event/event.h"
#include "areas/event/line.h"
#include "areas/event/rows.h"
#include "areas/group/group_sql.h"
#include "areas/group/team_sql.h"
#include "guard/random.h"

enum { NAME_LONGEST = 80, COMMISSION_LONGEST = 300 };

/* A cohort, if the actor manages it. */
static carnet_err managed(struct cohort *out, struct ctx *ctx, const char *slug)
{
    struct cohort_standing standing;
    carnet_err found = slug ? cohort_by_slug(out, ctx, slug) : cohort_of_actor(out, ctx);
    if (found != CARNET_OK && found != CARNET_MISSING)
        return found;
    TRY(cohort_standing(&standing, ctx, found == CARNET_OK ? out->id : 0, 0));
    if (found != CARNET_OK || !standing.as[ROLE_PROGRAMME_MANAGER].holds)
        return err_set(CARNET_MISSING, "team.missing", "not a manager");
    return CARNET_OK;
}

static carnet_err not_enrolled(const char *day)
{
    return err_set(CARNET_CONFLICT, "team.not_enrolled", "nobody enrolled on %s", day);
}

static carnet_err place_of(struct team_place *place, struct ctx *ctx, int64_t cohort, const char *day)
{
    int64_t person = place->trainee.person.id, now, next;
    TRY(team_sql_on(&now, ctx, cohort, person, day));
    TRY(team_sql_after(&next, &place->next_from, ctx, cohort, person, day));
    if (now)
        TRY(group_find(&place->now, ctx, now));
    if (next)
        TRY(group_find(&place->next, ctx, next));
    return team_sql_place(&place->draft, ctx, cohort, person);
}

static carnet_err published(struct team_board *board, struct ctx *ctx)
{
    int64_t *ids;
    TRY(team_sql_published(&ids, &board->team_count, ctx, board->cohort.id));
    board->teams = arena_alloc(ctx->arena, (board->team_count + 1) * sizeof *board->teams);
    for (size_t i = 0; i < board->team_count; i++)
        TRY(group_find(&board->teams[i], ctx, ids[i]));
    return CARNET_OK;
}

carnet_err team_board(struct team_board *out, struct ctx *ctx, const char *slug)
{
    *out = (struct team_board){ 0 };
    TRY(managed(&out->cohort, ctx, slug));
    int64_t cohort = out->cohort.id;
    out->day = cohort_day(ctx, &out->cohort);
    struct cohort_trainee *trainees;
    TRY(cohort_trainees(&trainees, &out->place_count, ctx, cohort, out->day));
    out->places = arena_alloc(ctx->arena, (out->place_count + 1) * sizeof *out->places);
    for (size_t i = 0; i < out->place_count; i++) {
        out->places[i] = (struct team_place){ .trainee = trainees[i] };
        TRY(place_of(&out->places[i], ctx, cohort, out->day));
    }
    TRY(team_sql_expected(&out->expected, ctx, cohort));
    TRY(team_sql_drafts(&out->drafts, &out->draft_count, ctx, cohort));
    TRY(team_sql_cooperators(&out->cooperators, &out->cooperator_count, ctx, cohort));
    return published(out, ctx);
}

static carnet_err optional_line(const char **out, struct ctx *ctx, const char *typed)
{
    *out = NULL;
    if (!typed)
        return CARNET_OK;
    if (!line_clean(out, ctx, typed, COMMISSION_LONGEST))
        return err_set(CARNET_INVALID, "team.commission", "longer than %d characters", COMMISSION_LONGEST);
    if (!**out)
        *out = NULL;
    return CARNET_OK;
}

static carnet_err find_cooperator(int64_t *out, struct ctx *ctx, int64_t cohort, const char *slug)
{
    *out = 0;
    if (!slug || !*slug)
        return CARNET_OK;
    struct person *people;
    size_t count;
    TRY(team_sql_cooperators(&people, &count, ctx, cohort));
    for (size_t i = 0; i < count; i++)
        if (strcmp(people[i].slug, slug) == 0) {
            *out = people[i].id;
            return CARNET_OK;
        }
    return err_set(CARNET_INVALID, "team.cooperator", "no research cooperator of the cohort");
}

/* group: the published team that these will be the settings of; 0: still a draft. */
static carnet_err settle(struct team_draft *draft, struct ctx *ctx, int64_t cohort, int64_t group, const struct team_settings *settings)
{
    bool taken;
    if (!line_clean(&draft->name, ctx, settings->name, NAME_LONGEST) || !*draft->name)
        return err_set(CARNET_INVALID, "team.name", "empty, or longer than %d characters", NAME_LONGEST);
    TRY(team_sql_name_taken(&taken, ctx, cohort, draft->name, draft->id, group));
    if (taken)
        return err_set(CARNET_CONFLICT, "team.name_taken", "cohort=%lld", (long long)cohort);
    TRY(optional_line(&draft->commission, ctx, settings->commission));
    TRY(optional_line(&draft->commissioner, ctx, settings->commissioner));
    return find_cooperator(&draft->cooperator, ctx, cohort, settings->cooperator);
}

carnet_err team_draft_new(struct ctx *ctx, const char *slug, const struct team_settings *settings)
{
    struct cohort cohort;
    struct team_draft draft = { 0 };
    char uid[GUARD_ID];
    TRY(managed(&cohort, ctx, slug));
    TRY(settle(&draft, ctx, cohort.id, 0, settings));
    guard_id(uid);
    draft.uid = uid;
    return team_sql_add(ctx, cohort.id, &draft);
}

carnet_err team_draft_change(struct ctx *ctx, const char *slug, const char *uid, const struct team_settings *settings)
{
    struct cohort cohort;
    struct team_draft draft;
    TRY(managed(&cohort, ctx, slug));
    TRY(team_sql_draft(&draft, ctx, cohort.id, uid));
    TRY(settle(&draft, ctx, cohort.id, 0, settings));
    return team_sql_change(ctx, &draft);
}

/* Its cooperator reads because of it: the documents ask again. */
carnet_err team_change(struct ctx *ctx, const char *slug, const char *team, const struct team_settings *settings)
{
    struct team_board board = { 0 };
    struct team_draft settled = { 0 };
    TRY(managed(&board.cohort, ctx, slug));
    TRY(published(&board, ctx));
    for (size_t i = 0; i < board.team_count; i++) {
        const struct group *one = &board.teams[i];
        if (strcmp(one->slug, team) != 0)
            continue;
        TRY(settle(&settled, ctx, board.cohort.id, one->id, settings));
        TRY(team_sql_settle(ctx, one->id, &settled));
        return group_changed(ctx, one->id);
    }
    return err_set(CARNET_MISSING, "team.missing", "no such team");
}

carnet_err team_draft_drop(struct ctx *ctx, const char *slug, const char *uid)
{
    struct cohort cohort;
    struct team_draft draft;
    TRY(managed(&cohort, ctx, slug));
    TRY(team_sql_draft(&draft, ctx, cohort.id, uid));
    return team_sql_drop(ctx, draft.id);
}

carnet_err team_draft_put(struct ctx *ctx, const char *slug, const char *trainee, const char *uid)
{
    struct cohort cohort;
    struct team_draft draft = { 0 };
    struct person person;
    bool enrolled;
    TRY(managed(&cohort, ctx, slug));
    const char *day = cohort_day(ctx, &cohort);
    carnet_err found = people_find_slug(&person, ctx, trainee);
    if (found != CARNET_OK)
        return found == CARNET_MISSING ? not_enrolled(day) : found;
    if (!uid)
        return team_draft_leave(ctx, cohort.id, person.id);
    TRY(cohort_is_trainee(&enrolled, ctx, cohort.id, person.id, day));
    if (!enrolled)
        return not_enrolled(day);
    TRY(team_sql_draft(&draft, ctx, cohort.id, uid));
    return team_sql_put(ctx, cohort.id, person.id, draft.id);
}

carnet_err team_draft_leave(struct ctx *ctx, int64_t cohort, int64_t person)
{
    return team_sql_put(ctx, cohort, person, 0);
}

static carnet_err check_day(struct ctx *ctx, const struct cohort *cohort, const char *day)
{
    int64_t days;
    if (clock_parse_day(&days, day) != CARNET_OK || strcmp(day, cohort_day(ctx, cohort)) < 0 || strcmp(day, cohort->end_day) > 0)
        return err_set(CARNET_INVALID, "team.day", "not a day from today on, within the cohort's year");
    return CARNET_OK;
}

/* The documents of all teams touched ask again who may: also those whose right only gets an end. */
carnet_err team_enter(struct ctx *ctx, int64_t cohort, int64_t person, int64_t team, const char *day, const char *reason)
{
    int64_t *left;
    size_t count;
    TRY(team_sql_from(&left, &count, ctx, cohort, person, day));
    TRY(team_sql_leave(ctx, cohort, person, day, reason));
    if (team)
        TRY(team_sql_enter(ctx, team, person, day));
    for (size_t i = 0; i < count; i++)
        TRY(group_changed(ctx, left[i]));
    return team ? group_changed(ctx, team) : CARNET_OK;
}

static carnet_err tell_opening(struct ctx *ctx, int64_t id)
{
    struct group team;
    int64_t *members, *beside;
    size_t member_count, beside_count;
    TRY(group_find(&team, ctx, id));
    TRY(group_sql_members(&members, &member_count, ctx, id, ctx->actor));
    TRY(team_sql_beside(&beside, &beside_count, ctx, id, ctx->actor));
    TRY(event_add(ctx, "team.published", team.slug, members, member_count));
    TRY(event_add(ctx, "team.opened", team.slug, beside, beside_count));
    return team_sql_told(ctx, id);
}

carnet_err team_beat(struct ctx *ctx)
{
    int64_t *teams;
    size_t count;
    TRY(team_sql_to_tell(&teams, &count, ctx));
    for (size_t i = 0; i < count; i++)
        TRY(tell_opening(ctx, teams[i]));
    return CARNET_OK;
}

/* Of those drafted, who is enrolled on the day; the others join the list of who stays out. */
static carnet_err who_enters(int64_t **people, size_t *count, struct person **out, size_t *out_count, struct ctx *ctx,
                             const struct cohort *cohort, const struct team_draft *draft, const char *day)
{
    size_t drafted;
    TRY(team_sql_drafted(people, &drafted, ctx, draft->id));
    *count = 0;
    for (size_t i = 0; i < drafted; i++) {
        bool enrolled;
        TRY(cohort_is_trainee(&enrolled, ctx, cohort->id, (*people)[i], day));
        if (enrolled) {
            (*people)[(*count)++] = (*people)[i];
            continue;
        }
        *out = rows_grow(ctx, *out, *out_count, sizeof **out);
        TRY(people_find(&(*out)[(*out_count)++], ctx, (*people)[i]));
    }
    return *count ? CARNET_OK : err_set(CARNET_CONFLICT, "team.nobody_in", "draft=%lld", (long long)draft->id);
}

static carnet_err publish_one(struct ctx *ctx, const struct cohort *cohort, const struct team_draft *draft, const char *day,
                              const int64_t *people, size_t count)
{
    char slug[GUARD_ID], uid[GUARD_ID];
    int64_t team;
    guard_id(slug);
    guard_id(uid);
    TRY(team_sql_publish(&team, ctx, cohort->id, draft, slug, uid, day));
    for (size_t i = 0; i < count; i++)
        TRY(team_enter(ctx, cohort->id, people[i], team, day, NULL));
    return strcmp(day, moment_today(ctx)) > 0 ? CARNET_OK : tell_opening(ctx, team);
}

carnet_err team_publish(struct person **out, size_t *out_count, struct ctx *ctx, const char *slug, const char *day)
{
    struct cohort cohort;
    struct team_draft *drafts;
    size_t count;
    *out = NULL;
    *out_count = 0;
    TRY(managed(&cohort, ctx, slug));
    TRY(check_day(ctx, &cohort, day));
    TRY(team_sql_drafts(&drafts, &count, ctx, cohort.id));
    if (!count)
        return err_set(CARNET_CONFLICT, "team.nothing_drafted", "cohort=%lld", (long long)cohort.id);
    for (size_t i = 0; i < count; i++) {
        int64_t *people;
        size_t people_count;
        TRY(who_enters(&people, &people_count, out, out_count, ctx, &cohort, &drafts[i], day));
        TRY(publish_one(ctx, &cohort, &drafts[i], day, people, people_count));
        TRY(team_sql_drop(ctx, drafts[i].id));
    }
    return CARNET_OK;
}
