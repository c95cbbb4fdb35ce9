/* Who is told what, when, and in which words. The sample's snapshot is a Friday, 9 h. */
#include "areas/areas_fixture.h"

#include <stdio.h>

#include "areas/comment/comment.h"
#include "areas/document/named.h"
#include "areas/enrolment/enrolment.h"
#include "areas/event/event.h"
#include "areas/group/reader.h"
#include "areas/journal/journal.h"
#include "areas/notice/kinds.h"
#include "areas/notice/notice.h"
#include "areas/notice/post.h"
#include "areas/notice/subject.h"
#include "base/config.h"

static const struct notice_cohorts one_cohort;

#define FRIDAY(time) "2026-06-12T" time ":00+02:00"
#define SATURDAY(time) "2026-06-13T" time ":00+02:00"
#define SUNDAY(time) "2026-06-14T" time ":00+02:00"
#define MONDAY(time) "2026-06-15T" time ":00+02:00"

/* The cohort, with nothing to tell of before the test begins. */
static struct ctx *quiet(void)
{
    struct ctx *ctx = sample();
    CHECK_OK(config_set("base-url", "https://carnet.exemple.invalid"));
    run_sql("UPDATE work SET state = 'submitted' WHERE state IN ('draft', 'reopened', 'not_started')");
    run_sql("DELETE FROM mail");
    return ctx;
}

static void happens(const char *moment, const char *who, const char *kind, const char *subject, const char *to)
{
    struct ctx *ctx = as_at(who, moment);
    int64_t person = person_id(to);
    CHECK_OK(event_add(ctx, kind, subject, &person, 1));
}

static void beat(const char *moment)
{
    struct ctx *ctx = as_at("stg-01", moment);
    ctx->actor = 0;
    CHECK_OK(notice_beat(ctx));
    CHECK_INT(0, ctx->actor);
}

static int64_t letters(const char *kind)
{
    struct ctx *ctx = as("stg-01");
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, "SELECT count(*) FROM mail WHERE ?1 IS NULL OR kind = ?1");
    db_bind_text(&q, 1, kind);
    CHECK_OK(db_one(&q));
    return db_int(&q, 0);
}

static const char *body(const char *to)
{
    struct ctx *ctx = as("stg-01");
    CLEANUP(db_query_end) struct db_query q =
        db_query(ctx->db, "SELECT body FROM mail JOIN person ON person.id = mail.person WHERE person.slug = ?1 ORDER BY mail.id DESC LIMIT 1");
    db_bind_text(&q, 1, to);
    CHECK_OK(db_one(&q));
    return db_text(&q, 0, ctx->arena);
}

static int times(const char *text, const char *words)
{
    int count = 0;
    for (const char *at = strstr(text, words); at; at = strstr(at + 1, words))
        count++;
    return count;
}

TEST(notice, most_things_are_told_once_a_day_at_18_h)
{
    quiet();
    happens(FRIDAY("09:00"), "stg-02", "page.created", page_of("grp-b"), "tut-01");
    happens(FRIDAY("10:00"), "stg-02", "page.renamed", page_of("grp-b"), "tut-01");
    beat(FRIDAY("10:00"));
    beat(FRIDAY("17:59"));
    CHECK_INT(0, letters(NULL));
    beat(FRIDAY("18:00"));
    CHECK_INT(1, letters("notice_digest"));
    CHECK(strstr(body("tut-01"), "a ouvert la page «"));
    CHECK(strstr(body("tut-01"), "https://carnet.exemple.invalid/equipes/grp-b/"));
    happens(FRIDAY("18:05"), "stg-02", "page.created", page_of("grp-b"), "tut-01");
    beat(FRIDAY("19:00"));
    CHECK_INT(1, letters(NULL));
    beat(SATURDAY("18:00"));
    CHECK_INT(2, letters(NULL));
    beat(SATURDAY("18:01"));
    CHECK_INT(2, letters(NULL));
}

TEST(notice, nobody_is_told_of_what_they_did_themselves_but_of_their_account)
{
    quiet();
    happens(FRIDAY("09:00"), "tut-01", "page.created", page_of("grp-b"), "tut-01");
    happens(FRIDAY("09:00"), "tut-01", "journal.visibility", NULL, "tut-01");
    beat(FRIDAY("18:00"));
    CHECK_INT(0, letters(NULL));
    happens(FRIDAY("18:01"), "tut-01", "account.password_chosen", NULL, "tut-01");
    beat(FRIDAY("18:01"));
    CHECK_INT(1, letters("notice_account"));
    CHECK_INT(0, one_int("SELECT count(*) FROM mail WHERE unsubscribe IS NOT NULL"));
}

