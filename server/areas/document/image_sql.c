/* The rows of images. */
#include "areas/document/image_sql.h"

#include "areas/event/rows.h"

#define IMAGE_COLUMNS                                                                                                  \
    "SELECT image.id, document, ifnull(journal, 0), image.uid, content, thumbnail FROM document_image AS image"           \
    " JOIN document ON document.id = document"
static const char SQL_FIND[] = IMAGE_COLUMNS " WHERE document = ?1 AND image.uid = ?2";
static const char SQL_LIST[] = IMAGE_COLUMNS " WHERE (?1 = 0 OR document = ?1) AND image.id > ?2 ORDER BY image.id LIMIT ?3";
static const char SQL_ADD[] =
    "INSERT INTO document_image (document, uid, content, thumbnail, size, added_by, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
static const char SQL_SPACE[] = "SELECT ifnull(sum(size), 0) FROM document_image WHERE document = ?1";
static const char SQL_CONTENTS[] = "SELECT content FROM document_image UNION ALL SELECT thumbnail FROM document_image";
static const char SQL_DELETE[] = "DELETE FROM document_image WHERE document = ?1";

static struct image_row image_row(struct ctx *ctx, struct db_query *q)
{
    return (struct image_row){
        .document = db_int(q, 1),
        .journal = db_int(q, 2),
        .uid = db_text(q, 3, ctx->arena),
        .content = db_text(q, 4, ctx->arena),
        .thumbnail = db_text(q, 5, ctx->arena),
    };
}

carnet_err image_sql_find(struct image_row *out, struct ctx *ctx, int64_t document, const char *uid)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_FIND);
    db_bind_int(&q, 1, document);
    db_bind_text(&q, 2, uid);
    TRY(db_one(&q));
    *out = image_row(ctx, &q);
    return CARNET_OK;
}

carnet_err image_sql_list(struct image_row **out, size_t *count, struct ctx *ctx, int64_t document, int64_t *after, int most)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_LIST);
    db_bind_int(&q, 1, document);
    db_bind_int(&q, 2, *after);
    db_bind_int(&q, 3, most);
    *out = NULL;
    *count = 0;
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        *after = db_int(&q, 0);
        *out = rows_grow(ctx, *out, *count, sizeof **out);
        (*out)[(*count)++] = image_row(ctx, &q);
    }
}

carnet_err image_sql_add(struct ctx *ctx, const struct image *image)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ADD);
    db_bind_int(&q, 1, image->document);
    db_bind_text(&q, 2, image->uid);
    db_bind_text(&q, 3, image->content);
    db_bind_text(&q, 4, image->thumbnail);
    db_bind_int(&q, 5, image->size);
    db_bind_int(&q, 6, ctx->actor);
    db_bind_int(&q, 7, ctx->now);
    return db_run(&q);
}

carnet_err image_sql_space(int64_t *used, struct ctx *ctx, int64_t document)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_SPACE);
    db_bind_int(&q, 1, document);
    TRY(db_one(&q));
    *used = db_int(&q, 0);
    return CARNET_OK;
}

carnet_err image_sql_contents(struct ctx *ctx, rows_text_fn *fn, void *self)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_CONTENTS);
    return rows_texts(&q, fn, self);
}

carnet_err image_sql_delete(struct ctx *ctx, int64_t document)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_DELETE);
    db_bind_int(&q, 1, document);
    return db_run(&q);
}
