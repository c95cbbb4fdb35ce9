/* The rules of signing in. Whatever is wrong, address or password, it looks, costs and counts the same: an address nobody has
 * is compared with the hash of somebody's account, always the same one, and the answer is thrown away.
 * Failures are limited per address typed and per machine, known or not. */
#include "areas/people/sign_in.h"

#include <string.h>

#include "areas/event/event.h"
#include "areas/event/line.h"
#include "areas/people/email.h"
#include "areas/people/factor.h"
#include "areas/people/link.h"
#include "areas/people/people_sql.h"
#include "guard/password.h"
#include "guard/random.h"
#include "guard/token.h"
#include "store/db.h"

#define MINUTE (60 * INT64_C(1000))
#define DAY (24 * 60 * MINUTE)

#define FAILURE_WINDOW (15 * MINUTE)
enum { FAILURES_PER_ACCOUNT = 10, FAILURES_PER_ADDRESS = 100 };

#define MINE_LASTS (30 * DAY)
#define SHARED_LASTS (12 * 60 * MINUTE)
#define SHARED_IDLE (15 * MINUTE)
#define SEEN_EVERY MINUTE /* a use is noted at most so often */
#define SEEN_MINE_EVERY (10 * MINUTE) /* where nothing ends by it: only so that one can tell one's sign-ins apart */
#define TOKEN_LASTS (365 * DAY)
#define LINK_LASTS (2 * DAY)
#define SET_UP_LASTS (15 * MINUTE)

static carnet_err too_many(bool *out, long *wait, struct ctx *ctx, const char *account, const char *address)
{
    int64_t by_account, by_address, oldest;
    TRY(people_sql_failures(&by_account, &by_address, &oldest, ctx, account, address, ctx->now - FAILURE_WINDOW));
    *out = by_account >= FAILURES_PER_ACCOUNT || by_address >= FAILURES_PER_ADDRESS;
    *wait = (long)((oldest + FAILURE_WINDOW - ctx->now) / 1000 + 1);
    return CARNET_OK;
}

/* A number from an address: hashes may differ in cost, so which one stands in for an unknown address must not change. */
static int64_t draw_of(const char *account)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325); /* FNV-1a */
    for (; *account; account++)
        h = (h ^ (unsigned char)*account) * UINT64_C(0x100000001b3);
    return (int64_t)(h >> 1);
}

static carnet_err check_device(const char *device)
{
    if (strcmp(device, "mine") != 0 && strcmp(device, "shared") != 0)
        return err_set(CARNET_INVALID, "session.device", "device is mine or shared");
    return CARNET_OK;
}

carnet_err sign_in_try(struct sign_in_attempt *out, struct ctx *ctx, const char *email, const char *password,
                       const char *device, const char *address)
{
    TRY(check_device(device));
    *out = (struct sign_in_attempt){
        .account = email_key(ctx, email),
        .address = arena_text(ctx->arena, address),
        .shared = strcmp(device, "shared") == 0,
    };
    long wait;
    TRY(too_many(&out->too_many, &wait, ctx, out->account, out->address));
    if (out->too_many)
        return CARNET_OK;
    const char *hash = NULL;
    carnet_err found = people_sql_account(&out->person, &hash, ctx, out->account);
    if (found != CARNET_OK && found != CARNET_MISSING)
        return found;
    bool known = found == CARNET_OK && hash;
    if (!known)
        TRY(people_sql_any_hash(&hash, ctx, draw_of(out->account)));
    carnet_err verdict = password_verify(hash, bytes_text(password));
    if (verdict != CARNET_OK && verdict != CARNET_DENIED)
        return verdict;
    out->right = known && verdict == CARNET_OK;
    out->hash = hash;
    return CARNET_OK;
}

carnet_err sign_in_prove(struct sign_in_attempt *out, struct ctx *ctx, const struct credential *credential, const char *password,
                         const char *address)
{
    TRY(people_authenticate(ctx, credential));
    const char *hash;
    long wait;
    *out = (struct sign_in_attempt){ .address = arena_text(ctx->arena, address), .person = ctx->actor };
    TRY(people_sql_hash_of(&out->account, &hash, ctx, ctx->actor));
    TRY(too_many(&out->too_many, &wait, ctx, out->account, out->address));
    if (out->too_many)
        return CARNET_OK;
    carnet_err verdict = password_verify(hash, bytes_text(password));
    if (verdict != CARNET_OK && verdict != CARNET_DENIED)
        return verdict;
    out->right = verdict == CARNET_OK;
    return CARNET_OK;
}

