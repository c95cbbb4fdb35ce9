/* The rows of enrolments and what ends with them. */
#include "areas/enrolment/enrolment_sql.h"

#include "areas/event/rows.h"

static const char SQL_LIST[] =
    "SELECT person.id, person.slug, person.given_name, person.family_name, person.email, person.pseudonym, e.id, e.cohort,"
    " EXISTS (SELECT 1 FROM half_day WHERE half_day.cohort = e.cohort AND half_day.day >= e.from_day AND half_day.day <= ?3),"
    " e.status, e.from_day, e.to_day, e.reason, e.suspended_on, e.suspended_until, e.previous_cohort, e.acquired_blocks,"
    " e.project_title, e.project_place, e.project_setting"
    " FROM enrolment AS e JOIN person ON person.id = e.person WHERE e.cohort = ?1 AND (?2 = 0 OR e.person = ?2)"
    " ORDER BY person.family_name COLLATE french, person.given_name COLLATE french, person.id";
static const char SQL_HISTORY[] =
    "SELECT person.id, person.slug, person.given_name, person.family_name, person.email, person.pseudonym, c.at, c.from_status,"
    " c.to_status, c.day, c.reason, c.category FROM enrolment_change AS c JOIN person ON person.id = c.actor WHERE c.enrolment = ?1 ORDER BY c.id";
static const char SQL_ADD[] =
    "INSERT INTO enrolment (person, cohort, status, from_day, previous_cohort, acquired_blocks) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
static const char SQL_SET[] =
    "UPDATE enrolment SET status = ?2, from_day = ?3, to_day = ?4, reason = ?5, suspended_on = ?6, suspended_until = ?7 WHERE id = ?1";
static const char SQL_CHANGE_ADD[] =
    "INSERT INTO enrolment_change (enrolment, at, actor, from_status, to_status, day, reason, category)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

/* ?3: their last day, ?4: today. What began in between did give rights: it is kept, ended yesterday. */
#define OF_MEMBER "person = ?2 AND \"group\" IN (SELECT id FROM \"group\" WHERE cohort = ?1)"
#define OF_TRAINEE "cohort = ?1 AND trainee = ?2"
#define FORGET(table, of) "DELETE FROM " table " WHERE " of " AND from_day > max(?3, ?4)"
#define END(table, of)                                                                                                 \
    "UPDATE " table " SET to_day = CASE WHEN from_day > ?3 THEN min(ifnull(to_day, ?4), date(?4, '-1 day')) ELSE ?3 END" \
    " WHERE " of " AND (to_day IS NULL OR to_day > ?3)"
static const char *const SQL_END_ALL[] = {
    FORGET("group_membership", OF_MEMBER),       END("group_membership", OF_MEMBER),
    FORGET("tutor_assignment", OF_TRAINEE),      END("tutor_assignment", OF_TRAINEE),
    FORGET("cooperator_assignment", OF_TRAINEE), END("cooperator_assignment", OF_TRAINEE),
};
static const char SQL_PAUSES[] =
    "SELECT e.id, e.cohort, person.slug, e.suspended_until FROM enrolment AS e JOIN person ON person.id = e.person"
    " WHERE e.suspended_until <= ?1 AND e.pause_told IS NOT e.suspended_until ORDER BY e.id";
static const char SQL_PAUSE_TOLD[] = "UPDATE enrolment SET pause_told = ?2 WHERE id = ?1";
#define OF_TODAY "cohort = ?1 AND trainee = ?2 AND (to_day IS NULL OR to_day >= ?3) AND (?4 OR from_day <= ?3)"
static const char SQL_BESIDE[] = "SELECT tutor FROM tutor_assignment WHERE " OF_TODAY
                                 " UNION SELECT cooperator FROM cooperator_assignment WHERE " OF_TODAY;

carnet_err enrolment_sql_list(struct enrolment **out, size_t *count, struct ctx *ctx, int64_t cohort, int64_t person)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_LIST);
    db_bind_int(&q, 1, cohort);
    db_bind_int(&q, 2, person);
    db_bind_text(&q, 3, moment_today(ctx));
    *out = NULL;
    *count = 0;
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        *out = rows_grow(ctx, *out, *count, sizeof **out);
        struct enrolment *e = &(*out)[(*count)++];
        *e = (struct enrolment){
            .person = people_row(ctx, &q),
            .id = db_int(&q, 6),
            .cohort = db_int(&q, 7),
            .begun = db_int(&q, 8),
            .from = db_text(&q, 10, ctx->arena),
            .to = db_text(&q, 11, ctx->arena),
            .reason = db_text(&q, 12, ctx->arena),
            .suspended_on = db_text(&q, 13, ctx->arena),
            .suspended_until = db_text(&q, 14, ctx->arena),
            .previous_cohort = db_text(&q, 15, ctx->arena),
            .acquired = db_text(&q, 16, ctx->arena),
            .project = { db_text(&q, 17, ctx->arena), db_text(&q, 18, ctx->arena), db_text(&q, 19, ctx->arena) },
        };
        TRY(enrolment_status_parse(&e->status, db_text(&q, 9, ctx->arena)));
    }
}

