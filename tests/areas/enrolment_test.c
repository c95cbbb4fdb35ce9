/* Relations through time: what a change of somebody's place gives and takes, from which day, and for whom sockets are judged again. */
#include "areas/areas_fixture.h"

#include "areas/document/sight.h"
#include "areas/enrolment/enrolment.h"
#include "areas/group/team.h"
#include "areas/journal/journal.h"

#define COHORT "coh-2025-2026"
#define TODAY "2026-06-12"
enum { R = VERB_READ | VERB_READ_COMMENTS, RC = R | VERB_COMMENT | VERB_ANSWER, RCW = RC | VERB_WRITE, ALL = RCW | VERB_SHARE | VERB_RENAME };

static carnet_err step(const char *trainee, enum enrolment_status status, const char *day, const char *reason)
{
    return enrolment_change(as("resp-01"), COHORT, trainee, &(struct enrolment_step){ .status = status, .day = day, .reason = reason });
}

static carnet_err tutor(const char *trainee, const char *person, const char *from)
{
    struct assignment_new assignment = { .person = person, .from = from };
    return enrolment_assign(as("resp-01"), ACCOMPANIMENT_TUTOR, COHORT, trainee, &assignment);
}

static carnet_err move(const char *trainee, const char *group, const char *from)
{
    return enrolment_move(as("resp-01"), COHORT, trainee, &(struct team_move){ group, from, "Désaccord" });
}

/* ---- enrolment ---- */

TEST(enrolment, lists_of_people_are_in_french_order)
{
    struct enrolment *all;
    size_t count;
    sample();
    run_sql("UPDATE person SET family_name = 'Éluard' WHERE slug = 'stg-01'");
    run_sql("UPDATE person SET family_name = 'Eluard' WHERE slug = 'stg-02'");
    run_sql("UPDATE person SET family_name = 'Zérah' WHERE slug = 'stg-03'");
    CHECK_OK(enrolment_list(&all, &count, as("ass-01"), "coh-2025-2026"));
    size_t at[3] = { 0 };
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < 3; k++)
            if (strcmp(all[i].person.slug, (const char *[]){ "stg-02", "stg-01", "stg-03" }[k]) == 0)
                at[k] = i;
    CHECK_INT(at[0] + 1, at[1]);
    CHECK(at[1] < at[2]);
}

TEST(enrolment, the_machine_allows_these_steps_and_no_others)
{
    static const struct {
        enum enrolment_status from;
        unsigned to;
    } ALLOWED[] = {
        { ENROLMENT_PRE_ENROLLED, 1u << ENROLMENT_ENROLLED | 1u << ENROLMENT_CANCELLED },
        { ENROLMENT_ENROLLED, 1u << ENROLMENT_SUSPENDED | 1u << ENROLMENT_COMPLETED | 1u << ENROLMENT_DEFERRED |
                                  1u << ENROLMENT_DROPPED_OUT | 1u << ENROLMENT_EXCLUDED },
        { ENROLMENT_SUSPENDED, 1u << ENROLMENT_ENROLLED | 1u << ENROLMENT_DEFERRED | 1u << ENROLMENT_DROPPED_OUT | 1u << ENROLMENT_EXCLUDED },
        { ENROLMENT_COMPLETED, 0 }, { ENROLMENT_CANCELLED, 0 }, { ENROLMENT_DEFERRED, 0 }, { ENROLMENT_DROPPED_OUT, 0 }, { ENROLMENT_EXCLUDED, 0 },
    };
    for (size_t i = 0; i < sizeof ALLOWED / sizeof *ALLOWED; i++)
        for (int to = 0; to < ENROLMENT_STATUS_COUNT; to++) {
            struct ctx *ctx = sample();
            static const char SQL[] = "UPDATE enrolment SET status = ?1 WHERE person = (SELECT id FROM person WHERE slug = 'stg-11')";
            CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL);
            db_bind_text(&q, 1, enrolment_status_text(ALLOWED[i].from));
            CHECK_OK(db_run(&q));
            db_query_end(&q);
            carnet_err got = step("stg-11", (enum enrolment_status)to, "2026-06-11", "motif");
            CHECK_INT(ALLOWED[i].to & 1u << to ? CARNET_OK : CARNET_CONFLICT, got);
        }
}

