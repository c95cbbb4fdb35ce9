/* Invitations as they are pasted, passwords as they are chosen, and what ends with an account. */
#include "areas/areas_fixture.h"

#include "areas/enrolment/enrolment.h"
#include "areas/people/account.h"
#include "areas/people/invitation.h"
#include "areas/people/passphrase.h"
#include "areas/people/sign_in.h"

#define MINUTE INT64_C(60000)
#define DAY (24 * 60 * MINUTE)

static const char *cohort_slug(void)
{
    struct ctx *ctx = as("stg-01");
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, "SELECT slug FROM cohort");
    CHECK_OK(db_one(&q));
    return db_text(&q, 0, ctx->arena);
}

static struct pasted one(const char *text)
{
    struct pasted *people;
    size_t count;
    CHECK_OK(pasted_parse(&people, &count, as("stg-01"), text));
    CHECK_INT(1, count);
    return people[0];
}

static void is_person(const char *given, const char *family, const char *email, const char *text)
{
    struct pasted p = one(text);
    CHECK_TEXT("fine", p.error ? p.error : "fine");
    CHECK_TEXT(given, p.given_name);
    CHECK_TEXT(family, p.family_name);
    CHECK_TEXT(email, p.email);
}

TEST(pasted, lines_are_understood_as_people_write_them)
{
    sample();
    is_person("Inès", "Le Goff", "ines@x.invalid", "Inès Le Goff <ines@x.invalid>");
    is_person("Inès", "LE GOFF", "ines@x.invalid", "LE GOFF Inès <ines@x.invalid>");
    is_person("Inès", "LE GOFF", "ines@x.invalid", "  \"Inès LE GOFF\"   <ines@x.invalid> ");
    is_person("Inès", "Le Goff", "ines@x.invalid", "\"Le Goff, Inès\" <ines@x.invalid>");
    is_person("Anne Inès", "LE GOFF", "ines@x.invalid", "LE GOFF, Anne Inès <ines@x.invalid>");
    is_person("Ines", "Legoff", "ines.legoff@x.invalid", "ines.legoff@x.invalid");
    is_person("Ines", "", "ines@x.invalid", "<ines@x.invalid>");
    is_person("Inès", "Le Goff", "ines@x.invalid", "Le Goff;Inès;ines@x.invalid");
    is_person("Inès", "Le Goff", "ines@x.invalid", "Le Goff\tInès\tines@x.invalid\t06 00\r");
    is_person("Inès", "Le Goff", "ines@x.invalid", "Le Goff,Inès,ines@x.invalid\n\n");
    is_person("Inès", "Le Goff", "ines@x.invalid", "Prénom;Nom;Adresse\nInès;Le Goff;ines@x.invalid");
    is_person("Inès", "Le Goff", "ines@x.invalid", "NOM\tPRÉNOM\tCourriel\nLe Goff\tInès\tines@x.invalid");
}

TEST(pasted, what_is_wrong_is_told_with_its_line)
{
    static const char *const LINES[] = { "Inès Le Goff", "Inès <ines@x>", "=1+1;Inès;ines@x.invalid", "+33;Inès;ines@x.invalid",
                                         "@a;Inès;ines@x.invalid", "<b>;Inès;ines@x.invalid", "123;456;ines@x.invalid",
                                         "Goff;-Inès;ines@x.invalid", "a@b.fr\x01", "Inès <ines@x.invalid\r\nBcc: a@b.fr>" };
    struct pasted *people;
    size_t count;
    sample();
    for (size_t i = 0; i < sizeof LINES / sizeof *LINES; i++) {
        CHECK_OK(pasted_parse(&people, &count, as("stg-01"), arena_printf(as("stg-01")->arena, "\nJo <jo@x.invalid>\n%s", LINES[i])));
        CHECK(count >= 2 && people[0].line == 2 && people[1].line == 3);
        CHECK(people[1].error != NULL);
    }
}

static void are_people(const char *expected, const char *text)
{
    struct pasted *people;
    size_t count;
    CHECK_OK(pasted_parse(&people, &count, as("stg-01"), text));
    CLEANUP(buf_clear) struct buf all = { 0 };
    for (size_t i = 0; i < count; i++)
        buf_printf(&all, "%s%lld %s|%s|%s%s", i ? ", " : "", (long long)people[i].line, people[i].given_name, people[i].family_name, people[i].email,
                   people[i].error ? "!" : "");
    CHECK_TEXT(expected, buf_text(&all));
}

