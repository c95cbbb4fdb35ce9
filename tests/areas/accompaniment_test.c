/* Who accompanies whom, from which day on, and what that gives and takes. */
#include "areas/areas_fixture.h"

#include <stdio.h>

#include "areas/enrolment/enrolment.h"
#include "areas/journal/journal.h"

#define COHORT "coh-2025-2026"
#define TODAY "2026-06-12"
enum { R = VERB_READ | VERB_READ_COMMENTS, RC = R | VERB_COMMENT | VERB_ANSWER };

static carnet_err tutor(const char *trainee, const char *person, const char *from)
{
    struct assignment_new assignment = { .person = person, .from = from, .reason = "Congé", .handover = "Voir son diagnostic." };
    return enrolment_assign(as("resp-01"), ACCOMPANIMENT_TUTOR, COHORT, trainee, &assignment);
}

TEST(accompaniment, a_replaced_tutor_loses_everything_of_the_trainee_that_day_and_open_sockets_follow)
{
    sample();
    const char *draft = work_of("stg-11", "dossier_professionnel"), *page = page_of("grp-b");
    CHECK_INT(RC, verbs_of(as("tut-03"), draft));
    CHECK_OK(tutor("stg-11", "tut-01", TODAY));
    CHECK_INT(0, verbs_of(as("tut-03"), draft));
    CHECK_INT(RC, verbs_of(as("tut-01"), draft));
    CHECK(is_raised(draft));
    CHECK(!is_raised(page)); /* tut-03 keeps it through others */
    CHECK_INT(RC, verbs_of(as("tut-03"), page));
}

TEST(accompaniment, a_replacement_on_a_later_day_changes_nothing_before_it_and_ends_sockets_that_midnight)
{
    sample();
    const char *draft = work_of("stg-11", "dossier_professionnel");
    CHECK_OK(tutor("stg-11", "tut-01", "2026-06-20"));
    CHECK(is_raised(draft));
    CHECK_INT(RC, verbs_of(as("tut-03"), draft));
    CHECK_INT(0, verbs_of(as("tut-01"), draft));
    CHECK_INT(RC, verbs_of(as_at("tut-03", "2026-06-19T23:59:00+02:00"), draft));
    CHECK_INT(0, verbs_of(as_at("tut-03", "2026-06-20T00:00:00+02:00"), draft));
    CHECK_INT(RC, verbs_of(as_at("tut-01", "2026-06-20T00:00:00+02:00"), draft));
}

TEST(accompaniment, the_new_tutor_sees_works_but_no_entry_shared_before_even_that_morning)
{
    sample();
    struct entry entry;
    CHECK_OK(journal_write(&entry, as_at("stg-05", "2026-06-12T08:00:00+02:00"), "Pour Hélène"));
    const char *uid = entry.document.uid;
    CHECK_OK(journal_share(&entry, as("stg-05"), uid, VISIBLE_TO_TUTOR, NULL));
    CHECK_INT(RC, verbs_of(as("tut-01"), uid));
    as_at("resp-01", "2026-06-12T10:00:00+02:00");
    CHECK_OK(tutor("stg-05", "tut-03", TODAY));
    CHECK_INT(0, verbs_of(as("tut-01"), uid));
    CHECK_INT(0, verbs_of(as("tut-03"), uid));
    CHECK(verbs_of(as("tut-03"), work_of("stg-05", "diagnostic")) & R);
    CHECK(is_raised(uid));
    CHECK_OK(journal_share(&entry, as("stg-05"), uid, VISIBLE_TO_ME, NULL));
    CHECK_OK(journal_share(&entry, as_at("stg-05", "2026-06-12T10:05:00+02:00"), uid, VISIBLE_TO_TUTOR, NULL));
    CHECK_INT(RC, verbs_of(as("tut-03"), uid));
    CHECK_INT(0, verbs_of(as("tut-01"), uid));
}