TEST(notice, the_hour_and_the_days_are_each_persons_own)
{
    struct ctx *ctx = quiet();
    ctx->actor = 0;
    run_sql("INSERT INTO notice_setting (person, digest_hour, excluded_days, stop_token)"
            " SELECT id, 8, 1 << 5, 'x' FROM person WHERE slug = 'tut-01'"); /* not on Fridays */
    happens(FRIDAY("09:00"), "stg-02", "page.created", page_of("grp-b"), "tut-01");
    beat(FRIDAY("18:00"));
    beat(SATURDAY("07:59"));
    CHECK_INT(0, letters(NULL));
    beat(SATURDAY("08:00"));
    CHECK_INT(1, letters(NULL));
}

TEST(notice, nobody_is_disturbed_at_night_or_on_a_sunday)
{
    quiet();
    happens(SATURDAY("21:00"), "resp-01", "work.reopened", work_of("stg-01", "diagnostic"), "stg-01");
    beat(SATURDAY("21:00"));
    beat(SUNDAY("12:00"));
    beat(SUNDAY("18:00"));
    beat(MONDAY("07:59"));
    CHECK_INT(0, letters(NULL));
    beat(MONDAY("08:00"));
    CHECK_INT(1, letters("notice_prompt"));
    CHECK(strstr(body("stg-01"), "est de nouveau ouvert"));
}

TEST(notice, receipts_and_changes_of_the_day_come_at_night_too)
{
    quiet();
    happens(SUNDAY("23:00"), "stg-01", "work.submitted", work_of("stg-01", "diagnostic"), "stg-01");
    happens(SUNDAY("23:00"), "ass-01", "jury.slot", NULL, "stg-02");
    beat(SUNDAY("23:00"));
    CHECK_INT(2, letters("notice_prompt"));
}

TEST(notice, decent_hours_follow_the_clocks_of_paris)
{
    int64_t at;
    CHECK_OK(clock_parse(&at, "2026-03-28T19:30:00Z")); /* Saturday 20:30, winter */
    CHECK(!post_is_decent(at) && post_hour(at) == 20);
    CHECK_OK(clock_parse(&at, "2026-03-30T06:00:00Z")); /* Monday 8:00, summer */
    CHECK(post_is_decent(at) && post_weekday(at) == 1 && post_hour(at) == 8);
    CHECK_OK(clock_parse(&at, "2026-03-29T22:30:00Z")); /* Monday 0:30 already */
    CHECK(!post_is_decent(at) && post_weekday(at) == 1);
}

TEST(notice, a_shared_entry_is_told_without_author_title_or_address)
{
    struct ctx *ctx = quiet();
    struct entry entry;
    ctx = as_at("stg-05", FRIDAY("09:30"));
    CHECK_OK(journal_share(&entry, ctx, entry_of("stg-05"), VISIBLE_TO_TUTOR, NULL));
    beat(FRIDAY("18:00"));
    CHECK_INT(1, letters(NULL));
    const char *text = body("tut-01");
    CHECK(strstr(text, "Une entrée a été partagée avec vous."));
    CHECK(!strstr(text, "Fatoumata") && !strstr(text, "/journal/") && !strstr(text, entry_of("stg-05")));
}

TEST(notice, a_sharing_that_was_taken_back_is_not_told)
{
    quiet();
    struct entry entry;
    const char *uid = entry_of("stg-05");
    CHECK_OK(journal_share(&entry, as_at("stg-05", FRIDAY("10:00")), uid, VISIBLE_TO_TUTOR, NULL));
    CHECK_OK(named_put(as_at("stg-05", FRIDAY("10:00")), uid, "stg-14", "2026-06-20", NULL));
    CHECK_OK(journal_share(&entry, as_at("stg-05", FRIDAY("10:01")), uid, VISIBLE_TO_ME, NULL));
    CHECK_OK(named_remove(as_at("stg-05", FRIDAY("10:01")), uid, "stg-14"));
    beat(FRIDAY("18:00"));
    CHECK_INT(0, letters(NULL));
    CHECK_OK(journal_share(&entry, as_at("stg-05", SATURDAY("10:00")), uid, VISIBLE_TO_TUTOR, NULL));
    CHECK_OK(journal_share(&entry, as_at("stg-05", SATURDAY("10:30")), uid, VISIBLE_TO_COHORT, NULL));
    beat(SATURDAY("18:00"));
    CHECK(strstr(body("tut-01"), "Une entrée a été partagée avec vous.\n"));
}