TEST(pasted, recipients_on_one_line_are_a_person_each)
{
    sample();
    are_people("1 Marie|Dupont|marie@x.invalid, 1 Jean|Martin|jean@x.invalid, 1 Zoé|LE GOFF|zoe@x.invalid",
               "Marie Dupont <marie@x.invalid>, Jean Martin <jean@x.invalid>; LE GOFF Zoé <zoe@x.invalid>;");
    are_people("1 Marie|Dupont|marie@x.invalid, 1 Jean|Martin|jean@x.invalid, 2 Zoé|Goff|zoe@x.invalid",
               "\"Dupont, Marie\" <marie@x.invalid>, \"Martin, Jean\" <jean@x.invalid>,\r\nZoé Goff <zoe@x.invalid>");
    are_people("1 Marie|DUPONT|marie@x.invalid, 1 Jean|MARTIN|jean@x.invalid",
               "DUPONT, Marie <marie@x.invalid>; 'MARTIN, Jean' <jean@x.invalid>");
    are_people("1 Marie|Dupont|marie.dupont@x.invalid, 1 Jean||jean@x.invalid, 1 Zoé|Goff|zoe@x.invalid",
               "marie.dupont@x.invalid, jean@x.invalid;Zoé Goff <zoe@x.invalid>");
    are_people("1 Marie|Dupont|marie.dupont@x.invalid, 1 Jean||jean@x.invalid",
               "marie.dupont@x.invalid <marie.dupont@x.invalid>, 'jean@x.invalid' <jean@x.invalid>");
    are_people("1 Marie||marie@x!, 1 Jean||jean@x.invalid, 1 Zoé||!", "marie@x, <jean@x.invalid>, Zoé");
}

TEST(pasted, cells_are_one_person_whatever_addresses_they_hold)
{
    sample();
    are_people("1 Marie|Dupont|marie@x.invalid", "Dupont, Marie, marie@x.invalid");
    are_people("1 Marie|Dupont|marie@x.invalid", "marie@x.invalid;Dupont;Marie");
    are_people("1 Marie|Dupont|marie@x.invalid", "Dupont;Marie;marie@x.invalid;chez.elle@x.invalid");
    are_people("1 Marie|Dupont|marie@x.invalid", "marie@x.invalid;Dupont;Marie;chez.elle@x.invalid");
    are_people("1 Marie|Dupont|marie@x.invalid", "Dupont\tMarie\tmarie@x.invalid\tchez.elle@x.invalid");
}

TEST(pasted, what_nobody_sees_of_a_name_is_taken_out_and_what_is_left_is_a_name)
{
    struct ctx *ctx = sample();
    is_person("Inès", "Le Goff", "ines@x.invalid", "\u202eInès\u200b Le\u00ad Goff\u202c <ines@x.invalid>");
    is_person("Inès", "Le Goff", "ines@x.invalid", "\u200fLe Goff;In\u2060ès;ines@x.invalid");
    CHECK_TEXT("name", pasted_check(ctx, 1, "\u200b\u2066", "Le Goff", "ines@x.invalid").error);
    CHECK_TEXT("name", pasted_check(ctx, 1, "…", "Le Goff", "ines@x.invalid").error);
    CHECK_TEXT("name", pasted_check(ctx, 1, "\u2800", "Le Goff", "ines@x.invalid").error);
}

TEST(administrator, an_address_with_what_nobody_sees_is_none)
{
    const char *link;
    struct ctx *ctx = sample();
    CHECK_ERR(CARNET_INVALID, people_admin_make(&link, ctx, "so\u200blenn@exemple.invalid"));
    CHECK_ERR(CARNET_INVALID, people_admin_make(&link, ctx, "\u202esolenn@exemple.invalid"));
    CHECK_ERR(CARNET_INVALID, people_admin_make(&link, ctx, "solenn@exemple.invalid\n"));
    CHECK_OK(people_admin_make(&link, ctx, "solenn@localhost"));
}

