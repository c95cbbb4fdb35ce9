/* Signing in, out, and who is behind a credential. */
#include "areas/areas_fixture.h"

#include <time.h>

#include "areas/cohort/cohort.h"
#include "areas/document/document_live.h"
#include "areas/people/account.h"
#include "areas/people/sign_in.h"

#define MINUTE INT64_C(60000)

static struct sign_in_result try_sign_in(struct ctx *ctx, const char *email, const char *password, const char *device,
                                         const char *address)
{
    struct sign_in_attempt attempt;
    struct sign_in_result result;
    CHECK_OK(sign_in_try(&attempt, ctx, email, password, device, address));
    CHECK_OK(sign_in_decide(&result, ctx, &attempt));
    return result;
}

static struct credential cookie(const char *token)
{
    struct credential c = { .kind = CREDENTIAL_COOKIE };
    strncpy(c.token, token, sizeof c.token - 1);
    return c;
}

static struct credential signed_in(struct ctx *ctx, const char *slug, const char *device)
{
    const char *email = arena_printf(ctx->arena, "%s@exemple.invalid", slug);
    struct sign_in_result result = try_sign_in(ctx, email, "passerelles-2026", device, "127.0.0.1");
    CHECK_INT(SIGN_IN_DONE, result.verdict);
    return cookie(result.token);
}

TEST(people, the_right_password_signs_in_whatever_the_case_of_the_address)
{
    struct ctx *ctx = sample();
    struct sign_in_result result = try_sign_in(ctx, "STG-01@Exemple.INVALID", "passerelles-2026", "mine", "127.0.0.1");
    CHECK_INT(SIGN_IN_DONE, result.verdict);
    struct credential c = cookie(result.token);
    CHECK_OK(people_authenticate(ctx, &c));
    CHECK_INT(person_id("stg-01"), ctx->actor);
    CHECK(ctx->sign_in != 0);
}

TEST(people, wrong_password_unknown_address_and_guest_are_the_same_verdict)
{
    struct ctx *ctx = sample();
    CHECK_INT(SIGN_IN_WRONG, try_sign_in(ctx, "stg-01@exemple.invalid", "faux", "mine", "127.0.0.1").verdict);
    CHECK_INT(SIGN_IN_WRONG, try_sign_in(ctx, "personne@exemple.invalid", "passerelles-2026", "mine", "127.0.0.1").verdict);
    CHECK_INT(SIGN_IN_WRONG, try_sign_in(ctx, "ext-01@exemple.invalid", "passerelles-2026", "mine", "127.0.0.1").verdict);
    CHECK_INT(SIGN_IN_WRONG, try_sign_in(ctx, "", "", "mine", "127.0.0.1").verdict);
}

static int64_t own_time_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t); /* whatever else the machine does */
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int64_t cost(struct ctx *ctx, const char *email)
{
    int64_t best = INT64_MAX;
    for (int i = 0; i < 3; i++) {
        int64_t from = own_time_us();
        struct sign_in_attempt attempt;
        CHECK_OK(sign_in_try(&attempt, ctx, email, "faux", "mine", "127.0.0.1"));
        int64_t took = own_time_us() - from;
        best = took < best ? took : best;
    }
    return best;
}

TEST(people, an_unknown_address_costs_as_much_as_a_known_one)
{
    struct ctx *ctx = sample();
    int64_t known = cost(ctx, "stg-01@exemple.invalid"), unknown = cost(ctx, "personne@exemple.invalid");
    CHECK(unknown > known / 2 && unknown < known * 2);
}