TEST(notice, an_entry_shared_before_does_not_speak_for_one_that_is_private_again)
{
    quiet();
    struct entry first, second;
    struct notice_subject subject;
    CHECK_OK(journal_share(&first, as_at("stg-05", FRIDAY("10:00")), entry_of("stg-05"), VISIBLE_TO_TUTOR, NULL));
    CHECK_OK(journal_write(&second, as_at("stg-05", FRIDAY("11:00")), "Une autre"));
    struct ctx *ctx = as_at("stg-05", FRIDAY("11:00"));
    struct notice_event event = { .kind = "journal.shared", .actor = ctx->actor, .at = ctx->now };
    CHECK_OK(journal_share(&second, ctx, second.document.uid, VISIBLE_TO_TUTOR, NULL));
    CHECK_OK(subject_of(&subject, as_at("tut-01", FRIDAY("11:01")), &event, &one_cohort));
    CHECK(!subject.hidden);
    CHECK_OK(journal_share(&second, as_at("stg-05", FRIDAY("11:01")), second.document.uid, VISIBLE_TO_ME, NULL));
    CHECK_OK(subject_of(&subject, as_at("tut-01", FRIDAY("11:02")), &event, &one_cohort));
    CHECK(subject.hidden);
}

TEST(notice, a_comment_on_an_entry_tells_no_title)
{
    quiet();
    happens(FRIDAY("09:00"), "tut-01", "comment.added", entry_of("stg-01"), "stg-01");
    beat(FRIDAY("18:00"));
    CHECK(strstr(body("stg-01"), "Un commentaire vous attend sur une entrée."));
    CHECK(!strstr(body("stg-01"), "«") && !strstr(body("stg-01"), entry_of("stg-01")));
}

TEST(notice, a_journal_entry_has_no_title_in_a_notice)
{
    quiet();
    struct notice_subject subject;
    struct notice_event event = { .kind = "comment.added", .subject = entry_of("stg-01") };
    CHECK_OK(subject_of(&subject, as("stg-01"), &event, &one_cohort));
    CHECK(subject.sealed && !subject.title && !subject.hidden);
    event.subject = page_of("grp-b");
    CHECK_OK(subject_of(&subject, as("stg-02"), &event, &one_cohort));
    CHECK(!subject.sealed && subject.title);
    CHECK_OK(subject_of(&subject, as("stg-01"), &event, &one_cohort));
    CHECK(subject.hidden && !subject.title && !subject.id);
}

TEST(notice, who_has_a_place_in_two_cohorts_that_are_not_over_is_told_which_one_it_is_about)
{
    quiet();
    second_cohort();
    happens(FRIDAY("09:00"), "form-01", "team.opened", "grp-bis", "tut-01");
    happens(FRIDAY("09:10"), "form-01", "enrolment.pause_over", "bis-01", "ass-01");
    happens(FRIDAY("09:20"), "stg-02", "page.created", page_of("grp-b"), "tut-01");
    happens(FRIDAY("09:30"), "form-01", "cohort.programme_changed", SECOND, "ass-01");
    happens(FRIDAY("09:40"), "stg-01", "reader.named", work_of("stg-01", "diagnostic"), "tut-01");
    happens(FRIDAY("09:50"), "form-01", "team.published", "grp-bis", "bis-01");
    beat(FRIDAY("18:00"));
    CHECK(strstr(body("tut-01"), "- Promotion bis · L’équipe «"));
    CHECK(strstr(body("tut-01"), "- Promotion 2025-2026 · "));
    CHECK_INT(2, times(body("tut-01"), "Promotion 2025-2026 · "));
    CHECK(strstr(body("ass-01"), "- Promotion bis · La pause de Maïwenn Quintric"));
    CHECK(strstr(body("ass-01"), "- Promotion bis · Le programme"));
    CHECK(strstr(body("bis-01"), "- Les équipes sont formées")); /* who has one cohort reads what they always did */
    happens(SATURDAY("09:00"), "stg-02", "page.renamed", page_of("grp-b"), "stg-06");
    beat(SATURDAY("18:00"));
    CHECK(!strstr(body("stg-06"), "Promotion"));
}

