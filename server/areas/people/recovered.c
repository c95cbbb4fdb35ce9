/* The one row of a restore, and the person without account who stands for lost authors. */
#include "areas/people/recovered.h"

static const int64_t WELCOME_MS = (int64_t)14 * 86400 * 1000;
static const char ADDRESS[] = "recupere@carnet.invalid";

static const char SQL_BY_ADDRESS[] = "SELECT id FROM person WHERE email_key = ?1";
static const char SQL_BEGIN[] =
    "INSERT INTO restore (one, at, until_at, author) VALUES (1, ?1, ?2, ?3)"
    " ON CONFLICT (one) DO UPDATE SET at = excluded.at, until_at = excluded.until_at, author = excluded.author";
static const char SQL_AUTHOR[] = "SELECT author FROM restore WHERE at >= ?1 AND until_at > ?2";
static const char SQL_UNTIL[] = "SELECT until_at FROM restore WHERE until_at > ?1";

static carnet_err author(int64_t *out, struct ctx *ctx)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_BY_ADDRESS);
    bool row;
    db_bind_text(&q, 1, ADDRESS);
    TRY(db_next(&row, &q));
    *out = row ? db_int(&q, 0) : 0;
    if (row)
        return CARNET_OK;
    struct person_new person = { .slug = "recupere", .given_name = "récupéré", .family_name = "", .email = ADDRESS };
    return people_add(out, ctx, &person);
}

carnet_err recovered_begin(struct ctx *ctx)
{
    int64_t person;
    TRY(author(&person, ctx));
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_BEGIN);
    db_bind_int(&q, 1, ctx->now);
    db_bind_int(&q, 2, ctx->now + WELCOME_MS);
    db_bind_int(&q, 3, person);
    return db_run(&q);
}

carnet_err recovered_author(int64_t *person, struct ctx *ctx, int64_t created_at)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_AUTHOR);
    bool row;
    db_bind_int(&q, 1, created_at);
    db_bind_int(&q, 2, ctx->now);
    TRY(db_next(&row, &q));
    *person = row ? db_int(&q, 0) : 0;
    return CARNET_OK;
}

carnet_err recovered_until(int64_t *until, struct ctx *ctx)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_UNTIL);
    bool row;
    db_bind_int(&q, 1, ctx->now);
    TRY(db_next(&row, &q));
    *until = row ? db_int(&q, 0) : 0;
    return CARNET_OK;
}
