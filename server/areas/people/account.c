/* The rules of one's account. What is asked from outside (a forgotten password, a new invitation) is only noted, and answered; whether somebody
 * has the address is looked at afterwards, by the clock, so that neither the answer nor its time can tell. */
#include "areas/people/account_sql.h"

#include <string.h>

#include "areas/event/event.h"
#include "areas/mail/mail.h"
#include "areas/people/email.h"
#include "areas/people/invitation.h"
#include "areas/people/passphrase.h"
#include "areas/people/people_sql.h"
#include "areas/people/sign_in.h"
#include "guard/password.h"
#include "guard/token.h"

#define MINUTE (60 * INT64_C(1000))
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define FORGOTTEN_LASTS (30 * MINUTE)
#define ADDRESS_LASTS DAY
enum { ASKS_PER_ADDRESS = 20, ASKS_PER_ACCOUNT = 3 }; /* an hour */

/* ---- passwords ---- */

static carnet_err make_hash(const char **hash, struct ctx *ctx, const char *passphrase, const struct person *of)
{
    char made[PASSWORD_HASH];
    TRY(passphrase_check(ctx, passphrase, of));
    TRY(password_hash(made, bytes_text(passphrase)));
    *hash = arena_text(ctx->arena, made);
    return CARNET_OK;
}

carnet_err account_link_hash(const char **hash, struct ctx *ctx, const char *token, const char *passphrase)
{
    struct link link;
    TRY(link_find(&link, ctx, token, LINKS_TO_PASSWORD));
    return account_password_hash(hash, ctx, link.person, passphrase);
}

carnet_err account_link_use(struct ctx *ctx, const char *token, const char *hash)
{
    struct link link;
    TRY(link_find(&link, ctx, token, LINKS_TO_PASSWORD)); /* it may have been used meanwhile */
    TRY(link_spend(ctx, link.id));
    TRY(link_end_all(ctx, link.person));
    TRY(mail_withdraw(ctx, link.person, "password_forgotten"));
    TRY(mail_withdraw(ctx, link.person, "invitation"));
    TRY(people_sql_set_password(ctx, link.person, hash));
    TRY(sign_in_end_all(ctx, link.person, 0));
    return event_add(ctx, "account.password_chosen", NULL, &link.person, 1);
}

carnet_err account_password_hash(const char **hash, struct ctx *ctx, int64_t person, const char *passphrase)
{
    struct person of;
    TRY(people_find(&of, ctx, person));
    return make_hash(hash, ctx, passphrase, &of);
}

carnet_err account_password_change(struct ctx *ctx, const char *hash)
{
    TRY(people_sql_set_password(ctx, ctx->actor, hash));
    TRY(link_end_all(ctx, ctx->actor));
    TRY(sign_in_end_all(ctx, ctx->actor, ctx->sign_in));
    return event_add(ctx, "account.password_chosen", NULL, &ctx->actor, 1);
}

/* ---- what is asked from outside ---- */

static carnet_err ask(struct ctx *ctx, const char *account, bytes link_hash, const char *address)
{
    int64_t asked;
    TRY(account_sql_asked_by(&asked, ctx, address, ctx->now - HOUR));
    if (asked >= ASKS_PER_ADDRESS)
        return err_set(CARNET_LIMIT, "link.too_many", "address asks too often");
    TRY(account_sql_ask(ctx, account, link_hash, address));
    effect_add(ctx, EFFECT_CLOCK, 0, (bytes){ 0 });
    return CARNET_OK;
}

carnet_err account_forgotten(struct ctx *ctx, const char *email, const char *address)
{
    return ask(ctx, email_key(ctx, email), (bytes){ 0 }, address);
}

carnet_err account_invite_again(struct ctx *ctx, const char *token, const char *address)
{
    uint8_t hash[TOKEN_HASH] = { 0 };
    if (token_hash(hash, bytes_text(token)) != CARNET_OK)
        err_take(&(struct err_note){ 0 }); /* nobody's link; it is noted and answered like any other */
    return ask(ctx, NULL, (bytes){ hash, sizeof hash }, address);
}

static carnet_err send_forgotten(struct ctx *ctx, const struct person *person)
{
    const char *token;
    TRY(mail_withdraw(ctx, person->id, "password_forgotten"));
    TRY(link_make(&token, ctx, person->id, LINK_FORGOTTEN, FORGOTTEN_LASTS, NULL));
    const struct mail_word words[] = {
        { "givenName", person->given_name },
        { "link", mail_link(ctx, arena_printf(ctx->arena, "/mot-de-passe#%s", token)) },
        { 0 },
    };
    TRY(mail_add(ctx, &(struct mail_new){ .person = person->id, .letter = "password_forgotten", .words = words, .secret = true,
                                          .expires_at = ctx->now + FORGOTTEN_LASTS }));
    return event_add(ctx, "account.password_forgotten", NULL, &person->id, 1);
}

static carnet_err look_at_account(struct ctx *ctx, const struct account_ask *asked)
{
    int64_t person_id, often;
    const char *hash;
    struct person person;
    TRY(account_sql_asked_for(&often, ctx, asked->account, ctx->now - HOUR));
    if (often > ASKS_PER_ACCOUNT)
        return CARNET_OK;
    TRY(people_sql_account(&person_id, &hash, ctx, asked->account));
    TRY(people_find(&person, ctx, person_id));
    return hash ? send_forgotten(ctx, &person) : invitation_renew(ctx, &person, NULL); /* who never opened it is invited again */
}