TEST(accompaniment, a_tutor_who_comes_back_reads_what_was_shared_in_their_own_time_and_nothing_from_between)
{
    sample();
    struct entry first, between;
    CHECK_OK(journal_write(&first, as_at("stg-05", "2026-06-12T08:00:00+02:00"), "Pour Hélène"));
    CHECK_OK(journal_share(&first, as("stg-05"), first.document.uid, VISIBLE_TO_TUTOR, NULL));
    as_at("resp-01", "2026-06-13T10:00:00+02:00");
    CHECK_OK(tutor("stg-05", "tut-03", "2026-06-13"));
    CHECK_OK(journal_write(&between, as_at("stg-05", "2026-06-14T08:00:00+02:00"), "Pour qui remplace"));
    CHECK_OK(journal_share(&between, as("stg-05"), between.document.uid, VISIBLE_TO_TUTOR, NULL));
    CHECK_INT(0, verbs_of(as("tut-01"), first.document.uid));
    as_at("resp-01", "2026-06-15T10:00:00+02:00");
    CHECK_OK(tutor("stg-05", "tut-01", "2026-06-15"));
    CHECK_INT(RC, verbs_of(as("tut-01"), first.document.uid));
    CHECK_INT(0, verbs_of(as("tut-01"), between.document.uid));
    CHECK_INT(0, verbs_of(as("tut-03"), between.document.uid));
}

TEST(accompaniment, nobody_is_assigned_in_the_past)
{
    sample();
    CHECK_ERR(CARNET_INVALID, tutor("stg-11", "tut-01", "2026-06-11"));
    CHECK_ERR(CARNET_INVALID, tutor("stg-11", "tut-01", "hier"));
    struct assignment_new ends = { .person = "tut-01", .from = "2026-06-20", .to = "2026-06-19" };
    CHECK_ERR(CARNET_INVALID, enrolment_assign(as("resp-01"), ACCOMPANIMENT_TUTOR, COHORT, "stg-11", &ends));
}

TEST(accompaniment, only_those_who_do_it_somewhere_are_assigned_and_to_people_of_the_cohort)
{
    sample();
    CHECK_ERR(CARNET_INVALID, tutor("stg-11", "coop-01", TODAY));
    CHECK_ERR(CARNET_INVALID, tutor("stg-11", "nobody", TODAY));
    CHECK_ERR(CARNET_MISSING, tutor("tut-03", "tut-01", TODAY));
    CHECK_ERR(CARNET_MISSING, tutor("nobody", "tut-01", TODAY));
    CHECK_ERR(CARNET_CONFLICT, tutor("stg-10", "tut-01", TODAY));
}

TEST(accompaniment, the_same_person_again_keeps_what_they_may_read)
{
    sample();
    const char *entry = entry_of("stg-08");
    int64_t rows = one_int("SELECT count(*) FROM tutor_assignment");
    struct assignment_new ends = { .person = "tut-01", .from = TODAY, .to = "2026-06-30" };
    unsigned before = verbs_of(as("tut-01"), entry);
    CHECK_OK(enrolment_assign(as("resp-01"), ACCOMPANIMENT_TUTOR, COHORT, "stg-08", &ends));
    CHECK_INT(before, verbs_of(as("tut-01"), entry));
    CHECK_INT(rows, one_int("SELECT count(*) FROM tutor_assignment"));
    CHECK_INT(0, verbs_of(as_at("tut-01", "2026-07-01T00:00:00+02:00"), work_of("stg-08", "diagnostic")));
}

TEST(accompaniment, a_later_decision_replaces_one_that_had_not_begun)
{
    sample();
    CHECK_OK(tutor("stg-11", "tut-01", "2026-06-20"));
    CHECK_OK(tutor("stg-11", "tut-02", "2026-06-18"));
    const char *draft = work_of("stg-11", "dossier_professionnel");
    CHECK_INT(RC, verbs_of(as_at("tut-02", "2026-06-25T12:00:00+02:00"), draft));
    CHECK_INT(0, verbs_of(as("tut-01"), draft));
    CHECK_INT(0, verbs_of(as("tut-03"), draft));
}

