/* The rows of programmes. */
#include "areas/programme/programme_sql.h"

#include "areas/event/rows.h"

#define COLUMNS "SELECT id, organisation, version, changed_at, slug, title, definition FROM programme"
static const char SQL_LIST[] = COLUMNS " ORDER BY title, id";
static const char SQL_FIND[] = COLUMNS " WHERE slug = ?1";
static const char SQL_BY_ID[] = COLUMNS " WHERE id = ?1";
static const char SQL_ADD[] =
    "INSERT INTO programme (organisation, slug, title, definition, changed_at)"
    " SELECT min(id), ?1, ?2, ?3, ?4 FROM organisation";
static const char SQL_CHANGE[] =
    "UPDATE programme SET title = ?2, definition = ?3, changed_at = ?4, version = version + 1 WHERE id = ?1";
static const char SQL_ORGANISATION[] =
    "INSERT INTO organisation (slug, name) SELECT 'organisation', ?1 WHERE NOT EXISTS (SELECT 1 FROM organisation)";

static struct programme programme_row(struct ctx *ctx, struct db_query *q)
{
    return (struct programme){
        .id = db_int(q, 0),
        .organisation = db_int(q, 1),
        .version = db_int(q, 2),
        .changed_at = db_int(q, 3),
        .slug = db_text(q, 4, ctx->arena),
        .title = db_text(q, 5, ctx->arena),
        .definition = db_text(q, 6, ctx->arena),
    };
}

carnet_err programme_sql_list(struct programme **out, size_t *count, struct ctx *ctx)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_LIST);
    *out = NULL;
    *count = 0;
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        *out = rows_grow(ctx, *out, *count, sizeof **out);
        (*out)[(*count)++] = programme_row(ctx, &q);
    }
}

static carnet_err one(struct programme *out, struct ctx *ctx, struct db_query *q)
{
    bool row;
    TRY(db_next(&row, q));
    if (!row)
        return err_set(CARNET_MISSING, "programme.missing", "no such programme");
    *out = programme_row(ctx, q);
    return CARNET_OK;
}

carnet_err programme_sql_find(struct programme *out, struct ctx *ctx, const char *slug)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_FIND);
    db_bind_text(&q, 1, slug);
    return one(out, ctx, &q);
}

carnet_err programme_sql_by_id(struct programme *out, struct ctx *ctx, int64_t id)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_BY_ID);
    db_bind_int(&q, 1, id);
    return one(out, ctx, &q);
}

carnet_err programme_sql_add(struct ctx *ctx, const char *slug, const char *title, const char *definition)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ADD);
    db_bind_text(&q, 1, slug);
    db_bind_text(&q, 2, title);
    db_bind_text(&q, 3, definition);
    db_bind_int(&q, 4, ctx->now);
    return db_run(&q);
}

carnet_err programme_sql_change(struct ctx *ctx, int64_t id, const char *title, const char *definition)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_CHANGE);
    db_bind_int(&q, 1, id);
    db_bind_text(&q, 2, title);
    db_bind_text(&q, 3, definition);
    db_bind_int(&q, 4, ctx->now);
    return db_run(&q);
}

carnet_err programme_sql_organisation(struct ctx *ctx, const char *name)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ORGANISATION);
    db_bind_text(&q, 1, name);
    return db_run(&q);
}
