/* The rows of files. */
#include "areas/group/file_sql.h"

#include "areas/event/rows.h"

static const char SQL_ADD[] =
    "INSERT INTO group_file (uid, \"group\", name, type, size, sha256, description, uploaded_by, at)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
#define FILE_COLUMNS                                                                                                   \
    "SELECT group_file.id, \"group\", size, at, ifnull(trashed_at, 0), uid, name, sha256, description,"                  \
    " person.given_name || ' ' || person.family_name, type FROM group_file JOIN person ON person.id = uploaded_by"
static const char SQL_LIST[] =
    FILE_COLUMNS " WHERE \"group\" = ?1 AND CASE WHEN ?2 THEN trashed_at > ?3 ELSE trashed_at IS NULL END"
                 " ORDER BY at DESC, group_file.id DESC";
static const char SQL_FIND[] = FILE_COLUMNS " WHERE \"group\" = ?1 AND uid = ?2";
static const char SQL_EACH[] = FILE_COLUMNS " WHERE group_file.id > ?1 ORDER BY group_file.id LIMIT ?2";
static const char SQL_SET_TRASHED[] = "UPDATE group_file SET trashed_at = nullif(?2, 0) WHERE id = ?1";
static const char SQL_ERASE[] = "DELETE FROM group_file WHERE trashed_at <= ?1";
static const char SQL_CONTENTS[] = "SELECT sha256 FROM group_file";
static const char SQL_SPACE[] =
    "SELECT ifnull(sum(size), 0) FROM group_file WHERE \"group\" = ?1 AND (trashed_at IS NULL OR trashed_at > ?2)";

carnet_err file_sql_add(struct ctx *ctx, const struct group_file *file)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ADD);
    db_bind_text(&q, 1, file->uid);
    db_bind_int(&q, 2, file->group);
    db_bind_text(&q, 3, file->name);
    db_bind_text(&q, 4, file->type->type);
    db_bind_int(&q, 5, file->size);
    db_bind_text(&q, 6, file->sha256);
    db_bind_text(&q, 7, file->description);
    db_bind_int(&q, 8, ctx->actor);
    db_bind_int(&q, 9, ctx->now);
    return db_run(&q);
}

static struct group_file file_row(struct ctx *ctx, struct db_query *q)
{
    return (struct group_file){
        .id = db_int(q, 0),
        .group = db_int(q, 1),
        .size = db_int(q, 2),
        .at = db_int(q, 3),
        .trashed_at = db_int(q, 4),
        .uid = db_text(q, 5, ctx->arena),
        .name = db_text(q, 6, ctx->arena),
        .sha256 = db_text(q, 7, ctx->arena),
        .description = db_text(q, 8, ctx->arena),
        .by = db_text(q, 9, ctx->arena),
        .type = file_type_named(db_text(q, 10, ctx->arena)),
    };
}

static carnet_err file_rows(struct group_file **out, size_t *count, struct ctx *ctx, struct db_query *q)
{
    *out = NULL;
    *count = 0;
    for (;;) {
        bool row;
        TRY(db_next(&row, q));
        if (!row)
            return CARNET_OK;
        *out = rows_grow(ctx, *out, *count, sizeof **out);
        (*out)[(*count)++] = file_row(ctx, q);
    }
}

carnet_err file_sql_list(struct group_file **out, size_t *count, struct ctx *ctx, int64_t group, bool trashed, int64_t since)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_LIST);
    db_bind_int(&q, 1, group);
    db_bind_int(&q, 2, trashed);
    db_bind_int(&q, 3, since);
    return file_rows(out, count, ctx, &q);
}

carnet_err file_sql_each(struct group_file **out, size_t *count, struct ctx *ctx, int64_t *after, int most)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_EACH);
    db_bind_int(&q, 1, *after);
    db_bind_int(&q, 2, most);
    TRY(file_rows(out, count, ctx, &q));
    *after = *count ? (*out)[*count - 1].id : *after;
    return CARNET_OK;
}

carnet_err file_sql_find(struct group_file *out, struct ctx *ctx, int64_t group, const char *uid)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_FIND);
    db_bind_int(&q, 1, group);
    db_bind_text(&q, 2, uid);
    TRY(db_one(&q));
    *out = file_row(ctx, &q);
    return CARNET_OK;
}

carnet_err file_sql_set_trashed(struct ctx *ctx, int64_t file, int64_t at)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_SET_TRASHED);
    db_bind_int(&q, 1, file);
    db_bind_int(&q, 2, at);
    return db_run(&q);
}

carnet_err file_sql_erase(size_t *count, struct ctx *ctx, int64_t until)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ERASE);
    db_bind_int(&q, 1, until);
    TRY(db_run(&q));
    *count = (size_t)db_changes(ctx->db);
    return CARNET_OK;
}

carnet_err file_sql_contents(struct ctx *ctx, rows_text_fn *fn, void *self)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_CONTENTS);
    return rows_texts(&q, fn, self);
}

carnet_err file_sql_space(int64_t *used, struct ctx *ctx, int64_t group, int64_t since)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_SPACE);
    db_bind_int(&q, 1, group);
    db_bind_int(&q, 2, since);
    TRY(db_one(&q));
    *used = db_int(&q, 0);
    return CARNET_OK;
}
