/* The rules of work groups. group_can decides for the rules and for what the page is told. */
#include "areas/group/work_group.h"

#include <string.h>

#include "areas/event/event.h"
#include "areas/event/line.h"
#include "areas/event/rows.h"
#include "areas/group/group_sql.h"
#include "areas/group/work_group_sql.h"
#include "guard/random.h"

enum { NAME_LONGEST = 80, THEME_LONGEST = 300 };
static const enum role GUESTS[] = { ROLE_TRAINEE, ROLE_TRAINER, ROLE_TUTOR, ROLE_RESEARCH_COOPERATOR };

/* In which role somebody can be in a work group; ROLE_ANY: in none. */
static enum role guest_role(const struct cohort_standing *standing)
{
    for (size_t i = 0; i < sizeof GUESTS / sizeof *GUESTS; i++)
        if (standing->as[GUESTS[i]].holds)
            return GUESTS[i];
    return ROLE_ANY;
}

static bool writes(enum role role)
{
    return role == ROLE_TRAINEE || role == ROLE_TRAINER;
}

/* Somebody else's standing in the cohort. */
static carnet_err role_of(enum role *out, struct ctx *ctx, int64_t cohort, int64_t person)
{
    struct cohort_standing standing;
    struct ctx as = *ctx;
    as.actor = person;
    TRY(cohort_standing(&standing, &as, cohort, 0));
    *out = guest_role(&standing);
    return CARNET_OK;
}

/* Does somebody in it still write. */
static carnet_err is_written(bool *out, struct ctx *ctx, const struct group *group)
{
    int64_t *members;
    size_t count;
    *out = false;
    TRY(group_sql_members(&members, &count, ctx, group->id, 0));
    for (size_t i = 0; i < count && !*out; i++) {
        enum role role;
        TRY(role_of(&role, ctx, group->cohort, members[i]));
        *out = writes(role);
    }
    return CARNET_OK;
}

carnet_err group_can(struct group_can *out, struct ctx *ctx, const struct group *group)
{
    struct cohort_standing standing;
    struct span member;
    *out = (struct group_can){ 0 };
    TRY(cohort_standing(&standing, ctx, group->cohort, 0));
    TRY(group_member(&member, ctx, group->id, ctx->actor));
    TRY(work_group_sql_is_invited(&out->invited, ctx, group->id, ctx->actor));
    enum role role = guest_role(&standing);
    out->member = member.holds && role != ROLE_ANY;
    if (group->kind == GROUP_TEAM) {
        out->narrow = out->member && role == ROLE_TRAINEE;
        out->add_tutor = standing.as[ROLE_PROGRAMME_MANAGER].holds;
    }
    if (group->kind != GROUP_WORK_GROUP)
        return CARNET_OK;
    bool writer = out->member && writes(role), lives = !group->archived, manager = standing.as[ROLE_PROGRAMME_MANAGER].holds;
    out->join = lives && !member.holds && (out->invited ? role != ROLE_ANY : group->open && writes(role));
    out->leave = member.holds;
    out->settle = out->invite = out->take_out_readers = lives && writer;
    out->take_out = lives && (manager || (writer && group->opened_by == ctx->actor));
    out->archive = writer || manager;
    if (lives && manager) {
        bool written;
        TRY(is_written(&written, ctx, group));
        out->invite |= !written;
    }
    return CARNET_OK;
}

static carnet_err denied(const struct group *group)
{
    return err_set(CARNET_DENIED, "group.not_yours", "group=%lld", (long long)group->id);
}

static carnet_err find(struct group *group, struct group_can *can, struct ctx *ctx, const char *slug)
{
    TRY(group_show(group, ctx, slug));
    return group_can(can, ctx, group);
}

static carnet_err clean(struct work_group_settings *out, struct ctx *ctx, const struct work_group_settings *typed)
{
    *out = (struct work_group_settings){ .open = typed->open };
    if (!line_clean(&out->name, ctx, typed->name, NAME_LONGEST) || !*out->name)
        return err_set(CARNET_INVALID, "group.name", "empty, or longer than %d characters", NAME_LONGEST);
    if (!line_clean(&out->theme, ctx, typed->theme ? typed->theme : "", THEME_LONGEST))
        return err_set(CARNET_INVALID, "group.theme", "longer than %d characters", THEME_LONGEST);
    if (!*out->theme)
        out->theme = NULL;
    return CARNET_OK;
}