TEST(pasted, a_list_has_an_end)
{
    struct ctx *ctx = sample();
    struct pasted *people;
    size_t count;
    CLEANUP(buf_clear) struct buf text = { 0 };
    for (int i = 0; i < 300; i++)
        buf_printf(&text, "p%d@x.invalid%s", i, i % 2 ? "\n" : ", ");
    CHECK_OK(pasted_parse(&people, &count, ctx, buf_text(&text)));
    CHECK_INT(300, count);
    buf_put_text(&text, "de.trop@x.invalid\n");
    CHECK_ERR(CARNET_LIMIT, pasted_parse(&people, &count, ctx, buf_text(&text)));
    while (text.len <= PASTED_BYTES)
        buf_put_text(&text, "\n\n\n\n\n\n\n\n");
    CHECK_ERR(CARNET_LIMIT, pasted_parse(&people, &count, ctx, buf_text(&text)));
    CHECK_OK(pasted_parse(&people, &count, ctx, ""));
    CHECK_INT(0, count);
}

TEST(passphrase, twelve_characters_that_are_not_the_first_ones_tried)
{
    static const char *const GOOD[] = { "quatre mots sans rapport", "Le vélo bleu de Zoé", "kd93jf03kdl3", "passerelles-2026" };
    static const char *const SHORT[] = { "", "court", "onze lettre", "éééééééé" };
    static const char *const COMMON[] = { "Motdepasse2026", "MOT DE PASSE 2026!", "azertyuiop123", "123456789012", "aaaaaaaaaaaa", "ababababababab",
                                          "Jetaimejetaime", "Liberté-Égalité-Fraternité", "............", "Password12345678" };
    struct ctx *ctx = sample();
    struct person person;
    CHECK_OK(people_find(&person, ctx, person_id("stg-01")));
    for (size_t i = 0; i < sizeof GOOD / sizeof *GOOD; i++)
        CHECK_OK(passphrase_check(ctx, GOOD[i], &person));
    for (size_t i = 0; i < sizeof SHORT / sizeof *SHORT; i++)
        CHECK_ERR(CARNET_INVALID, passphrase_check(ctx, SHORT[i], &person));
    for (size_t i = 0; i < sizeof COMMON / sizeof *COMMON; i++)
        CHECK_ERR(CARNET_INVALID, passphrase_check(ctx, COMMON[i], &person));
    CHECK_ERR(CARNET_INVALID, passphrase_check(ctx, arena_printf(ctx->arena, "%s 2026", person.name), &person));
    CHECK_ERR(CARNET_INVALID, passphrase_check(ctx, arena_printf(ctx->arena, "%s%s-12", person.family_name, person.given_name), &person));
}

static void invite(const char *who, const char *role_name, const char *email)
{
    struct ctx *ctx = as(who);
    struct pasted p = pasted_check(ctx, 1, "Noé", "Martin", email);
    enum role role;
    CHECK_OK(role_parse(&role, role_name));
    const char *cohort = cohort_slug();
    CHECK_OK(invitation_send(as(who), cohort, role, &p, 1));
}

static carnet_err may_invite(const char *who, const char *role_name)
{
    struct pasted p = pasted_check(as(who), 1, "Noé", "Martin", arena_printf(as(who)->arena, "%s@neuf.invalid", role_name));
    enum role role;
    CHECK_OK(role_parse(&role, role_name));
    const char *cohort = cohort_slug();
    return invitation_send(as(who), cohort, role, &p, 1);
}

TEST(invitation, a_preview_makes_nothing_and_knows_who_is_here)
{
    sample();
    struct invitee *people;
    size_t count;
    const char *cohort = cohort_slug();
    int64_t before = one_int("SELECT total_changes()");
    CHECK_OK(invitation_preview(&people, &count, as("ass-01"), cohort,
                                "a@x.invalid\nA@X.invalid\nSTG-01@exemple.invalid\nrien\next-01@exemple.invalid"));
    CHECK_INT(5, count);
    CHECK_TEXT("new", invitee_state_text(people[0].state));
    CHECK_TEXT("duplicate", invitee_state_text(people[1].state));
    CHECK_TEXT("account", invitee_state_text(people[2].state));
    CHECK_TEXT("error", invitee_state_text(people[3].state));
    CHECK_TEXT("invited", invitee_state_text(people[4].state));
    CHECK_INT(before, one_int("SELECT total_changes()"));
    CHECK_ERR(CARNET_MISSING, invitation_preview(&people, &count, as("tut-01"), cohort, ""));
    CHECK_ERR(CARNET_MISSING, invitation_preview(&people, &count, as("resp-01"), "nulle-part", ""));
    CHECK_ERR(CARNET_MISSING, invitation_preview(&people, &count, as("resp-01"), NULL, ""));
}

