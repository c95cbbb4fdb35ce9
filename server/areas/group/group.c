/* Groups and their pages: who belongs to them today, and what that gives. Everybody who has a place in the cohort may know
 * its groups; their pages are another matter (group_rights). */
#include "areas/group/group.h"

#include <string.h>

#include "areas/event/rows.h"
#include "areas/group/slug.h"
#include "guard/random.h"

#define GROUP_COLUMNS                                                                                                  \
    "SELECT id, cohort, ifnull(cooperator, 0), slug, uid, name, commission, commissioner, kind FROM \"group\""
static const char SQL_FIND[] = GROUP_COLUMNS " WHERE id = ?1";
static const char SQL_BY_SLUG[] = GROUP_COLUMNS " WHERE slug = ?1";
static const char SQL_TEAM_OF[] =
    GROUP_COLUMNS " WHERE kind = 'team' AND cohort = ?2 AND id IN (SELECT \"group\" FROM group_membership WHERE person = ?1"
                  " AND from_day <= ?3 AND (to_day IS NULL OR to_day >= ?3)) ORDER BY id LIMIT 1";
static const char SQL_MEMBER[] =
    "SELECT from_day, to_day FROM group_membership WHERE \"group\" = ?1 AND person = ?2 AND from_day <= ?3"
    " AND (to_day IS NULL OR to_day >= ?3) ORDER BY ifnull(to_day, '9999') DESC LIMIT 1";
/* The actor is tutor of a present member: until the assignment or the membership ends, whichever pair lasts longest. */
static const char SQL_TUTOR_OF_MEMBER[] =
    "SELECT max(a.from_day, m.from_day), min(ifnull(a.to_day, '9999-12-31'), ifnull(m.to_day, '9999-12-31')) AS ends"
    " FROM group_membership AS m JOIN \"group\" AS g ON g.id = m.\"group\""
    " JOIN tutor_assignment AS a ON a.trainee = m.person AND a.cohort = g.cohort"
    " WHERE m.\"group\" = ?1 AND a.tutor = ?2 AND m.from_day <= ?3 AND (m.to_day IS NULL OR m.to_day >= ?3)"
    " AND a.from_day <= ?3 AND (a.to_day IS NULL OR a.to_day >= ?3) ORDER BY ends DESC LIMIT 1";
static const char SQL_PAGE[] = "SELECT document, \"group\", title, path FROM group_page WHERE document = ?1";
static const char SQL_PATH[] = "SELECT 1 FROM group_page WHERE \"group\" = ?1 AND path = ?2";
static const char SQL_PAGE_ADD[] =
    "INSERT INTO group_page (document, \"group\", title, path, created_by) VALUES (?1, ?2, ?3, ?4, ?5)";
static const char SQL_PAGE_RENAME[] = "UPDATE group_page SET title = ?2 WHERE document = ?1";

static enum group_kind kind_of(const char *text)
{
    return strcmp(text, "team") == 0 ? GROUP_TEAM : strcmp(text, "work_group") == 0 ? GROUP_WORK_GROUP : GROUP_COMMONS;
}

static carnet_err group_row(struct group *out, struct ctx *ctx, struct db_query *q)
{
    bool row;
    TRY(db_next(&row, q));
    if (!row)
        return err_set(CARNET_MISSING, "group.missing", "no such group");
    *out = (struct group){
        .id = db_int(q, 0),
        .cohort = db_int(q, 1),
        .cooperator = db_int(q, 2),
        .slug = db_text(q, 3, ctx->arena),
        .uid = db_text(q, 4, ctx->arena),
        .name = db_text(q, 5, ctx->arena),
        .commission = db_text(q, 6, ctx->arena),
        .commissioner = db_text(q, 7, ctx->arena),
        .kind = kind_of(db_text(q, 8, ctx->arena)),
    };
    return CARNET_OK;
}

carnet_err group_find(struct group *out, struct ctx *ctx, int64_t id)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_FIND);
    db_bind_int(&q, 1, id);
    return group_row(out, ctx, &q);
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

carnet_err group_show(struct group *out, struct ctx *ctx, const char *slug)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_BY_SLUG);
    db_bind_text(&q, 1, slug);
    TRY(group_row(out, ctx, &q));
    bool knows;
    TRY(group_knows(&knows, ctx, out->cohort));
    if (!knows)
        return err_set(CARNET_MISSING, "group.missing", "not of its cohort");
    return CARNET_OK;
}

