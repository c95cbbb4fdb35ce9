/* The rows of teams as a trainee sees them go by, and of asking for another. */
#include "areas/enrolment/enrolment_sql.h"
#include "areas/event/rows.h"

/* Only teams that open by ?4; of the one before another, not that it ends. */
#define COLUMNS \
    "SELECT g.slug, g.name, m.from_day, iif(EXISTS (SELECT 1 FROM group_membership AS n JOIN \"group\" AS h ON h.id = n.\"group\"" \
    " WHERE h.cohort = ?1 AND h.kind = 'team' AND h.from_day > ?4 AND n.person = ?2 AND n.from_day = date(m.to_day, '+1 day')), NULL, m.to_day)," \
    " m.reason FROM group_membership AS m JOIN \"group\" AS g ON g.id = m.\"group\"" \
    " WHERE g.cohort = ?1 AND g.kind = 'team' AND m.person = ?2 AND ifnull(g.from_day, '') <= ?4"
static const char SQL_TEAM[] =
    COLUMNS " AND m.from_day <= ?3 AND (m.to_day IS NULL OR m.to_day >= ?3) ORDER BY m.from_day DESC, m.id DESC LIMIT 1";
static const char SQL_TEAMS_OF[] = COLUMNS " AND (m.to_day IS NULL OR m.to_day >= m.from_day) ORDER BY m.from_day, m.id";
static const char SQL_PLANNED[] = COLUMNS " AND m.from_day > ?3 LIMIT 1";
static const char SQL_TEAMS[] =
    "SELECT slug, name, from_day, NULL, NULL FROM \"group\" WHERE cohort = ?1 AND kind = 'team' AND ifnull(from_day, '') <= ?2"
    " ORDER BY name, id";
static const char SQL_TEAM_ID[] = "SELECT id, from_day FROM \"group\" WHERE cohort = ?1 AND slug = ?2 AND kind = 'team'";
static const char SQL_MATES[] =
    "SELECT DISTINCT m.person FROM group_membership AS m JOIN \"group\" AS g ON g.id = m.\"group\" WHERE (g.slug = ?1 OR g.id = ?2)"
    " AND m.from_day <= ?3 AND (m.to_day IS NULL OR m.to_day >= ?3)";
static const char SQL_WORK_GROUPS[] =
    "SELECT g.slug, g.name, m.from_day, m.to_day, NULL FROM group_membership AS m JOIN \"group\" AS g ON g.id = m.\"group\""
    " WHERE g.cohort = ?1 AND g.kind = 'work_group' AND m.person = ?2 AND (m.to_day IS NULL OR m.to_day >= ?3) ORDER BY g.name, g.id";
static const char SQL_REQUEST[] = "SELECT asked_at, words FROM team_request WHERE cohort = ?1 AND person = ?2 AND settled_at IS NULL";
static const char SQL_REQUEST_ADD[] = "INSERT INTO team_request (cohort, person, asked_at, words) VALUES (?1, ?2, ?3, ?4)";
static const char SQL_REQUEST_SETTLE[] =
    "UPDATE team_request SET settled_at = ?3, settled_by = ?4 WHERE cohort = ?1 AND person = ?2 AND settled_at IS NULL";

static struct team team_row(struct ctx *ctx, struct db_query *q)
{
    return (struct team){
        .slug = db_text(q, 0, ctx->arena),
        .name = db_text(q, 1, ctx->arena),
        .from = db_text(q, 2, ctx->arena),
        .to = db_text(q, 3, ctx->arena),
        .reason = db_text(q, 4, ctx->arena),
    };
}

static carnet_err read_teams(struct team **out, size_t *count, struct ctx *ctx, struct db_query *q)
{
    *out = NULL;
    *count = 0;
    for (;;) {
        bool row;
        TRY(db_next(&row, q));
        if (!row)
            return CARNET_OK;
        *out = rows_grow(ctx, *out, *count, sizeof **out);
        (*out)[(*count)++] = team_row(ctx, q);
    }
}