TEST(invitation, a_role_that_somebody_has_already_is_not_told_again)
{
#define GIVEN "SELECT count(*) FROM event_person JOIN event ON event.id = event JOIN person ON person.id = event_person.person" \
    " WHERE kind = 'account.role_given' AND slug = 'tut-01'"
    sample();
    struct pasted one = { .given_name = "Hélène", .family_name = "Marchadour", .email = "tut-01@exemple.invalid" };
    CHECK_OK(invitation_send(as("resp-01"), cohort_slug(), ROLE_TUTOR, &one, 1));
    CHECK_INT(0, one_int(GIVEN));
    for (int i = 0; i < 2; i++)
        CHECK_OK(invitation_send(as("resp-01"), cohort_slug(), ROLE_TRAINER, &one, 1));
    CHECK_INT(1, one_int(GIVEN));
}

TEST(invitation, nobody_gives_a_role_above_their_own)
{
    sample();
    CHECK_OK(may_invite("ass-01", "trainee"));
    CHECK_OK(may_invite("ass-01", "jury_member"));
    CHECK_ERR(CARNET_DENIED, may_invite("ass-01", "programme_manager"));
    CHECK_ERR(CARNET_DENIED, may_invite("ass-01", "disability_officer"));
    CHECK_OK(may_invite("resp-01", "programme_manager"));
    CHECK_ERR(CARNET_DENIED, may_invite("resp-01", "platform_admin"));
    CHECK_ERR(CARNET_DENIED, may_invite("resp-01", "commissioner"));
    CHECK_ERR(CARNET_MISSING, may_invite("tut-01", "trainee"));
    CHECK_ERR(CARNET_MISSING, may_invite("stg-01", "trainee"));
}

static const char *administrator(void)
{
    const char *link;
    struct person person;
    struct ctx *ctx = as("resp-01");
    ctx->actor = 0; /* the command line */
    CHECK_OK(people_admin_make(&link, ctx, "admin@exemple.invalid"));
    CHECK_OK(people_find_email(&person, ctx, "admin@exemple.invalid"));
    return person.slug;
}

static carnet_err invites_themself(const char *who, const char *place, enum role role)
{
    struct person person;
    CHECK_OK(people_find_slug(&person, as(who), who));
    struct pasted p = pasted_check(as(who), 1, person.given_name, person.family_name, person.email);
    return invitation_send(as(who), place, role, &p, 1);
}

TEST(invitation, nobody_gives_themself_a_role)
{
    sample();
    const char *cohort = cohort_slug(), *admin = administrator();
    CHECK_ERR(CARNET_DENIED, invites_themself("ass-01", cohort, ROLE_TRAINER));
    CHECK_ERR(CARNET_DENIED, invites_themself("ass-01", cohort, ROLE_TRAINEE));
    CHECK_ERR(CARNET_DENIED, invites_themself("resp-01", cohort, ROLE_DISABILITY_OFFICER)); /* who reads causes */
    CHECK_ERR(CARNET_DENIED, invites_themself("resp-01", cohort, ROLE_TRAINEE));
    CHECK_OK(invites_themself("resp-01", cohort, ROLE_TUTOR));
    CHECK_ERR(CARNET_DENIED, invites_themself(admin, cohort, ROLE_PROGRAMME_MANAGER));
    CHECK_ERR(CARNET_DENIED, invites_themself(admin, cohort, ROLE_TRAINER));
    CHECK_ERR(CARNET_DENIED, invites_themself(admin, NULL, ROLE_PROGRAMME_MANAGER));
    CHECK_OK(invites_themself(admin, NULL, ROLE_PLATFORM_ADMIN)); /* held already: nothing changes */
    struct enrolment_new trainee = { .person = "ass-01", .from = "2026-06-12", .status = ENROLMENT_ENROLLED };
    CHECK_ERR(CARNET_DENIED, enrolment_add(as("ass-01"), cohort, &trainee));
}