static carnet_err look_at_link(struct ctx *ctx, const struct account_ask *asked)
{
    int64_t person_id, open;
    const char *hash;
    struct person person;
    TRY(link_hash_person(&person_id, ctx, asked->link_hash, LINK_INVITATION));
    TRY(people_find(&person, ctx, person_id));
    TRY(people_sql_account(&open, &hash, ctx, email_key(ctx, person.email)));
    return hash || open != person_id ? CARNET_OK : invitation_renew(ctx, &person, NULL);
}

carnet_err account_beat(struct ctx *ctx)
{
    struct account_ask *asks;
    size_t count;
    TRY(account_sql_asks(&asks, &count, ctx));
    for (size_t i = 0; i < count; i++) {
        carnet_err err = asks[i].account ? look_at_account(ctx, &asks[i]) : look_at_link(ctx, &asks[i]);
        if (err != CARNET_OK && err != CARNET_MISSING) /* missing: nobody has it */
            return err;
        TRY(account_sql_ask_done(ctx, asks[i].id));
    }
    return account_sql_asks_forget(ctx, ctx->now - DAY);
}

/* ---- address ---- */

static carnet_err write_to(struct ctx *ctx, const struct person *person, const char *address, const char *letter, const char *link)
{
    const struct mail_word words[] = { { "givenName", person->given_name }, { "link", link }, { 0 } };
    return mail_add(ctx, &(struct mail_new){ .person = person->id, .address = address, .letter = letter, .words = words,
                                             .secret = link != NULL, .expires_at = link ? ctx->now + ADDRESS_LASTS : 0 });
}

/* Whoever has the address already is not told of, and not written to; the old address is told that something was asked. */
carnet_err account_address_ask(struct ctx *ctx, const char *email)
{
    struct person person;
    bool taken;
    const char *token;
    if (!mail_address_valid(email))
        return err_set(CARNET_INVALID, "people.email", "not an address");
    TRY(people_find(&person, ctx, ctx->actor));
    TRY(account_sql_address_taken(&taken, ctx, email_key(ctx, email)));
    TRY(link_make(&token, ctx, ctx->actor, LINK_ADDRESS, ADDRESS_LASTS, email));
    TRY(write_to(ctx, &person, person.email, "address_asked", NULL));
    if (!taken)
        TRY(write_to(ctx, &person, email, "address_confirm", mail_link(ctx, arena_printf(ctx->arena, "/adresse#%s", token))));
    return event_add(ctx, "account.address_asked", NULL, &ctx->actor, 1);
}

carnet_err account_address_confirm(struct ctx *ctx, const char *token)
{
    struct link link;
    struct person person;
    bool taken;
    TRY(link_find(&link, ctx, token, 1u << LINK_ADDRESS));
    TRY(people_find(&person, ctx, link.person));
    TRY(account_sql_address_taken(&taken, ctx, email_key(ctx, link.address)));
    if (taken)
        return err_set(CARNET_MISSING, "link.none", "the address was taken meanwhile");
    TRY(link_end_all(ctx, link.person)); /* those sent to the old address too */
    TRY(link_spend(ctx, link.id));
    TRY(account_sql_address(ctx, link.person, link.address, email_key(ctx, link.address)));
    TRY(write_to(ctx, &person, person.email, "address_changed", NULL));
    TRY(mail_address_changed(ctx, link.person));
    return event_add(ctx, "account.address_changed", NULL, &link.person, 1);
}

/* ---- name ---- */

carnet_err account_rename(struct person *out, struct ctx *ctx, int64_t person, const char *given_typed, const char *family_typed)
{
    const char *given, *family;
    TRY(people_find(out, ctx, person));
    TRY(pasted_name(&given, ctx, given_typed, true));
    TRY(pasted_name(&family, ctx, family_typed, out->family_name[0]));
    if (strcmp(given, out->given_name) == 0 && strcmp(family, out->family_name) == 0)
        return CARNET_OK;
    TRY(account_sql_rename(ctx, person, given, family));
    if (person != ctx->actor)
        TRY(event_add(ctx, "account.name_corrected", NULL, &person, 1));
    return people_find(out, ctx, person);
}

/* ---- sign-ins ---- */

carnet_err account_sign_ins(struct account_sign_in **out, size_t *count, struct ctx *ctx)
{
    return account_sql_sign_ins(out, count, ctx);
}

carnet_err account_sign_in_close(struct ctx *ctx, int64_t id)
{
    struct account_sign_in *all;
    size_t count;
    if (!id) {
        TRY(sign_in_end_all(ctx, ctx->actor, ctx->sign_in));
        return event_add(ctx, "account.sign_in_ended", NULL, &ctx->actor, 1);
    }
    TRY(account_sql_sign_ins(&all, &count, ctx));
    for (size_t i = 0; i < count; i++)
        if (all[i].id == id) {
            TRY(sign_in_end_one(ctx, id));
            return event_add(ctx, "account.sign_in_ended", NULL, &ctx->actor, 1);
        }
    return err_set(CARNET_MISSING, "sign_in.none", "not the actor's");
}

/* ---- the end ---- */

static people_left_fn *left_hook;

void people_left_set(people_left_fn *left)
{
    left_hook = left;
}

carnet_err account_close(struct ctx *ctx, const struct person *person)
{
    TRY(write_to(ctx, person, person->email, "account_closed", NULL));
    TRY(event_add(ctx, "account.closed", NULL, &person->id, 1));
    if (left_hook)
        TRY(left_hook(ctx, person->id));
    TRY(sign_in_end_all(ctx, person->id, 0));
    TRY(account_sql_tokens_end(ctx, person->id));
    TRY(link_end_all(ctx, person->id));
    TRY(account_sql_close(ctx, person->id, arena_printf(ctx->arena, "closed %lld", (long long)person->id)));
    effect_add(ctx, EFFECT_CLOSED, person->id, (bytes){ 0 });
    return CARNET_OK;
}
