/* Rows of work groups: settings, invitations, who enters and leaves. */
#include "areas/group/work_group_sql.h"

#include "areas/event/rows.h"

static const char SQL_ADD[] =
    "INSERT INTO \"group\" (cohort, slug, uid, kind, name, theme, open, opened_by, created_at)"
    " VALUES (?1, ?2, ?3, 'work_group', ?4, ?5, ?6, ?7, ?8)";
static const char SQL_CHANGE[] = "UPDATE \"group\" SET name = ?2, theme = ?3, open = ?4 WHERE id = ?1";
static const char SQL_ARCHIVE[] = "UPDATE \"group\" SET archived_at = nullif(?2, 0) WHERE id = ?1";
static const char SQL_ENTER[] = "INSERT INTO group_membership (\"group\", person, from_day) VALUES (?1, ?2, ?3)";
static const char SQL_LEAVE[] =
    "UPDATE group_membership SET to_day = date(?3, '-1 day') WHERE \"group\" = ?1 AND person = ?2 AND from_day < ?3"
    " AND (to_day IS NULL OR to_day >= ?3)";
static const char SQL_NEVER_MIND[] = "DELETE FROM group_membership WHERE \"group\" = ?1 AND person = ?2 AND from_day >= ?3";
static const char SQL_INVITE[] =
    "INSERT OR IGNORE INTO group_invitation (\"group\", person, invited_by, at) VALUES (?1, ?2, ?3, ?4)";
static const char SQL_UNINVITE[] = "DELETE FROM group_invitation WHERE \"group\" = ?1 AND person = ?2";
static const char SQL_IS_INVITED[] = "SELECT 1 FROM group_invitation WHERE \"group\" = ?1 AND person = ?2";
static const char SQL_INVITED[] =
    "SELECT id, slug, given_name, family_name, email, pseudonym FROM person"
    " WHERE id IN (SELECT person FROM group_invitation WHERE \"group\" = ?1)"
    " ORDER BY family_name COLLATE french, given_name COLLATE french, id";

carnet_err work_group_sql_add(int64_t *group, struct ctx *ctx, int64_t cohort, const char *slug, const char *uid,
                              const struct work_group_settings *settings)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ADD);
    db_bind_int(&q, 1, cohort);
    db_bind_text(&q, 2, slug);
    db_bind_text(&q, 3, uid);
    db_bind_text(&q, 4, settings->name);
    db_bind_text(&q, 5, settings->theme);
    db_bind_int(&q, 6, settings->open);
    db_bind_int(&q, 7, ctx->actor);
    db_bind_int(&q, 8, ctx->now);
    TRY(db_run(&q));
    *group = db_last_id(ctx->db);
    return CARNET_OK;
}

carnet_err work_group_sql_change(struct ctx *ctx, int64_t group, const struct work_group_settings *settings)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_CHANGE);
    db_bind_int(&q, 1, group);
    db_bind_text(&q, 2, settings->name);
    db_bind_text(&q, 3, settings->theme);
    db_bind_int(&q, 4, settings->open);
    return db_run(&q);
}

carnet_err work_group_sql_archive(struct ctx *ctx, int64_t group, int64_t at)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ARCHIVE);
    db_bind_int(&q, 1, group);
    db_bind_int(&q, 2, at);
    return db_run(&q);
}

static carnet_err run_on(struct ctx *ctx, const char *sql, int64_t group, int64_t person, const char *today)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, sql);
    db_bind_int(&q, 1, group);
    db_bind_int(&q, 2, person);
    if (today)
        db_bind_text(&q, 3, today);
    return db_run(&q);
}

carnet_err work_group_sql_enter(struct ctx *ctx, int64_t group, int64_t person)
{
    return run_on(ctx, SQL_ENTER, group, person, moment_today(ctx));
}

carnet_err work_group_sql_leave(struct ctx *ctx, int64_t group, int64_t person)
{
    TRY(run_on(ctx, SQL_LEAVE, group, person, moment_today(ctx)));
    return run_on(ctx, SQL_NEVER_MIND, group, person, moment_today(ctx));
}

carnet_err work_group_sql_invite(struct ctx *ctx, int64_t group, int64_t person)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_INVITE);
    db_bind_int(&q, 1, group);
    db_bind_int(&q, 2, person);
    db_bind_int(&q, 3, ctx->actor);
    db_bind_int(&q, 4, ctx->now);
    return db_run(&q);
}

carnet_err work_group_sql_uninvite(struct ctx *ctx, int64_t group, int64_t person)
{
    return run_on(ctx, SQL_UNINVITE, group, person, NULL);
}

carnet_err work_group_sql_is_invited(bool *out, struct ctx *ctx, int64_t group, int64_t person)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_IS_INVITED);
    db_bind_int(&q, 1, group);
    db_bind_int(&q, 2, person);
    return db_next(out, &q);
}

carnet_err work_group_sql_invited(struct person **out, size_t *count, struct ctx *ctx, int64_t group)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_INVITED);
    db_bind_int(&q, 1, group);
    *out = NULL;
    *count = 0;
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        *out = rows_grow(ctx, *out, *count, sizeof **out);
        (*out)[(*count)++] = people_row(ctx, &q);
    }
}
