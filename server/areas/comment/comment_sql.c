/* The rows of comments and of the edits proposed with them. */
#include "areas/comment/comment_sql.h"

#include <string.h>

#include "areas/event/rows.h"

#define COMMENT_COLUMNS                                                                                                  \
    "SELECT c.id, c.uid, c.document, ifnull(c.thread, 0), c.author, c.\"key\", c.kind, c.status = 'resolved', c.created_at,"   \
    " ifnull(c.edited_at, 0), ifnull(c.deleted_at, 0), ifnull(c.revision, 0), c.body, c.anchor, e.kind, e.text, e.decision,"   \
    " e.word, ifnull(e.decided_by, 0), ifnull(e.decided_at, 0), c.epoch, c.aside"                                                 \
    " FROM comment AS c LEFT JOIN comment_edit AS e ON e.comment = c.id"
static const char SQL_ALL[] = COMMENT_COLUMNS " WHERE c.document = ?1 ORDER BY c.id";
static const char SQL_BY_UID[] = COMMENT_COLUMNS " WHERE c.uid = ?1";
static const char SQL_BY_ID[] = COMMENT_COLUMNS " WHERE c.id = ?1";
static const char SQL_BY_KEY[] = COMMENT_COLUMNS " WHERE c.document = ?1 AND c.author = ?2 AND c.\"key\" = ?3";
static const char SQL_COUNTS[] = "SELECT count(*) FILTER (WHERE thread IS NULL), count(*) FROM comment WHERE document = ?1";
static const char SQL_REPLIES[] = "SELECT count(*) FROM comment WHERE thread = ?1";
static const char SQL_PEOPLE[] = "SELECT DISTINCT author FROM comment WHERE (id = ?1 OR thread = ?1) AND deleted_at IS NULL AND author <> ?2";
static const char SQL_SAID[] =
    "SELECT t.id, c.author, c.created_at, iif(t.deleted_at IS NULL, t.author, 0), t.created_at, t.kind, t.status = 'resolved', c.thread IS NOT NULL, t.aside"
    " FROM comment AS c JOIN comment AS t ON t.id = ifnull(c.thread, c.id)"
    " WHERE c.document = ?1 AND c.deleted_at IS NULL"
    " AND (t.author = ?4 OR (ifnull(c.revision, 0) >= ?2 AND c.epoch >= ?3)) ORDER BY t.id, c.id";
static const char SQL_ADD[] =
    "INSERT INTO comment (uid, document, thread, author, \"key\", kind, created_at, revision, epoch, aside)"
    " VALUES (?1, ?2, nullif(?3, 0), ?4, ?5, ?6, ?7, nullif(?8, 0), ?9, ?10)";
static const char SQL_WORDS[] = "UPDATE comment SET body = nullif(?2, x''), anchor = nullif(?3, x'') WHERE id = ?1";
static const char SQL_BODY[] = "UPDATE comment SET body = nullif(?2, x''), edited_at = ?3 WHERE id = ?1";
static const char SQL_STATUS[] = "UPDATE comment SET status = iif(?2, 'resolved', 'open') WHERE id = ?1";
static const char SQL_TAKE_BACK[] = "UPDATE comment SET body = NULL, deleted_at = ?2 WHERE id = ?1";
static const char SQL_EDIT_DELETE[] = "DELETE FROM comment_edit WHERE comment = ?1";
static const char SQL_DELETE[] = "DELETE FROM comment WHERE id = ?1";
static const char SQL_EDIT_ADD[] = "INSERT INTO comment_edit (comment, kind, text) VALUES (?1, ?2, nullif(?3, x''))";
static const char SQL_DECIDE[] =
    "UPDATE comment_edit SET decision = ?2, word = nullif(?3, x''), decided_by = ?4, decided_at = ?5 WHERE comment = ?1";

static const char *const EDITS[] = { [EDIT_REPLACE] = "replace", [EDIT_INSERT] = "insert", [EDIT_DELETE] = "delete" };

static int index_of(const char *text, const char *const *texts, int first, int count)
{
    for (int i = first; i < count; i++)
        if (text && strcmp(texts[i], text) == 0)
            return i;
    return 0;
}