carnet_err enrolment_sql_history(struct enrolment_change **out, size_t *count, struct ctx *ctx, int64_t enrolment)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_HISTORY);
    db_bind_int(&q, 1, enrolment);
    *out = NULL;
    *count = 0;
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        *out = rows_grow(ctx, *out, *count, sizeof **out);
        (*out)[(*count)++] = (struct enrolment_change){
            .actor = people_row(ctx, &q),
            .at = db_int(&q, 6),
            .from = db_text(&q, 7, ctx->arena),
            .to = db_text(&q, 8, ctx->arena),
            .day = db_text(&q, 9, ctx->arena),
            .reason = db_text(&q, 10, ctx->arena),
            .category = db_text(&q, 11, ctx->arena),
        };
    }
}

carnet_err enrolment_sql_add(int64_t *out, struct ctx *ctx, const struct enrolment *e)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ADD);
    db_bind_int(&q, 1, e->person.id);
    db_bind_int(&q, 2, e->cohort);
    db_bind_text(&q, 3, enrolment_status_text(e->status));
    db_bind_text(&q, 4, e->from);
    db_bind_text(&q, 5, e->previous_cohort);
    db_bind_text(&q, 6, e->acquired);
    TRY(db_run(&q));
    *out = db_last_id(ctx->db);
    return CARNET_OK;
}

carnet_err enrolment_sql_set(struct ctx *ctx, const struct enrolment *e)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_SET);
    db_bind_int(&q, 1, e->id);
    db_bind_text(&q, 2, enrolment_status_text(e->status));
    db_bind_text(&q, 3, e->from);
    db_bind_text(&q, 4, e->to);
    db_bind_text(&q, 5, e->reason);
    db_bind_text(&q, 6, e->suspended_on);
    db_bind_text(&q, 7, e->suspended_until);
    return db_run(&q);
}

carnet_err enrolment_sql_change_add(struct ctx *ctx, int64_t enrolment, const struct enrolment_change *change)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_CHANGE_ADD);
    db_bind_int(&q, 1, enrolment);
    db_bind_int(&q, 2, ctx->now);
    db_bind_int(&q, 3, ctx->actor);
    db_bind_text(&q, 4, change->from);
    db_bind_text(&q, 5, change->to);
    db_bind_text(&q, 6, change->day);
    db_bind_text(&q, 7, change->reason);
    db_bind_text(&q, 8, change->category);
    return db_run(&q);
}

carnet_err enrolment_sql_end_all(struct ctx *ctx, int64_t cohort, int64_t trainee, const char *day)
{
    for (size_t i = 0; i < sizeof SQL_END_ALL / sizeof *SQL_END_ALL; i++) {
        CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_END_ALL[i]);
        db_bind_int(&q, 1, cohort);
        db_bind_int(&q, 2, trainee);
        db_bind_text(&q, 3, day);
        db_bind_text(&q, 4, moment_today(ctx));
        TRY(db_run(&q));
    }
    return CARNET_OK;
}

carnet_err enrolment_sql_pauses(struct pause **out, size_t *count, struct ctx *ctx)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_PAUSES);
    db_bind_text(&q, 1, moment_today(ctx));
    *out = NULL;
    *count = 0;
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        *out = rows_grow(ctx, *out, *count, sizeof **out);
        (*out)[(*count)++] = (struct pause){
            .enrolment = db_int(&q, 0),
            .cohort = db_int(&q, 1),
            .trainee = db_text(&q, 2, ctx->arena),
            .until = db_text(&q, 3, ctx->arena),
        };
    }
}

carnet_err enrolment_sql_pause_told(struct ctx *ctx, const struct pause *pause)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_PAUSE_TOLD);
    db_bind_int(&q, 1, pause->enrolment);
    db_bind_text(&q, 2, pause->until);
    return db_run(&q);
}

carnet_err enrolment_sql_beside(int64_t **out, size_t *count, struct ctx *ctx, int64_t cohort, int64_t trainee, bool planned)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_BESIDE);
    db_bind_int(&q, 1, cohort);
    db_bind_int(&q, 2, trainee);
    db_bind_text(&q, 3, moment_today(ctx));
    db_bind_int(&q, 4, planned);
    return rows_ids(out, count, ctx, &q);
}