#define TOLD_IT_IS_OFF(who, day) "SELECT count(*) FROM event_person JOIN event ON event.id = event_person.event JOIN person ON person.id =" \
    " event_person.person WHERE kind = 'accompaniment.tutor' AND subject = 'stg-11' AND person.slug = '" who "' AND detail ->> 'planned'" \
    " AND detail ->> 'from' = '" who "' AND detail ->> 'day' = '" day "'"

TEST(accompaniment, who_stays_after_all_takes_the_place_of_who_was_planned_and_they_are_told)
{
    sample();
    const char *draft = work_of("stg-11", "dossier_professionnel");
    CHECK_OK(tutor("stg-11", "tut-01", "2026-06-20"));
    CHECK_OK(tutor("stg-11", "tut-03", TODAY));
    CHECK_INT(1, one_int(TOLD_IT_IS_OFF("tut-01", "2026-06-20")));
    CHECK_INT(0, one_int(TOLD_IT_IS_OFF("tut-03", "2026-06-20")));
    CHECK_INT(RC, verbs_of(as_at("tut-03", "2026-06-20T12:00:00+02:00"), draft));
    CHECK_INT(0, verbs_of(as("tut-01"), draft));
    CHECK_INT(1, one_int("SELECT count(*) FROM tutor_assignment JOIN person ON person.id = trainee WHERE slug = 'stg-11' AND to_day IS NULL"));
}

#define TOLD(who) "SELECT count(*) FROM event_person JOIN event ON event.id = event_person.event JOIN person ON person.id =" \
    " event_person.person WHERE kind = 'accompaniment.tutor' AND subject = 'stg-11' AND person.slug = '" who "'"

TEST(accompaniment, the_same_decision_twice_is_told_once)
{
    sample();
    for (int i = 0; i < 2; i++)
        CHECK_OK(tutor("stg-11", "tut-01", "2026-06-20"));
    CHECK_INT(1, one_int(TOLD("stg-11")));
    CHECK_INT(1, one_int(TOLD("tut-01")));
    CHECK_INT(1, one_int(TOLD("tut-03")));
    for (int i = 0; i < 2; i++)
        CHECK_OK(tutor("stg-11", NULL, TODAY));
    CHECK_INT(2, one_int(TOLD("stg-11")));
    CHECK_INT(2, one_int(TOLD("tut-01")));
    CHECK_INT(2, one_int(TOLD("tut-03")));
}

TEST(accompaniment, who_was_planned_twice_is_told_once_that_it_is_off)
{
    sample();
    struct assignment_new first = { .person = "tut-01", .from = "2026-06-20", .to = "2026-06-25" };
    CHECK_OK(enrolment_assign(as("resp-01"), ACCOMPANIMENT_TUTOR, COHORT, "stg-11", &first));
    CHECK_OK(tutor("stg-11", "tut-01", "2026-07-01"));
    CHECK_OK(tutor("stg-11", "tut-02", "2026-06-18"));
    CHECK_INT(1, one_int(TOLD_IT_IS_OFF("tut-01", "2026-06-20")));
    CHECK_INT(0, one_int(TOLD_IT_IS_OFF("tut-01", "2026-07-01")));
}

/* As rows were left by one who stayed after all while another had been planned. */
static void two_tutors(void)
{
    run_sql("INSERT INTO tutor_assignment (cohort, trainee, tutor, from_day) SELECT cohort, trainee, (SELECT id FROM person WHERE slug = 'tut-01'),"
            " '2026-06-10' FROM tutor_assignment WHERE trainee = (SELECT id FROM person WHERE slug = 'stg-11') AND to_day IS NULL");
}

static char said[1000];
static void say(void *self, const char *line)
{
    (void)self;
    snprintf(said + strlen(said), sizeof said - strlen(said), "%s\n", line);
}

