/* The rows behind signing in. */
#include "areas/people/people_sql.h"

#include "areas/event/rows.h"

static const char SQL_ACCOUNT[] = "SELECT id, password_hash FROM person WHERE email_key = ?1 AND closed_at IS NULL";
static const char SQL_ANY_HASH[] =
    "SELECT password_hash FROM person WHERE password_hash IS NOT NULL ORDER BY id"
    " LIMIT 1 OFFSET ?1 % max(1, (SELECT count(*) FROM person WHERE password_hash IS NOT NULL))";
static const char SQL_SET_PASSWORD[] = "UPDATE person SET password_hash = ?2 WHERE id = ?1";
static const char SQL_HASH_OF[] = "SELECT email_key, password_hash FROM person WHERE id = ?1 AND closed_at IS NULL";

static const char SQL_FAILURES[] =
    "SELECT (SELECT count(*) FROM sign_in_failure WHERE account = ?1 AND at > ?3),"
    " (SELECT count(*) FROM sign_in_failure WHERE address = ?2 AND at > ?3),"
    " (SELECT ifnull(min(at), 0) FROM sign_in_failure WHERE (account = ?1 OR address = ?2) AND at > ?3)";
static const char SQL_FAILED[] = "INSERT INTO sign_in_failure (account, address, at) VALUES (?1, ?2, ?3)";
static const char SQL_FORGET_OLD[] = "DELETE FROM sign_in_failure WHERE at < ?1";
static const char SQL_FORGET[] = "DELETE FROM sign_in_failure WHERE account = ?1";

static const char SQL_SIGN_IN_ADD[] =
    "INSERT INTO sign_in (token_hash, person, device, created_at, seen_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
#define SIGN_IN_COLUMNS                                                                                                \
    "SELECT sign_in.id, sign_in.person, sign_in.created_at, sign_in.seen_at, sign_in.expires_at, sign_in.device = 'shared'" \
    " FROM sign_in JOIN person ON person.id = sign_in.person AND person.closed_at IS NULL"
static const char SQL_SIGN_IN[] = SIGN_IN_COLUMNS " WHERE sign_in.token_hash = ?1";
static const char SQL_SIGN_IN_BY_ID[] = SIGN_IN_COLUMNS " WHERE sign_in.id = ?1";
static const char SQL_SEEN[] = "UPDATE sign_in SET seen_at = ?2 WHERE id = ?1";
static const char SQL_SEEN_SHARED[] =
    "UPDATE sign_in SET seen_at = ?2 WHERE person = ?1 AND device = 'shared' AND seen_at > ?3 AND seen_at < ?2";
static const char SQL_SIGN_IN_END[] = "DELETE FROM sign_in WHERE id = ?1";
static const char SQL_SIGN_INS_OF[] = "SELECT id FROM sign_in WHERE person = ?1";
static const char SQL_SIGN_IN_SWEEP[] = "DELETE FROM sign_in WHERE expires_at <= ?1";

static const char SQL_TOKEN[] =
    "SELECT personal_token.person, personal_token.id FROM personal_token JOIN person ON person.id = personal_token.person AND person.closed_at IS NULL"
    " WHERE personal_token.token_hash = ?1 AND personal_token.expires_at > ?2";
static const char SQL_TOKEN_END[] =
    "SELECT personal_token.expires_at FROM personal_token JOIN person ON person.id = personal_token.person AND person.closed_at IS NULL"
    " WHERE personal_token.id = ?1 AND personal_token.person = ?2";
static const char SQL_TOKEN_ADD[] =
    "INSERT INTO personal_token (token_hash, person, scope, created_at, expires_at) VALUES (?1, ?2, 'all', ?3, ?4)";

carnet_err people_sql_account(int64_t *person, const char **hash, struct ctx *ctx, const char *email_key)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ACCOUNT);
    db_bind_text(&q, 1, email_key);
    TRY(db_one(&q));
    *person = db_int(&q, 0);
    *hash = db_text(&q, 1, ctx->arena);
    return CARNET_OK;
}

carnet_err people_sql_any_hash(const char **hash, struct ctx *ctx, int64_t draw)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ANY_HASH);
    db_bind_int(&q, 1, draw);
    bool row;
    TRY(db_next(&row, &q));
    *hash = row ? db_text(&q, 0, ctx->arena) : NULL;
    return CARNET_OK;
}

carnet_err people_sql_set_password(struct ctx *ctx, int64_t person, const char *hash)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_SET_PASSWORD);
    db_bind_int(&q, 1, person);
    db_bind_text(&q, 2, hash);
    return db_run(&q);
}

carnet_err people_sql_failures(int64_t *account_count, int64_t *address_count, int64_t *oldest, struct ctx *ctx,
                               const char *account, const char *address, int64_t since)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_FAILURES);
    db_bind_text(&q, 1, account);
    db_bind_text(&q, 2, address);
    db_bind_int(&q, 3, since);
    TRY(db_one(&q));
    *account_count = db_int(&q, 0);
    *address_count = db_int(&q, 1);
    *oldest = db_int(&q, 2);
    return CARNET_OK;
}

