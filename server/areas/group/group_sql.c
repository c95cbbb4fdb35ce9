/* Rows of groups and of who belongs to them. */
#include "areas/group/group_sql.h"

#include <string.h>

#include "areas/event/rows.h"

#define GROUP_COLUMNS                                                                                                  \
    "SELECT id, cohort, ifnull(cooperator, 0), slug, uid, name, commission, commissioner, kind, from_day, theme, open,"                \
    " ifnull(opened_by, 0), archived_at IS NOT NULL FROM \"group\""
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
static const char SQL_TEACHES_TEAMS[] =
    "SELECT EXISTS (SELECT 1 FROM half_day AS h JOIN half_day_trainer AS t ON t.half_day = h.id JOIN cohort AS c ON c.id = h.cohort,"
    " json_each(c.definition, '$.structure.blocks') AS b, json_each(b.value, '$.modules') AS m"
    " WHERE h.cohort = ?1 AND t.person = ?2 AND m.value ->> 'id' = h.module AND m.value ->> 'groupWork')";
static const char SQL_ALL[] = "SELECT id FROM \"group\" WHERE cohort = ?1 ORDER BY name, id";
static const char SQL_MEMBERS[] =
    "SELECT DISTINCT person FROM group_membership WHERE \"group\" = ?1 AND person <> ?2 AND from_day <= ?3"
    " AND (to_day IS NULL OR to_day >= ?3)";
/* Entries belong to an area above; rows only name the group, and whoever changes the group has to have them asked again. */
static const char SQL_DOCUMENTS[] =
    "SELECT document FROM group_page WHERE \"group\" = ?1 UNION SELECT document FROM journal_entry WHERE \"group\" = ?1";

static const char SQL_CHOICES[] =
    "SELECT EXISTS (SELECT 1 FROM group_tutor WHERE \"group\" = ?1 AND person = ?2),"
    " EXISTS (SELECT 1 FROM group_closed_reader WHERE \"group\" = ?1 AND person = ?2)";

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
        .from_day = db_text(q, 9, ctx->arena),
        .theme = db_text(q, 10, ctx->arena),
        .open = db_int(q, 11) != 0,
        .opened_by = db_int(q, 12),
        .archived = db_int(q, 13) != 0,
    };
    return CARNET_OK;
}

carnet_err group_sql_find(struct group *out, struct ctx *ctx, int64_t id)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_FIND);
    db_bind_int(&q, 1, id);
    return group_row(out, ctx, &q);
}

carnet_err group_sql_by_slug(struct group *out, struct ctx *ctx, const char *slug)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_BY_SLUG);
    db_bind_text(&q, 1, slug);
    return group_row(out, ctx, &q);
}

carnet_err group_sql_team_of(struct group *out, struct ctx *ctx, int64_t person, int64_t cohort)
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

carnet_err group_sql_member(struct span *out, struct ctx *ctx, int64_t group, int64_t person)
{
    return read_span(out, ctx, SQL_MEMBER, group, person);
}

carnet_err group_sql_tutor_of_member(struct span *out, struct ctx *ctx, int64_t group, int64_t person)
{
    return read_span(out, ctx, SQL_TUTOR_OF_MEMBER, group, person);
}

carnet_err group_sql_teaches_teams(bool *out, struct ctx *ctx, int64_t cohort, int64_t person)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_TEACHES_TEAMS);
    db_bind_int(&q, 1, cohort);
    db_bind_int(&q, 2, person);
    TRY(db_one(&q));
    *out = db_int(&q, 0);
    return CARNET_OK;
}

carnet_err group_sql_all(int64_t **groups, size_t *count, struct ctx *ctx, int64_t cohort)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ALL);
    db_bind_int(&q, 1, cohort);
    return rows_ids(groups, count, ctx, &q);
}

carnet_err group_sql_members(int64_t **people, size_t *count, struct ctx *ctx, int64_t group, int64_t but)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_MEMBERS);
    db_bind_int(&q, 1, group);
    db_bind_int(&q, 2, but);
    db_bind_text(&q, 3, moment_today(ctx));
    return rows_ids(people, count, ctx, &q);
}

carnet_err group_sql_documents(int64_t **documents, size_t *count, struct ctx *ctx, int64_t group)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_DOCUMENTS);
    db_bind_int(&q, 1, group);
    return rows_ids(documents, count, ctx, &q);
}

carnet_err group_sql_choices(bool *added, bool *closed, struct ctx *ctx, int64_t group, int64_t person)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_CHOICES);
    db_bind_int(&q, 1, group);
    db_bind_int(&q, 2, person);
    TRY(db_one(&q));
    *added = db_int(&q, 0) != 0;
    *closed = db_int(&q, 1) != 0;
    return CARNET_OK;
}
