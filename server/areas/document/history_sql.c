/* The rows of revisions. */
#include "areas/document/history_sql.h"

#include "areas/event/rows.h"

#define ROW_COLUMNS "SELECT id, document, at, sequence, uid, name, text, commit_id FROM revision"
static const char SQL_LAST[] = ROW_COLUMNS " WHERE document = ?1 ORDER BY id DESC LIMIT 1";
static const char SQL_BY_ID[] = ROW_COLUMNS " WHERE id = ?1";
static const char SQL_BY_UID[] = ROW_COLUMNS " WHERE document = ?1 AND uid = ?2";
static const char SQL_LAST_ID[] = "SELECT ifnull(max(id), 0) FROM revision WHERE document = ?1";
static const char SQL_ADD[] =
    "INSERT INTO revision (uid, document, at, sequence, text, name) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
static const char SQL_ADD_AUTHOR[] = "INSERT OR IGNORE INTO revision_author (revision, person) VALUES (?1, ?2)";
static const char SQL_AUTHORS[] =
    "SELECT person.id, slug, given_name, family_name, email, pseudonym FROM revision_author"
    " JOIN person ON person.id = revision_author.person WHERE revision_author.revision = ?1 ORDER BY person.id";
static const char SQL_LIST[] =
    "SELECT id, at, uid, name FROM revision WHERE document = ?1 AND id >= ?2 ORDER BY id DESC";
static const char SQL_COMMITTED[] = "UPDATE revision SET commit_id = ?2 WHERE id = ?1";
static const char SQL_WAITING[] =
    "SELECT revision.id FROM revision JOIN document ON document.id = revision.document"
    " WHERE revision.commit_id IS NULL AND document.journal IS NULL ORDER BY revision.id LIMIT 1000";

static const char SQL_DOCUMENTS[] = "SELECT id FROM document ORDER BY id";
static const char SQL_REVISIONS[] =
    "SELECT revision.id FROM revision JOIN document ON document.id = revision.document"
    " WHERE document.journal IS NULL OR NOT ?1 ORDER BY revision.id";
static const char SQL_KNOWS_COMMIT[] = "SELECT 1 FROM revision WHERE commit_id = ?1 LIMIT 1";

static struct revision_row read_row(struct ctx *ctx, struct db_query *q)
{
    return (struct revision_row){
        .id = db_int(q, 0),
        .document = db_int(q, 1),
        .at = db_int(q, 2),
        .sequence = db_int(q, 3),
        .uid = db_text(q, 4, ctx->arena),
        .name = db_text(q, 5, ctx->arena),
        .text = db_bytes(q, 6, ctx->arena),
        .commit = db_text(q, 7, ctx->arena),
    };
}

carnet_err history_sql_last(struct revision_row *out, struct ctx *ctx, int64_t document)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_LAST);
    db_bind_int(&q, 1, document);
    bool row;
    TRY(db_next(&row, &q));
    *out = row ? read_row(ctx, &q) : (struct revision_row){ 0 };
    return CARNET_OK;
}

carnet_err history_sql_by_id(struct revision_row *out, struct ctx *ctx, int64_t id)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_BY_ID);
    db_bind_int(&q, 1, id);
    TRY(db_one(&q));
    *out = read_row(ctx, &q);
    return CARNET_OK;
}

carnet_err history_sql_by_uid(struct revision_row *out, struct ctx *ctx, int64_t document, const char *uid)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_BY_UID);
    db_bind_int(&q, 1, document);
    db_bind_text(&q, 2, uid);
    TRY(db_one(&q));
    *out = read_row(ctx, &q);
    return CARNET_OK;
}

carnet_err history_sql_last_id(int64_t *out, struct ctx *ctx, int64_t document)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_LAST_ID);
    db_bind_int(&q, 1, document);
    TRY(db_one(&q));
    *out = db_int(&q, 0);
    return CARNET_OK;
}

carnet_err history_sql_add(int64_t *id, struct ctx *ctx, const struct revision_row *row)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ADD);
    db_bind_text(&q, 1, row->uid);
    db_bind_int(&q, 2, row->document);
    db_bind_int(&q, 3, row->at);
    db_bind_int(&q, 4, row->sequence);
    db_bind_bytes(&q, 5, row->text);
    db_bind_text(&q, 6, row->name);
    TRY(db_run(&q));
    *id = db_last_id(ctx->db);
    return CARNET_OK;
}

carnet_err history_sql_add_author(struct ctx *ctx, int64_t revision, int64_t person)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ADD_AUTHOR);
    db_bind_int(&q, 1, revision);
    db_bind_int(&q, 2, person);
    return db_run(&q);
}

carnet_err history_sql_authors(struct person **out, size_t *count, struct ctx *ctx, int64_t revision)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_AUTHORS);
    db_bind_int(&q, 1, revision);
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

carnet_err history_sql_list(struct revision **out, size_t *count, struct ctx *ctx, int64_t document, int64_t since)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_LIST);
    db_bind_int(&q, 1, document);
    db_bind_int(&q, 2, since);
    *out = NULL;
    *count = 0;
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        *out = rows_grow(ctx, *out, *count, sizeof **out);
        struct revision *one = &(*out)[(*count)++];
        *one = (struct revision){
            .id = db_int(&q, 0),
            .at = db_int(&q, 1),
            .uid = db_text(&q, 2, ctx->arena),
            .name = db_text(&q, 3, ctx->arena),
        };
        TRY(history_sql_authors(&one->authors, &one->author_count, ctx, one->id));
    }
}

carnet_err history_sql_committed(struct ctx *ctx, int64_t revision, const char *commit_id)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_COMMITTED);
    db_bind_int(&q, 1, revision);
    db_bind_text(&q, 2, commit_id);
    return db_run(&q);
}

carnet_err history_sql_waiting(int64_t **out, size_t *count, struct ctx *ctx)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_WAITING);
    return rows_ids(out, count, ctx, &q);
}

carnet_err history_sql_documents(int64_t **out, size_t *count, struct ctx *ctx)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_DOCUMENTS);
    return rows_ids(out, count, ctx, &q);
}

carnet_err history_sql_revisions(int64_t **out, size_t *count, struct ctx *ctx, bool in_git)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_REVISIONS);
    db_bind_int(&q, 1, in_git);
    return rows_ids(out, count, ctx, &q);
}

carnet_err history_sql_knows_commit(bool *out, struct ctx *ctx, const char *commit_id)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_KNOWS_COMMIT);
    db_bind_text(&q, 1, commit_id);
    return db_next(out, &q);
}