TEST(people, ten_failures_close_an_account_for_a_quarter_of_an_hour_known_or_not)
{
    struct ctx *ctx = sample();
    static const char *const EMAILS[] = { "stg-01@exemple.invalid", "personne@exemple.invalid" };
    for (int known = 0; known < 2; known++) {
        for (int i = 0; i < 10; i++) {
            ctx->now += 1000;
            CHECK_INT(SIGN_IN_WRONG, try_sign_in(ctx, EMAILS[known], "faux", "mine", "10.0.0.1").verdict);
        }
        struct sign_in_result result = try_sign_in(ctx, EMAILS[known], "passerelles-2026", "mine", "10.0.0.2");
        CHECK_INT(SIGN_IN_TOO_MANY, result.verdict);
        CHECK(result.seconds > 800 && result.seconds <= 900);
    }
    CHECK_INT(SIGN_IN_DONE, try_sign_in(ctx, "stg-02@exemple.invalid", "passerelles-2026", "mine", "10.0.0.1").verdict);
    ctx->now += 15 * MINUTE;
    CHECK_INT(SIGN_IN_DONE, try_sign_in(ctx, EMAILS[0], "passerelles-2026", "mine", "10.0.0.1").verdict);
}

TEST(people, a_hundred_failures_close_an_address)
{
    struct ctx *ctx = sample();
    for (int i = 0; i < 100; i++) {
        struct sign_in_attempt wrong = { .account = arena_printf(ctx->arena, "x%d@exemple.invalid", i), .address = "10.0.0.9" };
        struct sign_in_result result;
        CHECK_OK(sign_in_decide(&result, ctx, &wrong));
        CHECK_INT(SIGN_IN_WRONG, result.verdict);
    }
    CHECK_INT(SIGN_IN_TOO_MANY, try_sign_in(ctx, "stg-01@exemple.invalid", "passerelles-2026", "mine", "10.0.0.9").verdict);
    CHECK_INT(SIGN_IN_DONE, try_sign_in(ctx, "stg-01@exemple.invalid", "passerelles-2026", "mine", "10.0.0.8").verdict);
}

TEST(people, signing_in_forgives_earlier_failures)
{
    struct ctx *ctx = sample();
    for (int i = 0; i < 9; i++)
        CHECK_INT(SIGN_IN_WRONG, try_sign_in(ctx, "stg-01@exemple.invalid", "faux", "mine", "10.0.0.1").verdict);
    signed_in(ctx, "stg-01", "mine");
    CHECK_INT(SIGN_IN_WRONG, try_sign_in(ctx, "stg-01@exemple.invalid", "faux", "mine", "10.0.0.1").verdict);
    CHECK_INT(1, one_int("SELECT count(*) FROM sign_in_failure"));
}

TEST(people, a_shared_device_is_signed_out_after_15_minutes_without_use_and_12_hours_at_most)
{
    struct ctx *ctx = sample();
    struct credential c = signed_in(ctx, "stg-01", "shared");
    int64_t start = ctx->now;
    for (int i = 1; i <= 71; i++) {
        ctx->now = start + i * 10 * MINUTE;
        CHECK_OK(people_authenticate(ctx, &c));
    }
    ctx->now = start + 12 * 60 * MINUTE;
    CHECK_ERR(CARNET_DENIED, people_authenticate(ctx, &c));
    c = signed_in(ctx, "stg-01", "shared");
    ctx->now += 15 * MINUTE;
    CHECK_ERR(CARNET_DENIED, people_authenticate(ctx, &c));
}

TEST(people, writing_keeps_a_shared_device_signed_in)
{
    struct ctx *ctx = sample();
    struct credential c = signed_in(ctx, "stg-01", "shared");
    ctx->now += 10 * MINUTE;
    CHECK_OK(people_seen(ctx, person_id("stg-01"))); /* after ten minutes of writing, a revision */
    ctx->now += 10 * MINUTE;
    CHECK_OK(people_authenticate(ctx, &c));
    ctx->now += 15 * MINUTE;
    CHECK_OK(people_seen(ctx, person_id("stg-01"))); /* too late: elsewhere */
    CHECK_ERR(CARNET_DENIED, people_authenticate(ctx, &c));
}

TEST(people, ones_own_device_stays_signed_in_for_30_days)
{
    struct ctx *ctx = sample();
    struct credential c = signed_in(ctx, "stg-01", "mine");
    ctx->now += 30 * 24 * 60 * MINUTE - 1;
    CHECK_OK(people_authenticate(ctx, &c));
    ctx->now += 1;
    CHECK_ERR(CARNET_DENIED, people_authenticate(ctx, &c));
}