TEST(notice, of_somebody_who_has_a_place_in_two_cohorts_it_is_not_for_sure_which_one)
{
    quiet();
    second_cohort();
    run_sql("INSERT INTO enrolment (person, cohort, status, from_day, to_day) SELECT (SELECT id FROM person WHERE slug = 'stg-01'), id,"
            " 'dropped_out', '2026-05-04', '2026-05-20' FROM cohort WHERE slug = '" SECOND "'");
    happens(FRIDAY("09:00"), "resp-01", "enrolment.pause_over", "stg-01", "ass-01");
    beat(FRIDAY("18:00"));
    CHECK(strstr(body("ass-01"), "- La pause de"));
}

TEST(notice, of_a_journal_no_cohort_is_named_and_none_when_the_other_is_over)
{
    quiet();
    second_cohort();
    happens(FRIDAY("09:00"), "stg-01", "comment.answered", entry_of("stg-01"), "tut-01");
    happens(FRIDAY("09:10"), "stg-01", "reader.named", NULL, "tut-01");
    beat(FRIDAY("18:00"));
    CHECK(!strstr(body("tut-01"), "Promotion"));
    run_sql("UPDATE cohort SET end_day = '2026-06-12' WHERE slug = '" SECOND "'");
    happens(SATURDAY("09:00"), "stg-02", "page.created", page_of("grp-b"), "tut-01");
    beat(SATURDAY("18:00"));
    CHECK(strstr(body("tut-01"), "a ouvert la page") && !strstr(body("tut-01"), "Promotion"));
}

TEST(notice, a_named_reader_is_told_of_a_work_by_name_and_of_an_entry_without)
{
    quiet();
    CHECK_OK(named_put(as_at("stg-01", FRIDAY("09:00")), entry_of("stg-01"), "tut-01", "2026-06-20", NULL));
    happens(FRIDAY("09:00"), "stg-01", "document.read", work_of("stg-01", "diagnostic"), "tut-01");
    beat(FRIDAY("18:00"));
    CHECK(strstr(body("tut-01"), "Une entrée a été partagée avec vous.") && !strstr(body("tut-01"), "«"));
    happens(SATURDAY("09:00"), "stg-01", "reader.named", work_of("stg-01", "diagnostic"), "tut-01");
    beat(SATURDAY("18:00"));
    CHECK(strstr(body("tut-01"), "vous donne à lire «"));
}

TEST(notice, a_reminder_comes_the_same_day)
{
    quiet();
    happens(FRIDAY("09:00"), "resp-01", "work.reminder", work_of("stg-01", "dossier_professionnel"), "stg-01");
    beat(FRIDAY("09:00"));
    CHECK_INT(1, letters("notice_deadline"));
    CHECK(strstr(body("stg-01"), "reste à remettre"));
}

TEST(notice, what_one_may_no_longer_read_is_not_told)
{
    quiet();
    happens(FRIDAY("09:00"), "stg-02", "page.created", page_of("grp-b"), "tut-02"); /* on leave */
    beat(FRIDAY("18:00"));
    CHECK_INT(0, letters(NULL));
    CHECK_INT(0, one_int("SELECT count(*) FROM notice_due"));
}

TEST(notice, what_was_seen_in_the_page_is_not_written_again)
{
    quiet();
    happens(FRIDAY("09:00"), "stg-02", "page.created", page_of("grp-b"), "tut-01");
    beat(FRIDAY("10:00"));
    run_sql("UPDATE notice_setting SET seen = 99 WHERE person = (SELECT id FROM person WHERE slug = 'tut-01')");
    beat(FRIDAY("18:00"));
    CHECK_INT(0, letters(NULL));
}

TEST(notice, a_family_that_was_stopped_is_not_written_and_the_rest_is)
{
    struct ctx *ctx = quiet();
    ctx->actor = 0;
    run_sql("INSERT INTO notice_stop (person, family) SELECT id, 'page' FROM person WHERE slug = 'tut-01'");
    happens(FRIDAY("09:00"), "stg-02", "page.created", page_of("grp-b"), "tut-01");
    happens(FRIDAY("09:00"), "stg-02", "autre.chose", NULL, "tut-01");
    beat(FRIDAY("18:00"));
    CHECK(!strstr(body("tut-01"), "page"));
    CHECK(strstr(body("tut-01"), "Du nouveau vous attend dans Carnet."));
    CHECK(strstr(body("tut-01"), "https://carnet.exemple.invalid/messages#"));
}