TEST(invitation, a_trainee_is_enrolled_and_opens_the_account_with_the_link_once_within_14_days)
{
    struct ctx *ctx = sample();
    run_sql("DELETE FROM mail");
    invite("resp-01", "trainee", "noe@x.invalid");
    CHECK_INT(1, one_int("SELECT count(*) FROM enrolment JOIN person ON person.id = enrolment.person WHERE email = 'noe@x.invalid'"
                         " AND enrolment.status = 'enrolled'"));
    CHECK_INT(1, one_int("SELECT count(*) FROM mail WHERE kind = 'invitation' AND secret = 1 AND expires_at - created_at = 14 * 86400000"));
    CHECK_INT(1, one_int("SELECT count(*) FROM one_time_link WHERE purpose = 'invitation' AND used_at IS NULL"));
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, "SELECT substr(body, instr(body, '#') + 1, 43) FROM mail");
    CHECK_OK(db_one(&q));
    const char *token = db_text(&q, 0, ctx->arena), *hash;
    ctx->now += 14 * DAY;
    CHECK_ERR(CARNET_MISSING, account_link_hash(&hash, ctx, token, "quatre mots sans rapport"));
    ctx->now -= 1;
    CHECK_OK(account_link_hash(&hash, ctx, token, "quatre mots sans rapport"));
    CHECK_OK(account_link_use(ctx, token, hash));
    CHECK_ERR(CARNET_MISSING, account_link_use(ctx, token, hash));
}

TEST(invitation, all_or_none_are_invited)
{
    sample();
    struct ctx *ctx = as("resp-01");
    struct pasted people[] = { pasted_check(ctx, 1, "Noé", "Martin", "noe@x.invalid"), pasted_check(ctx, 2, "=1", "Martin", "zoe@x.invalid") };
    const char *cohort = cohort_slug();
    CHECK_ERR(CARNET_INVALID, invitation_send(as("resp-01"), cohort, ROLE_TRAINEE, people, 2));
    people[1] = pasted_check(ctx, 2, "Noé", "Martin", "NOE@x.invalid");
    CHECK_ERR(CARNET_INVALID, invitation_send(as("resp-01"), cohort, ROLE_TRAINEE, people, 2));
    CHECK_INT(0, one_int("SELECT count(*) FROM person WHERE email LIKE '%@x.invalid'"));
}

static const char *slug_of(const char *email)
{
    struct person person;
    CHECK_OK(people_find_email(&person, as("resp-01"), email));
    return person.slug;
}

TEST(invitation, a_corrected_address_ends_the_old_link_and_open_accounts_keep_theirs)
{
    sample();
    struct account_about about;
    invite("ass-01", "tutor", "faux@x.invalid");
    const char *slug = slug_of("faux@x.invalid");
    CHECK_ERR(CARNET_INVALID, account_correct(&about, as("ass-01"), slug, "pas une adresse"));
    CHECK_ERR(CARNET_CONFLICT, account_correct(&about, as("ass-01"), slug, "stg-01@exemple.invalid"));
    CHECK_OK(account_correct(&about, as("ass-01"), slug, "juste@x.invalid"));
    CHECK_INT(1, one_int("SELECT count(*) FROM one_time_link WHERE purpose = 'invitation' AND used_at IS NULL AND expires_at > created_at"));
    CHECK_INT(0, one_int("SELECT count(*) FROM mail WHERE kind = 'invitation' AND state <> 'expired' AND address IS NOT NULL"));
    CHECK_ERR(CARNET_CONFLICT, account_correct(&about, as("ass-01"), "stg-01", "prise@x.invalid"));
    CHECK_ERR(CARNET_MISSING, account_correct(&about, as("ass-01"), "resp-01", "prise@x.invalid"));
    CHECK_ERR(CARNET_MISSING, account_correct(&about, as("tut-01"), slug, "prise@x.invalid"));
}