static bytes column(struct ctx *ctx, struct db_query *q, int at)
{
    return db_is_null(q, at) ? (bytes){ 0 } : db_bytes(q, at, ctx->arena);
}

static enum comment_kind read_kind(const char *text)
{
    const char *kinds[COMMENT_KIND_COUNT];
    for (int i = 0; i < COMMENT_KIND_COUNT; i++)
        kinds[i] = comment_kind_text((enum comment_kind)i);
    return (enum comment_kind)index_of(text, kinds, 0, COMMENT_KIND_COUNT);
}

static struct comment_row read_row(struct ctx *ctx, struct db_query *q)
{
    static const char *const DECISIONS[] = { [EDIT_UNDECIDED] = "", [EDIT_ACCEPTED] = "accepted", [EDIT_REFUSED] = "refused" };
    struct comment_row row = {
        .comment = {
            .id = db_int(q, 0),
            .uid = db_text(q, 1, ctx->arena),
            .document = db_int(q, 2),
            .thread = db_int(q, 3),
            .author = db_int(q, 4),
            .key = db_text(q, 5, ctx->arena),
            .kind = read_kind(db_text(q, 6, ctx->arena)),
            .resolved = db_int(q, 7) != 0,
            .created_at = db_int(q, 8),
            .edited_at = db_int(q, 9),
            .deleted_at = db_int(q, 10),
            .revision = db_int(q, 11),
            .epoch = db_int(q, 20),
            .aside = db_int(q, 21) != 0,
            .body = "",
            .edit = {
                .kind = (enum edit_kind)index_of(db_text(q, 14, ctx->arena), EDITS, EDIT_REPLACE, EDIT_DELETE + 1),
                .text = "",
                .decision = (enum edit_decision)index_of(db_text(q, 16, ctx->arena), DECISIONS, EDIT_ACCEPTED, EDIT_REFUSED + 1),
                .word = "",
                .decided_by = db_int(q, 18),
                .decided_at = db_int(q, 19),
            },
        },
        .body = column(ctx, q, 12),
        .anchor = column(ctx, q, 13),
        .text = column(ctx, q, 15),
        .word = column(ctx, q, 17),
    };
    return row;
}

carnet_err comment_sql_all(struct comment_row **out, size_t *count, struct ctx *ctx, int64_t document)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ALL);
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

carnet_err comment_sql_by_uid(struct comment_row *out, struct ctx *ctx, const char *uid)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_BY_UID);
    db_bind_text(&q, 1, uid);
    TRY(db_one(&q));
    *out = read_row(ctx, &q);
    return CARNET_OK;
}

carnet_err comment_sql_by_id(struct comment_row *out, struct ctx *ctx, int64_t id)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_BY_ID);
    db_bind_int(&q, 1, id);
    TRY(db_one(&q));
    *out = read_row(ctx, &q);
    return CARNET_OK;
}

carnet_err comment_sql_by_key(struct comment_row *out, bool *found, struct ctx *ctx, int64_t document, const char *key)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_BY_KEY);
    db_bind_int(&q, 1, document);
    db_bind_int(&q, 2, ctx->actor);
    db_bind_text(&q, 3, key);
    TRY(db_next(found, &q));
    if (*found)
        *out = read_row(ctx, &q);
    return CARNET_OK;
}

carnet_err comment_sql_counts(int64_t *threads, int64_t *all, struct ctx *ctx, int64_t document)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_COUNTS);
    db_bind_int(&q, 1, document);
    TRY(db_one(&q));
    *threads = db_int(&q, 0);
    *all = db_int(&q, 1);
    return CARNET_OK;
}

carnet_err comment_sql_replies(int64_t *count, struct ctx *ctx, int64_t thread)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_REPLIES);
    db_bind_int(&q, 1, thread);
    TRY(db_one(&q));
    *count = db_int(&q, 0);
    return CARNET_OK;
}

carnet_err comment_sql_people(int64_t **people, size_t *count, struct ctx *ctx, int64_t thread)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_PEOPLE);
    db_bind_int(&q, 1, thread);
    db_bind_int(&q, 2, ctx->actor);
    return rows_ids(people, count, ctx, &q);
}

