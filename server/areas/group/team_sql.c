/* The rows of drafted teams, and those that a publication or a move changes. */
#include "areas/group/team_sql.h"

#include "areas/event/rows.h"

#define DRAFT_COLUMNS "SELECT id, ifnull(cooperator, 0), uid, name, commission, commissioner FROM team_draft"
static const char SQL_DRAFTS[] = DRAFT_COLUMNS " WHERE cohort = ?1 ORDER BY id";
static const char SQL_DRAFT[] = DRAFT_COLUMNS " WHERE cohort = ?1 AND uid = ?2";
static const char SQL_ADD[] =
    "INSERT INTO team_draft (cohort, uid, name, commission, commissioner, cooperator, created_at)"
    " VALUES (?1, ?2, ?3, ?4, ?5, nullif(?6, 0), ?7)";
static const char SQL_CHANGE[] =
    "UPDATE team_draft SET name = ?2, commission = ?3, commissioner = ?4, cooperator = nullif(?5, 0) WHERE id = ?1";
static const char SQL_DROP[] = "DELETE FROM team_draft WHERE id = ?1";
static const char SQL_PUT[] =
    "INSERT INTO team_draft_place (cohort, person, draft) VALUES (?1, ?2, ?3)"
    " ON CONFLICT (cohort, person) DO UPDATE SET draft = excluded.draft";
static const char SQL_TAKE_OUT[] = "DELETE FROM team_draft_place WHERE cohort = ?1 AND person = ?2";
static const char SQL_DRAFTED[] = "SELECT person FROM team_draft_place WHERE draft = ?1";
static const char SQL_PLACE[] = "SELECT draft FROM team_draft_place WHERE cohort = ?1 AND person = ?2";
static const char SQL_NAME_TAKEN[] =
    "SELECT 1 FROM team_draft WHERE cohort = ?1 AND lower(name) = lower(?2) AND id <> ?3"
    " UNION ALL SELECT 1 FROM \"group\" WHERE cohort = ?1 AND lower(name) = lower(?2) AND id <> ?4";

static const char SQL_PUBLISH[] =
    "INSERT INTO \"group\" (cohort, slug, uid, kind, name, commission, commissioner, cooperator, created_at, from_day, tell_on)"
    " VALUES (?1, ?2, ?3, 'team', ?4, ?5, ?6, nullif(?7, 0), ?8, ?9, ?9)";
static const char SQL_TO_TELL[] = "SELECT id FROM \"group\" WHERE tell_on <= ?1 ORDER BY id";
static const char SQL_TOLD[] = "UPDATE \"group\" SET tell_on = NULL WHERE id = ?1";
static const char SQL_BESIDE[] =
    "SELECT a.tutor FROM group_membership AS m JOIN \"group\" AS g ON g.id = m.\"group\""
    " JOIN tutor_assignment AS a ON a.trainee = m.person AND a.cohort = g.cohort WHERE g.id = ?1 AND a.tutor <> ?2"
    " AND m.from_day <= ?3 AND (m.to_day IS NULL OR m.to_day >= ?3) AND a.from_day <= ?3 AND (a.to_day IS NULL OR a.to_day >= ?3)"
    " UNION SELECT cooperator FROM \"group\" WHERE id = ?1 AND cooperator <> ?2";
static const char SQL_SETTLE[] =
    "UPDATE \"group\" SET name = ?2, commission = ?3, commissioner = ?4, cooperator = nullif(?5, 0) WHERE id = ?1";
static const char SQL_PUBLISHED[] = "SELECT id FROM \"group\" WHERE cohort = ?1 AND kind = 'team' ORDER BY name, id";
#define TEAM_OF "FROM group_membership AS m JOIN \"group\" AS g ON g.id = m.\"group\"" \
    " WHERE g.cohort = ?1 AND g.kind = 'team' AND m.person = ?2"
static const char SQL_ON[] =
    "SELECT g.id " TEAM_OF " AND m.from_day <= ?3 AND (m.to_day IS NULL OR m.to_day >= ?3) ORDER BY m.id DESC LIMIT 1";
static const char SQL_AFTER[] = "SELECT g.id, m.from_day " TEAM_OF " AND m.from_day > ?3 ORDER BY m.from_day LIMIT 1";
static const char SQL_FROM[] = "SELECT DISTINCT g.id " TEAM_OF " AND (m.to_day IS NULL OR m.to_day >= ?3)";
static const char SQL_END[] =
    "UPDATE group_membership SET to_day = date(?3, '-1 day'), reason = ?4 WHERE id IN"
    " (SELECT m.id " TEAM_OF " AND m.from_day < ?3 AND (m.to_day IS NULL OR m.to_day >= ?3))";
