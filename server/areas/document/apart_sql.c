/* The rows of sentences changed apart. */
#include "areas/document/apart_sql.h"

#include "areas/event/rows.h"

#define APART_COLUMNS "SELECT id, uid, document, author, made_at, words FROM apart"
static const char SQL_LIST[] = APART_COLUMNS " WHERE document = ?1 ORDER BY id";
static const char SQL_BY_UID[] = APART_COLUMNS " WHERE uid = ?1";
static const char SQL_OTHERS[] = "SELECT person FROM apart_other WHERE apart = ?1 ORDER BY person";
static const char SQL_ADD[] = "INSERT INTO apart (uid, document, author, made_at) VALUES (?1, ?2, ?3, ?4)";
static const char SQL_ADD_OTHER[] = "INSERT INTO apart_other (apart, person) VALUES (?1, ?2)";
static const char SQL_WORDS[] = "UPDATE apart SET words = ?2 WHERE id = ?1";
static const char SQL_DELETE[] = "DELETE FROM apart WHERE id = ?1"; /* the others follow */
static const char SQL_FORGET[] = "DELETE FROM apart WHERE made_at < ?1";
static const char SQL_CLIENT[] = "SELECT person FROM document_client WHERE document = ?1 AND client = ?2";
static const char SQL_LAST_OTHER[] =
    "SELECT person FROM document_person WHERE document = ?1 AND person <> ?2 ORDER BY sequence DESC LIMIT 1";

static struct apart_row read_row(struct ctx *ctx, struct db_query *q)
{
    return (struct apart_row){
        .apart = {
            .id = db_int(q, 0),
            .uid = db_text(q, 1, ctx->arena),
            .document = db_int(q, 2),
            .author = db_int(q, 3),
            .made_at = db_int(q, 4),
        },
        .words = db_bytes(q, 5, ctx->arena),
    };
}

static carnet_err read_others(struct apart *apart, struct ctx *ctx)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_OTHERS);
    db_bind_int(&q, 1, apart->id);
    return rows_ids(&apart->others, &apart->other_count, ctx, &q);
}

static carnet_err read_rows(struct apart_row **out, size_t *count, struct ctx *ctx, int64_t document)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_LIST);
    db_bind_int(&q, 1, document);
    *out = NULL;
    *count = 0;
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        *out = rows_grow(ctx, *out, *count, sizeof **out);
        (*out)[(*count)++] = read_row(ctx, &q);
    }
}

carnet_err apart_sql_list(struct apart_row **out, size_t *count, struct ctx *ctx, int64_t document)
{
    TRY(read_rows(out, count, ctx, document));
    for (size_t i = 0; i < *count; i++)
        TRY(read_others(&(*out)[i].apart, ctx));
    return CARNET_OK;
}

static carnet_err read_one(struct apart_row *out, struct ctx *ctx, const char *uid)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_BY_UID);
    db_bind_text(&q, 1, uid);
    TRY(db_one(&q));
    *out = read_row(ctx, &q);
    return CARNET_OK;
}

carnet_err apart_sql_by_uid(struct apart_row *out, struct ctx *ctx, const char *uid)
{
    TRY(read_one(out, ctx, uid));
    return read_others(&out->apart, ctx);
}

carnet_err apart_sql_add(int64_t *id, struct ctx *ctx, const struct apart *apart)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ADD);
    CLEANUP(db_query_end) struct db_query other = db_query(ctx->db, SQL_ADD_OTHER);
    db_bind_text(&q, 1, apart->uid);
    db_bind_int(&q, 2, apart->document);
    db_bind_int(&q, 3, apart->author);
    db_bind_int(&q, 4, apart->made_at);
    TRY(db_run(&q));
    *id = db_last_id(ctx->db);
    for (size_t i = 0; i < apart->other_count; i++) {
        db_bind_int(&other, 1, *id);
        db_bind_int(&other, 2, apart->others[i]);
        TRY(db_run(&other));
        db_reset(&other);
    }
    return CARNET_OK;
}

carnet_err apart_sql_words(struct ctx *ctx, int64_t id, bytes words)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_WORDS);
    db_bind_int(&q, 1, id);
    db_bind_bytes(&q, 2, words);
    return db_run(&q);
}

static carnet_err run_on(struct ctx *ctx, const char *sql, int64_t value)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, sql);
    db_bind_int(&q, 1, value);
    return db_run(&q);
}

carnet_err apart_sql_delete(struct ctx *ctx, int64_t id)
{
    return run_on(ctx, SQL_DELETE, id);
}

carnet_err apart_sql_forget(struct ctx *ctx, int64_t before)
{
    return run_on(ctx, SQL_FORGET, before);
}

static carnet_err person_of(int64_t *person, struct ctx *ctx, const char *sql, int64_t document, int64_t about)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, sql);
    db_bind_int(&q, 1, document);
    db_bind_int(&q, 2, about);
    bool row;
    TRY(db_next(&row, &q));
    *person = row ? db_int(&q, 0) : 0;
    return CARNET_OK;
}

carnet_err apart_sql_client(int64_t *person, struct ctx *ctx, int64_t document, uint64_t client)
{
    return person_of(person, ctx, SQL_CLIENT, document, (int64_t)client);
}

carnet_err apart_sql_last_other(int64_t *person, struct ctx *ctx, int64_t document)
{
    return person_of(person, ctx, SQL_LAST_OTHER, document, ctx->actor);
}
