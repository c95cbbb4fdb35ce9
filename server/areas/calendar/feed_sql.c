/* The rows behind subscribed calendars. */
#include "areas/calendar/feed_sql.h"

static const char SQL_CREATED[] = "SELECT created_at FROM calendar_feed WHERE person = ?1";
static const char SQL_SET[] =
    "INSERT INTO calendar_feed (person, token_hash, created_at) VALUES (?1, ?2, ?3) ON CONFLICT (person) DO UPDATE"
    " SET token_hash = excluded.token_hash, created_at = excluded.created_at";
static const char SQL_END[] = "DELETE FROM calendar_feed WHERE person = ?1";
static const char SQL_PERSON[] =
    "SELECT calendar_feed.person FROM calendar_feed JOIN person ON person.id = calendar_feed.person AND person.closed_at IS NULL"
    " WHERE calendar_feed.token_hash = ?1";
static const char SQL_DUE[] =
    "SELECT state <> 'withdrawn' AND carried_over_from IS NULL, ifnull(due_at, 0), due_sequence, due_changed_at FROM work"
    " WHERE person = ?1 AND cohort = ?2 AND kind = ?3";

carnet_err feed_sql_created(int64_t *out, struct ctx *ctx)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_CREATED);
    db_bind_int(&q, 1, ctx->actor);
    bool row;
    TRY(db_next(&row, &q));
    *out = row ? db_int(&q, 0) : 0;
    return CARNET_OK;
}

carnet_err feed_sql_set(struct ctx *ctx, bytes token_hash)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_SET);
    db_bind_int(&q, 1, ctx->actor);
    db_bind_bytes(&q, 2, token_hash);
    db_bind_int(&q, 3, ctx->now);
    return db_run(&q);
}

carnet_err feed_sql_end(struct ctx *ctx)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_END);
    db_bind_int(&q, 1, ctx->actor);
    return db_run(&q);
}

carnet_err feed_sql_person(int64_t *out, struct ctx *ctx, bytes token_hash)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_PERSON);
    db_bind_bytes(&q, 1, token_hash);
    bool row;
    TRY(db_next(&row, &q));
    *out = row ? db_int(&q, 0) : 0;
    return CARNET_OK;
}

carnet_err feed_sql_due(struct feed_due *out, struct ctx *ctx, int64_t cohort, const char *deliverable)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_DUE);
    db_bind_int(&q, 1, ctx->actor);
    db_bind_int(&q, 2, cohort);
    db_bind_text(&q, 3, deliverable);
    bool row;
    TRY(db_next(&row, &q));
    *out = (struct feed_due){ .due = true };
    if (row)
        *out = (struct feed_due){ db_int(&q, 0) != 0, db_int(&q, 1), db_int(&q, 2), db_int(&q, 3) };
    return CARNET_OK;
}