TEST(notice, the_same_thing_again_is_counted_not_repeated)
{
    quiet();
    struct entry entry;
    CHECK_OK(journal_share(&entry, as_at("stg-05", FRIDAY("09:30")), entry_of("stg-05"), VISIBLE_TO_TUTOR, NULL));
    for (int i = 0; i < 2; i++)
        happens(FRIDAY("09:00"), "stg-05", "journal.shared", NULL, "tut-01");
    beat(FRIDAY("18:00"));
    CHECK(strstr(body("tut-01"), "Une entrée a été partagée avec vous. (×\u00a03)"));
}

TEST(notice, old_events_fill_no_letters)
{
    quiet();
    happens("2026-06-08T09:00:00+02:00", "stg-02", "page.created", page_of("grp-b"), "tut-01");
    beat(FRIDAY("18:00"));
    CHECK_INT(0, letters(NULL));
}

TEST(notice, deadlines_are_told_7_2_and_1_days_before_once_each_while_the_work_is_open)
{
    struct ctx *ctx = sample();
    run_sql("DELETE FROM mail");
    run_sql("UPDATE work SET state = 'submitted'");
    run_sql("UPDATE work SET state = 'draft', due_at = 1782511199000 WHERE kind = 'dossier_professionnel' AND person ="
            " (SELECT id FROM person WHERE slug = 'stg-01')"); /* Friday 26 June 2026, 23:59:59 */
    ctx->actor = 0;
    static const struct {
        const char *at;
        int64_t letters;
    } DAYS[] = {
        { "2026-06-18T09:00:00+02:00", 0 }, { "2026-06-19T07:00:00+02:00", 0 }, { "2026-06-19T08:00:00+02:00", 1 },
        { "2026-06-20T09:00:00+02:00", 1 }, { "2026-06-23T09:00:00+02:00", 1 }, { "2026-06-24T09:00:00+02:00", 2 },
        { "2026-06-25T09:00:00+02:00", 3 }, { "2026-06-25T10:00:00+02:00", 3 }, { "2026-06-26T12:00:00+02:00", 3 },
    };
    for (size_t i = 0; i < sizeof DAYS / sizeof *DAYS; i++) {
        beat(DAYS[i].at);
        CHECK_INT(DAYS[i].letters, letters("notice_deadline"));
    }
    CHECK(strstr(body("stg-01"), "est à remettre avant le 26/06/2026 à 23\u00a0h\u00a059."));
    run_sql("UPDATE work SET state = 'submitted'");
    run_sql("DELETE FROM notice_deadline");
    beat("2026-06-25T11:00:00+02:00");
    CHECK_INT(3, letters("notice_deadline"));
}

TEST(notice, what_others_did_to_an_account_waits_for_the_day_and_what_was_done_in_its_name_does_not)
{
    static const char *const OTHERS[] = { "account.role_given", "account.role_taken_back", "account.address_corrected",
                                          "account.second_factor_off", "mail.opened" };
    static const char *const OWN[] = { "account.password_chosen", "account.second_factor_off", "account.recovery_code_used" };
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++) {
        quiet();
        happens(SATURDAY("22:00"), "resp-01", OTHERS[i], NULL, "tut-01");
        beat(SATURDAY("22:00"));
        beat(SUNDAY("12:00"));
        CHECK_INT(0, letters(NULL));
        beat(MONDAY("08:00"));
        CHECK_INT(1, letters(NULL));
    }
    for (size_t i = 0; i < sizeof OWN / sizeof *OWN; i++) {
        quiet();
        happens(SATURDAY("22:00"), "tut-01", OWN[i], NULL, "tut-01");
        beat(SATURDAY("22:00"));
        CHECK_INT(1, letters(NULL));
    }
}

TEST(notice, every_line_of_news_has_its_words)
{
    static const char *const KINDS[] = { "journal.shared", "page.created", "page.renamed", "deadline.near", "account.token_made",
                                         "account.administrator_made", "mail.opened", "neuf.jamais_vu" };
    struct ctx *ctx = quiet();
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
        happens(FRIDAY("09:00"), "resp-01", KINDS[i], strncmp(KINDS[i], "page", 4) ? NULL : page_of("grp-b"), "tut-01");
    beat(FRIDAY("18:00"));
    CHECK(letters(NULL) >= 3);
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, "SELECT subject || body FROM mail");
    for (bool row;;) {
        CHECK_OK(db_next(&row, &q));
        if (!row)
            break;
        const char *text = db_text(&q, 0, ctx->arena);
        CHECK(!strstr(text, "{{") && !strstr(text, "(null)"));
        CHECK(!strstr(text, " :") && !strstr(text, " ?") && !strstr(text, "« ") && !strstr(text, " »")); /* never parted */
    }
}