TEST(enrolment, leaving_ends_the_team_the_accompaniment_and_unsubmitted_works)
{
    static const enum enrolment_status LEAVING[] = { ENROLMENT_DROPPED_OUT, ENROLMENT_EXCLUDED, ENROLMENT_DEFERRED };
    for (size_t i = 0; i < sizeof LEAVING / sizeof *LEAVING; i++) {
        sample();
        const char *page = page_of("grp-b"), *note = work_of("stg-14", "note_synthetique"), *diagnostic = work_of("stg-14", "diagnostic");
        CHECK_INT(ALL, verbs_of(as("stg-14"), page));
        CHECK_OK(step("stg-14", LEAVING[i], "2026-06-11", "Emploi trouvé"));
        CHECK_INT(0, verbs_of(as("stg-14"), page));
        CHECK(is_raised(page));
        CHECK(is_raised(note));
        CHECK_INT(R, verbs_of(as("stg-14"), note));
        CHECK_INT(R, verbs_of(as("stg-14"), diagnostic));
        CHECK_INT(0, verbs_of(as("tut-01"), note));
        CHECK_INT(0, verbs_of(as("coop-02"), diagnostic));
        CHECK_INT(0, one_int("SELECT count(*) FROM work JOIN person ON person.id = work.person WHERE person.slug = 'stg-14'"
                             " AND state IN ('not_started', 'draft', 'missed', 'reopened')"));
        CHECK_INT(1, one_int("SELECT count(*) FROM work JOIN person ON person.id = work.person WHERE person.slug = 'stg-14' AND state = 'graded'"));
        CHECK_INT(0, one_int("SELECT count(*) FROM group_membership AS m JOIN person ON person.id = m.person WHERE person.slug = 'stg-14'"
                             " AND (to_day IS NULL OR to_day > '2026-06-11')"));
    }
}

TEST(enrolment, leaving_before_today_ends_what_began_since_and_keeps_that_it_was)
{
    sample();
    as_at("resp-01", "2026-06-10T09:00:00+02:00");
    CHECK_OK(tutor("stg-14", "tut-03", "2026-06-10"));
    CHECK_OK(move("stg-14", "grp-a", "2026-06-10"));
    as_at("resp-01", SNAPSHOT);
    CHECK_OK(tutor("stg-14", "tut-02", TODAY));
    CHECK_OK(tutor("stg-14", "tut-01", "2026-06-20"));
    CHECK_OK(step("stg-14", ENROLMENT_DROPPED_OUT, "2026-06-08", "x"));
#define OF_STG_14 " FROM tutor_assignment AS a JOIN person AS p ON p.id = a.trainee JOIN person AS t ON t.id = a.tutor WHERE p.slug = 'stg-14' AND t.slug = "
    CHECK_INT(1, one_int("SELECT count(*)" OF_STG_14 "'tut-03' AND from_day = '2026-06-10' AND to_day = '2026-06-11'"));
    CHECK_INT(1, one_int("SELECT count(*)" OF_STG_14 "'tut-02' AND from_day = '2026-06-12' AND to_day = '2026-06-11'"));
    CHECK_INT(0, one_int("SELECT count(*)" OF_STG_14 "'tut-01' AND from_day = '2026-06-20'"));
    CHECK_INT(1, one_int("SELECT count(*) FROM group_membership AS m JOIN person ON person.id = m.person JOIN \"group\" AS g ON g.id = m.\"group\""
                         " WHERE person.slug = 'stg-14' AND g.slug = 'grp-a' AND m.from_day = '2026-06-10' AND m.to_day = '2026-06-11'"));
    CHECK_INT(0, verbs_of(as("tut-02"), work_of("stg-14", "note_synthetique")));
}

TEST(enrolment, a_reopened_work_is_again_what_was_handed_in)
{
    sample();
    CHECK_OK(step("stg-09", ENROLMENT_DROPPED_OUT, "2026-06-11", "x"));
    CHECK_INT(1, one_int("SELECT state = 'submitted' FROM work JOIN person ON person.id = work.person WHERE person.slug = 'stg-09'"
                         " AND kind = 'dossier_professionnel'"));
}

