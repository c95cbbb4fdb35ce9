/* The rules of the second step, and their rows, which nothing else looks at. */
#include "areas/people/factor.h"

#include <string.h>

#include "areas/event/event.h"
#include "guard/totp.h"

static const char SQL_FACTOR[] =
    "SELECT second_factor.secret, second_factor.next_secret, ifnull(second_factor.last_step, 0), person.second_factor_waived"
    " FROM person LEFT JOIN second_factor ON second_factor.person = person.id WHERE person.id = ?1";
static const char SQL_CODES_LEFT[] = "SELECT count(*) FROM recovery_code WHERE person = ?1 AND used_at IS NULL";
static const char SQL_BEGIN[] =
    "INSERT INTO second_factor (person, next_secret) VALUES (?1, ?2) ON CONFLICT (person) DO UPDATE SET next_secret = ?2";
static const char SQL_CONFIRM[] = "UPDATE second_factor SET secret = next_secret, next_secret = NULL, last_step = ?2 WHERE person = ?1";
static const char SQL_STEP[] = "UPDATE second_factor SET last_step = ?2 WHERE person = ?1";
static const char SQL_REMOVE[] = "DELETE FROM second_factor WHERE person = ?1";
static const char SQL_CODE_ADD[] = "INSERT INTO recovery_code (person, code_hash) VALUES (?1, ?2)";
static const char SQL_CODE_USE[] = "UPDATE recovery_code SET used_at = ?3 WHERE person = ?1 AND code_hash = ?2 AND used_at IS NULL";
static const char SQL_CODES_END[] = "DELETE FROM recovery_code WHERE person = ?1";

struct row {
    bytes secret, next_secret;
    int64_t last_step;
    bool waived;
};

static carnet_err row_of(struct row *out, struct ctx *ctx, int64_t person)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_FACTOR);
    db_bind_int(&q, 1, person);
    TRY(db_one(&q));
    *out = (struct row){ db_bytes(&q, 0, ctx->arena), db_bytes(&q, 1, ctx->arena), db_int(&q, 2), db_int(&q, 3) != 0 };
    return CARNET_OK;
}

static carnet_err run_on(struct ctx *ctx, const char *sql, int64_t person)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, sql);
    db_bind_int(&q, 1, person);
    return db_run(&q);
}

static carnet_err run_number(struct ctx *ctx, const char *sql, int64_t person, int64_t number)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, sql);
    db_bind_int(&q, 1, person);
    db_bind_int(&q, 2, number);
    return db_run(&q);
}

static carnet_err run_bytes(struct ctx *ctx, const char *sql, int64_t person, const uint8_t *data, size_t len)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, sql);
    db_bind_int(&q, 1, person);
    db_bind_bytes(&q, 2, (bytes){ data, len });
    return db_run(&q);
}

carnet_err factor_of(struct factor *out, struct ctx *ctx, int64_t person)
{
    struct row row;
    unsigned roles;
    TRY(row_of(&row, ctx, person));
    TRY(people_roles(&roles, ctx, person, 0));
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_CODES_LEFT);
    db_bind_int(&q, 1, person);
    TRY(db_one(&q));
    *out = (struct factor){
        .on = row.secret.len == TOTP_SECRET,
        .required = !row.waived && roles & FACTOR_ROLES,
        .codes_left = db_int(&q, 0),
    };
    return CARNET_OK;
}

/* ---- checking ---- */

static carnet_err use_paper(bool *right, struct ctx *ctx, int64_t person, const char *code)
{
    uint8_t hash[RECOVERY_HASH];
    *right = false;
    if (!recovery_hash(hash, code))
        return CARNET_OK;
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_CODE_USE);
    db_bind_int(&q, 1, person);
    db_bind_bytes(&q, 2, (bytes){ hash, sizeof hash });
    db_bind_int(&q, 3, ctx->now);
    TRY(db_run(&q));
    *right = db_changes(ctx->db) > 0;
    return *right ? event_add(ctx, "account.recovery_code_used", NULL, &person, 1) : CARNET_OK;
}

carnet_err factor_check(bool *right, struct ctx *ctx, int64_t person, const char *code)
{
    struct row row;
    int64_t step;
    TRY(row_of(&row, ctx, person));
    *right = row.secret.len == TOTP_SECRET && totp_check(&step, row.secret.ptr, code, ctx->now, row.last_step);
    return *right ? run_number(ctx, SQL_STEP, person, step) : use_paper(right, ctx, person, code);
}

/* ---- setting up ---- */

static void put_percent(struct buf *out, const char *text)
{
    for (const unsigned char *at = (const unsigned char *)text; *at; at++)
        if ((*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') || (*at >= '0' && *at <= '9') || strchr("-._~", *at))
            buf_put_byte(out, *at);
        else
            buf_printf(out, "%%%02X", *at);
}

carnet_err factor_begin(struct factor_secret *out, struct ctx *ctx, int64_t person)
{
    struct person of;
    uint8_t secret[TOTP_SECRET];
    CLEANUP(buf_clear) struct buf text = { 0 };
    CLEANUP(buf_clear) struct buf uri = { 0 };
    TRY(people_find(&of, ctx, person));
    totp_secret_new(secret);
    TRY(totp_secret_text(&text, secret));
    TRY(run_bytes(ctx, SQL_BEGIN, person, secret, sizeof secret));
    buf_put_text(&uri, "otpauth://totp/Carnet:");
    put_percent(&uri, of.email);
    buf_printf(&uri, "?secret=%s&issuer=Carnet&algorithm=SHA1&digits=6&period=30", buf_text(&text));
    *out = (struct factor_secret){ arena_text(ctx->arena, buf_text(&text)), arena_text(ctx->arena, buf_text(&uri)) };
    return CARNET_OK;
}

static carnet_err new_paper(const char *codes[FACTOR_CODES], struct ctx *ctx, int64_t person)
{
    TRY(run_on(ctx, SQL_CODES_END, person));
    for (int i = 0; i < FACTOR_CODES; i++) {
        char code[RECOVERY_TEXT];
        uint8_t hash[RECOVERY_HASH];
        recovery_new(code);
        if (!recovery_hash(hash, code))
            return err_set(CARNET_CORRUPT, "second_factor.code", "our own code is none");
        TRY(run_bytes(ctx, SQL_CODE_ADD, person, hash, sizeof hash));
        codes[i] = arena_text(ctx->arena, code);
    }
    return CARNET_OK;
}

carnet_err factor_confirm(bool *right, const char *codes[FACTOR_CODES], struct ctx *ctx, int64_t person, const char *code)
{
    struct row row;
    int64_t step;
    TRY(row_of(&row, ctx, person));
    *right = row.next_secret.len == TOTP_SECRET && totp_check(&step, row.next_secret.ptr, code, ctx->now, 0);
    if (!*right)
        return CARNET_OK;
    TRY(run_number(ctx, SQL_CONFIRM, person, step));
    TRY(new_paper(codes, ctx, person));
    return event_add(ctx, "account.second_factor_on", NULL, &person, 1);
}

carnet_err factor_remove(struct ctx *ctx, int64_t person)
{
    TRY(run_on(ctx, SQL_REMOVE, person));
    TRY(run_on(ctx, SQL_CODES_END, person));
    return event_add(ctx, "account.second_factor_off", NULL, &person, 1);
}