carnet_err sign_in_proof(struct sign_in_result *out, struct ctx *ctx, const struct sign_in_attempt *attempt)
{
    bool limited;
    long wait;
    TRY(too_many(&limited, &wait, ctx, attempt->account, attempt->address));
    if (limited || attempt->too_many || attempt->person != ctx->actor) {
        *out = (struct sign_in_result){ .verdict = SIGN_IN_TOO_MANY, .seconds = wait > 0 ? wait : 1 };
        return CARNET_OK;
    }
    *out = (struct sign_in_result){ .verdict = attempt->right ? SIGN_IN_DONE : SIGN_IN_WRONG };
    return attempt->right ? CARNET_OK : people_sql_failed(ctx, attempt->account, attempt->address, ctx->now - FAILURE_WINDOW);
}

carnet_err sign_in_limited(bool *out, long *wait, struct ctx *ctx, int64_t person, const char *address)
{
    const char *account, *hash;
    TRY(people_sql_hash_of(&account, &hash, ctx, person));
    return too_many(out, wait, ctx, account, address);
}

carnet_err sign_in_failed(struct ctx *ctx, int64_t person, const char *address)
{
    const char *account, *hash;
    TRY(people_sql_hash_of(&account, &hash, ctx, person));
    return people_sql_failed(ctx, account, address, ctx->now - FAILURE_WINDOW);
}

carnet_err sign_in_open(struct sign_in_result *out, struct ctx *ctx, int64_t person, const char *device)
{
    char token[TOKEN_TEXT];
    uint8_t hash[TOKEN_HASH];
    const char *account, *unused;
    TRY(check_device(device));
    bool shared = strcmp(device, "shared") == 0;
    int64_t lasts = shared ? SHARED_LASTS : MINE_LASTS;
    struct sign_in sign_in = {
        .person = person,
        .shared = shared,
        .created_at = ctx->now,
        .seen_at = ctx->now,
        .expires_at = ctx->now + lasts,
    };
    token_new(token);
    TRY(token_hash(hash, bytes_text(token)));
    TRY(people_sql_hash_of(&account, &unused, ctx, person));
    TRY(people_sql_sign_in_sweep(ctx));
    TRY(people_sql_forget_failures(ctx, account));
    TRY(people_sql_sign_in_add(&ctx->sign_in, ctx, (bytes){ hash, sizeof hash }, &sign_in));
    ctx->actor = person;
    *out = (struct sign_in_result){
        .verdict = SIGN_IN_DONE,
        .token = arena_text(ctx->arena, token),
        .seconds = shared ? 0 : (long)(lasts / 1000),
    };
    return CARNET_OK;
}

/* The password was compared a moment ago, on another thread: it may have been changed, or the account closed, since. */
static carnet_err still_right(bool *out, struct ctx *ctx, const struct sign_in_attempt *attempt)
{
    int64_t person;
    const char *hash;
    *out = false;
    if (!attempt->right)
        return CARNET_OK;
    carnet_err err = people_sql_account(&person, &hash, ctx, attempt->account);
    *out = err == CARNET_OK && person == attempt->person && hash && strcmp(hash, attempt->hash) == 0;
    return err == CARNET_MISSING ? CARNET_OK : err;
}

static carnet_err second_step(struct sign_in_result *out, struct ctx *ctx, const struct sign_in_attempt *attempt)
{
    struct factor factor;
    bool right;
    TRY(factor_of(&factor, ctx, attempt->person));
    *out = (struct sign_in_result){ .verdict = SIGN_IN_DONE };
    if (!factor.on && factor.required) {
        out->verdict = SIGN_IN_SET_UP;
        return link_make(&out->token, ctx, attempt->person, LINK_SECOND_FACTOR, SET_UP_LASTS, NULL);
    }
    if (!factor.on)
        return CARNET_OK;
    if (!attempt->code) {
        out->verdict = SIGN_IN_CODE;
        return CARNET_OK;
    }
    TRY(factor_check(&right, ctx, attempt->person, attempt->code));
    if (right)
        return CARNET_OK;
    out->verdict = SIGN_IN_WRONG_CODE;
    return people_sql_failed(ctx, attempt->account, attempt->address, ctx->now - FAILURE_WINDOW);
}