TEST(enrolment, the_last_day_counts_whole_and_one_reads_ones_own_for_twelve_months)
{
    sample();
    const char *note = work_of("stg-14", "note_synthetique"), *page = page_of("grp-b");
    CHECK_OK(step("stg-14", ENROLMENT_DROPPED_OUT, TODAY, "x"));
    CHECK_INT(ALL, verbs_of(as_at("stg-14", "2026-06-12T23:59:00+02:00"), page));
    CHECK_INT(0, verbs_of(as_at("stg-14", "2026-06-13T00:00:00+02:00"), page));
    CHECK_INT(R, verbs_of(as_at("stg-14", "2027-06-12T23:59:00+02:00"), note));
    CHECK_INT(0, verbs_of(as_at("stg-14", "2027-06-13T00:00:00+02:00"), note));
}

TEST(enrolment, who_left_keeps_reading_and_may_close_their_entries_and_writes_no_more)
{
    sample();
    struct entry entry;
    CHECK_OK(journal_write(&entry, as("stg-14"), "Dernière"));
    CHECK_OK(step("stg-14", ENROLMENT_EXCLUDED, "2026-06-11", "x"));
    CHECK_INT(R | VERB_SHARE, verbs_of(as("stg-14"), entry.document.uid));
    CHECK(is_raised(entry.document.uid));
    CHECK_ERR(CARNET_DENIED, journal_write(&entry, as("stg-14"), "Encore"));
}

TEST(enrolment, a_suspension_keeps_everything_and_lasts_sixty_days_at_most)
{
    sample();
    const char *note = work_of("stg-14", "note_synthetique");
    struct enrolment_step long_one = { .status = ENROLMENT_SUSPENDED, .day = TODAY, .until = "2026-08-12", .reason = "Santé" };
    CHECK_ERR(CARNET_INVALID, enrolment_change(as("resp-01"), COHORT, "stg-14", &long_one));
    long_one.until = "2026-06-11";
    CHECK_ERR(CARNET_INVALID, enrolment_change(as("resp-01"), COHORT, "stg-14", &long_one));
    long_one.until = "2026-08-11";
    CHECK_OK(enrolment_change(as("resp-01"), COHORT, "stg-14", &long_one));
    CHECK_INT(RCW | VERB_SHARE, verbs_of(as("stg-14"), note));
    CHECK_ERR(CARNET_CONFLICT, step("stg-14", ENROLMENT_SUSPENDED, TODAY, "x"));
    CHECK_OK(step("stg-14", ENROLMENT_ENROLLED, TODAY, NULL));
    CHECK_INT(1, one_int("SELECT suspended_until IS NULL FROM enrolment JOIN person ON person.id = enrolment.person WHERE slug = 'stg-14'"));
    CHECK_OK(step("stg-14", ENROLMENT_SUSPENDED, TODAY, "x"));
    CHECK_INT(1, one_int("SELECT suspended_until = '2026-08-11' FROM enrolment JOIN person ON person.id = enrolment.person WHERE slug = 'stg-14'"));
    CHECK_OK(step("stg-14", ENROLMENT_DROPPED_OUT, TODAY, "x"));
}

TEST(enrolment, the_end_of_a_pause_is_told_on_its_last_day_once_to_who_has_to_decide)
{
    static const char *const MOMENTS[] = { "2026-06-14T23:59:00+02:00", "2026-06-15T08:00:00+02:00", "2026-06-15T08:01:00+02:00", "2026-06-16T08:00:00+02:00" };
    sample();
    struct enrolment_step pause = { .status = ENROLMENT_SUSPENDED, .day = TODAY, .until = "2026-06-15", .reason = "x" };
    CHECK_OK(enrolment_change(as("resp-01"), COHORT, "stg-14", &pause));
    for (size_t i = 0; i < sizeof MOMENTS / sizeof *MOMENTS; i++) {
        struct ctx *ctx = as_at("stg-01", MOMENTS[i]);
        ctx->actor = 0;
        CHECK_OK(enrolment_beat(ctx));
        CHECK_INT(i > 0, one_int("SELECT count(*) FROM event WHERE kind = 'enrolment.pause_over'"));
    }
#define TOLD_OF_THE_PAUSE "SELECT count(*) FROM event_person JOIN event ON event.id = event_person.event JOIN person ON person.id = event_person.person" \
    " WHERE kind = 'enrolment.pause_over' AND subject = 'stg-14' AND detail ->> 'day' = '2026-06-15' AND person.slug IN "
    CHECK_INT(1, one_int(TOLD_OF_THE_PAUSE "('resp-01')"));
    CHECK_INT(0, one_int(TOLD_OF_THE_PAUSE "('ass-01', 'stg-14', 'tut-01')"));
}

