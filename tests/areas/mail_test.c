/* The outbox and what goes over the wire. */
#include "areas/areas_fixture.h"

#include <glob.h>
#include <string.h>

#include "areas/mail/letter.h"
#include "areas/mail/mail.h"
#include "areas/mail/mail_sql.h"
#include "areas/mail/message.h"
#include "base/config.h"

#define MINUTE INT64_C(60000)
#define DAY (24 * 60 * MINUTE)

static struct ctx *outbox(void)
{
    struct ctx *ctx = sample();
    CHECK_OK(config_set("mail-from", "Carnet <carnet@exemple.invalid>"));
    run_sql("DELETE FROM mail");
    return ctx;
}

static void add(struct ctx *ctx, const char *slug, bool secret, int64_t expires_at)
{
    const struct mail_word words[] = { { "givenName", "Ana" }, { 0 } };
    CHECK_OK(mail_add(ctx, &(struct mail_new){ .person = person_id(slug), .letter = "mail_test", .words = words, .secret = secret,
                                               .expires_at = expires_at }));
}

static bool claim(struct mail_out *out, struct ctx *ctx)
{
    bool found;
    int64_t next_at;
    CHECK_OK(mail_claim(&found, out, &next_at, ctx));
    return found;
}

static const char *written(struct ctx *ctx, const struct message_parts *parts)
{
    CLEANUP(buf_clear) struct buf out = { 0 };
    message_write(&out, parts);
    return arena_span(ctx->arena, buf_text(&out), out.len);
}

static const struct message_parts PARTS = {
    .from_name = "", .from = "carnet@exemple.invalid", .to_name = "", .to = "a@exemple.invalid", .subject = "Bonjour", .body = "Texte\n",
    .id = "abc", .date = INT64_C(1781250000000),
};

TEST(mail_message, has_the_headers_of_rfc_5322)
{
    struct ctx *ctx = sample();
    const char *text = written(ctx, &PARTS);
    CHECK(strstr(text, "Date: Fri, 12 Jun 2026 07:40:00 +0000\r\n"));
    CHECK(strstr(text, "From: <carnet@exemple.invalid>\r\n"));
    CHECK(strstr(text, "Message-ID: <abc@exemple.invalid>\r\n"));
    CHECK(strstr(text, "Subject: Bonjour\r\n"));
    CHECK(strstr(text, "\r\n\r\nTexte\r\n"));
    CHECK(!strstr(text, "List-Unsubscribe"));
}

TEST(mail_message, no_name_or_subject_can_add_a_header)
{
    struct ctx *ctx = sample();
    struct message_parts parts = PARTS;
    parts.to_name = "Ana\r\nBcc: tout@monde.invalid\r\n\r\ncorps";
    parts.subject = "Objet\nX-Faux: oui \"<>\" =?UTF-8?Q?faux?=";
    const char *text = written(ctx, &parts);
    CHECK(!strstr(text, "\nBcc:") && !strstr(text, "\nX-Faux:") && !strstr(text, "=?UTF-8?Q?faux?="));
    for (const char *at = text; (at = strchr(at, '\n')); at++)
        CHECK(at > text && at[-1] == '\r');
}

TEST(mail_message, a_line_end_alone_is_enough_to_encode_and_long_ascii_is_folded)
{
    struct ctx *ctx = sample();
    struct message_parts parts = PARTS;
    parts.subject = "Objet\r\nX-Faux oui";
    CHECK(!strstr(written(ctx, &parts), "\nX-Faux"));
    parts.subject = "un objet sans accent mais si long qu il ne tient sur aucune ligne de soixante seize caracteres quoi qu on fasse";
    const char *text = written(ctx, &parts), *start = text;
    for (const char *at = text; *at; at++)
        if (*at == '\n') {
            CHECK(at - start <= 77);
            start = at + 1;
        }
}