static const char SQL_NEVER_MIND[] =
    "DELETE FROM group_membership WHERE id IN (SELECT m.id " TEAM_OF " AND m.from_day >= ?3)";
static const char SQL_ENTER[] = "INSERT INTO group_membership (\"group\", person, from_day) VALUES (?1, ?2, ?3)";
static const char SQL_EXPECTED[] = "SELECT count(*) FROM enrolment WHERE cohort = ?1 AND status = 'pre_enrolled'";
static const char SQL_COOPERATORS[] =
    "SELECT id, slug, given_name, family_name, email, pseudonym FROM person WHERE closed_at IS NULL AND id IN"
    " (SELECT person FROM role WHERE role = 'research_cooperator' AND (cohort IS NULL OR cohort = ?1))"
    " ORDER BY family_name COLLATE french, given_name COLLATE french, id";

static struct team_draft draft_row(struct ctx *ctx, struct db_query *q)
{
    return (struct team_draft){
        .id = db_int(q, 0),
        .cooperator = db_int(q, 1),
        .uid = db_text(q, 2, ctx->arena),
        .name = db_text(q, 3, ctx->arena),
        .commission = db_text(q, 4, ctx->arena),
        .commissioner = db_text(q, 5, ctx->arena),
    };
}

carnet_err team_sql_drafts(struct team_draft **out, size_t *count, struct ctx *ctx, int64_t cohort)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_DRAFTS);
    db_bind_int(&q, 1, cohort);
    *out = NULL;
    *count = 0;
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        *out = rows_grow(ctx, *out, *count, sizeof **out);
        (*out)[(*count)++] = draft_row(ctx, &q);
    }
}

carnet_err team_sql_draft(struct team_draft *out, struct ctx *ctx, int64_t cohort, const char *uid)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_DRAFT);
    db_bind_int(&q, 1, cohort);
    db_bind_text(&q, 2, uid);
    bool row;
    TRY(db_next(&row, &q));
    if (!row)
        return err_set(CARNET_MISSING, "team.missing", "no such draft");
    *out = draft_row(ctx, &q);
    return CARNET_OK;
}

carnet_err team_sql_add(struct ctx *ctx, int64_t cohort, const struct team_draft *draft)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ADD);
    db_bind_int(&q, 1, cohort);
    db_bind_text(&q, 2, draft->uid);
    db_bind_text(&q, 3, draft->name);
    db_bind_text(&q, 4, draft->commission);
    db_bind_text(&q, 5, draft->commissioner);
    db_bind_int(&q, 6, draft->cooperator);
    db_bind_int(&q, 7, ctx->now);
    return db_run(&q);
}

static carnet_err set(struct ctx *ctx, const char *sql, int64_t id, const struct team_draft *settled)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, sql);
    db_bind_int(&q, 1, id);
    db_bind_text(&q, 2, settled->name);
    db_bind_text(&q, 3, settled->commission);
    db_bind_text(&q, 4, settled->commissioner);
    db_bind_int(&q, 5, settled->cooperator);
    return db_run(&q);
}

carnet_err team_sql_change(struct ctx *ctx, const struct team_draft *draft)
{
    return set(ctx, SQL_CHANGE, draft->id, draft);
}

carnet_err team_sql_settle(struct ctx *ctx, int64_t group, const struct team_draft *settled)
{
    return set(ctx, SQL_SETTLE, group, settled);
}

carnet_err team_sql_drop(struct ctx *ctx, int64_t draft)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_DROP);
    db_bind_int(&q, 1, draft);
    return db_run(&q);
}

carnet_err team_sql_put(struct ctx *ctx, int64_t cohort, int64_t person, int64_t draft)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, draft ? SQL_PUT : SQL_TAKE_OUT);
    db_bind_int(&q, 1, cohort);
    db_bind_int(&q, 2, person);
    if (draft)
        db_bind_int(&q, 3, draft);
    return db_run(&q);
}

carnet_err team_sql_drafted(int64_t **people, size_t *count, struct ctx *ctx, int64_t draft)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_DRAFTED);
    db_bind_int(&q, 1, draft);
    return rows_ids(people, count, ctx, &q);
}

/* The first column of the first row, or 0. */
static carnet_err first_id(int64_t *out, struct db_query *q)
{
    bool row;
    TRY(db_next(&row, q));
    *out = row ? db_int(q, 0) : 0;
    return CARNET_OK;
}

carnet_err team_sql_place(int64_t *draft, struct ctx *ctx, int64_t cohort, int64_t person)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_PLACE);
    db_bind_int(&q, 1, cohort);
    db_bind_int(&q, 2, person);
    return first_id(draft, &q);
}