TEST(account, closing_ends_credentials_links_and_sockets_and_keeps_authorship)
{
    struct ctx *ctx = sample();
    struct account_about about;
    const char *token, *link;
    CHECK_OK(people_token_make(&token, ctx, "stg-01@exemple.invalid"));
    CHECK_OK(link_make(&link, ctx, person_id("stg-01"), LINK_FORGOTTEN, DAY, NULL));
    run_sql("INSERT INTO sign_in (token_hash, person, device, created_at, seen_at, expires_at) SELECT randomblob(32), id, 'mine', 1, 1, 9999999999999"
            " FROM person WHERE slug = 'stg-01'");
    CHECK_OK(account_end(&about, as("ass-01"), "stg-01"));
    CHECK(about.closed && !about.may_close);
    CHECK_INT(1, count_effects(ctx, EFFECT_SIGNED_OUT));
    CHECK_INT(1, count_effects(ctx, EFFECT_CLOSED));
    struct link found;
    struct credential bearer = { .kind = CREDENTIAL_BEARER };
    strncpy(bearer.token, token, sizeof bearer.token - 1);
    CHECK_ERR(CARNET_DENIED, people_authenticate(ctx, &bearer));
    CHECK_ERR(CARNET_MISSING, link_find(&found, ctx, link, LINKS_TO_PASSWORD));
    CHECK_INT(1, one_int("SELECT count(*) FROM journal JOIN person ON person.id = journal.person WHERE slug = 'stg-01' AND given_name <> ''"));
    CHECK_INT(1, one_int("SELECT count(*) FROM mail WHERE kind = 'account_closed' AND address = 'stg-01@exemple.invalid'"));
    CHECK_ERR(CARNET_CONFLICT, account_end(&about, as("ass-01"), "stg-01"));
    invite("ass-01", "trainee", "stg-01@exemple.invalid"); /* the address is free again */
}

TEST(account, assistants_close_no_staff_and_nobody_closes_themselves_or_strangers)
{
    sample();
    struct account_about about;
    CHECK_ERR(CARNET_MISSING, account_end(&about, as("ass-01"), "resp-01"));
    CHECK_ERR(CARNET_CONFLICT, account_end(&about, as("resp-01"), "resp-01"));
    CHECK_ERR(CARNET_MISSING, account_end(&about, as("tut-01"), "stg-01"));
    CHECK_ERR(CARNET_MISSING, account_end(&about, as("stg-01"), "stg-02"));
    run_sql("INSERT INTO role (person, cohort, role) SELECT id, NULL, 'quality_officer' FROM person WHERE slug = 'stg-01'");
    CHECK_ERR(CARNET_MISSING, account_end(&about, as("resp-01"), "stg-01")); /* of the organisation too */
    run_sql("INSERT INTO role (person, cohort, role) SELECT id, NULL, 'platform_admin' FROM person WHERE slug = 'tut-01'");
    CHECK_OK(account_end(&about, as("tut-01"), "stg-01"));
}

static int64_t letters(const char *email, const char *kind)
{
    struct ctx *ctx = as("stg-01");
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, "SELECT count(*) FROM mail LEFT JOIN person ON person.id = mail.person"
                                                                " WHERE ifnull(mail.address, person.email) = ?1 AND kind = ?2 AND mail.state = 'waiting'");
    db_bind_text(&q, 1, email);
    db_bind_text(&q, 2, kind);
    CHECK_OK(db_one(&q));
    return db_int(&q, 0);
}

TEST(account, a_forgotten_password_is_noted_alike_for_everybody_and_looked_at_later)
{
    struct ctx *ctx = sample();
    ctx->actor = 0;
    int64_t written = one_int("SELECT total_changes()");
    CHECK_OK(account_forgotten(ctx, "STG-01@exemple.invalid", "10.0.0.1"));
    int64_t known = one_int("SELECT total_changes()") - written;
    CHECK_OK(account_forgotten(ctx, "personne@exemple.invalid", "10.0.0.1"));
    CHECK_INT(2 * known, one_int("SELECT total_changes()") - written);
    CHECK_OK(account_forgotten(ctx, "ext-01@exemple.invalid", "10.0.0.1")); /* a guest, who never had a password */
    CHECK_INT(0, one_int("SELECT count(*) FROM mail"));
    CHECK_OK(account_beat(ctx));
    CHECK_OK(account_beat(ctx));
    CHECK_INT(1, one_int("SELECT count(*) FROM mail"));
    CHECK_INT(1, letters("stg-01@exemple.invalid", "password_forgotten"));
    CHECK_INT(30 * MINUTE, one_int("SELECT expires_at - created_at FROM one_time_link WHERE purpose = 'forgotten'"));
}

