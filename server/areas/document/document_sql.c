/* The rows of documents. The log and its snapshots are the store's. */
#include "areas/document/document_sql.h"

#include "areas/event/rows.h"

/* Written last: the log's last row, or the last revision when the log is folded, or the making. */
#define DOCUMENT_COLUMNS                                                                                               \
    "SELECT id, ifnull(journal, 0), rights_epoch, created_at, uid, kind, max(created_at,"                              \
    " ifnull((SELECT at FROM document_log WHERE document_log.document = document.id ORDER BY sequence DESC LIMIT 1), 0),"  \
    " ifnull((SELECT at FROM revision WHERE revision.document = document.id ORDER BY revision.id DESC LIMIT 1), 0))"   \
    " FROM document"
static const char SQL_BY_UID[] = DOCUMENT_COLUMNS " WHERE uid = ?1";
static const char SQL_BY_ID[] = DOCUMENT_COLUMNS " WHERE id = ?1";
static const char SQL_ADD[] = "INSERT INTO document (uid, kind, journal, created_at) VALUES (?1, ?2, nullif(?3, 0), ?4)";
static const char SQL_NAMED[] =
    "SELECT named_at, until_at, since_revision, since_epoch FROM named_reader WHERE document = ?1 AND person = ?2 AND until_at > ?3";
static const char SQL_NAMED_PEOPLE[] = "SELECT person FROM named_reader WHERE document = ?1 AND until_at > ?2";

static const char SQL_NAMED_ROWS[] =
    "SELECT person, named_at, until_at, since_revision, since_epoch, question FROM named_reader WHERE document = ?1 AND until_at > ?2"
    " ORDER BY named_at, person";
static const char SQL_NAMED_PUT[] =
    "INSERT OR REPLACE INTO named_reader (document, person, since_revision, since_epoch, named_at, until_at, question)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, nullif(?7, x''))";
static const char SQL_NAMED_REMOVE[] = "DELETE FROM named_reader WHERE document = ?1 AND person = ?2";

static carnet_err document_row(struct document *out, struct ctx *ctx, struct db_query *q)
{
    TRY(db_one(q));
    *out = (struct document){
        .id = db_int(q, 0),
        .journal = db_int(q, 1),
        .epoch = db_int(q, 2),
        .created_at = db_int(q, 3),
        .uid = db_text(q, 4, ctx->arena),
        .updated_at = db_int(q, 6),
    };
    return document_kind_parse(&out->kind, db_text(q, 5, ctx->arena));
}

carnet_err document_sql_by_uid(struct document *out, struct ctx *ctx, const char *uid)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_BY_UID);
    db_bind_text(&q, 1, uid);
    return document_row(out, ctx, &q);
}

carnet_err document_sql_by_id(struct document *out, struct ctx *ctx, int64_t id)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_BY_ID);
    db_bind_int(&q, 1, id);
    return document_row(out, ctx, &q);
}

carnet_err document_sql_add(int64_t *out, struct ctx *ctx, const char *uid, enum document_kind kind, int64_t journal)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ADD);
    db_bind_text(&q, 1, uid);
    db_bind_text(&q, 2, document_kind_text(kind));
    db_bind_int(&q, 3, journal);
    db_bind_int(&q, 4, ctx->now);
    TRY(db_run(&q));
    *out = db_last_id(ctx->db);
    return CARNET_OK;
}

carnet_err document_sql_named(int64_t *named_at, int64_t *until, struct document_since *since, struct ctx *ctx, int64_t document)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_NAMED);
    db_bind_int(&q, 1, document);
    db_bind_int(&q, 2, ctx->actor);
    db_bind_int(&q, 3, ctx->now);
    bool row;
    TRY(db_next(&row, &q));
    *named_at = row ? db_int(&q, 0) : 0;
    *until = row ? db_int(&q, 1) : 0;
    *since = row ? (struct document_since){ .revision = db_int(&q, 2), .epoch = db_int(&q, 3) } : (struct document_since){ 0 };
    return CARNET_OK;
}

carnet_err document_sql_named_people(int64_t **out, size_t *count, struct ctx *ctx, int64_t document)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_NAMED_PEOPLE);
    db_bind_int(&q, 1, document);
    db_bind_int(&q, 2, ctx->now);
    return rows_ids(out, count, ctx, &q);
}

carnet_err document_sql_named_rows(struct named_row **out, size_t *count, struct ctx *ctx, int64_t document)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_NAMED_ROWS);
    db_bind_int(&q, 1, document);
    db_bind_int(&q, 2, ctx->now);
    *out = NULL;
    *count = 0;
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        *out = rows_grow(ctx, *out, *count, sizeof **out);
        (*out)[(*count)++] = (struct named_row){
            .person = db_int(&q, 0),
            .named_at = db_int(&q, 1),
            .until_at = db_int(&q, 2),
            .since = { .revision = db_int(&q, 3), .epoch = db_int(&q, 4) },
            .question = db_is_null(&q, 5) ? (bytes){ 0 } : db_bytes(&q, 5, ctx->arena),
        };
    }
}

carnet_err document_sql_named_put(struct ctx *ctx, int64_t document, const struct named_row *row)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_NAMED_PUT);
    db_bind_int(&q, 1, document);
    db_bind_int(&q, 2, row->person);
    db_bind_int(&q, 3, row->since.revision);
    db_bind_int(&q, 4, row->since.epoch);
    db_bind_int(&q, 5, row->named_at);
    db_bind_int(&q, 6, row->until_at);
    db_bind_bytes(&q, 7, row->question);
    return db_run(&q);
}

carnet_err document_sql_named_remove(struct ctx *ctx, int64_t document, int64_t person)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_NAMED_REMOVE);
    db_bind_int(&q, 1, document);
    db_bind_int(&q, 2, person);
    return db_run(&q);
}
