/* When a visit to a text of others begins, and what there was at the one before. */
#include "areas/document/history_sql.h"
#include "areas/document/reading.h"
#include "areas/document/version.h"
#include "store/log.h"

static const int64_t PAUSE = INT64_C(30) * 60 * 1000; /* a longer one ends a visit */

static const char SQL_FIND[] =
    "SELECT seen_at, seen_sequence, ifnull(since_at, 0), ifnull(since_sequence, 0) FROM text_visit WHERE document = ?1 AND person = ?2";
static const char SQL_PUT[] =
    "INSERT INTO text_visit (document, person, seen_at, seen_sequence, since_at, since_sequence)"
    " VALUES (?1, ?2, ?3, ?4, nullif(?5, 0), iif(?5 = 0, NULL, ?6)) ON CONFLICT DO UPDATE SET seen_at = excluded.seen_at,"
    " seen_sequence = excluded.seen_sequence, since_at = excluded.since_at, since_sequence = excluded.since_sequence";

struct look {
    int64_t seen_at, seen, since_at, since;
};

static carnet_err find(struct look *out, struct ctx *ctx, int64_t document)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_FIND);
    db_bind_int(&q, 1, document);
    db_bind_int(&q, 2, ctx->actor);
    bool row;
    TRY(db_next(&row, &q));
    *out = row ? (struct look){ db_int(&q, 0), db_int(&q, 1), db_int(&q, 2), db_int(&q, 3) } : (struct look){ 0 };
    return CARNET_OK;
}

static carnet_err put(struct ctx *ctx, int64_t document, const struct look *look)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_PUT);
    db_bind_int(&q, 1, document);
    db_bind_int(&q, 2, ctx->actor);
    db_bind_int(&q, 3, look->seen_at);
    db_bind_int(&q, 4, look->seen);
    db_bind_int(&q, 5, look->since_at);
    db_bind_int(&q, 6, look->since);
    return db_run(&q);
}

static carnet_err look_at(struct look *look, struct ctx *ctx, int64_t document)
{
    TRY(find(look, ctx, document));
    if (look->seen_at && ctx->now - look->seen_at > PAUSE) {
        look->since_at = look->seen_at;
        look->since = look->seen;
    }
    look->seen_at = ctx->now;
    TRY(log_last(&look->seen, ctx, document));
    return put(ctx, document, look);
}

carnet_err version_visit(struct version_visit *out, struct ctx *ctx, const char *uid)
{
    struct document document;
    struct reading_news news;
    struct look look;
    struct document_since first;
    *out = (struct version_visit){ 0 };
    TRY(document_find(&document, ctx, uid, VERB_READ));
    if (document.rights.verbs & VERB_WRITE)
        return CARNET_OK; /* it is their own text */
    TRY(look_at(&look, ctx, document.id));
    TRY(reading_news(&news, ctx, &document));
    if (news.read_at > look.since_at) {
        look.since_at = news.read_at;
        look.since = news.read;
    }
    if (!look.since_at || look.since == look.seen)
        return CARNET_OK;
    TRY(document_since(&first, ctx, &document));
    out->at = look.since_at;
    return history_sql_before(&out->uid, ctx, document.id, first.revision, look.since);
}