carnet_err people_sql_failed(struct ctx *ctx, const char *account, const char *address, int64_t forget_before)
{
    CLEANUP(db_query_end) struct db_query forget = db_query(ctx->db, SQL_FORGET_OLD);
    db_bind_int(&forget, 1, forget_before);
    TRY(db_run(&forget));
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_FAILED);
    db_bind_text(&q, 1, account);
    db_bind_text(&q, 2, address);
    db_bind_int(&q, 3, ctx->now);
    return db_run(&q);
}

carnet_err people_sql_forget_failures(struct ctx *ctx, const char *account)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_FORGET);
    db_bind_text(&q, 1, account);
    return db_run(&q);
}

carnet_err people_sql_sign_in_add(int64_t *id, struct ctx *ctx, bytes token_hash, const struct sign_in *sign_in)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_SIGN_IN_ADD);
    db_bind_bytes(&q, 1, token_hash);
    db_bind_int(&q, 2, sign_in->person);
    db_bind_text(&q, 3, sign_in->shared ? "shared" : "mine");
    db_bind_int(&q, 4, sign_in->created_at);
    db_bind_int(&q, 5, sign_in->seen_at);
    db_bind_int(&q, 6, sign_in->expires_at);
    TRY(db_run(&q));
    *id = db_last_id(ctx->db);
    return CARNET_OK;
}

static carnet_err sign_in_row(struct sign_in *out, struct db_query *q)
{
    TRY(db_one(q));
    *out = (struct sign_in){
        .id = db_int(q, 0),
        .person = db_int(q, 1),
        .created_at = db_int(q, 2),
        .seen_at = db_int(q, 3),
        .expires_at = db_int(q, 4),
        .shared = db_int(q, 5) != 0,
    };
    return CARNET_OK;
}

carnet_err people_sql_sign_in(struct sign_in *out, struct ctx *ctx, bytes token_hash)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_SIGN_IN);
    db_bind_bytes(&q, 1, token_hash);
    return sign_in_row(out, &q);
}

carnet_err people_sql_sign_in_by_id(struct sign_in *out, struct ctx *ctx, int64_t id)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_SIGN_IN_BY_ID);
    db_bind_int(&q, 1, id);
    return sign_in_row(out, &q);
}

carnet_err people_sql_seen(struct ctx *ctx, int64_t id)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_SEEN);
    db_bind_int(&q, 1, id);
    db_bind_int(&q, 2, ctx->now);
    return db_run(&q);
}

carnet_err people_sql_seen_shared(struct ctx *ctx, int64_t person, int64_t used_since)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_SEEN_SHARED);
    db_bind_int(&q, 1, person);
    db_bind_int(&q, 2, ctx->now);
    db_bind_int(&q, 3, used_since);
    return db_run(&q);
}

carnet_err people_sql_sign_in_end(struct ctx *ctx, int64_t id)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_SIGN_IN_END);
    db_bind_int(&q, 1, id);
    return db_run(&q);
}

carnet_err people_sql_sign_ins_of(int64_t **ids, size_t *count, struct ctx *ctx, int64_t person)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_SIGN_INS_OF);
    db_bind_int(&q, 1, person);
    return rows_ids(ids, count, ctx, &q);
}

carnet_err people_sql_sign_in_sweep(struct ctx *ctx)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_SIGN_IN_SWEEP);
    db_bind_int(&q, 1, ctx->now);
    return db_run(&q);
}

carnet_err people_sql_token(int64_t *person, int64_t *token, struct ctx *ctx, bytes token_hash)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_TOKEN);
    db_bind_bytes(&q, 1, token_hash);
    db_bind_int(&q, 2, ctx->now);
    TRY(db_one(&q));
    *person = db_int(&q, 0);
    *token = db_int(&q, 1);
    return CARNET_OK;
}

carnet_err people_sql_token_end(int64_t *until, struct ctx *ctx, int64_t person, int64_t token)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_TOKEN_END);
    db_bind_int(&q, 1, token);
    db_bind_int(&q, 2, person);
    TRY(db_one(&q));
    *until = db_int(&q, 0);
    return CARNET_OK;
}

carnet_err people_sql_token_add(struct ctx *ctx, bytes token_hash, int64_t person, int64_t expires_at)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_TOKEN_ADD);
    db_bind_bytes(&q, 1, token_hash);
    db_bind_int(&q, 2, person);
    db_bind_int(&q, 3, ctx->now);
    db_bind_int(&q, 4, expires_at);
    return db_run(&q);
}

carnet_err people_sql_hash_of(const char **email_key, const char **hash, struct ctx *ctx, int64_t person)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_HASH_OF);
    db_bind_int(&q, 1, person);
    TRY(db_one(&q));
    *email_key = db_text(&q, 0, ctx->arena);
    *hash = db_text(&q, 1, ctx->arena);
    return CARNET_OK;
}