static const char *faults(void)
{
    said[0] = '\0';
    CHECK_OK(enrolment_check(as("resp-01"), say, NULL));
    return said;
}

TEST(accompaniment, two_tutors_at_once_are_a_fault_that_a_check_says)
{
    sample();
    CHECK_TEXT("", faults());
    CHECK_OK(tutor("stg-11", "tut-01", "2026-06-20")); /* one after the other */
    CHECK_TEXT("", faults());
    sample();
    two_tutors();
    CHECK_TEXT("trainee stg-11 has two tutors at once in cohort " COHORT " from " TODAY " on: its manager chooses who stays\n", faults());
    run_sql("UPDATE tutor_assignment SET to_day = '2026-06-11' WHERE from_day = '2026-06-10'"); /* nobody reads by it any more */
    CHECK_TEXT("", faults());
}

#define TOLD_IT_ENDS(who) "SELECT count(*) FROM event_person JOIN event ON event.id = event_person.event JOIN person ON person.id =" \
    " event_person.person WHERE kind = 'accompaniment.tutor' AND subject = 'stg-11' AND person.slug = '" who "'" \
    " AND detail ->> 'from' = '" who "' AND detail ->> 'day' = '" TODAY "' AND detail ->> 'planned' IS NULL"

static void settled_by(const char *one, const char *other)
{
    const char *draft = work_of("stg-11", "dossier_professionnel");
    two_tutors();
    CHECK_INT(RC, verbs_of(as(one), draft));
    CHECK_INT(RC, verbs_of(as(other), draft));
    CHECK_OK(tutor("stg-11", one, TODAY));
    CHECK_INT(RC, verbs_of(as(one), draft));
    CHECK_INT(0, verbs_of(as(other), draft));
    CHECK_TEXT("", faults());
}

TEST(accompaniment, of_two_tutors_at_once_the_one_who_is_chosen_stays_and_the_other_is_told)
{
    sample();
    settled_by("tut-01", "tut-03");
    CHECK_INT(1, one_int(TOLD_IT_ENDS("tut-03")));
    sample();
    settled_by("tut-03", "tut-01");
    CHECK_INT(1, one_int(TOLD_IT_ENDS("tut-01")));
}

TEST(accompaniment, who_is_planned_may_be_given_an_end_before_they_begin)
{
    sample();
    CHECK_OK(tutor("stg-11", "tut-01", "2026-06-20"));
    struct assignment_new ends = { .person = "tut-01", .from = "2026-06-20", .to = "2026-06-30" };
    CHECK_OK(enrolment_assign(as("resp-01"), ACCOMPANIMENT_TUTOR, COHORT, "stg-11", &ends));
    CHECK_INT(RC, verbs_of(as_at("tut-01", "2026-06-30T12:00:00+02:00"), work_of("stg-11", "dossier_professionnel")));
    CHECK_INT(0, verbs_of(as_at("tut-01", "2026-07-01T12:00:00+02:00"), work_of("stg-11", "dossier_professionnel")));
}

TEST(accompaniment, who_was_planned_is_told_when_somebody_else_is_chosen_and_nobody_who_only_begins_earlier)
{
    sample();
    CHECK_OK(tutor("stg-11", "tut-01", "2026-06-20"));
    CHECK_OK(tutor("stg-11", "tut-01", "2026-06-19"));
    CHECK_INT(0, one_int(TOLD_IT_IS_OFF("tut-01", "2026-06-20")));
    CHECK_OK(tutor("stg-11", "tut-02", "2026-06-18"));
    CHECK_INT(1, one_int(TOLD_IT_IS_OFF("tut-01", "2026-06-19")));
    CHECK_OK(tutor("stg-11", NULL, "2026-06-17"));
    CHECK_INT(1, one_int(TOLD_IT_IS_OFF("tut-02", "2026-06-18")));
    CHECK_INT(1, one_int("SELECT count(*) FROM event_person JOIN event ON event.id = event_person.event JOIN person ON person.id ="
                         " event_person.person WHERE kind = 'accompaniment.tutor' AND slug = 'tut-03' AND detail ->> 'day' = '2026-06-17'"));
}