static carnet_err one_team(struct team *out, struct ctx *ctx, const char *sql, int64_t cohort, int64_t trainee, const char *day, const char *known)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, sql);
    db_bind_int(&q, 1, cohort);
    db_bind_int(&q, 2, trainee);
    db_bind_text(&q, 3, day);
    db_bind_text(&q, 4, known);
    bool row;
    TRY(db_next(&row, &q));
    *out = row ? team_row(ctx, &q) : (struct team){ 0 };
    return CARNET_OK;
}

carnet_err enrolment_sql_team(struct team *out, struct ctx *ctx, int64_t cohort, int64_t trainee, const char *day, const char *known)
{
    return one_team(out, ctx, SQL_TEAM, cohort, trainee, day, known);
}

carnet_err enrolment_sql_planned(struct team *out, struct ctx *ctx, int64_t cohort, int64_t trainee, const char *after, const char *known)
{
    return one_team(out, ctx, SQL_PLANNED, cohort, trainee, after, known);
}

carnet_err enrolment_sql_teams(struct team **out, size_t *count, struct ctx *ctx, int64_t cohort, const char *known)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_TEAMS);
    db_bind_int(&q, 1, cohort);
    db_bind_text(&q, 2, known);
    return read_teams(out, count, ctx, &q);
}

carnet_err enrolment_sql_teams_of(struct team **out, size_t *count, struct ctx *ctx, int64_t cohort, int64_t trainee, const char *known)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_TEAMS_OF);
    db_bind_int(&q, 1, cohort);
    db_bind_int(&q, 2, trainee);
    db_bind_text(&q, 4, known);
    return read_teams(out, count, ctx, &q);
}

carnet_err enrolment_sql_work_groups(struct team **out, size_t *count, struct ctx *ctx, int64_t cohort, int64_t trainee)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_WORK_GROUPS);
    db_bind_int(&q, 1, cohort);
    db_bind_int(&q, 2, trainee);
    db_bind_text(&q, 3, moment_today(ctx));
    return read_teams(out, count, ctx, &q);
}

carnet_err enrolment_sql_team_id(int64_t *out, const char **from, struct ctx *ctx, int64_t cohort, const char *slug)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_TEAM_ID);
    db_bind_int(&q, 1, cohort);
    db_bind_text(&q, 2, slug);
    bool row;
    TRY(db_next(&row, &q));
    *out = row ? db_int(&q, 0) : 0;
    *from = row ? db_text(&q, 1, ctx->arena) : NULL;
    return CARNET_OK;
}

carnet_err enrolment_sql_mates(int64_t **out, size_t *count, struct ctx *ctx, const char *one, int64_t other, const char *day)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_MATES);
    db_bind_text(&q, 1, one);
    db_bind_int(&q, 2, other);
    db_bind_text(&q, 3, day);
    return rows_ids(out, count, ctx, &q);
}

carnet_err enrolment_sql_request(struct team_request *out, struct ctx *ctx, int64_t cohort, int64_t trainee)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_REQUEST);
    db_bind_int(&q, 1, cohort);
    db_bind_int(&q, 2, trainee);
    bool row;
    TRY(db_next(&row, &q));
    *out = row ? (struct team_request){ .asked_at = db_int(&q, 0), .words = db_text(&q, 1, ctx->arena) } : (struct team_request){ 0 };
    return CARNET_OK;
}

carnet_err enrolment_sql_request_add(struct ctx *ctx, int64_t cohort, int64_t trainee, const char *words)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_REQUEST_ADD);
    db_bind_int(&q, 1, cohort);
    db_bind_int(&q, 2, trainee);
    db_bind_int(&q, 3, ctx->now);
    db_bind_text(&q, 4, words);
    return db_run(&q);
}

carnet_err enrolment_sql_request_settle(struct ctx *ctx, int64_t cohort, int64_t trainee)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_REQUEST_SETTLE);
    db_bind_int(&q, 1, cohort);
    db_bind_int(&q, 2, trainee);
    db_bind_int(&q, 3, ctx->now);
    db_bind_int(&q, 4, ctx->actor);
    return db_run(&q);
}
