/* Events: rows that are only ever added, and the people each one concerns. One file while it is small. */
#include "areas/event/event.h"

#include <stdlib.h>

#include "areas/event/moment.h"
#include "store/db.h"

enum { EVENTS_AT_ONCE = 100 };

static const char SQL_ADD[] =
    "INSERT INTO event (at, kind, actor, subject, detail) VALUES (?1, ?2, nullif(?3, 0), ?4, ?5)";

static const char SQL_CONCERN[] =
    "INSERT INTO event_person (event, person, number)"
    " VALUES (?1, ?2, 1 + (SELECT ifnull(max(number), 0) FROM event_person WHERE person = ?2))";

static const char SQL_SINCE[] =
    "SELECT event_person.number, event.at, event.kind, event.subject, person.slug, person.given_name || ' ' || person.family_name,"
    " event.detail FROM event_person JOIN event ON event.id = event_person.event LEFT JOIN person ON person.id = event.actor"
    " WHERE event_person.person = ?1 AND event_person.number > ?2 ORDER BY event_person.number DESC LIMIT ?3";

static carnet_err add(struct ctx *ctx, const char *kind, const char *subject, const char *detail, const int64_t *people,
                      size_t people_count)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ADD);
    db_bind_int(&q, 1, ctx->now);
    db_bind_text(&q, 2, kind);
    db_bind_int(&q, 3, ctx->actor);
    db_bind_text(&q, 4, subject);
    db_bind_text(&q, 5, detail);
    TRY(db_run(&q));
    int64_t event = db_last_id(ctx->db);
    CLEANUP(db_query_end) struct db_query concern = db_query(ctx->db, SQL_CONCERN);
    for (size_t i = 0; i < people_count; i++) {
        db_bind_int(&concern, 1, event);
        db_bind_int(&concern, 2, people[i]);
        TRY(db_run(&concern));
        db_reset(&concern);
    }
    return CARNET_OK;
}

carnet_err event_add(struct ctx *ctx, const char *kind, const char *subject, const int64_t *people, size_t people_count)
{
    return add(ctx, kind, subject, NULL, people, people_count);
}

carnet_err event_add_detail(struct ctx *ctx, const char *kind, const char *subject, json_t *detail, const int64_t *people,
                            size_t people_count)
{
    char *text = json_dumps(detail, JSON_COMPACT);
    json_decref(detail);
    carnet_err err = add(ctx, kind, subject, text, people, people_count);
    free(text);
    return err;
}

static json_t *event_json(struct db_query *q, struct ctx *ctx)
{
    const char *actor = db_text(q, 4, ctx->arena);
    json_t *by = actor ? json_pack("{s:s, s:s}", "id", actor, "name", db_text(q, 5, ctx->arena)) : json_null();
    const char *text = db_text(q, 6, ctx->arena);
    json_t *detail = text ? json_loads(text, 0, NULL) : NULL;
    return json_pack("{s:s, s:o, s:s, s:o, s:o, s:o}", "id", arena_printf(ctx->arena, "%lld", (long long)db_int(q, 0)), "at",
                     moment_json(db_int(q, 1)), "kind", db_text(q, 2, ctx->arena), "actor", by, "subject",
                     text_or_null(db_text(q, 3, ctx->arena)), "detail", detail ? detail : json_null());
}

/* GET /api/events?after=<id>: newest first */
static carnet_err api_events(struct req *req, struct reply *reply)
{
    const char *after = req_query(req, "after");
    CLEANUP(db_query_end) struct db_query q = db_query(req->ctx.db, SQL_SINCE);
    db_bind_int(&q, 1, req->ctx.actor);
    db_bind_int(&q, 2, after ? strtoll(after, NULL, 10) : 0);
    db_bind_int(&q, 3, EVENTS_AT_ONCE);
    json_auto_t *list = json_array();
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            break;
        json_array_append_new(list, event_json(&q, &req->ctx));
    }
    return reply_json(reply, 200, json_incref(list));
}

const struct route event_routes[] = {
    { "GET", "/api/events", api_events, ROUTE_READS, NULL },
    { 0 },
};
