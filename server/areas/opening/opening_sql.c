/* Rows of openings: added, decided once, told once. */
#include "areas/opening/opening_sql.h"

#include "areas/event/rows.h"

#define OPENING_COLUMNS                                                                                                                     \
    "SELECT id, uid, document, reason, basis, silence, asked_by, asked_at, ifnull(decided_by, 0), ifnull(decided_at, 0), ifnull(told_at, 0)," \
    " agreed FROM opening"
static const char SQL_LIST[] = OPENING_COLUMNS " ORDER BY id DESC LIMIT 200";
static const char SQL_FIND[] = OPENING_COLUMNS " WHERE uid = ?1";
static const char SQL_ADD[] =
    "INSERT INTO opening (uid, document, reason, basis, silence, asked_by, asked_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
static const char SQL_DECIDE[] = "UPDATE opening SET decided_by = ?2, decided_at = ?3, agreed = ?4 WHERE id = ?1 AND agreed IS NULL";
static const char SQL_TOLD[] = "UPDATE opening SET told_at = ?2 WHERE id = ?1 AND told_at IS NULL";
static const char SQL_ADD_AUTHOR[] = "INSERT OR IGNORE INTO opening_author (opening, person) VALUES (?1, ?2)";
static const char SQL_AUTHORS[] = "SELECT person FROM opening_author WHERE opening = ?1 ORDER BY person";
static const char SQL_ADMINISTRATORS[] =
    "SELECT DISTINCT person.id FROM role JOIN person ON person.id = role.person"
    " WHERE role.role = 'platform_admin' AND person.closed_at IS NULL ORDER BY person.id";

static const char SQL_ADMINISTRATOR[] = "SELECT count(*), ifnull(min(given_at), 0) FROM role WHERE person = ?1 AND role = 'platform_admin'";

static void read_row(struct opening *out, enum opening_answer *answer, struct ctx *ctx, struct db_query *q)
{
    *out = (struct opening){
        .id = db_int(q, 0),
        .uid = db_text(q, 1, ctx->arena),
        .document = db_text(q, 2, ctx->arena),
        .reason = db_text(q, 3, ctx->arena),
        .basis = db_text(q, 4, ctx->arena),
        .silence = db_text(q, 5, ctx->arena),
        .asked_by = db_int(q, 6),
        .asked_at = db_int(q, 7),
        .decided_by = db_int(q, 8),
        .decided_at = db_int(q, 9),
        .told_at = db_int(q, 10),
    };
    *answer = db_is_null(q, 11) ? ANSWER_NONE : db_int(q, 11) ? ANSWER_YES : ANSWER_NO;
}

carnet_err opening_sql_administrator(bool *is, int64_t *since, struct ctx *ctx, int64_t person)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ADMINISTRATOR);
    db_bind_int(&q, 1, person);
    TRY(db_one(&q));
    *is = db_int(&q, 0) != 0;
    *since = db_int(&q, 1);
    return CARNET_OK;
}

carnet_err opening_sql_list(struct opening **out, enum opening_answer **answers, size_t *count, struct ctx *ctx)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_LIST);
    *out = NULL;
    *answers = NULL;
    *count = 0;
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        *out = rows_grow(ctx, *out, *count, sizeof **out);
        *answers = rows_grow(ctx, *answers, *count, sizeof **answers);
        read_row(&(*out)[*count], &(*answers)[*count], ctx, &q);
        (*count)++;
    }
}

carnet_err opening_sql_find(struct opening *out, enum opening_answer *answer, struct ctx *ctx, const char *uid)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_FIND);
    db_bind_text(&q, 1, uid);
    TRY(db_one(&q));
    read_row(out, answer, ctx, &q);
    return CARNET_OK;
}

carnet_err opening_sql_add(struct ctx *ctx, const char *uid, const struct opening_new *opening)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ADD);
    db_bind_text(&q, 1, uid);
    db_bind_text(&q, 2, opening->document);
    db_bind_text(&q, 3, opening->reason);
    db_bind_text(&q, 4, opening->basis);
    db_bind_text(&q, 5, opening->silence);
    db_bind_int(&q, 6, ctx->actor);
    db_bind_int(&q, 7, ctx->now);
    return db_run(&q);
}

carnet_err opening_sql_decide(struct ctx *ctx, int64_t id, bool agree)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_DECIDE);
    db_bind_int(&q, 1, id);
    db_bind_int(&q, 2, ctx->actor);
    db_bind_int(&q, 3, ctx->now);
    db_bind_int(&q, 4, agree);
    return db_run(&q);
}

carnet_err opening_sql_told(struct ctx *ctx, int64_t id)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_TOLD);
    db_bind_int(&q, 1, id);
    db_bind_int(&q, 2, ctx->now);
    return db_run(&q);
}

carnet_err opening_sql_add_authors(struct ctx *ctx, int64_t id, const int64_t *people, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ADD_AUTHOR);
        db_bind_int(&q, 1, id);
        db_bind_int(&q, 2, people[i]);
        TRY(db_run(&q));
    }
    return CARNET_OK;
}

carnet_err opening_sql_authors(int64_t **out, size_t *count, struct ctx *ctx, int64_t id)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_AUTHORS);
    db_bind_int(&q, 1, id);
    return rows_ids(out, count, ctx, &q);
}

carnet_err opening_sql_administrators(int64_t **out, size_t *count, struct ctx *ctx)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ADMINISTRATORS);
    return rows_ids(out, count, ctx, &q);
}