static carnet_err writes_nowhere(void)
{
    return err_set(CARNET_DENIED, "group.not_yours", "neither a trainee nor a trainer");
}

/* Of those that run and in which the actor writes: the one named, or the first. */
static carnet_err opens_in(struct cohort *out, struct ctx *ctx, const char *slug)
{
    struct cohort_standing standing;
    struct cohort *cohorts;
    size_t count;
    bool known = !slug;
    TRY(cohorts_of_actor(&cohorts, &count, ctx));
    for (size_t i = 0; i < count; i++) {
        if (slug && strcmp(cohorts[i].slug, slug) != 0)
            continue;
        known = true;
        TRY(cohort_standing(&standing, ctx, cohorts[i].id, 0));
        if (cohort_writes(&standing)) {
            *out = cohorts[i];
            return CARNET_OK;
        }
    }
    return known ? writes_nowhere() : err_set(CARNET_MISSING, "cohort.missing", "none that runs for the actor");
}

carnet_err work_group_open(const char **slug, struct ctx *ctx, const char *cohort_slug, const struct work_group_settings *typed)
{
    struct cohort cohort = { 0 };
    struct work_group_settings settings;
    char uid[GUARD_ID], id[GUARD_ID];
    TRY(opens_in(&cohort, ctx, cohort_slug));
    TRY(clean(&settings, ctx, typed));
    guard_id(id);
    guard_id(uid);
    int64_t group;
    TRY(work_group_sql_add(&group, ctx, cohort.id, id, uid, &settings));
    TRY(work_group_sql_enter(ctx, group, ctx->actor));
    *slug = arena_text(ctx->arena, id);
    return event_add(ctx, "group.opened", id, &ctx->actor, 1);
}

carnet_err work_group_change(struct ctx *ctx, const char *slug, const struct work_group_settings *typed)
{
    struct group group;
    struct group_can can;
    struct work_group_settings settings;
    TRY(find(&group, &can, ctx, slug));
    if (!can.settle)
        return denied(&group);
    TRY(clean(&settings, ctx, typed));
    return work_group_sql_change(ctx, group.id, &settings);
}

static carnet_err tell(struct ctx *ctx, const char *kind, const struct group *group)
{
    int64_t *members;
    size_t count;
    TRY(group_sql_members(&members, &count, ctx, group->id, ctx->actor));
    return event_add(ctx, kind, group->slug, members, count);
}

static carnet_err put_away(struct ctx *ctx, const struct group *group, bool archived)
{
    if (group->archived == archived)
        return CARNET_OK;
    TRY(work_group_sql_archive(ctx, group->id, archived ? ctx->now : 0));
    TRY(group_changed(ctx, group->id));
    return tell(ctx, archived ? "group.archived" : "group.reopened", group);
}

/* Where nobody writes any more, nobody could invite either. */
static carnet_err put_away_unwritten(struct ctx *ctx, const struct group *group)
{
    bool written;
    TRY(is_written(&written, ctx, group));
    return written ? CARNET_OK : put_away(ctx, group, true);
}

carnet_err work_group_archive(struct ctx *ctx, const char *slug, bool archived)
{
    struct group group;
    struct group_can can;
    TRY(find(&group, &can, ctx, slug));
    if (!can.archive)
        return denied(&group);
    return put_away(ctx, &group, archived);
}

carnet_err work_group_join(struct ctx *ctx, const char *slug)
{
    struct group group;
    struct group_can can;
    TRY(find(&group, &can, ctx, slug));
    if (can.leave)
        return err_set(CARNET_CONFLICT, "group.already_member", "group=%lld", (long long)group.id);
    if (!can.join)
        return denied(&group);
    TRY(work_group_sql_uninvite(ctx, group.id, ctx->actor));
    TRY(work_group_sql_enter(ctx, group.id, ctx->actor));
    TRY(group_changed(ctx, group.id));
    return tell(ctx, "group.joined", &group);
}