static int64_t told_from_whom_on(const char *who, const char *day)
{
    return one_int(arena_printf(as("resp-01")->arena, TOLD("%s") " AND detail ->> 'from' = 'tut-03' AND detail ->> 'to' = 'tut-01' AND detail ->> 'day' = '%s'",
                                who, day));
}

/* Twice: the same decision again is none. */
static void begins_instead(const char *day, const char *eve)
{
    const char *draft = work_of("stg-11", "dossier_professionnel");
    struct assignment_new again = { .person = "tut-01", .from = day };
    CHECK_OK(tutor("stg-11", "tut-01", "2026-06-20"));
    for (int i = 0; i < 2; i++)
        CHECK_OK(enrolment_assign(as("resp-01"), ACCOMPANIMENT_TUTOR, COHORT, "stg-11", &again));
    CHECK_INT(1, told_from_whom_on("stg-11", day));
    CHECK_INT(1, told_from_whom_on("tut-01", day));
    CHECK_INT(1, told_from_whom_on("tut-03", day));
    CHECK_INT(2, one_int(TOLD("tut-01")));
    CHECK_TEXT("", faults());
    CHECK_INT(RC, verbs_of(as_at("tut-03", arena_printf(as("tut-03")->arena, "%sT12:00:00+02:00", eve)), draft));
    CHECK_INT(0, verbs_of(as("tut-01"), draft));
    CHECK_INT(RC, verbs_of(as_at("tut-01", arena_printf(as("tut-01")->arena, "%sT12:00:00+02:00", day)), draft));
    CHECK_INT(0, verbs_of(as("tut-03"), draft));
    CHECK_INT(1, one_int("SELECT count(*) FROM tutor_assignment JOIN person ON person.id = trainee WHERE slug = 'stg-11' AND to_day IS NULL"
                         " AND handover = 'Voir son diagnostic.'"));
}

TEST(accompaniment, who_is_planned_and_chosen_again_for_a_later_day_begins_then_and_the_one_before_stays_until_then)
{
    sample();
    begins_instead("2026-06-25", "2026-06-24");
}

TEST(accompaniment, who_is_planned_and_chosen_again_for_an_earlier_day_begins_then)
{
    sample();
    begins_instead("2026-06-18", "2026-06-17");
}

TEST(accompaniment, who_ended_before_the_one_planned_began_is_not_called_back_when_they_begin_later)
{
    sample();
    struct assignment_new ends = { .person = "tut-03", .from = TODAY, .to = "2026-06-15" };
    CHECK_OK(enrolment_assign(as("resp-01"), ACCOMPANIMENT_TUTOR, COHORT, "stg-11", &ends));
    CHECK_OK(tutor("stg-11", "tut-01", "2026-06-20"));
    CHECK_OK(tutor("stg-11", "tut-01", "2026-06-25"));
    const char *draft = work_of("stg-11", "dossier_professionnel");
    CHECK_INT(0, verbs_of(as_at("tut-03", "2026-06-16T12:00:00+02:00"), draft));
    CHECK_INT(0, verbs_of(as_at("tut-01", "2026-06-24T12:00:00+02:00"), draft));
    CHECK_INT(RC, verbs_of(as_at("tut-01", "2026-06-25T12:00:00+02:00"), draft));
}

TEST(accompaniment, nobody_can_be_named_and_cooperators_are_replaced_alike)
{
    sample();
    const char *draft = work_of("stg-11", "dossier_professionnel");
    CHECK_OK(tutor("stg-11", NULL, TODAY));
    CHECK_INT(0, verbs_of(as("tut-03"), draft));
    struct assignment_new next = { .person = "coop-01", .from = TODAY };
    CHECK_OK(enrolment_assign(as("resp-01"), ACCOMPANIMENT_COOPERATOR, COHORT, "stg-11", &next));
    CHECK_INT(0, verbs_of(as("coop-03"), draft));
    CHECK_INT(RC, verbs_of(as("coop-01"), draft));
}