carnet_err comment_sql_said(struct comment_word **out, size_t *count, struct ctx *ctx, int64_t document,
                            const struct document_since *since)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_SAID);
    db_bind_int(&q, 1, document);
    db_bind_int(&q, 2, since->all_threads ? 0 : since->revision);
    db_bind_int(&q, 3, since->epoch);
    db_bind_int(&q, 4, ctx->actor);
    *out = NULL;
    *count = 0;
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        *out = rows_grow(ctx, *out, *count, sizeof **out);
        (*out)[(*count)++] = (struct comment_word){
            .thread = db_int(&q, 0),
            .author = db_int(&q, 1),
            .at = db_int(&q, 2),
            .opened_by = db_int(&q, 3),
            .opened_at = db_int(&q, 4),
            .kind = read_kind(db_text(&q, 5, ctx->arena)),
            .resolved = db_int(&q, 6) != 0,
            .reply = db_int(&q, 7) != 0,
            .aside = db_int(&q, 8) != 0,
        };
    }
}

carnet_err comment_sql_add(int64_t *id, struct ctx *ctx, const struct comment *comment)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ADD);
    db_bind_text(&q, 1, comment->uid);
    db_bind_int(&q, 2, comment->document);
    db_bind_int(&q, 3, comment->thread);
    db_bind_int(&q, 4, comment->author);
    db_bind_text(&q, 5, comment->key);
    db_bind_text(&q, 6, comment_kind_text(comment->kind));
    db_bind_int(&q, 7, comment->created_at);
    db_bind_int(&q, 8, comment->revision);
    db_bind_int(&q, 9, comment->epoch);
    db_bind_int(&q, 10, comment->aside);
    TRY(db_run(&q));
    *id = db_last_id(ctx->db);
    return CARNET_OK;
}

carnet_err comment_sql_words(struct ctx *ctx, int64_t id, bytes body, bytes anchor)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_WORDS);
    db_bind_int(&q, 1, id);
    db_bind_bytes(&q, 2, body);
    db_bind_bytes(&q, 3, anchor);
    return db_run(&q);
}

carnet_err comment_sql_body(struct ctx *ctx, int64_t id, bytes body)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_BODY);
    db_bind_int(&q, 1, id);
    db_bind_bytes(&q, 2, body);
    db_bind_int(&q, 3, ctx->now);
    return db_run(&q);
}

carnet_err comment_sql_status(struct ctx *ctx, int64_t id, bool resolved)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_STATUS);
    db_bind_int(&q, 1, id);
    db_bind_int(&q, 2, resolved);
    return db_run(&q);
}

static carnet_err run_on(struct ctx *ctx, const char *sql, int64_t id)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, sql);
    db_bind_int(&q, 1, id);
    return db_run(&q);
}

carnet_err comment_sql_take_back(struct ctx *ctx, int64_t id)
{
    TRY(run_on(ctx, SQL_EDIT_DELETE, id));
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_TAKE_BACK);
    db_bind_int(&q, 1, id);
    db_bind_int(&q, 2, ctx->now);
    return db_run(&q);
}

carnet_err comment_sql_delete(struct ctx *ctx, int64_t id)
{
    TRY(run_on(ctx, SQL_EDIT_DELETE, id));
    return run_on(ctx, SQL_DELETE, id);
}

carnet_err comment_sql_edit_add(struct ctx *ctx, int64_t id, enum edit_kind kind, bytes text)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_EDIT_ADD);
    db_bind_int(&q, 1, id);
    db_bind_text(&q, 2, EDITS[kind]);
    db_bind_bytes(&q, 3, text);
    return db_run(&q);
}

carnet_err comment_sql_decide(struct ctx *ctx, int64_t id, enum edit_decision decision, bytes word)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_DECIDE);
    db_bind_int(&q, 1, id);
    db_bind_text(&q, 2, decision == EDIT_ACCEPTED ? "accepted" : "refused");
    db_bind_bytes(&q, 3, word);
    db_bind_int(&q, 4, ctx->actor);
    db_bind_int(&q, 5, ctx->now);
    return db_run(&q);
}
