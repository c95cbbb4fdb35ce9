/* The rows of pages. */
#include "areas/group/tree_sql.h"

#include "areas/event/rows.h"

static const char SQL_FIND[] =
    "SELECT document, \"group\", ifnull(parent, 0), title, path, inner, charter, ifnull(trashed_with, 0) FROM group_page"
    " WHERE document = ?1";
static const char SQL_ADD[] =
    "INSERT INTO group_page (document, \"group\", parent, title, path, inner, charter, created_by, position)"
    " VALUES (?1, ?2, nullif(?3, 0), ?4, ?5, ?6, ?7, ?8,"
    " (SELECT ifnull(max(position), 0) + 1 FROM group_page WHERE \"group\" = ?2 AND ifnull(parent, 0) = ?3))";
static const char SQL_RENAME[] = "UPDATE group_page SET title = ?2 WHERE document = ?1";
static const char SQL_PATH[] = "SELECT 1 FROM group_page WHERE \"group\" = ?1 AND path = ?2";
static const char SQL_CHARTER[] = "SELECT 1 FROM group_page WHERE \"group\" = ?1 AND charter AND trashed_with IS NULL";
static const char SQL_CHILDREN[] =
    "SELECT document FROM group_page WHERE \"group\" = ?1 AND inner = ?2 AND ifnull(parent, 0) = ?3 AND document <> ?4"
    " AND trashed_with IS NULL ORDER BY position, document";
static const char SQL_PLACE[] = "UPDATE group_page SET parent = nullif(?2, 0), position = ?3 WHERE document = ?1";
static const char SQL_BELOW[] =
    "WITH RECURSIVE below (document) AS (SELECT ?1 UNION SELECT group_page.document FROM group_page JOIN below"
    " ON group_page.parent = below.document WHERE group_page.trashed_with IS NULL) SELECT document FROM below";
static const char SQL_TRASH[] =
    "UPDATE group_page SET trashed_with = ?2, trashed_at = ?3, trashed_by = ?4 WHERE document = ?1";
static const char SQL_TRASHED_WITH[] = "SELECT document FROM group_page WHERE trashed_with = ?1";
static const char SQL_RESTORE[] =
    "UPDATE group_page SET trashed_with = NULL, trashed_at = NULL, trashed_by = NULL WHERE trashed_with = ?1";
static const char SQL_NO_CHARTER[] = "UPDATE group_page SET charter = 0 WHERE document = ?1";
static const char SQL_TRASHED[] =
    "SELECT document.uid, group_page.title, person.given_name || ' ' || person.family_name, trashed_at, inner FROM group_page"
    " JOIN document ON document.id = group_page.document JOIN person ON person.id = trashed_by"
    " WHERE \"group\" = ?1 AND trashed_with = group_page.document AND trashed_at > ?2 AND (?3 OR NOT inner)"
    " ORDER BY trashed_at DESC";
static const char SQL_IN_TRASH[] =
    "SELECT group_page.document FROM group_page JOIN document ON document.id = group_page.document WHERE \"group\" = ?1"
    " AND document.uid = ?2 AND trashed_with = group_page.document AND trashed_at > ?3";
static const char SQL_INNER_UID[] = "SELECT inner_uid FROM \"group\" WHERE id = ?1";
static const char SQL_SET_INNER_UID[] = "UPDATE \"group\" SET inner_uid = ?2 WHERE id = ?1";

carnet_err tree_sql_find(struct group_page *out, struct ctx *ctx, int64_t document)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_FIND);
    db_bind_int(&q, 1, document);
    TRY(db_one(&q));
    *out = (struct group_page){
        .document = db_int(&q, 0),
        .group = db_int(&q, 1),
        .parent = db_int(&q, 2),
        .title = db_text(&q, 3, ctx->arena),
        .path = db_text(&q, 4, ctx->arena),
        .inner = db_int(&q, 5) != 0,
        .charter = db_int(&q, 6) != 0,
        .trashed_with = db_int(&q, 7),
    };
    return CARNET_OK;
}

carnet_err tree_sql_add(struct ctx *ctx, const struct group_page *page)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ADD);
    db_bind_int(&q, 1, page->document);
    db_bind_int(&q, 2, page->group);
    db_bind_int(&q, 3, page->parent);
    db_bind_text(&q, 4, page->title);
    db_bind_text(&q, 5, page->path);
    db_bind_int(&q, 6, page->inner);
    db_bind_int(&q, 7, page->charter);
    db_bind_int(&q, 8, ctx->actor);
    return db_run(&q);
}