static void happens_with(const char *moment, const char *who, const char *kind, const char *subject, const char *detail, const char *to)
{
    struct ctx *ctx = as_at(who, moment);
    int64_t person = person_id(to);
    CHECK_OK(event_add_detail(ctx, kind, subject, json_loads(detail, 0, NULL), &person, 1));
}

TEST(notice, a_session_or_a_deadline_that_moves_is_told_soon_with_both_dates_and_where_to_look)
{
    quiet();
    const char *cohort = "coh-2025-2026";
    happens_with(SATURDAY("21:00"), "resp-01", "calendar.session_moved", cohort, "{\"session\":\"s6\",\"from\":\"2026-06-22\",\"to\":\"2026-06-29\"}",
                 "stg-01");
    beat(SATURDAY("21:00"));
    beat(SUNDAY("12:00"));
    CHECK_INT(0, letters(NULL));
    beat(MONDAY("08:00"));
    CHECK_INT(1, letters("notice_prompt"));
    CHECK(strstr(body("stg-01"), "Le regroupement qui devait commencer le 22/06/2026 commencera le 29/06/2026."));
    CHECK(strstr(body("stg-01"), "https://carnet.exemple.invalid/calendrier"));
    happens_with(MONDAY("09:00"), "resp-01", "calendar.milestone_moved", cohort,
                 "{\"milestone\":\"dossier_professionnel_due\",\"from\":\"2026-06-15T21:59:00Z\",\"to\":\"2026-06-26T21:59:00Z\"}", "stg-01");
    beat(MONDAY("09:00"));
    CHECK(strstr(body("stg-01"), "Remise du dossier professionnel\u00a0: la date change, du 15/06/2026 à 23\u00a0h\u00a059 au 26/06/2026"));
    run_sql("UPDATE milestone SET label = NULL");
    happens_with(MONDAY("10:00"), "resp-01", "calendar.milestone_moved", cohort,
                 "{\"milestone\":\"note_synthetique_due\",\"from\":\"2026-07-06\",\"to\":\"2026-07-07\"}", "stg-01");
    beat(MONDAY("10:00"));
    CHECK(strstr(body("stg-01"), "Dépôt de la note synthétique\u00a0: la date change, du 06/07/2026 au 07/07/2026."));
}

TEST(notice, what_changes_for_today_is_told_at_night_and_on_a_sunday_too)
{
    quiet();
    happens_with(SUNDAY("21:00"), "resp-01", "calendar.session_moved", "coh-2025-2026", "{\"from\":\"2026-06-14\",\"to\":\"2026-06-29\"}", "stg-01");
    happens_with(SUNDAY("21:00"), "resp-01", "calendar.half_day_planned", "coh-2025-2026", "{\"halfDay\":\"x\",\"day\":\"2026-06-16\"}", "stg-02");
    beat(SUNDAY("21:00"));
    CHECK_INT(1, letters(NULL));
    CHECK(strstr(body("stg-01"), "14/06/2026"));
}

TEST(notice, a_new_tutor_the_former_one_and_the_trainee_each_read_their_own_words)
{
    quiet();
    const char *detail = "{\"from\":\"tut-02\",\"to\":\"tut-01\",\"day\":\"2026-06-15\",\"reason\":\"congé\"}";
    static const char *const TOLD[] = { "stg-01", "tut-01", "tut-02" };
    for (size_t i = 0; i < 3; i++)
        happens_with(FRIDAY("09:00"), "resp-01", "accompaniment.tutor", "stg-01", detail, TOLD[i]);
    happens_with(FRIDAY("09:00"), "resp-01", "accompaniment.tutor", "stg-01", detail, "stg-02"); /* whom it does not concern */
    beat(FRIDAY("18:00"));
    CHECK_INT(3, letters("notice_digest"));
    CHECK(strstr(body("stg-01"), "vous accompagne, à partir du 15/06/2026") && !strstr(body("stg-01"), "congé"));
    CHECK(strstr(body("tut-01"), "Vous accompagnez ") && strstr(body("tut-01"), "/stagiaires/stg-01"));
    CHECK(strstr(body("tut-02"), "Vous n’accompagnez plus "));
}