TEST(accompaniment, ends_with_the_account_of_who_leaves_and_what_was_planned_for_others_stays)
{
    sample();
    struct account_about about;
    struct departure departure;
    CHECK_OK(tutor("stg-11", "tut-01", "2026-06-20"));
    CHECK_OK(tutor("stg-05", "tut-03", "2026-06-25"));
    CHECK_OK(enrolment_departure(&departure, as("resp-01"), "tut-01"));
    CHECK_INT(one_int("SELECT count(*) FROM tutor_assignment JOIN person ON person.id = tutor WHERE slug = 'tut-01'"
                      " AND (to_day IS NULL OR to_day >= '2026-06-12')"), departure.held_count);
    CHECK(departure.account.may_close);
    CHECK_ERR(CARNET_MISSING, enrolment_departure(&departure, as("tut-03"), "tut-01"));
    CHECK_OK(account_end(&about, as("resp-01"), "tut-01"));
    CHECK_INT(0, one_int("SELECT count(*) FROM tutor_assignment JOIN person ON person.id = tutor WHERE slug = 'tut-01'"
                         " AND (to_day IS NULL OR to_day >= '2026-06-12')"));
    CHECK_INT(1, one_int("SELECT count(*) FROM tutor_assignment JOIN person ON person.id = tutor WHERE slug = 'tut-03' AND from_day = '2026-06-25'"));
    CHECK_INT(1, one_int("SELECT count(*) FROM event JOIN event_person ON event = event.id JOIN person ON person.id = event_person.person"
                         " WHERE kind = 'accompaniment.tutor' AND slug = 'stg-11' AND detail ->> 'to' IS NULL"));
    CHECK_OK(enrolment_departure(&departure, as("resp-01"), "tut-01"));
    CHECK_INT(0, departure.held_count);
    CHECK(departure.account.closed && !departure.account.may_close);
}

#define TOLD_NOBODY(who, day) TOLD(who) " AND detail ->> 'to' IS NULL AND detail ->> 'day' = '" day "'"

TEST(accompaniment, who_leaves_before_they_began_leaves_nobody_alone_before_that_day)
{
    sample();
    struct account_about about;
    CHECK_OK(tutor("stg-11", "tut-02", "2026-06-20"));
    CHECK_OK(account_end(&about, as("resp-01"), "tut-02"));
    CHECK_INT(1, one_int(TOLD_NOBODY("stg-11", "2026-06-20")));
    CHECK_INT(1, one_int(TOLD_NOBODY("resp-01", "2026-06-20")));
    CHECK_INT(0, one_int(TOLD_NOBODY("stg-11", TODAY)));
}

TEST(accompaniment, who_leaves_and_was_to_come_back_is_told_of_once)
{
    sample();
    struct account_about about;
    struct assignment_new ends = { .person = "tut-03", .from = TODAY, .to = "2026-06-19" };
    CHECK_OK(enrolment_assign(as("resp-01"), ACCOMPANIMENT_TUTOR, COHORT, "stg-11", &ends));
    CHECK_OK(tutor("stg-11", "tut-03", "2026-06-25"));
    CHECK_OK(account_end(&about, as("resp-01"), "tut-03"));
    CHECK_INT(1, one_int(TOLD_NOBODY("stg-11", TODAY)));
    CHECK_INT(0, one_int(TOLD_NOBODY("stg-11", "2026-06-25")));
}