TEST(mail_message, french_is_encoded_in_lines_of_76_and_no_character_is_parted)
{
    struct ctx *ctx = sample();
    struct message_parts parts = PARTS;
    parts.to_name = "Zoé Ñandú-L’Été «Œuvre» œœœœœœœœœœœœœœœœœœœœœœœœœœœœœœœœœœœœœœœœœœ";
    parts.subject = "Une entrée a été partagée avec vous : ééééééééééééééééééééééééééééééééééééééé";
    parts.body = "Élan = 1\n.\nFrom là\nfin d’espace \nune ligne bien trop longue qui dépasse largement soixante-seize caractères, voilà tout\rseul";
    const char *text = written(ctx, &parts), *start = text;
    for (const char *at = text; *at; at++) {
        CHECK((unsigned char)*at < 0x80);
        if (*at == '\n') {
            CHECK(at - start <= 77);
            start = at + 1;
        }
    }
    CHECK(strstr(text, "=C3=89lan =3D 1\r\n.\r\nFrom l=C3=A0\r\n"));
    CHECK(strstr(text, "fin d=E2=80=99espace=20\r\n"));
    CHECK(strstr(text, "=0Dseul"));
    for (const char *at = text; (at = strstr(at, "?=\r\n =?")); at++)
        CHECK(at[-3] != '=' || strtol(at - 2, NULL, 16) < 0xc0); /* a word never ends on the first octet of a character */
}

TEST(mail, an_address_is_plain_or_refused)
{
    static const char *const GOOD[] = { "a@b.fr", "prenom.nom+carnet@asso-locale.example.org", "o'neil@x.invalid" };
    static const char *const BAD[] = { "", "@b.fr", "a@", "a@b", "a b@c.fr", "a@b.fr\r\nBcc: x@y.fr", "a@b.fr,c@d.fr", "<a@b.fr>", "a@b..fr",
                                       ".a@b.fr", "a.@b.fr", "a..b@c.fr", "\"a\"@b.fr", "a@[127.0.0.1]", "a@-b.fr", "é@b.fr", "a@b.fr>", "a@b@c.fr" };
    for (size_t i = 0; i < sizeof GOOD / sizeof *GOOD; i++)
        CHECK(mail_address_valid(GOOD[i]));
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++)
        CHECK(!mail_address_valid(BAD[i]));
}

TEST(mail, words_in_a_letter_are_put_in_once)
{
    struct ctx *ctx = sample();
    struct letter letter;
    const struct mail_word words[] = { { "givenName", "{{givenName}} {{secret}}" }, { 0 } };
    letter_write(&letter, ctx->arena, "mail_test", words);
    CHECK(strstr(letter.body, "Bonjour {{givenName}} {{secret}},"));
}

TEST(mail, letters_leave_in_order_and_once)
{
    struct ctx *ctx = outbox();
    struct mail_out first, second, none;
    add(ctx, "stg-01", false, 0);
    add(ctx, "stg-02", false, 0);
    CHECK(count_effects(ctx, EFFECT_MAIL) == 2);
    CHECK(claim(&first, ctx));
    CHECK_TEXT("stg-01@exemple.invalid", first.to);
    CHECK(claim(&second, ctx));
    CHECK_TEXT("stg-02@exemple.invalid", second.to);
    CHECK(!claim(&none, ctx));
    CHECK_OK(mail_settle(ctx, first.id, MAIL_TAKEN, "250 OK"));
    ctx->now += DAY;
    CHECK(!claim(&none, ctx));
    CHECK_INT(1, one_int("SELECT count(*) FROM mail WHERE state = 'sent' AND body IS NOT NULL"));
}

TEST(mail, what_was_being_sent_when_the_process_ended_goes_again_with_the_same_bytes)
{
    struct ctx *ctx = outbox();
    struct mail_out once, again;
    add(ctx, "stg-01", false, 0);
    CHECK(claim(&once, ctx));
    ctx->now += 5 * MINUTE;
    CHECK_OK(mail_resume(ctx));
    CHECK(claim(&again, ctx));
    CHECK_INT(once.id, again.id);
    CHECK(bytes_equal(once.message, again.message));
}