TEST(people, signing_out_ends_this_sign_in_and_no_other)
{
    struct ctx *ctx = sample();
    struct credential phone = signed_in(ctx, "stg-01", "mine"), desk = signed_in(ctx, "stg-01", "mine");
    CHECK_OK(people_authenticate(ctx, &phone));
    CHECK_OK(sign_in_end(ctx));
    CHECK_INT(1, count_effects(ctx, EFFECT_SIGNED_OUT));
    CHECK_ERR(CARNET_DENIED, people_authenticate(ctx, &phone));
    CHECK_INT(0, ctx->actor);
    CHECK_OK(people_authenticate(ctx, &desk));
}

TEST(people, a_closed_account_has_no_credential)
{
    struct ctx *ctx = sample();
    struct credential c = signed_in(ctx, "stg-01", "mine");
    const char *token;
    CHECK_OK(people_token_make(&token, ctx, "stg-01@exemple.invalid"));
    struct credential bearer = cookie(token);
    bearer.kind = CREDENTIAL_BEARER;
    CHECK_OK(people_authenticate(ctx, &bearer));
    CHECK_INT(0, ctx->sign_in);
    run_sql("UPDATE person SET closed_at = 1 WHERE slug = 'stg-01'");
    CHECK_ERR(CARNET_DENIED, people_authenticate(ctx, &c));
    CHECK_ERR(CARNET_DENIED, people_authenticate(ctx, &bearer));
}

TEST(people, a_token_is_no_cookie_and_a_cookie_no_token)
{
    struct ctx *ctx = sample();
    struct credential c = signed_in(ctx, "stg-01", "mine");
    c.kind = CREDENTIAL_BEARER;
    CHECK_ERR(CARNET_DENIED, people_authenticate(ctx, &c));
    struct credential none = { .kind = CREDENTIAL_NONE }, rubbish = cookie("rubbish");
    CHECK_ERR(CARNET_DENIED, people_authenticate(ctx, &none));
    CHECK_ERR(CARNET_DENIED, people_authenticate(ctx, &rubbish));
    CHECK_ERR(CARNET_MISSING, people_token_make(&(const char *){ NULL }, ctx, "personne@exemple.invalid"));
}

static void as_admin(struct ctx *ctx)
{
    struct person admin;
    CHECK_OK(people_find_email(&admin, ctx, "admin@exemple.invalid"));
    ctx->actor = admin.id;
}

TEST(people, an_administrator_chooses_a_password_once_with_the_link)
{
    struct ctx *ctx = sample();
    const char *link, *hash;
    CHECK_OK(people_admin_make(&link, ctx, "admin@exemple.invalid"));
    CHECK_ERR(CARNET_INVALID, account_link_hash(&hash, ctx, link, "court"));
    CHECK_OK(account_link_hash(&hash, ctx, link, "une phrase assez longue"));
    CHECK_OK(account_link_use(ctx, link, hash));
    CHECK_ERR(CARNET_MISSING, account_link_use(ctx, link, hash));
    CHECK_INT(2, one_int("SELECT max(number) FROM event_person JOIN person ON person.id = event_person.person"
                         " WHERE person.email = 'admin@exemple.invalid'")); /* made, chosen: they can see it */
    CHECK_INT(SIGN_IN_SET_UP, try_sign_in(ctx, "admin@exemple.invalid", "une phrase assez longue", "mine", "127.0.0.1").verdict);
    as_admin(ctx);
    struct document *documents;
    size_t count;
    CHECK_OK(document_list(&documents, &count, ctx));
    CHECK_INT(0, count);
}

TEST(people, pseudonyms_say_nothing_and_are_each_their_own)
{
    sample();
    CHECK_INT(33, one_int("SELECT count(DISTINCT pseudonym) FROM person WHERE pseudonym GLOB 'p-[0-9a-f]*'"));
}

