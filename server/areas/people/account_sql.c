/* The rows behind accounts. */
#include "areas/people/account_sql.h"

#include "areas/event/rows.h"

static const char SQL_ASK[] = "INSERT INTO link_request (account, link_hash, address, at) VALUES (?1, ?2, ?3, ?4)";
static const char SQL_ASKED_BY[] = "SELECT count(*) FROM link_request WHERE address = ?1 AND at > ?2";
static const char SQL_ASKED_FOR[] = "SELECT count(*) FROM link_request WHERE account = ?1 AND at > ?2";
static const char SQL_ASKS[] = "SELECT id, at, account, link_hash FROM link_request WHERE done = 0 ORDER BY id LIMIT 100";
static const char SQL_ASK_DONE[] = "UPDATE link_request SET done = 1 WHERE id = ?1";
static const char SQL_ASKS_FORGET[] = "DELETE FROM link_request WHERE done = 1 AND at < ?1";
static const char SQL_ADDRESS[] = "UPDATE person SET email = ?2, email_key = ?3 WHERE id = ?1";
static const char SQL_ADDRESS_TAKEN[] = "SELECT 1 FROM person WHERE email_key = ?1";
static const char SQL_RENAME[] = "UPDATE person SET given_name = ?2, family_name = ?3 WHERE id = ?1";
static const char SQL_SIGN_INS[] =
    "SELECT id, created_at, seen_at, expires_at, device = 'shared' FROM sign_in WHERE person = ?1 AND expires_at > ?2 ORDER BY id DESC";
static const char SQL_CLOSE[] =
    "UPDATE person SET closed_at = ?2, email_key = ?3, password_hash = NULL WHERE id = ?1 AND closed_at IS NULL";
static const char SQL_TOKENS_END[] = "DELETE FROM personal_token WHERE person = ?1";

carnet_err account_sql_ask(struct ctx *ctx, const char *account, bytes link_hash, const char *address)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ASK);
    db_bind_text(&q, 1, account);
    if (link_hash.len)
        db_bind_bytes(&q, 2, link_hash);
    db_bind_text(&q, 3, address);
    db_bind_int(&q, 4, ctx->now);
    return db_run(&q);
}

static carnet_err count_since(int64_t *count, struct ctx *ctx, const char *sql, const char *whose, int64_t since)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, sql);
    db_bind_text(&q, 1, whose);
    db_bind_int(&q, 2, since);
    TRY(db_one(&q));
    *count = db_int(&q, 0);
    return CARNET_OK;
}

carnet_err account_sql_asked_by(int64_t *count, struct ctx *ctx, const char *address, int64_t since)
{
    return count_since(count, ctx, SQL_ASKED_BY, address, since);
}

carnet_err account_sql_asked_for(int64_t *count, struct ctx *ctx, const char *account, int64_t since)
{
    return count_since(count, ctx, SQL_ASKED_FOR, account, since);
}

carnet_err account_sql_asks(struct account_ask **out, size_t *count, struct ctx *ctx)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ASKS);
    *out = NULL;
    *count = 0;
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        *out = rows_grow(ctx, *out, *count, sizeof **out);
        (*out)[(*count)++] = (struct account_ask){ db_int(&q, 0), db_int(&q, 1), db_text(&q, 2, ctx->arena), db_bytes(&q, 3, ctx->arena) };
    }
}

static carnet_err run_one(struct ctx *ctx, const char *sql, int64_t value)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, sql);
    db_bind_int(&q, 1, value);
    return db_run(&q);
}

carnet_err account_sql_ask_done(struct ctx *ctx, int64_t id)
{
    return run_one(ctx, SQL_ASK_DONE, id);
}

carnet_err account_sql_asks_forget(struct ctx *ctx, int64_t before)
{
    return run_one(ctx, SQL_ASKS_FORGET, before);
}

carnet_err account_sql_address(struct ctx *ctx, int64_t person, const char *email, const char *email_key)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ADDRESS);
    db_bind_int(&q, 1, person);
    db_bind_text(&q, 2, email);
    db_bind_text(&q, 3, email_key);
    return db_run(&q);
}

carnet_err account_sql_address_taken(bool *out, struct ctx *ctx, const char *email_key)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ADDRESS_TAKEN);
    db_bind_text(&q, 1, email_key);
    return db_next(out, &q);
}

carnet_err account_sql_rename(struct ctx *ctx, int64_t person, const char *given_name, const char *family_name)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_RENAME);
    db_bind_int(&q, 1, person);
    db_bind_text(&q, 2, given_name);
    db_bind_text(&q, 3, family_name);
    return db_run(&q);
}

carnet_err account_sql_sign_ins(struct account_sign_in **out, size_t *count, struct ctx *ctx)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_SIGN_INS);
    db_bind_int(&q, 1, ctx->actor);
    db_bind_int(&q, 2, ctx->now);
    *out = NULL;
    *count = 0;
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        *out = rows_grow(ctx, *out, *count, sizeof **out);
        (*out)[(*count)++] = (struct account_sign_in){ db_int(&q, 0), db_int(&q, 1), db_int(&q, 2), db_int(&q, 3), db_int(&q, 4) != 0 };
    }
}

carnet_err account_sql_close(struct ctx *ctx, int64_t person, const char *free_key)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_CLOSE);
    db_bind_int(&q, 1, person);
    db_bind_int(&q, 2, ctx->now);
    db_bind_text(&q, 3, free_key);
    return db_run(&q);
}

carnet_err account_sql_tokens_end(struct ctx *ctx, int64_t person)
{
    return run_one(ctx, SQL_TOKENS_END, person);
}
