/* The rows of accommodations. */
#include "areas/enrolment/accommodation_sql.h"

#include "areas/event/rows.h"
#include "guard/random.h"

static const char SQL_LIST[] =
    "SELECT id, created_at, ifnull(due_at, 0), uid, kind, measure, deliverable, cause FROM accommodation"
    " WHERE cohort = ?1 AND person = ?2 AND ended_at IS NULL ORDER BY id";
static const char SQL_ADD[] =
    "INSERT INTO accommodation (uid, cohort, person, kind, measure, deliverable, due_at, cause, created_at, created_by)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, nullif(?7, 0), ?8, ?9, nullif(?10, 0))";
static const char SQL_CHANGE[] =
    "UPDATE accommodation SET measure = ?2, deliverable = ?3, due_at = nullif(?4, 0), cause = ?5 WHERE id = ?1";
/* Why is no longer needed. */
static const char SQL_END[] = "UPDATE accommodation SET ended_at = ?2, ended_by = ?3, cause = NULL WHERE id = ?1";

carnet_err accommodation_sql_list(struct accommodation **out, size_t *count, struct ctx *ctx, int64_t cohort, int64_t person)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_LIST);
    db_bind_int(&q, 1, cohort);
    db_bind_int(&q, 2, person);
    *out = NULL;
    *count = 0;
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        *out = rows_grow(ctx, *out, *count, sizeof **out);
        (*out)[(*count)++] = (struct accommodation){
            .id = db_int(&q, 0),
            .created_at = db_int(&q, 1),
            .due_at = db_int(&q, 2),
            .uid = db_text(&q, 3, ctx->arena),
            .kind = db_text(&q, 4, ctx->arena),
            .measure = db_text(&q, 5, ctx->arena),
            .deliverable = db_text(&q, 6, ctx->arena),
            .cause = db_text(&q, 7, ctx->arena),
        };
    }
}

carnet_err accommodation_sql_add(struct ctx *ctx, int64_t cohort, int64_t person, const struct accommodation_new *added)
{
    char uid[GUARD_ID];
    guard_id(uid);
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ADD);
    db_bind_text(&q, 1, uid);
    db_bind_int(&q, 2, cohort);
    db_bind_int(&q, 3, person);
    db_bind_text(&q, 4, added->kind);
    db_bind_text(&q, 5, added->measure);
    db_bind_text(&q, 6, added->deliverable);
    db_bind_int(&q, 7, added->due_at);
    db_bind_text(&q, 8, added->cause);
    db_bind_int(&q, 9, ctx->now);
    db_bind_int(&q, 10, ctx->actor);
    return db_run(&q);
}

carnet_err accommodation_sql_change(struct ctx *ctx, int64_t id, const struct accommodation_new *is)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_CHANGE);
    db_bind_int(&q, 1, id);
    db_bind_text(&q, 2, is->measure);
    db_bind_text(&q, 3, is->deliverable);
    db_bind_int(&q, 4, is->due_at);
    db_bind_text(&q, 5, is->cause);
    return db_run(&q);
}

carnet_err accommodation_sql_end(struct ctx *ctx, int64_t id)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_END);
    db_bind_int(&q, 1, id);
    db_bind_int(&q, 2, ctx->now);
    db_bind_int(&q, 3, ctx->actor);
    return db_run(&q);
}