carnet_err team_sql_name_taken(bool *out, struct ctx *ctx, int64_t cohort, const char *name, int64_t draft, int64_t group)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_NAME_TAKEN);
    db_bind_int(&q, 1, cohort);
    db_bind_text(&q, 2, name);
    db_bind_int(&q, 3, draft);
    db_bind_int(&q, 4, group);
    return db_next(out, &q);
}

carnet_err team_sql_publish(int64_t *group, struct ctx *ctx, int64_t cohort, const struct team_draft *draft, const char *slug,
                            const char *uid, const char *day)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_PUBLISH);
    db_bind_int(&q, 1, cohort);
    db_bind_text(&q, 2, slug);
    db_bind_text(&q, 3, uid);
    db_bind_text(&q, 4, draft->name);
    db_bind_text(&q, 5, draft->commission);
    db_bind_text(&q, 6, draft->commissioner);
    db_bind_int(&q, 7, draft->cooperator);
    db_bind_int(&q, 8, ctx->now);
    db_bind_text(&q, 9, day);
    TRY(db_run(&q));
    *group = db_last_id(ctx->db);
    return CARNET_OK;
}

carnet_err team_sql_to_tell(int64_t **groups, size_t *count, struct ctx *ctx)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_TO_TELL);
    db_bind_text(&q, 1, moment_today(ctx));
    return rows_ids(groups, count, ctx, &q);
}

carnet_err team_sql_told(struct ctx *ctx, int64_t group)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_TOLD);
    db_bind_int(&q, 1, group);
    return db_run(&q);
}

carnet_err team_sql_beside(int64_t **people, size_t *count, struct ctx *ctx, int64_t group, int64_t but)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_BESIDE);
    db_bind_int(&q, 1, group);
    db_bind_int(&q, 2, but);
    db_bind_text(&q, 3, moment_today(ctx));
    return rows_ids(people, count, ctx, &q);
}

carnet_err team_sql_published(int64_t **groups, size_t *count, struct ctx *ctx, int64_t cohort)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_PUBLISHED);
    db_bind_int(&q, 1, cohort);
    return rows_ids(groups, count, ctx, &q);
}

static void bind_person_and_day(struct db_query *q, int64_t cohort, int64_t person, const char *day)
{
    db_bind_int(q, 1, cohort);
    db_bind_int(q, 2, person);
    db_bind_text(q, 3, day);
}

carnet_err team_sql_on(int64_t *group, struct ctx *ctx, int64_t cohort, int64_t person, const char *day)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ON);
    bind_person_and_day(&q, cohort, person, day);
    return first_id(group, &q);
}

carnet_err team_sql_after(int64_t *group, const char **from, struct ctx *ctx, int64_t cohort, int64_t person, const char *day)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_AFTER);
    bind_person_and_day(&q, cohort, person, day);
    TRY(first_id(group, &q));
    *from = *group ? db_text(&q, 1, ctx->arena) : NULL;
    return CARNET_OK;
}

carnet_err team_sql_from(int64_t **groups, size_t *count, struct ctx *ctx, int64_t cohort, int64_t person, const char *day)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_FROM);
    bind_person_and_day(&q, cohort, person, day);
    return rows_ids(groups, count, ctx, &q);
}

carnet_err team_sql_leave(struct ctx *ctx, int64_t cohort, int64_t person, const char *day, const char *reason)
{
    CLEANUP(db_query_end) struct db_query end = db_query(ctx->db, SQL_END);
    bind_person_and_day(&end, cohort, person, day);
    db_bind_text(&end, 4, reason);
    TRY(db_run(&end));
    CLEANUP(db_query_end) struct db_query later = db_query(ctx->db, SQL_NEVER_MIND);
    bind_person_and_day(&later, cohort, person, day);
    return db_run(&later);
}

carnet_err team_sql_enter(struct ctx *ctx, int64_t group, int64_t person, const char *day)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ENTER);
    db_bind_int(&q, 1, group);
    db_bind_int(&q, 2, person);
    db_bind_text(&q, 3, day);
    return db_run(&q);
}

carnet_err team_sql_expected(int64_t *count, struct ctx *ctx, int64_t cohort)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_EXPECTED);
    db_bind_int(&q, 1, cohort);
    TRY(db_one(&q));
    *count = db_int(&q, 0);
    return CARNET_OK;
}

carnet_err team_sql_cooperators(struct person **out, size_t *count, struct ctx *ctx, int64_t cohort)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_COOPERATORS);
    db_bind_int(&q, 1, cohort);
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