TEST(account, an_account_gets_three_such_letters_an_hour_and_a_machine_asks_twenty_times)
{
    struct ctx *ctx = sample();
    for (int i = 0; i < 20; i++) {
        CHECK_OK(account_forgotten(ctx, "stg-01@exemple.invalid", "10.0.0.1"));
        CHECK_OK(account_beat(ctx));
    }
    CHECK_INT(3, one_int("SELECT count(*) FROM mail"));
    CHECK_INT(1, letters("stg-01@exemple.invalid", "password_forgotten")); /* the last link is the good one */
    CHECK_INT(1, one_int("SELECT count(*) FROM one_time_link WHERE expires_at > created_at + 1000"));
    CHECK_ERR(CARNET_LIMIT, account_forgotten(ctx, "stg-02@exemple.invalid", "10.0.0.1"));
    CHECK_OK(account_forgotten(ctx, "stg-02@exemple.invalid", "10.0.0.2"));
    ctx->now += 61 * MINUTE;
    CHECK_OK(account_forgotten(ctx, "stg-01@exemple.invalid", "10.0.0.1"));
}

TEST(account, a_link_does_only_what_it_is_for)
{
    struct ctx *ctx = sample();
    const char *address, *forgotten, *hash;
    CHECK_OK(link_make(&address, ctx, person_id("stg-01"), LINK_ADDRESS, DAY, "neuf@x.invalid"));
    CHECK_OK(link_make(&forgotten, ctx, person_id("stg-01"), LINK_FORGOTTEN, DAY, NULL));
    CHECK_ERR(CARNET_MISSING, account_link_hash(&hash, ctx, address, "quatre mots sans rapport"));
    CHECK_ERR(CARNET_MISSING, account_address_confirm(ctx, forgotten));
    CHECK_OK(account_address_confirm(ctx, address));
    CHECK_ERR(CARNET_MISSING, account_address_confirm(ctx, address));
    CHECK_ERR(CARNET_MISSING, account_link_hash(&hash, ctx, forgotten, "quatre mots sans rapport")); /* it went to the old address */
}

TEST(account, a_new_address_is_confirmed_there_and_told_here)
{
    sample();
    run_sql("DELETE FROM mail");
    CHECK_ERR(CARNET_INVALID, account_address_ask(as("stg-01"), "a@b.fr\r\nBcc: c@d.fr"));
    CHECK_OK(account_address_ask(as("stg-01"), "neuf@x.invalid"));
    CHECK_INT(1, letters("stg-01@exemple.invalid", "address_asked"));
    CHECK_INT(1, letters("neuf@x.invalid", "address_confirm"));
    CHECK_INT(1, one_int("SELECT count(*) FROM person WHERE email = 'stg-01@exemple.invalid'"));
    CHECK_OK(account_address_ask(as("stg-01"), "stg-02@exemple.invalid")); /* somebody's: same answer, no letter to them */
    CHECK_INT(0, letters("stg-02@exemple.invalid", "address_confirm"));
}

TEST(account, one_closes_ones_own_sign_ins_and_no_others)
{
    struct ctx *ctx = sample();
    run_sql("INSERT INTO sign_in (id, token_hash, person, device, created_at, seen_at, expires_at) SELECT 900 + id, randomblob(32), id, 'mine', 1, 1,"
            " 9999999999999 FROM person WHERE slug IN ('stg-01', 'stg-02')");
    struct account_sign_in *all;
    size_t count;
    as("stg-01");
    CHECK_OK(account_sign_ins(&all, &count, ctx));
    CHECK_INT(1, count);
    CHECK_ERR(CARNET_MISSING, account_sign_in_close(ctx, 900 + person_id("stg-02")));
    CHECK_OK(account_sign_in_close(ctx, all[0].id));
    CHECK_INT(1, count_effects(ctx, EFFECT_SIGNED_OUT));
    CHECK_INT(1, one_int("SELECT count(*) FROM sign_in"));
}