TEST(live_rights, a_room_is_for_those_who_may_read)
{
    struct ctx *ctx = sample();
    struct credential reader = signed_in(ctx, "tut-01", "mine"), member = signed_in(ctx, "stg-02", "mine"), none = { 0 };
    struct live_admission admission;
    const char *page = page_of("grp-b");
    CHECK_OK(document_admit(ctx, &admission, &reader, page));
    CHECK(admission.read && !admission.write && admission.journal == 0);
    CHECK_INT(document_id(page), admission.document);
    CHECK_OK(document_admit(ctx, &admission, &member, page));
    CHECK(admission.read && admission.write && admission.sign_in != 0);
    CHECK_ERR(CARNET_MISSING, document_admit(ctx, &admission, &reader, entry_of("stg-05")));
    CHECK_ERR(CARNET_MISSING, document_admit(ctx, &admission, &reader, "nnnnnnnnnnnnnnnnnnnnnnnnnn"));
    CHECK_ERR(CARNET_DENIED, document_admit(ctx, &admission, &none, page));
}

TEST(live_rights, a_room_ends_with_the_right_or_the_sign_in)
{
    struct ctx *ctx = sample();
    struct credential reader = signed_in(ctx, "tut-01", "mine");
    struct live_admission admission;
    const char *uid = entry_of("stg-01");
    CHECK_OK(document_admit(ctx, &admission, &reader, uid));
    CHECK(admission.journal != 0);
    struct live_admission before = admission;
    CHECK_OK(document_readmit(ctx, &admission, &before));
    CHECK(admission.read);
    run_sql("UPDATE journal_entry SET visibility = 'private', shared_at = NULL WHERE visibility = 'tutor'");
    CHECK_OK(document_readmit(ctx, &admission, &before));
    CHECK(!admission.read && !admission.write);
    CHECK_OK(people_authenticate(ctx, &reader));
    CHECK_OK(sign_in_end(ctx));
    CHECK_ERR(CARNET_DENIED, document_readmit(ctx, &admission, &before));
}

TEST(live_rights, a_room_ends_when_a_shared_device_is_not_used_and_stays_while_it_is)
{
    struct ctx *ctx = sample();
    struct credential writer = signed_in(ctx, "stg-01", "shared");
    struct live_admission before, admission;
    int64_t start = ctx->now;
    CHECK_OK(document_admit(ctx, &before, &writer, entry_of("stg-01")));
    CHECK_INT(start + 15 * MINUTE, before.valid_until);
    ctx->now = start + 10 * MINUTE;
    CHECK_OK(people_authenticate(ctx, &writer)); /* a page asks for something */
    ctx->now = start + 15 * MINUTE;
    CHECK_OK(document_readmit(ctx, &admission, &before));
    CHECK_INT(start + 25 * MINUTE, admission.valid_until);
    ctx->now = start + 25 * MINUTE;
    CHECK_ERR(CARNET_DENIED, document_readmit(ctx, &admission, &before));
}

TEST(live_rights, a_room_ends_with_the_personal_token)
{
    struct ctx *ctx = sample();
    const char *token;
    struct live_admission before, admission;
    CHECK_OK(people_token_make(&token, ctx, "stg-01@exemple.invalid"));
    struct credential bearer = cookie(token);
    bearer.kind = CREDENTIAL_BEARER;
    CHECK_OK(document_admit(ctx, &before, &bearer, entry_of("stg-01")));
    int64_t ends = one_int("SELECT expires_at FROM personal_token ORDER BY id DESC LIMIT 1");
    CHECK_INT(ends, before.valid_until);
    CHECK_OK(document_readmit(ctx, &admission, &before));
    CHECK_INT(ends, admission.valid_until);
    run_sql("UPDATE personal_token SET expires_at = 1");
    CHECK_ERR(CARNET_DENIED, document_readmit(ctx, &admission, &before));
    run_sql("DELETE FROM personal_token");
    CHECK_ERR(CARNET_DENIED, document_readmit(ctx, &admission, &before));
}
