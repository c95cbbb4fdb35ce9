/* Groups and their pages: who belongs to them today, and what that gives. Everybody who has a place in the cohort may know
 * its groups; their pages are another matter (group_rights). */
#include "areas/group/group.h"

#include <string.h>

#include "areas/group/group_sql.h"
#include "store/log.h"

carnet_err group_find(struct group *out, struct ctx *ctx, int64_t id)
{
    return group_sql_find(out, ctx, id);
}

carnet_err group_knows(bool *out, struct ctx *ctx, int64_t cohort)
{
    static const enum role ROLES[] = { ROLE_TRAINEE, ROLE_TUTOR, ROLE_RESEARCH_COOPERATOR, ROLE_TRAINER,
                                       ROLE_PROGRAMME_MANAGER, ROLE_TRAINING_ASSISTANT };
    struct cohort_standing standing;
    TRY(cohort_standing(&standing, ctx, cohort, 0));
    *out = false;
    for (size_t i = 0; i < sizeof ROLES / sizeof *ROLES; i++)
        *out |= standing.as[ROLES[i]].holds;
    return CARNET_OK;
}

carnet_err group_known_until(const char **out, struct ctx *ctx, int64_t cohort)
{
    struct cohort_standing standing;
    TRY(cohort_standing(&standing, ctx, cohort, 0));
    *out = cohort_manages(&standing) ? "9999-12-31" : moment_today(ctx);
    return CARNET_OK;
}

/* The research cooperator chosen for it, whether or not they accompany a trainee of the cohort: who does not has no other place there. */
static carnet_err as_cooperator(struct span *out, struct ctx *ctx, const struct group *group)
{
    unsigned roles;
    TRY(people_roles(&roles, ctx, ctx->actor, group->cohort ? group->cohort : -1));
    *out = (struct span){ .holds = group->cooperator == ctx->actor && roles & 1u << ROLE_RESEARCH_COOPERATOR };
    return CARNET_OK;
}

static carnet_err is_shown(bool *out, struct ctx *ctx, const struct group *group)
{
    const char *until;
    struct span cooperator;
    TRY(group_knows(out, ctx, group->cohort));
    TRY(as_cooperator(&cooperator, ctx, group));
    TRY(group_known_until(&until, ctx, group->cohort));
    *out = (*out || cooperator.holds) && (!group->from_day || strcmp(group->from_day, until) <= 0);
    return CARNET_OK;
}

carnet_err group_show(struct group *out, struct ctx *ctx, const char *slug)
{
    bool shown;
    TRY(group_sql_by_slug(out, ctx, slug));
    TRY(is_shown(&shown, ctx, out));
    if (!shown)
        return err_set(CARNET_MISSING, "group.missing", "not of its cohort, or not open yet");
    return CARNET_OK;
}

carnet_err group_list(struct group **out, size_t *count, struct ctx *ctx, int64_t cohort)
{
    int64_t *ids;
    size_t id_count;
    TRY(group_sql_all(&ids, &id_count, ctx, cohort));
    *out = arena_alloc(ctx->arena, (id_count + 1) * sizeof **out);
    *count = 0;
    for (size_t i = 0; i < id_count; i++) {
        bool shown;
        TRY(group_sql_find(&(*out)[*count], ctx, ids[i]));
        TRY(is_shown(&shown, ctx, &(*out)[*count]));
        *count += shown;
    }
    return CARNET_OK;
}

carnet_err group_team_of(struct group *out, struct ctx *ctx, int64_t person, int64_t cohort)
{
    return group_sql_team_of(out, ctx, person, cohort);
}

carnet_err group_member(struct span *out, struct ctx *ctx, int64_t group, int64_t person)
{
    return group_sql_member(out, ctx, group, person);
}

carnet_err group_changed(struct ctx *ctx, int64_t group)
{
    int64_t *documents;
    size_t count;
    TRY(group_sql_documents(&documents, &count, ctx, group));
    for (size_t i = 0; i < count; i++)
        TRY(log_raise_epoch(ctx, documents[i]));
    return CARNET_OK;
}

carnet_err group_all_changed(struct ctx *ctx, int64_t cohort)
{
    int64_t *groups;
    size_t count;
    TRY(group_sql_all(&groups, &count, ctx, cohort));
    for (size_t i = 0; i < count; i++)
        TRY(group_changed(ctx, groups[i]));
    return CARNET_OK;
}

static enum state page_state(const struct group *group)
{
    if (group->archived)
        return STATE_PAGE_ARCHIVED;
    switch (group->kind) {
    case GROUP_TEAM: return STATE_PAGE_TEAM;
    case GROUP_WORK_GROUP: return STATE_PAGE_WORK_GROUP;
    case GROUP_COMMONS: break;
    }
    return STATE_PAGE_COMMONS;
}

static struct span both(struct span a, struct span b)
{
    if (!a.holds || !b.holds)
        return (struct span){ 0 };
    if (!a.until || (b.until && b.until < a.until))
        a.until = b.until;
    return a;
}

static carnet_err rights_in(struct rights *out, struct ctx *ctx, int64_t id, bool inner)
{
    struct group group = { 0 };
    carnet_err found = group_find(&group, ctx, id);
    if (found != CARNET_OK && found != CARNET_MISSING)
        return found;
    struct cohort_standing standing;
    struct span member, tutor, cooperator;
    bool added, closed, teaches = false;
    TRY(cohort_standing(&standing, ctx, group.cohort, 0));
    if (standing.as[ROLE_TRAINER].holds)
        TRY(group_sql_teaches_teams(&teaches, ctx, group.cohort, ctx->actor));
    TRY(group_member(&member, ctx, group.id, ctx->actor));
    TRY(group_sql_tutor_of_member(&tutor, ctx, group.id, ctx->actor));
    TRY(as_cooperator(&cooperator, ctx, &group));
    TRY(group_sql_choices(&added, &closed, ctx, group.id, ctx->actor));
    if (found != CARNET_OK)
        return CARNET_OK;
    enum state state = inner ? STATE_PAGE_INNER : page_state(&group);
    for (int role = 0; role < ROLE_COUNT; role++) {
        rights_add(out, (enum role)role, RELATION_COHORT, THING_PAGE, state, standing.as[role]);
        rights_add(out, (enum role)role, RELATION_MEMBER, THING_PAGE, state, both(member, standing.as[role]));
    }
    if (closed) /* by the team */
        return CARNET_OK;
    rights_add(out, ROLE_TUTOR, RELATION_ASSIGNED, THING_PAGE, state, tutor);
    if (added)
        rights_add(out, ROLE_TUTOR, RELATION_ASSIGNED, THING_PAGE, state, standing.as[ROLE_TUTOR]);
    if (teaches)
        rights_add(out, ROLE_TRAINER, RELATION_ASSIGNED, THING_PAGE, state, standing.as[ROLE_TRAINER]);
    rights_add(out, ROLE_RESEARCH_COOPERATOR, RELATION_ASSIGNED, THING_PAGE, state, cooperator);
    return CARNET_OK;
}

carnet_err group_rights(struct rights *out, struct ctx *ctx, int64_t group)
{
    return rights_in(out, ctx, group, false);
}

carnet_err group_inner_rights(struct rights *out, struct ctx *ctx, int64_t group)
{
    return rights_in(out, ctx, group, true);
}