TEST(enrolment, days_are_in_the_past_reasons_are_given_and_begun_is_not_cancelled)
{
    sample();
    CHECK_ERR(CARNET_INVALID, step("stg-14", ENROLMENT_DROPPED_OUT, "2026-06-13", "x"));
    CHECK_ERR(CARNET_INVALID, step("stg-14", ENROLMENT_DROPPED_OUT, "2025-12-07", "x"));
    CHECK_ERR(CARNET_INVALID, step("stg-14", ENROLMENT_DROPPED_OUT, TODAY, NULL));
    CHECK_ERR(CARNET_INVALID, step("stg-14", ENROLMENT_DROPPED_OUT, TODAY, "   "));
    CHECK_ERR(CARNET_CONFLICT, step("stg-14", ENROLMENT_CANCELLED, TODAY, "x"));
    CHECK_ERR(CARNET_MISSING, step("tut-01", ENROLMENT_DROPPED_OUT, TODAY, "x"));
}

TEST(enrolment, every_step_keeps_who_when_from_to_and_why_and_the_person_reads_it)
{
    sample();
    CHECK_OK(step("stg-14", ENROLMENT_SUSPENDED, TODAY, "Santé"));
    CHECK_OK(step("stg-14", ENROLMENT_ENROLLED, TODAY, NULL));
    struct enrolment of;
    struct enrolment_change *changes;
    size_t count;
    CHECK_OK(enrolment_show(&of, as("stg-14"), COHORT, "stg-14"));
    CHECK_OK(enrolment_history(&changes, &count, as("stg-14"), &of));
    CHECK_INT(2, count);
    CHECK_TEXT("enrolled", changes[0].from);
    CHECK_TEXT("suspended", changes[0].to);
    CHECK_TEXT("Santé", changes[0].reason);
    CHECK_TEXT("resp-01", changes[0].actor.slug);
    CHECK_INT(2, one_int("SELECT count(*) FROM event_person JOIN event ON event.id = event_person.event JOIN person ON person.id ="
                         " event_person.person WHERE kind = 'enrolment.changed' AND person.slug = 'stg-14'"));
    CHECK_INT(0, one_int("SELECT count(*) FROM event_person JOIN event ON event.id = event_person.event JOIN person ON person.id ="
                         " event_person.person WHERE kind = 'enrolment.changed' AND person.slug = 'tut-01'"
                         " AND json_extract(detail, '$.reason') IS NOT NULL"));
    CHECK_ERR(CARNET_MISSING, enrolment_show(&of, as("tut-01"), COHORT, "stg-14"));
    CHECK_ERR(CARNET_MISSING, enrolment_show(&of, as("stg-13"), COHORT, "stg-14"));
}

TEST(enrolment, stopping_needs_a_word_that_can_be_counted_or_a_reason)
{
    sample();
    struct enrolment_step out = { .status = ENROLMENT_DROPPED_OUT, .day = TODAY };
    CHECK_ERR(CARNET_INVALID, enrolment_change(as("resp-01"), COHORT, "stg-14", &out));
    out.category = "health";
    CHECK_ERR(CARNET_INVALID, enrolment_change(as("resp-01"), COHORT, "stg-14", &out));
    out.category = "other";
    CHECK_ERR(CARNET_INVALID, enrolment_change(as("resp-01"), COHORT, "stg-14", &out));
    out.category = "employment";
    CHECK_OK(enrolment_change(as("resp-01"), COHORT, "stg-14", &out));
    CHECK_INT(1, one_int("SELECT count(*) FROM enrolment_change WHERE to_status = 'dropped_out' AND category = 'employment' AND reason IS NULL"));
}

