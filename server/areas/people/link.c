/* The rows of one-time links and their few rules. */
#include "areas/people/link.h"

#include <string.h>

#include "guard/token.h"

static const char *const PURPOSES[] = {
    [LINK_PASSWORD] = "password", [LINK_INVITATION] = "invitation",       [LINK_FORGOTTEN] = "forgotten",
    [LINK_ADDRESS] = "address",   [LINK_SECOND_FACTOR] = "second_factor",
};
enum { PURPOSE_COUNT = sizeof PURPOSES / sizeof *PURPOSES };

static const char SQL_END[] = "UPDATE one_time_link SET expires_at = min(expires_at, ?3) WHERE person = ?1 AND purpose = ?2 AND used_at IS NULL";
static const char SQL_END_ALL[] = "UPDATE one_time_link SET expires_at = min(expires_at, ?2) WHERE person = ?1 AND used_at IS NULL";
static const char SQL_ADD[] =
    "INSERT INTO one_time_link (token_hash, person, purpose, address, created_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
static const char SQL_FIND[] =
    "SELECT one_time_link.id, one_time_link.person, one_time_link.purpose, one_time_link.address FROM one_time_link"
    " JOIN person ON person.id = one_time_link.person AND person.closed_at IS NULL"
    " WHERE one_time_link.token_hash = ?1 AND one_time_link.used_at IS NULL AND one_time_link.expires_at > ?2";
static const char SQL_SPEND[] = "UPDATE one_time_link SET used_at = ?2 WHERE id = ?1 AND used_at IS NULL";
static const char SQL_OF_HASH[] = "SELECT person FROM one_time_link WHERE token_hash = ?1 AND purpose = ?2";

carnet_err link_make(const char **out, struct ctx *ctx, int64_t person, enum link_purpose purpose, int64_t lasts, const char *address)
{
    char token[TOKEN_TEXT];
    uint8_t hash[TOKEN_HASH];
    token_new(token);
    TRY(token_hash(hash, bytes_text(token)));
    CLEANUP(db_query_end) struct db_query end = db_query(ctx->db, SQL_END);
    db_bind_int(&end, 1, person);
    db_bind_text(&end, 2, PURPOSES[purpose]);
    db_bind_int(&end, 3, ctx->now);
    TRY(db_run(&end));
    CLEANUP(db_query_end) struct db_query add = db_query(ctx->db, SQL_ADD);
    db_bind_bytes(&add, 1, (bytes){ hash, sizeof hash });
    db_bind_int(&add, 2, person);
    db_bind_text(&add, 3, PURPOSES[purpose]);
    db_bind_text(&add, 4, address);
    db_bind_int(&add, 5, ctx->now);
    db_bind_int(&add, 6, ctx->now + lasts);
    TRY(db_run(&add));
    *out = arena_text(ctx->arena, token);
    return CARNET_OK;
}

static carnet_err none(const char *why)
{
    return err_set(CARNET_MISSING, "link.none", "%s", why);
}

carnet_err link_find(struct link *out, struct ctx *ctx, const char *token, unsigned purposes)
{
    uint8_t hash[TOKEN_HASH];
    if (token_hash(hash, bytes_text(token)) != CARNET_OK)
        return none("not a token");
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_FIND);
    db_bind_bytes(&q, 1, (bytes){ hash, sizeof hash });
    db_bind_int(&q, 2, ctx->now);
    bool row;
    TRY(db_next(&row, &q));
    if (!row)
        return none("unknown, used or too old");
    *out = (struct link){ .id = db_int(&q, 0), .person = db_int(&q, 1), .address = db_text(&q, 3, ctx->arena) };
    const char *purpose = db_text(&q, 2, ctx->arena);
    for (int i = 0; i < PURPOSE_COUNT; i++)
        if (purposes & 1u << i && strcmp(PURPOSES[i], purpose) == 0) {
            out->purpose = (enum link_purpose)i;
            return CARNET_OK;
        }
    return none("for something else");
}

carnet_err link_spend(struct ctx *ctx, int64_t id)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_SPEND);
    db_bind_int(&q, 1, id);
    db_bind_int(&q, 2, ctx->now);
    return db_run(&q);
}

carnet_err link_end_all(struct ctx *ctx, int64_t person)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_END_ALL);
    db_bind_int(&q, 1, person);
    db_bind_int(&q, 2, ctx->now);
    return db_run(&q);
}

carnet_err link_hash_person(int64_t *person, struct ctx *ctx, bytes hash, enum link_purpose purpose)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_OF_HASH);
    db_bind_bytes(&q, 1, hash);
    db_bind_text(&q, 2, PURPOSES[purpose]);
    TRY(db_one(&q));
    *person = db_int(&q, 0);
    return CARNET_OK;
}