carnet_err sign_in_decide(struct sign_in_result *out, struct ctx *ctx, const struct sign_in_attempt *attempt)
{
    bool limited;
    long wait;
    TRY(too_many(&limited, &wait, ctx, attempt->account, attempt->address));
    if (limited || attempt->too_many) {
        *out = (struct sign_in_result){ .verdict = SIGN_IN_TOO_MANY, .seconds = wait > 0 ? wait : 1 };
        return CARNET_OK;
    }
    bool right;
    TRY(still_right(&right, ctx, attempt));
    if (!right) {
        *out = (struct sign_in_result){ .verdict = SIGN_IN_WRONG };
        return people_sql_failed(ctx, attempt->account, attempt->address, ctx->now - FAILURE_WINDOW);
    }
    TRY(second_step(out, ctx, attempt));
    return out->verdict == SIGN_IN_DONE ? sign_in_open(out, ctx, attempt->person, attempt->shared ? "shared" : "mine") : CARNET_OK;
}

carnet_err sign_in_end_one(struct ctx *ctx, int64_t sign_in)
{
    TRY(people_sql_sign_in_end(ctx, sign_in));
    effect_add(ctx, EFFECT_SIGNED_OUT, sign_in, (bytes){ 0 });
    return CARNET_OK;
}

carnet_err sign_in_end(struct ctx *ctx)
{
    return ctx->sign_in ? sign_in_end_one(ctx, ctx->sign_in) : CARNET_OK;
}

carnet_err sign_in_end_all(struct ctx *ctx, int64_t person, int64_t but)
{
    int64_t *sign_ins;
    size_t count;
    TRY(people_sql_sign_ins_of(&sign_ins, &count, ctx, person));
    for (size_t i = 0; i < count; i++)
        if (sign_ins[i] != but)
            TRY(sign_in_end_one(ctx, sign_ins[i]));
    return CARNET_OK;
}

static carnet_err nobody(const char *why)
{
    return err_set(CARNET_DENIED, "session.none", "%s", why);
}

/* One on a shared device ends when it is not used for a while. */
static int64_t end_of(const struct sign_in *s)
{
    int64_t idle = s->seen_at + SHARED_IDLE;
    return s->shared && idle < s->expires_at ? idle : s->expires_at;
}

static carnet_err authenticate_cookie(struct ctx *ctx, bytes hash)
{
    struct sign_in s;
    carnet_err err = people_sql_sign_in(&s, ctx, hash);
    if (err == CARNET_MISSING)
        return nobody("no such sign-in");
    TRY(err);
    if (end_of(&s) <= ctx->now)
        return nobody("expired");
    ctx->actor = s.person;
    ctx->sign_in = s.id;
    if (ctx->effects && s.seen_at + (s.shared ? SEEN_EVERY : SEEN_MINE_EVERY) <= ctx->now)
        return people_sql_seen(ctx, s.id);
    return CARNET_OK;
}

static carnet_err authenticate(struct ctx *ctx, const struct credential *credential)
{
    uint8_t hash[TOKEN_HASH];
    if (credential->kind == CREDENTIAL_NONE || token_hash(hash, bytes_text(credential->token)) != CARNET_OK)
        return nobody("no credential");
    bytes stored = { hash, sizeof hash };
    if (credential->kind == CREDENTIAL_COOKIE)
        return authenticate_cookie(ctx, stored);
    carnet_err err = people_sql_token(&ctx->actor, &ctx->token, ctx, stored);
    return err == CARNET_MISSING ? nobody("no such token") : err;
}