TEST(notice, a_trainee_left_without_a_tutor_is_told_to_who_runs_the_cohort_and_to_nobody_beside)
{
    quiet();
    const char *detail = "{\"from\":\"tut-02\",\"to\":null,\"day\":\"2026-06-15\",\"reason\":null}";
    static const char *const TOLD[] = { "stg-01", "resp-01", "stg-02" };
    for (size_t i = 0; i < 3; i++)
        happens_with(FRIDAY("09:00"), "ass-01", "accompaniment.tutor", "stg-01", detail, TOLD[i]);
    beat(FRIDAY("18:00"));
    CHECK_INT(2, letters("notice_digest"));
    CHECK(strstr(body("stg-01"), "Plus personne ne vous accompagne en tutorat, à partir du 15/06/2026."));
    CHECK(strstr(body("resp-01"), "Plus personne n’accompagne ") && strstr(body("resp-01"), "/stagiaires/stg-01"));
}

TEST(notice, accommodations_are_told_to_who_may_see_measures_and_never_what_they_are)
{
    quiet();
    static const char *const TOLD[] = { "stg-01", "tut-01", "ass-01", "stg-02", "jur-01" };
    for (size_t i = 0; i < sizeof TOLD / sizeof *TOLD; i++)
        happens_with(FRIDAY("09:00"), "rh-01", "accommodation.changed", "stg-01", "{}", TOLD[i]);
    beat(FRIDAY("18:00"));
    CHECK(strstr(body("stg-01"), "Vos aménagements ont changé."));
    CHECK(strstr(body("ass-01"), "Les aménagements d’une personne que vous suivez ont changé."));
    CHECK_INT(0, one_int("SELECT count(*) FROM mail JOIN person ON person.id = mail.person WHERE person.slug = 'stg-02'"));
}

TEST(notice, an_enrolment_is_told_to_the_person_and_to_who_follows_them_without_the_reason)
{
    quiet();
    const char *detail = "{\"from\":\"enrolled\",\"to\":\"suspended\",\"day\":\"2026-06-15\",\"reason\":\"santé\"}";
    static const char *const TOLD[] = { "stg-01", "resp-01", "stg-02" };
    for (size_t i = 0; i < sizeof TOLD / sizeof *TOLD; i++)
        happens_with(FRIDAY("09:00"), "ass-01", "enrolment.changed", "stg-01", detail, TOLD[i]);
    beat(FRIDAY("18:00"));
    CHECK_INT(2, letters("notice_digest"));
    CHECK(strstr(body("stg-01"), "Votre place dans la promotion change, à partir du 15/06/2026."));
    CHECK(strstr(body("resp-01"), "La place de ") && !strstr(body("resp-01"), "santé") && strstr(body("resp-01"), "/stagiaires/stg-01"));
}

TEST(notice, a_departure_is_told_to_who_accompanied_although_it_ended_with_it)
{
    quiet();
    struct assignment_new next = { .person = "tut-03", .from = "2026-06-20" };
    CHECK_OK(enrolment_assign(as("resp-01"), ACCOMPANIMENT_TUTOR, "coh-2025-2026", "stg-14", &next));
    struct enrolment_step out = { .status = ENROLMENT_DROPPED_OUT, .day = "2026-06-10", .reason = "Emploi trouvé" };
    CHECK_OK(enrolment_change(as("resp-01"), "coh-2025-2026", "stg-14", &out));
    beat(FRIDAY("18:00"));
    static const char *const TOLD[] = { "tut-01", "coop-02", "tut-03" };
    for (size_t i = 0; i < sizeof TOLD / sizeof *TOLD; i++) {
        CHECK(strstr(body(TOLD[i]), "La place de Soizic "));
        CHECK(!strstr(body(TOLD[i]), "/stagiaires/stg-14") && !strstr(body(TOLD[i]), "Emploi"));
        CHECK_INT(0, verbs_of(as(TOLD[i]), work_of("stg-14", "note_synthetique")));
    }
}

TEST(notice, a_pause_or_a_return_is_not_told_to_who_does_not_accompany_any_more)
{
    quiet();
    happens_with(FRIDAY("09:00"), "resp-01", "enrolment.changed", "stg-14",
                 "{\"from\":\"enrolled\",\"to\":\"suspended\",\"day\":\"2026-06-12\",\"reason\":null}", "tut-03");
    beat(FRIDAY("18:00"));
    CHECK_INT(0, letters(NULL));
}