TEST(accompaniment, a_note_for_who_is_there_already_reaches_them_and_no_note_takes_none_away)
{
    sample();
    struct assignment *mine;
    size_t count;
    struct assignment_new note = { .person = "tut-03", .from = TODAY, .handover = "Son diagnostic attend." }, none = { .person = "tut-03", .from = TODAY };
    CHECK_OK(enrolment_assign(as("resp-01"), ACCOMPANIMENT_TUTOR, COHORT, "stg-11", &note));
    CHECK_OK(enrolment_assign(as("resp-01"), ACCOMPANIMENT_TUTOR, COHORT, "stg-11", &none));
    CHECK_OK(enrolment_accompanied(&mine, &count, as("tut-03")));
    const char *said_to_them = NULL;
    for (size_t i = 0; i < count; i++)
        if (strcmp(mine[i].trainee.slug, "stg-11") == 0)
            said_to_them = mine[i].handover;
    CHECK_TEXT("Son diagnostic attend.", said_to_them ? said_to_them : "nothing");
}

TEST(accompaniment, the_note_is_for_who_takes_over)
{
    sample();
    struct assignment *mine;
    size_t count;
    CHECK_OK(tutor("stg-11", "tut-01", TODAY));
    CHECK_OK(enrolment_accompanied(&mine, &count, as("tut-01")));
    bool found = false;
    for (size_t i = 0; i < count; i++)
        found |= strcmp(mine[i].trainee.slug, "stg-11") == 0 && mine[i].handover && strcmp(mine[i].handover, "Voir son diagnostic.") == 0;
    CHECK(found);
    CHECK_OK(enrolment_accompanied(&mine, &count, as("tut-03")));
    for (size_t i = 0; i < count; i++)
        CHECK(strcmp(mine[i].trainee.slug, "stg-11") != 0);
}

TEST(accompaniment, the_trainee_and_both_tutors_are_told_from_whom_to_whom_since_when_and_why)
{
    sample();
    CHECK_OK(tutor("stg-11", "tut-01", TODAY));
    CHECK_INT(3, one_int("SELECT count(*) FROM event_person JOIN event ON event.id = event_person.event JOIN person ON person.id ="
                         " event_person.person WHERE event.kind = 'accompaniment.tutor' AND event.subject = 'stg-11'"
                         " AND person.slug IN ('stg-11', 'tut-03', 'tut-01') AND json_extract(detail, '$.from') = 'tut-03'"
                         " AND json_extract(detail, '$.to') = 'tut-01' AND json_extract(detail, '$.reason') = 'Congé'"));
}

TEST(accompaniment, of_several_at_once_all_change_or_none)
{
    static const char *const TWO[] = { "stg-05", "stg-14" }, *const ONE_LEFT[] = { "stg-05", "stg-10" };
    struct assignment_new next = { .person = "tut-03", .from = TODAY, .handover = "Deux dossiers en cours." };
    sample();
#define BY_TUT_03 "SELECT count(*) FROM tutor_assignment AS a JOIN person AS t ON t.id = a.trainee JOIN person AS p ON p.id = a.tutor" \
    " WHERE p.slug = 'tut-03' AND t.slug IN ('stg-05', 'stg-14') AND a.from_day = '2026-06-12' AND a.handover IS NOT NULL"
    CHECK_ERR(CARNET_INVALID, enrolment_assign_all(as("resp-01"), ACCOMPANIMENT_TUTOR, COHORT, TWO, 0, &next));
    CHECK_ERR(CARNET_DENIED, enrolment_assign_all(as("ass-01"), ACCOMPANIMENT_TUTOR, COHORT, TWO, 2, &next));
    CHECK_OK(enrolment_assign_all(as("resp-01"), ACCOMPANIMENT_TUTOR, COHORT, TWO, 2, &next));
    CHECK_INT(2, one_int(BY_TUT_03));
    CHECK_ERR(CARNET_CONFLICT, enrolment_assign_all(as("resp-01"), ACCOMPANIMENT_TUTOR, COHORT, ONE_LEFT, 2, &next)); /* the savepoint undoes the first */
}