carnet_err people_authenticate(struct ctx *ctx, const struct credential *credential)
{
    struct person person;
    ctx->actor = ctx->sign_in = ctx->token = 0;
    TRY(authenticate(ctx, credential));
    if (!credential->as[0])
        return CARNET_OK;
    TRY(people_find(&person, ctx, ctx->actor));
    return strcmp(person.slug, credential->as) == 0 ? CARNET_OK : err_set(CARNET_DENIED, "session.other", "a page of somebody else");
}

carnet_err people_seen(struct ctx *ctx, int64_t person)
{
    return people_sql_seen_shared(ctx, person, ctx->now - SHARED_IDLE);
}

static carnet_err end_of_sign_in(int64_t *until, struct ctx *ctx)
{
    struct sign_in s;
    TRY(people_sql_sign_in_by_id(&s, ctx, ctx->sign_in));
    *until = end_of(&s);
    return s.person == ctx->actor ? CARNET_OK : CARNET_MISSING;
}

carnet_err people_check(int64_t *until, struct ctx *ctx)
{
    *until = 0;
    carnet_err err = ctx->sign_in ? end_of_sign_in(until, ctx) : people_sql_token_end(until, ctx, ctx->actor, ctx->token);
    if (err == CARNET_MISSING)
        return nobody("signed out");
    TRY(err);
    return *until > ctx->now ? CARNET_OK : nobody("expired");
}

carnet_err people_device(const char **out, struct ctx *ctx)
{
    *out = "mine";
    if (!ctx->sign_in)
        return CARNET_OK;
    struct sign_in s;
    TRY(people_sql_sign_in_by_id(&s, ctx, ctx->sign_in));
    *out = s.shared ? "shared" : "mine";
    return CARNET_OK;
}

carnet_err people_token_make(const char **out, struct ctx *ctx, const char *email)
{
    struct person person;
    TRY(people_find_email(&person, ctx, email));
    char token[TOKEN_TEXT];
    uint8_t hash[TOKEN_HASH];
    token_new(token);
    TRY(token_hash(hash, bytes_text(token)));
    TRY(people_sql_token_add(ctx, (bytes){ hash, sizeof hash }, person.id, ctx->now + TOKEN_LASTS));
    *out = arena_text(ctx->arena, token);
    return event_add(ctx, "account.token_made", NULL, &person.id, 1);
}

carnet_err people_password_link(const char **out, struct ctx *ctx, const char *email)
{
    struct person person;
    TRY(people_find_email(&person, ctx, email));
    TRY(link_make(out, ctx, person.id, LINK_PASSWORD, LINK_LASTS, NULL));
    return event_add(ctx, "account.password_forgotten", NULL, &person.id, 1);
}

static carnet_err person_for_admin(int64_t *id, struct ctx *ctx, const char *email)
{
    struct person person;
    carnet_err err = people_find_email(&person, ctx, email);
    if (err == CARNET_OK)
        *id = person.id;
    if (err != CARNET_MISSING)
        return err;
    char uid[GUARD_ID];
    guard_id(uid);
    struct person_new added = {
        .slug = arena_printf(ctx->arena, "adm-%.8s", uid),
        .given_name = "Administration",
        .family_name = arena_span(ctx->arena, email, strcspn(email, "@")),
        .email = email,
    };
    return people_add(id, ctx, &added);
}

carnet_err people_admin_make(const char **out, struct ctx *ctx, const char *email)
{
    const char *line;
    if (!strchr(email, '@') || strlen(email) > EMAIL_MAX || !line_clean(&line, ctx, email, EMAIL_MAX) || strcmp(line, email) != 0)
        return err_set(CARNET_INVALID, "people.email", "not an address");
    int64_t person = 0;
    TRY(person_for_admin(&person, ctx, email));
    TRY(people_give_role(ctx, person, 0, ROLE_PLATFORM_ADMIN));
    struct factor factor;
    TRY(factor_of(&factor, ctx, person));
    if (factor.on)
        TRY(factor_remove(ctx, person)); /* the phone may be what is lost; who runs this holds the folder */
    TRY(link_make(out, ctx, person, LINK_PASSWORD, LINK_LASTS, NULL));
    return event_add(ctx, "account.administrator_made", NULL, &person, 1);
}