TEST(enrolment, the_manager_decides_and_the_assistant_enrols)
{
    static const char *const OTHERS[] = { "stg-01", "tut-01", "coop-01", "form-01", "ass-01", "jur-01", "rq-01", "rh-01" };
    sample();
    struct enrolment_step out = { .status = ENROLMENT_DROPPED_OUT, .day = TODAY, .reason = "x" };
    struct enrolment_step back = { .status = ENROLMENT_ENROLLED, .day = TODAY };
    struct assignment_new next = { .person = "tut-01", .from = TODAY };
    struct team_move team = { "grp-a", TODAY, "x" };
    CHECK_OK(step("stg-12", ENROLMENT_SUSPENDED, TODAY, "x"));
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++) {
        CHECK_ERR(CARNET_DENIED, enrolment_change(as(OTHERS[i]), COHORT, "stg-14", &out));
        CHECK_ERR(CARNET_DENIED, enrolment_change(as(OTHERS[i]), COHORT, "stg-12", &back));
        CHECK_ERR(CARNET_DENIED, enrolment_assign(as(OTHERS[i]), ACCOMPANIMENT_TUTOR, COHORT, "stg-14", &next));
        CHECK_ERR(CARNET_DENIED, enrolment_move(as(OTHERS[i]), COHORT, "stg-14", &team));
    }
    CHECK_ERR(CARNET_MISSING, enrolment_change(as("stg-10"), COHORT, "stg-14", &out));
    struct enrolment_new new_one = { .person = "ext-01", .from = TODAY, .status = ENROLMENT_PRE_ENROLLED };
    CHECK_ERR(CARNET_DENIED, enrolment_add(as("form-01"), COHORT, &new_one));
    CHECK_OK(enrolment_add(as("ass-01"), COHORT, &new_one));
    CHECK_OK(enrolment_change(as("ass-01"), COHORT, "ext-01", &back));
}

TEST(enrolment, a_new_trainee_has_a_work_for_each_deliverable_and_writes_from_their_first_day)
{
    sample();
    struct enrolment_new new_one = { .person = "ext-01", .from = "2026-06-20", .status = ENROLMENT_ENROLLED };
    CHECK_OK(enrolment_add(as("ass-01"), COHORT, &new_one));
    CHECK_ERR(CARNET_CONFLICT, enrolment_add(as("ass-01"), COHORT, &new_one));
    CHECK_INT(3, one_int("SELECT count(*) FROM work JOIN person ON person.id = work.person WHERE slug = 'ext-01' AND state = 'not_started'"));
    struct entry entry;
    CHECK_ERR(CARNET_DENIED, journal_write(&entry, as_at("ext-01", "2026-06-19T12:00:00+02:00"), "x"));
    CHECK_OK(journal_write(&entry, as_at("ext-01", "2026-06-20T12:00:00+02:00"), "x"));
}

TEST(enrolment, who_repeats_has_what_they_acquired_carried_over)
{
    sample();
    json_auto_t *b1 = json_pack("[s]", "b1"), *wrong = json_pack("[s]", "b9"), *none = json_array();
    struct enrolment_new again = { .person = "ext-01", .from = TODAY, .status = ENROLMENT_ENROLLED, .previous_cohort = "2024-2025" };
    CHECK_ERR(CARNET_INVALID, enrolment_add(as("ass-01"), COHORT, &again));
    again.acquired = none;
    CHECK_ERR(CARNET_INVALID, enrolment_add(as("ass-01"), COHORT, &again));
    again.acquired = wrong;
    CHECK_ERR(CARNET_INVALID, enrolment_add(as("ass-01"), COHORT, &again));
    again.acquired = b1;
    CHECK_OK(enrolment_add(as("ass-01"), COHORT, &again));
    CHECK_INT(1, one_int("SELECT count(*) FROM work JOIN person ON person.id = work.person WHERE slug = 'ext-01' AND kind = 'diagnostic'"
                         " AND state = 'graded' AND carried_over_from = '2024-2025'"));
    CHECK_INT(2, one_int("SELECT count(*) FROM work JOIN person ON person.id = work.person WHERE slug = 'ext-01' AND state = 'not_started'"));
}