carnet_err group_team_of(struct group *out, struct ctx *ctx, int64_t person, int64_t cohort)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_TEAM_OF);
    db_bind_int(&q, 1, person);
    db_bind_int(&q, 2, cohort);
    db_bind_text(&q, 3, moment_today(ctx));
    return group_row(out, ctx, &q);
}

static carnet_err read_span(struct span *out, struct ctx *ctx, const char *sql, int64_t group, int64_t person)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, sql);
    db_bind_int(&q, 1, group);
    db_bind_int(&q, 2, person);
    db_bind_text(&q, 3, moment_today(ctx));
    *out = (struct span){ 0 };
    bool row;
    TRY(db_next(&row, &q));
    if (row)
        *out = (struct span){ true, moment_day_start(db_text(&q, 0, ctx->arena)), moment_day_end(db_text(&q, 1, ctx->arena)) };
    return CARNET_OK;
}

carnet_err group_member(struct span *out, struct ctx *ctx, int64_t group, int64_t person)
{
    return read_span(out, ctx, SQL_MEMBER, group, person);
}

static enum state page_state(enum group_kind kind)
{
    switch (kind) {
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

carnet_err group_rights(struct rights *out, struct ctx *ctx, int64_t id)
{
    struct group group = { 0 };
    carnet_err found = group_find(&group, ctx, id);
    if (found != CARNET_OK && found != CARNET_MISSING)
        return found;
    struct cohort_standing standing;
    struct span member, tutor;
    TRY(cohort_standing(&standing, ctx, group.cohort, 0));
    TRY(group_member(&member, ctx, group.id, ctx->actor));
    TRY(read_span(&tutor, ctx, SQL_TUTOR_OF_MEMBER, group.id, ctx->actor));
    if (found != CARNET_OK)
        return CARNET_OK;
    enum state state = page_state(group.kind);
    for (int role = 0; role < ROLE_COUNT; role++) {
        rights_add(out, (enum role)role, RELATION_COHORT, THING_PAGE, state, standing.as[role]);
        rights_add(out, (enum role)role, RELATION_MEMBER, THING_PAGE, state, both(member, standing.as[role]));
    }
    rights_add(out, ROLE_TUTOR, RELATION_ASSIGNED, THING_PAGE, state, tutor);
    if (group.cooperator == ctx->actor)
        rights_add(out, ROLE_RESEARCH_COOPERATOR, RELATION_ASSIGNED, THING_PAGE, state,
                   standing.as[ROLE_RESEARCH_COOPERATOR]);
    return CARNET_OK;
}

carnet_err group_page_find(struct group_page *out, struct ctx *ctx, int64_t document)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_PAGE);
    db_bind_int(&q, 1, document);
    TRY(db_one(&q));
    *out = (struct group_page){
        .document = db_int(&q, 0),
        .group = db_int(&q, 1),
        .title = db_text(&q, 2, ctx->arena),
        .path = db_text(&q, 3, ctx->arena),
    };
    return CARNET_OK;
}

static carnet_err free_path(const char **out, struct ctx *ctx, int64_t group, const char *title)
{
    const char *slug = slug_of(ctx, title);
    for (int n = 1;; n++) {
        *out = n == 1 ? arena_printf(ctx->arena, "%s.md", slug) : arena_printf(ctx->arena, "%s-%d.md", slug, n);
        CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_PATH);
        db_bind_int(&q, 1, group);
        db_bind_text(&q, 2, *out);
        bool taken;
        TRY(db_next(&taken, &q));
        if (!taken)
            return CARNET_OK;
    }
}

carnet_err group_page_add(struct ctx *ctx, int64_t group, int64_t document, const char *title)
{
    const char *path;
    TRY(free_path(&path, ctx, group, title));
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_PAGE_ADD);
    db_bind_int(&q, 1, document);
    db_bind_int(&q, 2, group);
    db_bind_text(&q, 3, title);
    db_bind_text(&q, 4, path);
    db_bind_int(&q, 5, ctx->actor);
    return db_run(&q);
}

carnet_err group_page_rename(struct ctx *ctx, int64_t document, const char *title)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_PAGE_RENAME);
    db_bind_int(&q, 1, document);
    db_bind_text(&q, 2, title);
    return db_run(&q);
}