carnet_err tree_sql_rename(struct ctx *ctx, int64_t document, const char *title)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_RENAME);
    db_bind_int(&q, 1, document);
    db_bind_text(&q, 2, title);
    return db_run(&q);
}

carnet_err tree_sql_path_taken(bool *out, struct ctx *ctx, int64_t group, const char *path)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_PATH);
    db_bind_int(&q, 1, group);
    db_bind_text(&q, 2, path);
    return db_next(out, &q);
}

carnet_err tree_sql_has_charter(bool *out, struct ctx *ctx, int64_t group)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_CHARTER);
    db_bind_int(&q, 1, group);
    return db_next(out, &q);
}

carnet_err tree_sql_children(int64_t **out, size_t *count, struct ctx *ctx, const struct group_page *page, int64_t parent)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_CHILDREN);
    db_bind_int(&q, 1, page->group);
    db_bind_int(&q, 2, page->inner);
    db_bind_int(&q, 3, parent);
    db_bind_int(&q, 4, page->document);
    return rows_ids(out, count, ctx, &q);
}

carnet_err tree_sql_place(struct ctx *ctx, int64_t document, int64_t parent, int64_t position)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_PLACE);
    db_bind_int(&q, 1, document);
    db_bind_int(&q, 2, parent);
    db_bind_int(&q, 3, position);
    return db_run(&q);
}

static carnet_err ids_of(int64_t **out, size_t *count, struct ctx *ctx, const char *sql, int64_t id)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, sql);
    db_bind_int(&q, 1, id);
    return rows_ids(out, count, ctx, &q);
}

carnet_err tree_sql_below(int64_t **out, size_t *count, struct ctx *ctx, int64_t document)
{
    return ids_of(out, count, ctx, SQL_BELOW, document);
}

carnet_err tree_sql_trash(struct ctx *ctx, int64_t document, int64_t with)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_TRASH);
    db_bind_int(&q, 1, document);
    db_bind_int(&q, 2, with);
    db_bind_int(&q, 3, ctx->now);
    db_bind_int(&q, 4, ctx->actor);
    return db_run(&q);
}

carnet_err tree_sql_trashed_with(int64_t **out, size_t *count, struct ctx *ctx, int64_t root)
{
    return ids_of(out, count, ctx, SQL_TRASHED_WITH, root);
}

static carnet_err run_on(struct ctx *ctx, const char *sql, int64_t id)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, sql);
    db_bind_int(&q, 1, id);
    return db_run(&q);
}

carnet_err tree_sql_restore(struct ctx *ctx, int64_t root)
{
    return run_on(ctx, SQL_RESTORE, root);
}

carnet_err tree_sql_no_charter(struct ctx *ctx, int64_t document)
{
    return run_on(ctx, SQL_NO_CHARTER, document);
}

carnet_err tree_sql_trashed(struct group_trashed **out, size_t *count, struct ctx *ctx, int64_t group, bool inner, int64_t since)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_TRASHED);
    db_bind_int(&q, 1, group);
    db_bind_int(&q, 2, since);
    db_bind_int(&q, 3, inner);
    *out = NULL;
    *count = 0;
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        *out = rows_grow(ctx, *out, *count, sizeof **out);
        (*out)[(*count)++] = (struct group_trashed){
            .uid = db_text(&q, 0, ctx->arena),
            .title = db_text(&q, 1, ctx->arena),
            .by = db_text(&q, 2, ctx->arena),
            .at = db_int(&q, 3),
            .inner = db_int(&q, 4) != 0,
        };
    }
}

carnet_err tree_sql_in_trash(int64_t *document, struct ctx *ctx, int64_t group, const char *uid, int64_t since)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_IN_TRASH);
    db_bind_int(&q, 1, group);
    db_bind_text(&q, 2, uid);
    db_bind_int(&q, 3, since);
    TRY(db_one(&q));
    *document = db_int(&q, 0);
    return CARNET_OK;
}

carnet_err tree_sql_inner_uid(const char **out, struct ctx *ctx, int64_t group)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_INNER_UID);
    db_bind_int(&q, 1, group);
    TRY(db_one(&q));
    *out = db_text(&q, 0, ctx->arena);
    return CARNET_OK;
}

carnet_err tree_sql_set_inner_uid(struct ctx *ctx, int64_t group, const char *uid)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_SET_INNER_UID);
    db_bind_int(&q, 1, group);
    db_bind_text(&q, 2, uid);
    return db_run(&q);
}