TEST(enrolment, who_is_only_expected_begins_when_enrolled)
{
    sample();
    struct enrolment_new expected = { .person = "ext-01", .from = TODAY, .status = ENROLMENT_PRE_ENROLLED };
    CHECK_OK(enrolment_add(as("ass-01"), COHORT, &expected));
    CHECK_INT(0, one_int("SELECT count(*) FROM work JOIN person ON person.id = work.person WHERE slug = 'ext-01'"));
    CHECK_OK(step("ext-01", ENROLMENT_ENROLLED, "2026-06-22", NULL));
    CHECK_INT(3, one_int("SELECT count(*) FROM work JOIN person ON person.id = work.person WHERE slug = 'ext-01'"));
    CHECK_INT(1, one_int("SELECT from_day = '2026-06-22' FROM enrolment JOIN person ON person.id = enrolment.person WHERE slug = 'ext-01'"));
}

/* ---- teams ---- */

TEST(team, a_move_closes_the_old_space_opens_the_new_and_keeps_the_signature)
{
    sample();
    const char *old_page = page_of("grp-b");
    int64_t authors = one_int("SELECT count(*) FROM revision_author");
    CHECK_OK(move("stg-14", "grp-a", TODAY));
    CHECK_INT(0, verbs_of(as("stg-14"), old_page));
    CHECK(is_raised(old_page));
    CHECK_INT(authors, one_int("SELECT count(*) FROM revision_author"));
    struct group group;
    CHECK_OK(group_team_of(&group, as("stg-14"), person_id("stg-14"), one_int("SELECT id FROM cohort")));
    CHECK_TEXT("grp-a", group.slug);
    /* Her tutor read the page through her alone. */
    CHECK_INT(0, verbs_of(as("tut-01"), old_page));
    CHECK_INT(RC, verbs_of(as("tut-03"), old_page));
}

TEST(team, a_move_on_a_later_day_waits_for_it)
{
    sample();
    const char *page = page_of("grp-b");
    CHECK_OK(move("stg-14", "grp-a", "2026-06-15"));
    CHECK_INT(ALL, verbs_of(as_at("stg-14", "2026-06-14T23:00:00+02:00"), page));
    CHECK_INT(0, verbs_of(as_at("stg-14", "2026-06-15T00:00:00+02:00"), page));
}

TEST(team, entries_shared_with_the_old_team_are_read_by_it_and_not_by_the_new)
{
    sample();
    struct entry entry;
    CHECK_OK(journal_write(&entry, as("stg-14"), "Avec mon équipe"));
    const char *uid = entry.document.uid;
    CHECK_OK(journal_share(&entry, as("stg-14"), uid, VISIBLE_TO_GROUP, NULL));
    CHECK_OK(move("stg-14", "grp-a", TODAY));
    CHECK_INT(RC, verbs_of(as("stg-02"), uid));
    CHECK_INT(0, verbs_of(as("stg-01"), uid));
    CHECK_INT(ALL, verbs_of(as("stg-14"), uid));
}

TEST(team, only_another_team_of_the_cohort_not_in_the_past_with_a_reason)
{
    sample();
    CHECK_ERR(CARNET_CONFLICT, move("stg-14", "grp-b", TODAY));
    CHECK_ERR(CARNET_INVALID, move("stg-14", "grp-a", "2027-06-11")); /* after the cohort's end */
    CHECK_ERR(CARNET_INVALID, move("stg-14", "grp-x", TODAY));
    CHECK_ERR(CARNET_INVALID, move("stg-14", "grp-a", "2026-06-11"));
    CHECK_ERR(CARNET_CONFLICT, move("stg-10", "grp-a", TODAY));
    CHECK_ERR(CARNET_INVALID, enrolment_move(as("resp-01"), COHORT, "stg-14", &(struct team_move){ "grp-a", TODAY, " " }));
}

TEST(team, nobody_is_moved_into_a_team_before_it_opens)
{
    sample();
    CHECK_OK(team_draft_new(as("resp-01"), NULL, &(struct team_settings){ .name = "Les Passerelles" }));
    struct team_board board;
    CHECK_OK(team_board(&board, as("resp-01"), NULL));
    CHECK_OK(team_draft_put(as("resp-01"), NULL, "stg-01", board.drafts[0].uid));
    struct person *left_out;
    size_t left_out_count;
    CHECK_OK(team_publish(&left_out, &left_out_count, as("resp-01"), NULL, "2026-06-22"));
    CHECK_OK(team_board(&board, as("resp-01"), NULL));
    for (size_t i = 0; i < board.team_count; i++)
        if (board.teams[i].from_day) {
            CHECK_ERR(CARNET_CONFLICT, move("stg-02", board.teams[i].slug, "2026-06-21"));
            CHECK_OK(move("stg-02", board.teams[i].slug, "2026-06-22"));
        }
}