TEST(mail, a_temporary_refusal_is_tried_for_three_days_ever_more_rarely)
{
    struct ctx *ctx = outbox();
    struct mail_out out;
    int64_t start = ctx->now, last = 0;
    int tries = 0;
    add(ctx, "stg-01", false, 0);
    while (claim(&out, ctx)) {
        tries++;
        CHECK_OK(mail_settle(ctx, out.id, MAIL_LATER, "451 later"));
        int64_t wait = one_int("SELECT next_at FROM mail") - ctx->now;
        if (one_int("SELECT state = 'failed' FROM mail"))
            break;
        CHECK(wait >= last && wait <= 240 * MINUTE);
        last = wait;
        ctx->now += wait - 1;
        CHECK(!claim(&out, ctx));
        ctx->now += 1;
    }
    CHECK_INT(1, one_int("SELECT count(*) FROM mail WHERE state = 'failed' AND answer = '451 later'"));
    CHECK(tries > 10 && tries < 40);
    CHECK(ctx->now - start > 2 * DAY && ctx->now - start <= 3 * DAY);
}

TEST(mail, stopping_costs_no_attempt)
{
    struct ctx *ctx = outbox();
    struct mail_out out;
    add(ctx, "stg-01", false, 0);
    CHECK(claim(&out, ctx));
    CHECK_OK(mail_settle(ctx, out.id, MAIL_NOT_TRIED, ""));
    CHECK_INT(0, one_int("SELECT attempts FROM mail"));
    CHECK(claim(&out, ctx));
}

TEST(mail, a_corrected_address_gets_what_failed_and_the_old_one_nothing_more)
{
    struct ctx *ctx = outbox();
    struct mail_out out;
    for (int i = 0; i < 3; i++)
        add(ctx, "stg-01", false, 0);
    CHECK(claim(&out, ctx));
    CHECK_OK(mail_settle(ctx, out.id, MAIL_REFUSED, "550 no such mailbox"));
    CHECK(claim(&out, ctx)); /* on its way to the old address while it is corrected */
    run_sql("UPDATE person SET email = 'juste@exemple.invalid', email_key = 'juste@exemple.invalid' WHERE slug = 'stg-01'");
    CHECK_OK(mail_address_changed(ctx, person_id("stg-01")));
    CHECK_OK(mail_settle(ctx, out.id, MAIL_TAKEN, "250 OK"));
    int letters = 0;
    for (; claim(&out, ctx); letters++) {
        CHECK_TEXT("juste@exemple.invalid", out.to);
        CHECK_OK(mail_settle(ctx, out.id, MAIL_TAKEN, "250 OK"));
    }
    CHECK_INT(3, letters);
}

TEST(mail, the_words_of_a_secret_letter_go_when_it_has_left_or_its_link_has_ended)
{
    struct ctx *ctx = outbox();
    struct mail_out out;
    add(ctx, "stg-01", true, ctx->now + 30 * MINUTE);
    add(ctx, "stg-02", true, ctx->now + 30 * MINUTE);
    CHECK(claim(&out, ctx));
    CHECK_OK(mail_settle(ctx, out.id, MAIL_TAKEN, "250 OK"));
    CHECK_INT(1, one_int("SELECT count(*) FROM mail WHERE body IS NULL AND state = 'sent'"));
    CHECK_INT(1, one_int("SELECT count(*) FROM mail WHERE body IS NOT NULL"));
    ctx->now += 30 * MINUTE;
    CHECK(!claim(&out, ctx));
    CHECK_INT(1, one_int("SELECT count(*) FROM mail WHERE body IS NULL AND state = 'expired'"));
}

TEST(mail, a_closed_account_gets_no_letter)
{
    struct ctx *ctx = outbox();
    struct mail_out out;
    add(ctx, "stg-01", false, 0);
    add(ctx, "stg-02", false, 0);
    run_sql("UPDATE person SET closed_at = 1 WHERE slug = 'stg-01'");
    CHECK(claim(&out, ctx));
    CHECK_TEXT("stg-02@exemple.invalid", out.to);
}

