/* Events: rows that are only ever added, and the people each one concerns. One file while it is small. */
#include "areas/event/event.h"

#include <stdlib.h>

#include "areas/event/moment.h"
#include "store/db.h"

enum { PRUNED_AT_ONCE = 500 };

static const char SQL_ADD[] =
    "INSERT INTO event (at, kind, actor, subject, detail, about) VALUES (?1, ?2, nullif(?3, 0), ?4, ?5, nullif(?6, 0))";

static const char SQL_COUNT[] =
    "INSERT INTO event_counter (person, last) VALUES (?1, 1) ON CONFLICT (person) DO UPDATE SET last = last + 1";
static const char SQL_CONCERN[] =
    "INSERT INTO event_person (event, person, number) SELECT ?1, person, last FROM event_counter WHERE person = ?2";

static const char SQL_LAST[] = "SELECT ifnull(max(at), 0) FROM event";
static const char SQL_PRUNE[] = "DELETE FROM event WHERE id IN (SELECT id FROM event WHERE at < ?1 ORDER BY at LIMIT ?2)";

static carnet_err concern(struct ctx *ctx, int64_t event, int64_t person)
{
    CLEANUP(db_query_end) struct db_query count = db_query(ctx->db, SQL_COUNT);
    db_bind_int(&count, 1, person);
    TRY(db_run(&count));
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_CONCERN);
    db_bind_int(&q, 1, event);
    db_bind_int(&q, 2, person);
    return db_run(&q);
}

static carnet_err add(struct ctx *ctx, const struct event_new *event, const char *detail, const int64_t *people, size_t people_count)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ADD);
    db_bind_int(&q, 1, ctx->now);
    db_bind_text(&q, 2, event->kind);
    db_bind_int(&q, 3, ctx->actor);
    db_bind_text(&q, 4, event->subject);
    db_bind_text(&q, 5, detail);
    db_bind_int(&q, 6, event->about);
    TRY(db_run(&q));
    int64_t id = db_last_id(ctx->db);
    for (size_t i = 0; i < people_count; i++)
        TRY(concern(ctx, id, people[i]));
    return CARNET_OK;
}

carnet_err event_put(struct ctx *ctx, const struct event_new *event, const int64_t *people, size_t people_count)
{
    char *text = event->detail ? json_dumps(event->detail, JSON_COMPACT) : NULL;
    json_decref(event->detail);
    carnet_err err = add(ctx, event, text, people, people_count);
    free(text);
    return err;
}

carnet_err event_add(struct ctx *ctx, const char *kind, const char *subject, const int64_t *people, size_t people_count)
{
    return event_put(ctx, &(struct event_new){ .kind = kind, .subject = subject }, people, people_count);
}

carnet_err event_add_detail(struct ctx *ctx, const char *kind, const char *subject, json_t *detail, const int64_t *people,
                            size_t people_count)
{
    return event_put(ctx, &(struct event_new){ .kind = kind, .subject = subject, .detail = detail }, people, people_count);
}

/* The first day of this month, a year ago: whatever came before it is in a month that ended more than 12 months ago. */
static carnet_err kept_since(int64_t *out, struct ctx *ctx)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_LAST);
    TRY(db_one(&q));
    int64_t last = db_int(&q, 0), days;
    int year, month, day;
    char today[CLOCK_DAY];
    clock_paris_day(today, last < ctx->now ? last : ctx->now);
    TRY(clock_parse_day(&days, today));
    clock_date(&year, &month, &day, days);
    moment_day_text(today, clock_days(year - 1, month, 1));
    return clock_paris_midnight(out, today);
}

carnet_err event_prune(bool *more, struct ctx *ctx)
{
    int64_t since;
    TRY(kept_since(&since, ctx));
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_PRUNE);
    db_bind_int(&q, 1, since);
    db_bind_int(&q, 2, PRUNED_AT_ONCE);
    TRY(db_run(&q));
    *more = db_changes(ctx->db) == PRUNED_AT_ONCE;
    return CARNET_OK;
}
