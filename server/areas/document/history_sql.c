/* The rows of revisions. */
#include "areas/document/history_sql.h"

#include "areas/event/rows.h"

#define ROW_COLUMNS "SELECT id, document, at, sequence, uid, text, commit_id FROM revision"
static const char SQL_LAST[] = ROW_COLUMNS " WHERE document = ?1 ORDER BY id DESC LIMIT 1";
static const char SQL_BY_ID[] = ROW_COLUMNS " WHERE id = ?1";
static const char SQL_BY_UID[] = ROW_COLUMNS " WHERE document = ?1 AND uid = ?2";
static const char SQL_LAST_ID[] = "SELECT ifnull(max(id), 0) FROM revision WHERE document = ?1";
static const char SQL_ADD[] =
    "INSERT INTO revision (uid, document, at, sequence, text) VALUES (?1, ?2, ?3, ?4, ?5)";
static const char SQL_ADD_AUTHOR[] = "INSERT OR IGNORE INTO revision_author (revision, person) VALUES (?1, ?2)";
static const char SQL_AUTHORS[] =
    "SELECT person.id, slug, given_name, family_name, email, pseudonym FROM revision_author"
    " JOIN person ON person.id = revision_author.person WHERE revision_author.revision = ?1 ORDER BY person.id";
#define LINE_COLUMNS \
    "SELECT r.id, r.at, r.uid, ifnull(n.person, 0), ifnull(n.at, 0), n.name, ifnull(back.id, 0), back.uid, ifnull(back.at, 0)" \
    " FROM revision AS r LEFT JOIN revision_name AS n ON n.revision = r.id LEFT JOIN revision AS back ON back.id = r.restored"
static const char SQL_LINES[] = LINE_COLUMNS " WHERE r.document = ?1 AND r.id >= ?2 ORDER BY r.id DESC";
static const char SQL_LATEST[] = "SELECT id FROM revision WHERE document = ?1 AND id >= ?2 ORDER BY id DESC LIMIT ?3";
static const char SQL_LINE[] = LINE_COLUMNS " WHERE r.id = ?1";
static const char SQL_NAME[] = "INSERT OR REPLACE INTO revision_name (revision, person, at, name) VALUES (?1, ?2, ?3, ?4)";
static const char SQL_UNNAME[] = "DELETE FROM revision_name WHERE revision = ?1";
static const char SQL_RESTORED[] = "UPDATE revision SET restored = ?2 WHERE id = ?1";
static const char SQL_BEFORE[] =
    "SELECT uid FROM revision WHERE document = ?1 AND id >= ?2 AND sequence <= ?3 ORDER BY id DESC LIMIT 1";
static const char SQL_COMMITTED[] = "UPDATE revision SET commit_id = ?2 WHERE id = ?1";
static const char SQL_OVERTAKEN[] = "SELECT 1 FROM revision WHERE document = ?1 AND id > ?2 AND commit_id IS NOT NULL LIMIT 1";
static const char SQL_WAITING[] =
    "SELECT revision.id FROM revision JOIN document ON document.id = revision.document"
    " WHERE revision.id > ?1 AND revision.commit_id IS NULL AND document.journal IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM revision AS later"
    " WHERE later.document = revision.document AND later.id > revision.id AND later.commit_id IS NOT NULL)"
    " ORDER BY revision.id LIMIT 1000";

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
        .text = db_bytes(q, 5, ctx->arena),
        .commit = db_text(q, 6, ctx->arena),
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

static struct revision_line read_line(struct ctx *ctx, struct db_query *q)
{
    return (struct revision_line){
        .id = db_int(q, 0),
        .at = db_int(q, 1),
        .uid = db_text(q, 2, ctx->arena),
        .named_by = db_int(q, 3),
        .named_at = db_int(q, 4),
        .name = db_is_null(q, 5) ? (bytes){ 0 } : db_bytes(q, 5, ctx->arena),
        .restored = db_int(q, 6),
        .restored_uid = db_text(q, 7, ctx->arena),
        .restored_at = db_int(q, 8),
    };
}

carnet_err history_sql_lines(struct revision_line **out, size_t *count, struct ctx *ctx, int64_t document, int64_t since)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_LINES);
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
        (*out)[(*count)++] = read_line(ctx, &q);
    }
}

carnet_err history_sql_latest(int64_t **out, size_t *count, struct ctx *ctx, int64_t document, int64_t since, int64_t most)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_LATEST);
    db_bind_int(&q, 1, document);
    db_bind_int(&q, 2, since);
    db_bind_int(&q, 3, most);
    return rows_ids(out, count, ctx, &q);
}

carnet_err history_sql_line(struct revision_line *out, struct ctx *ctx, int64_t revision)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_LINE);
    db_bind_int(&q, 1, revision);
    TRY(db_one(&q));
    *out = read_line(ctx, &q);
    return CARNET_OK;
}

carnet_err history_sql_set_name(struct ctx *ctx, int64_t revision, bytes name)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, name.ptr ? SQL_NAME : SQL_UNNAME);
    db_bind_int(&q, 1, revision);
    if (name.ptr) {
        db_bind_int(&q, 2, ctx->actor);
        db_bind_int(&q, 3, ctx->now);
        db_bind_bytes(&q, 4, name);
    }
    return db_run(&q);
}

carnet_err history_sql_set_restored(struct ctx *ctx, int64_t revision, int64_t restored)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_RESTORED);
    db_bind_int(&q, 1, revision);
    db_bind_int(&q, 2, restored);
    return db_run(&q);
}

carnet_err history_sql_before(const char **uid, struct ctx *ctx, int64_t document, int64_t since, int64_t sequence)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_BEFORE);
    db_bind_int(&q, 1, document);
    db_bind_int(&q, 2, since);
    db_bind_int(&q, 3, sequence);
    bool row;
    TRY(db_next(&row, &q));
    *uid = row ? db_text(&q, 0, ctx->arena) : NULL;
    return CARNET_OK;
}

carnet_err history_sql_committed(struct ctx *ctx, int64_t revision, const char *commit_id)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_COMMITTED);
    db_bind_int(&q, 1, revision);
    db_bind_text(&q, 2, commit_id);
    return db_run(&q);
}

carnet_err history_sql_overtaken(bool *out, struct ctx *ctx, const struct revision_row *row)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_OVERTAKEN);
    db_bind_int(&q, 1, row->document);
    db_bind_int(&q, 2, row->id);
    return db_next(out, &q);
}

carnet_err history_sql_waiting(int64_t **out, size_t *count, struct ctx *ctx, int64_t after)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_WAITING);
    db_bind_int(&q, 1, after);
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