TEST(mail, an_address_that_is_none_fails_and_lets_the_others_pass)
{
    struct ctx *ctx = outbox();
    struct mail_out out;
    add(ctx, "stg-01", false, 0);
    add(ctx, "stg-02", false, 0);
    run_sql("UPDATE person SET email = 'a@b.fr' || char(13, 10) || 'RCPT TO:<c@d.fr>' WHERE slug = 'stg-01'");
    CHECK(claim(&out, ctx));
    CHECK_TEXT("stg-02@exemple.invalid", out.to);
    CHECK_INT(1, one_int("SELECT count(*) FROM mail WHERE state = 'failed'"));
}

TEST(mail, words_leave_after_a_month_and_rows_after_a_year)
{
    struct ctx *ctx = outbox();
    struct mail_out out;
    add(ctx, "stg-01", false, 0);
    CHECK(claim(&out, ctx));
    CHECK_OK(mail_settle(ctx, out.id, MAIL_TAKEN, "250 OK"));
    ctx->now += 29 * DAY;
    CHECK_OK(mail_tidy(ctx));
    CHECK_INT(1, one_int("SELECT count(*) FROM mail WHERE body IS NOT NULL"));
    ctx->now += 2 * DAY;
    CHECK_OK(mail_tidy(ctx));
    CHECK_INT(0, one_int("SELECT count(*) FROM mail WHERE body IS NOT NULL"));
    ctx->now += 365 * DAY;
    CHECK_OK(mail_tidy(ctx));
    CHECK_INT(0, one_int("SELECT count(*) FROM mail"));
}

TEST(mail, links_start_where_the_settings_say)
{
    struct ctx *ctx = sample();
    mail_base_default("http://127.0.0.1:8080");
    CHECK_TEXT("http://127.0.0.1:8080/x", mail_link(ctx, "/x"));
    CHECK_OK(config_set("origins", "https://carnet.example.org https://autre.example.org"));
    CHECK_TEXT("https://carnet.example.org/x", mail_link(ctx, "/x"));
    CHECK_OK(config_set("base-url", "https://page.example.org/"));
    CHECK_TEXT("https://page.example.org/x", mail_link(ctx, "/x"));
    CHECK_OK(config_set("base-url", ""));
    CHECK_OK(config_set("origins", ""));
}

/* A new letter is decided about here, too. */
static bool is_for_its_person_alone(const char *kind)
{
    static const char *const KINDS[] = { "opening_told", "mail_test", "close", "close_stoppable", "notice_lines", "calendar_words" };
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
        if (strcmp(KINDS[i], kind) == 0)
            return true;
    return false;
}

TEST(mail, who_runs_a_cohort_sees_of_letters_that_failed_those_that_say_nothing_of_a_text)
{
    struct ctx *ctx = outbox();
    glob_t files;
    CHECK_INT(0, glob("server/areas/*/letters/*.txt", 0, NULL, &files));
    CHECK(files.gl_pathc >= 10);
    for (size_t i = 0; i < files.gl_pathc; i++) {
        const char *name = strrchr(files.gl_pathv[i], '/') + 1, *kind = arena_span(ctx->arena, name, strcspn(name, "."));
        struct mail_row *rows;
        size_t count;
        run_sql("DELETE FROM mail");
        add(ctx, "stg-01", false, 0);
        CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, "UPDATE mail SET kind = ?1, state = 'failed'");
        db_bind_text(&q, 1, kind);
        CHECK_OK(db_run(&q));
        CHECK_OK(mail_sql_list(&rows, &count, as("ass-01"), MAIL_SEES_COHORT, NULL, 0, 9));
        if (count != !is_for_its_person_alone(kind))
            test_fail(name, 0, "is seen %zu times by who runs the cohort", count);
        CHECK_OK(mail_sql_list(&rows, &count, as("ass-01"), MAIL_SEES_ALL, NULL, 0, 9));
        CHECK_INT(1, count);
    }
    globfree(&files);
}
