/* Groups and their pages: who belongs to them today, and what that gives. Everybody who has a place in the cohort may know
 * its groups; their pages are another matter (group_rights). */
#include "areas/group/group.h"

#include <string.h>

#include "areas/group/group_sql.h"
#include "areas/group/slug.h"
#include "store/log.h"

static const char SQL_PAGE[] = "SELECT document, \"group\", title, path FROM group_page WHERE document = ?1";
static const char SQL_PATH[] = "SELECT 1 FROM group_page WHERE \"group\" = ?1 AND path = ?2";
static const char SQL_PAGE_ADD[] =
    "INSERT INTO group_page (document, \"group\", title, path, created_by, charter) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
static const char SQL_CHARTER[] = "SELECT 1 FROM group_page WHERE \"group\" = ?1 AND charter";
static const char SQL_PAGE_RENAME[] = "UPDATE group_page SET title = ?2 WHERE document = ?1";

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

/* A team that opens later is there for the manager alone. */
static carnet_err is_shown(bool *out, struct ctx *ctx, const struct group *group)
{
    struct cohort_standing standing;
    TRY(group_knows(out, ctx, group->cohort));
    if (!*out || !group->from_day || strcmp(group->from_day, moment_today(ctx)) <= 0)
        return CARNET_OK;
    TRY(cohort_standing(&standing, ctx, group->cohort, 0));
    *out = standing.as[ROLE_PROGRAMME_MANAGER].holds;
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
    TRY(group_sql_tutor_of_member(&tutor, ctx, group.id, ctx->actor));
    if (found != CARNET_OK)
        return CARNET_OK;
    enum state state = page_state(&group);
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

static carnet_err may_be_charter(struct ctx *ctx, const struct group *group)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_CHARTER);
    db_bind_int(&q, 1, group->id);
    bool taken;
    TRY(db_next(&taken, &q));
    return taken || group->kind != GROUP_COMMONS ? err_set(CARNET_CONFLICT, "page.charter", "not here, or there is one") : CARNET_OK;
}

carnet_err group_page_add(struct ctx *ctx, const struct group *group, int64_t document, const struct group_page_new *page)
{
    const char *path;
    if (page->charter)
        TRY(may_be_charter(ctx, group));
    TRY(free_path(&path, ctx, group->id, page->title));
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_PAGE_ADD);
    db_bind_int(&q, 1, document);
    db_bind_int(&q, 2, group->id);
    db_bind_text(&q, 3, page->title);
    db_bind_text(&q, 4, path);
    db_bind_int(&q, 5, ctx->actor);
    db_bind_int(&q, 6, page->charter);
    return db_run(&q);
}

carnet_err group_page_rename(struct ctx *ctx, int64_t document, const char *title)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_PAGE_RENAME);
    db_bind_int(&q, 1, document);
    db_bind_text(&q, 2, title);
    return db_run(&q);
}