carnet_err work_group_leave(struct ctx *ctx, const char *slug)
{
    struct group group;
    struct group_can can;
    TRY(find(&group, &can, ctx, slug));
    if (!can.leave)
        return denied(&group);
    TRY(work_group_sql_leave(ctx, group.id, ctx->actor));
    TRY(group_changed(ctx, group.id));
    TRY(tell(ctx, "group.left", &group));
    return put_away_unwritten(ctx, &group);
}

static carnet_err no_such_person(void)
{
    return err_set(CARNET_MISSING, "group.nobody", "not somebody this group could have");
}

carnet_err work_group_take_out(struct ctx *ctx, const char *slug, const char *who)
{
    struct group group;
    struct group_can can;
    struct person person;
    struct span member;
    enum role role;
    TRY(find(&group, &can, ctx, slug));
    if (!can.take_out && !can.take_out_readers)
        return denied(&group);
    if (people_find_slug(&person, ctx, who) != CARNET_OK)
        return no_such_person();
    TRY(group_member(&member, ctx, group.id, person.id));
    if (!member.holds)
        return no_such_person();
    TRY(role_of(&role, ctx, group.cohort, person.id));
    if (!can.take_out && writes(role))
        return denied(&group);
    TRY(work_group_sql_leave(ctx, group.id, person.id));
    TRY(group_changed(ctx, group.id));
    TRY(event_add(ctx, "group.taken_out", group.slug, &person.id, 1));
    return put_away_unwritten(ctx, &group);
}

static carnet_err is_free(bool *out, struct ctx *ctx, const struct group *group, int64_t person)
{
    struct span member;
    bool invited;
    TRY(group_member(&member, ctx, group->id, person));
    TRY(work_group_sql_is_invited(&invited, ctx, group->id, person));
    *out = !member.holds && !invited;
    return CARNET_OK;
}

carnet_err work_group_invitees(struct work_group_guest **out, size_t *count, struct ctx *ctx, const char *slug)
{
    struct group group;
    struct group_can can;
    struct person *people;
    size_t people_count;
    TRY(find(&group, &can, ctx, slug));
    if (!can.invite)
        return denied(&group);
    TRY(cohort_people(&people, &people_count, ctx, group.cohort));
    *out = arena_alloc(ctx->arena, (people_count + 1) * sizeof **out);
    *count = 0;
    for (size_t i = 0; i < people_count; i++) {
        enum role role;
        bool free;
        TRY(role_of(&role, ctx, group.cohort, people[i].id));
        TRY(is_free(&free, ctx, &group, people[i].id));
        if (role != ROLE_ANY && free)
            (*out)[(*count)++] = (struct work_group_guest){ people[i], role };
    }
    return CARNET_OK;
}

carnet_err work_group_invited(struct person **out, size_t *count, struct ctx *ctx, int64_t group)
{
    return work_group_sql_invited(out, count, ctx, group);
}

carnet_err work_group_invite(struct ctx *ctx, const char *slug, const char *who)
{
    struct group group;
    struct group_can can;
    struct person person;
    enum role role;
    bool free;
    TRY(find(&group, &can, ctx, slug));
    if (!can.invite)
        return denied(&group);
    if (people_find_slug(&person, ctx, who) != CARNET_OK)
        return no_such_person();
    TRY(role_of(&role, ctx, group.cohort, person.id));
    if (role == ROLE_ANY)
        return no_such_person();
    TRY(is_free(&free, ctx, &group, person.id));
    if (!free)
        return err_set(CARNET_CONFLICT, "group.already_member", "a member, or invited");
    TRY(work_group_sql_invite(ctx, group.id, person.id));
    return event_add(ctx, "group.invited", group.slug, &person.id, 1);
}

carnet_err work_group_uninvite(struct ctx *ctx, const char *slug, const char *who)
{
    struct group group;
    struct group_can can;
    struct person person;
    bool invited = false;
    TRY(find(&group, &can, ctx, slug));
    carnet_err found = people_find_slug(&person, ctx, who);
    if (!can.invite && (found != CARNET_OK || person.id != ctx->actor))
        return denied(&group);
    if (found == CARNET_OK)
        TRY(work_group_sql_is_invited(&invited, ctx, group.id, person.id));
    return invited ? work_group_sql_uninvite(ctx, group.id, person.id) : no_such_person();
}