TEST(team, a_move_replaces_what_was_planned_after_it)
{
    sample();
    CHECK_OK(move("stg-02", "grp-c", "2026-06-22"));
    CHECK_ERR(CARNET_CONFLICT, move("stg-02", "grp-c", "2026-06-22"));
    CHECK_OK(move("stg-02", "grp-d", TODAY));
    CHECK_INT(0, one_int("SELECT count(*) FROM group_membership AS m JOIN person ON person.id = m.person WHERE slug = 'stg-02'"
                         " AND m.from_day = '2026-06-22'"));
    CHECK_OK(move("stg-02", "grp-c", "2026-06-22"));
    CHECK_OK(move("stg-02", "grp-d", "2026-06-15")); /* stays after all */
    CHECK_OK(move("stg-02", NULL, "2026-06-16"));
    struct team team;
    int64_t cohort = one_int("SELECT id FROM cohort");
    CHECK_OK(enrolment_team(&team, as_at("stg-02", "2026-06-15T08:00:00+02:00"), cohort, person_id("stg-02"), "2026-06-15"));
    CHECK_TEXT("grp-d", team.slug);
    CHECK_OK(enrolment_team(&team, as_at("stg-02", "2026-06-16T08:00:00+02:00"), cohort, person_id("stg-02"), "2026-06-16"));
    CHECK(!team.slug);
}

TEST(team, one_request_waits_and_a_move_answers_it)
{
    sample();
    CHECK_ERR(CARNET_INVALID, enrolment_ask_team(as("stg-14"), COHORT, "stg-14", "  "));
    CHECK_ERR(CARNET_MISSING, enrolment_ask_team(as("stg-02"), COHORT, "stg-14", "Pour elle"));
    CHECK_ERR(CARNET_DENIED, enrolment_ask_team(as("resp-01"), COHORT, "stg-14", "Pour elle"));
    CHECK_OK(enrolment_ask_team(as("stg-14"), COHORT, "stg-14", "Un désaccord sur le projet"));
    CHECK_ERR(CARNET_CONFLICT, enrolment_ask_team(as("stg-14"), COHORT, "stg-14", "Encore"));
    CHECK_ERR(CARNET_DENIED, enrolment_settle_team_request(as("ass-01"), COHORT, "stg-14"));
    CHECK_ERR(CARNET_MISSING, enrolment_settle_team_request(as("stg-02"), COHORT, "stg-14"));
    CHECK_INT(0, one_int("SELECT count(*) FROM event WHERE detail LIKE '%désaccord sur%'"));
    CHECK_OK(move("stg-14", "grp-a", TODAY));
    CHECK_ERR(CARNET_MISSING, enrolment_settle_team_request(as("resp-01"), COHORT, "stg-14"));
    CHECK_OK(enrolment_ask_team(as("stg-14"), COHORT, "stg-14", "Finalement non"));
    CHECK_OK(enrolment_settle_team_request(as("stg-14"), COHORT, "stg-14"));
}

TEST(team, both_teams_are_told_and_only_the_trainee_and_the_office_know_why)
{
    sample();
    CHECK_OK(move("stg-14", "grp-a", TODAY));
#define TOLD(who) "SELECT count(*) FROM event_person JOIN event ON event.id = event_person.event JOIN person ON person.id = event_person.person" \
    " WHERE kind = 'team.moved' AND person.slug = '" who "' AND json_extract(detail, '$.reason') IS "
    CHECK_INT(1, one_int(TOLD("stg-14") "'Désaccord'"));
    CHECK_INT(1, one_int(TOLD("resp-01") "'Désaccord'"));
    CHECK_INT(1, one_int(TOLD("stg-02") "NULL"));
    CHECK_INT(1, one_int(TOLD("stg-01") "NULL"));
    CHECK_INT(0, one_int(TOLD("stg-02") "NOT NULL"));
    CHECK_INT(0, one_int(TOLD("stg-03") "NULL"));
}