TEST(notice, who_was_to_accompany_reads_that_it_is_off)
{
    quiet();
    happens_with(FRIDAY("09:00"), "resp-01", "accompaniment.tutor", "stg-01",
                 "{\"from\":\"tut-03\",\"to\":\"tut-02\",\"day\":\"2026-06-20\",\"reason\":null,\"planned\":true}", "tut-03");
    beat(FRIDAY("18:00"));
    CHECK(strstr(body("tut-03"), "finalement pas") && strstr(body("tut-03"), "20/06/2026"));
}

TEST(notice, of_a_trainee_is_told_by_what_one_is_in_their_own_cohort)
{
    quiet();
    second_cohort();
    const char *detail = "{\"from\":\"enrolled\",\"to\":\"suspended\",\"day\":\"2026-06-15\",\"reason\":null}";
    static const char *const TOLD[] = { "tut-01", "resp-01", "form-01", "ass-01" };
    for (size_t i = 0; i < sizeof TOLD / sizeof *TOLD; i++) {
        happens_with(FRIDAY("09:00"), "rh-01", "enrolment.changed", "stg-01", detail, TOLD[i]);
        happens_with(FRIDAY("09:00"), "rh-01", "enrolment.changed", "bis-01", detail, TOLD[i]);
    }
    beat(FRIDAY("18:00"));
    static const bool OF_FIRST[] = { true, true, false, true }, OF_SECOND[] = { true, false, true, true };
    for (size_t i = 0; i < sizeof TOLD / sizeof *TOLD; i++) {
        CHECK_INT(OF_FIRST[i], strstr(body(TOLD[i]), "/stagiaires/stg-01") != NULL);
        CHECK_INT(OF_SECOND[i], strstr(body(TOLD[i]), "/stagiaires/bis-01") != NULL);
        CHECK_INT(OF_FIRST[i] + OF_SECOND[i], times(body(TOLD[i]), "La place de "));
    }
}

TEST(notice, de_is_elided_before_a_name_that_wants_it)
{
    quiet();
    run_sql("UPDATE person SET given_name = 'Hélène' WHERE slug = 'stg-01'");
    run_sql("UPDATE person SET given_name = 'Yann' WHERE slug = 'stg-03'");
    const char *detail = "{\"from\":\"enrolled\",\"to\":\"suspended\",\"day\":\"2026-06-15\",\"reason\":null}";
    happens_with(FRIDAY("09:00"), "ass-01", "enrolment.changed", "stg-01", detail, "resp-01");
    happens_with(FRIDAY("09:00"), "ass-01", "enrolment.changed", "stg-03", detail, "resp-01");
    beat(FRIDAY("18:00"));
    CHECK(strstr(body("resp-01"), "La place d’Hélène ") && strstr(body("resp-01"), "La place de Yann "));
}

TEST(notice, an_invitation_names_its_group_and_being_taken_out_does_without)
{
    quiet();
    happens(FRIDAY("09:00"), "stg-02", "group.invited", "grp-b", "stg-06");
    happens(FRIDAY("09:00"), "stg-02", "group.taken_out", "nulle-part", "stg-01");
    happens(FRIDAY("09:00"), "stg-02", "group.joined", "nulle-part", "stg-01");
    beat(FRIDAY("18:00"));
    CHECK(strstr(body("stg-06"), "vous invite dans le groupe") && strstr(body("stg-06"), "/equipes/grp-b"));
    CHECK(strstr(body("stg-01"), "Vous ne faites plus partie d’un groupe.") && !strstr(body("stg-01"), "rejoint"));
}

TEST(notice, a_team_and_the_tutor_who_is_added_to_it_each_read_their_own_words)
{
    quiet();
    CHECK_OK(group_tutor_set(as_at("resp-01", FRIDAY("09:00")), "grp-a", "tut-03", true));
    beat(FRIDAY("18:00"));
    CHECK(strstr(body("tut-03"), "Vous pouvez lire les pages de"));
    CHECK(strstr(body("stg-01"), "Une personne de plus lit les pages de") && strstr(body("stg-01"), "/equipes/grp-a"));
    CHECK_INT(0, one_int("SELECT count(*) FROM mail JOIN person ON person.id = mail.person WHERE slug IN ('resp-01', 'stg-02')"));
}
