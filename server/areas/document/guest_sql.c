/* The rows of guest links. */
#include "areas/document/guest_sql.h"

#include "areas/event/rows.h"

static const char SQL_BY_HASH[] = "SELECT id, document, until_day FROM guest_link WHERE token_hash = ?1 AND until_day >= ?2";
static const char SQL_LIST[] =
    "SELECT p.id, p.slug, p.given_name, p.family_name, p.email, p.pseudonym, l.uid, l.guest, l.until_day, l.opened_day, l.made_at"
    " FROM guest_link AS l JOIN person AS p ON p.id = l.made_by WHERE l.document = ?1 AND l.until_day >= ?2 ORDER BY l.id DESC";
static const char SQL_ADD[] =
    "INSERT INTO guest_link (uid, document, token_hash, guest, until_day, made_by, made_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
static const char SQL_REMOVE[] = "DELETE FROM guest_link WHERE document = ?1 AND uid = ?2 RETURNING guest";
static const char SQL_OPENED[] = "UPDATE guest_link SET opened_day = ?2 WHERE id = ?1 AND opened_day IS NOT ?2";
static const char SQL_FORGET[] = "DELETE FROM guest_link WHERE until_day < ?1";
static const char SQL_MEMBERS[] =
    "SELECT DISTINCT person FROM group_membership WHERE \"group\" = ?1 AND from_day <= ?2 AND (to_day IS NULL OR to_day >= ?2)";
static const char SQL_FAILURES[] = "SELECT count(*), ifnull(min(at), 0) FROM guest_failure WHERE address = ?1 AND at > ?2";
static const char SQL_FAILURES_FORGET[] = "DELETE FROM guest_failure WHERE at < ?1";
static const char SQL_FAILED[] = "INSERT INTO guest_failure (address, at) VALUES (?1, ?2)";
static const char SQL_ORGANISATION[] = "SELECT name FROM organisation ORDER BY id LIMIT 1";

carnet_err guest_sql_by_hash(struct guest_row *out, struct ctx *ctx, bytes token_hash, const char *today)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_BY_HASH);
    db_bind_bytes(&q, 1, token_hash);
    db_bind_text(&q, 2, today);
    TRY(db_one(&q));
    *out = (struct guest_row){ db_int(&q, 0), db_int(&q, 1), db_text(&q, 2, ctx->arena) };
    return CARNET_OK;
}

carnet_err guest_sql_list(struct guest_link **out, size_t *count, struct ctx *ctx, int64_t document, const char *today)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_LIST);
    db_bind_int(&q, 1, document);
    db_bind_text(&q, 2, today);
    *out = NULL;
    *count = 0;
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        *out = rows_grow(ctx, *out, *count, sizeof **out);
        (*out)[(*count)++] = (struct guest_link){
            .made_by = people_row(ctx, &q),
            .uid = db_text(&q, 6, ctx->arena),
            .guest = db_text(&q, 7, ctx->arena),
            .until = db_text(&q, 8, ctx->arena),
            .opened = db_text(&q, 9, ctx->arena),
            .made_at = db_int(&q, 10),
        };
    }
}

carnet_err guest_sql_add(struct ctx *ctx, int64_t document, const char *uid, bytes token_hash, const struct guest_link_new *link)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ADD);
    db_bind_text(&q, 1, uid);
    db_bind_int(&q, 2, document);
    db_bind_bytes(&q, 3, token_hash);
    db_bind_text(&q, 4, link->guest);
    db_bind_text(&q, 5, link->until);
    db_bind_int(&q, 6, ctx->actor);
    db_bind_int(&q, 7, ctx->now);
    return db_run(&q);
}

carnet_err guest_sql_remove(const char **guest, struct ctx *ctx, int64_t document, const char *uid)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_REMOVE);
    db_bind_int(&q, 1, document);
    db_bind_text(&q, 2, uid);
    TRY(db_one(&q));
    *guest = db_text(&q, 0, ctx->arena);
    bool more;
    return db_next(&more, &q);
}

carnet_err guest_sql_opened(struct ctx *ctx, int64_t link, const char *today)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_OPENED);
    db_bind_int(&q, 1, link);
    db_bind_text(&q, 2, today);
    return db_run(&q);
}

carnet_err guest_sql_forget(struct ctx *ctx, const char *ended_before)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_FORGET);
    db_bind_text(&q, 1, ended_before);
    return db_run(&q);
}

carnet_err guest_sql_members(int64_t **people, size_t *count, struct ctx *ctx, int64_t group, const char *today)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_MEMBERS);
    db_bind_int(&q, 1, group);
    db_bind_text(&q, 2, today);
    return rows_ids(people, count, ctx, &q);
}

carnet_err guest_sql_failures(int64_t *count, int64_t *oldest, struct ctx *ctx, const char *address, int64_t since)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_FAILURES);
    db_bind_text(&q, 1, address);
    db_bind_int(&q, 2, since);
    TRY(db_one(&q));
    *count = db_int(&q, 0);
    *oldest = db_int(&q, 1);
    return CARNET_OK;
}

carnet_err guest_sql_failed(struct ctx *ctx, const char *address, int64_t forget_before)
{
    CLEANUP(db_query_end) struct db_query forget = db_query(ctx->db, SQL_FAILURES_FORGET);
    db_bind_int(&forget, 1, forget_before);
    TRY(db_run(&forget));
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_FAILED);
    db_bind_text(&q, 1, address);
    db_bind_int(&q, 2, ctx->now);
    return db_run(&q);
}

carnet_err guest_sql_organisation(const char **name, struct ctx *ctx)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ORGANISATION);
    bool row;
    TRY(db_next(&row, &q));
    *name = row ? db_text(&q, 0, ctx->arena) : "";
    return CARNET_OK;
}
