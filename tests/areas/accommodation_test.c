/* Accommodations: who reads a measure, who a cause, who enters them. */
#include "areas/areas_fixture.h"

#include "areas/enrolment/accommodation.h"
#include "areas/enrolment/enrolment.h"

#define COHORT "coh-2025-2026"
static const struct accommodation_new SEAT = { .kind = "other", .measure = "Place près de la porte", .cause = "Raison" };

static size_t seen_by(const char *who, bool *causes)
{
    struct accommodations all;
    carnet_err err = accommodation_list(&all, as(who), COHORT, "stg-08");
    if (err == CARNET_MISSING)
        return 99;
    CHECK_OK(err);
    *causes = false;
    for (size_t i = 0; i < all.count; i++)
        *causes |= all.items[i].cause != NULL;
    return all.count;
}

TEST(accommodation, measures_are_for_those_who_work_with_the_person_time_for_juries_causes_for_two)
{
    static const struct {
        const char *who;
        size_t count;
        bool cause;
    } SEES[] = {
        { "stg-08", 4, true },   { "rh-01", 4, true },    { "tut-01", 4, false },  { "coop-01", 4, false }, { "form-01", 4, false },
        { "resp-01", 4, false }, { "ass-01", 4, false },  { "jur-01", 1, false },  { "tut-03", 99, false }, { "coop-02", 99, false },
        { "rq-01", 99, false },  { "stg-12", 99, false }, { "stg-10", 99, false }, { "tut-02", 99, false },
    };
    sample();
    CHECK_OK(accommodation_add(as("rh-01"), COHORT, "stg-08", &SEAT));
    for (size_t i = 0; i < sizeof SEES / sizeof *SEES; i++) {
        bool causes = false;
        size_t count = seen_by(SEES[i].who, &causes);
        if (count != SEES[i].count || causes != SEES[i].cause)
            test_fail(__FILE__, __LINE__, "%s sees %zu, causes %d", SEES[i].who, count, causes);
    }
}

TEST(accommodation, a_tutor_reads_them_while_they_are_the_tutor)
{
    sample();
    bool causes;
    run_sql("UPDATE tutor_assignment SET to_day = '2026-06-11' WHERE trainee = (SELECT id FROM person WHERE slug = 'stg-08')");
    CHECK_INT(99, seen_by("tut-01", &causes));
}

TEST(accommodation, only_the_officer_enters_and_ends_them)
{
    static const char *const READERS[] = { "stg-08", "tut-01", "coop-01", "form-01", "resp-01", "ass-01", "jur-01" };
    sample();
    for (size_t i = 0; i < sizeof READERS / sizeof *READERS; i++)
        CHECK_ERR(CARNET_DENIED, accommodation_add(as(READERS[i]), COHORT, "stg-08", &SEAT));
    CHECK_ERR(CARNET_MISSING, accommodation_add(as("stg-01"), COHORT, "stg-08", &SEAT));
    CHECK_ERR(CARNET_MISSING, accommodation_add(as("rh-01"), COHORT, "tut-01", &SEAT));
    CHECK_INT(3, one_int("SELECT count(*) FROM accommodation"));
}

TEST(accommodation, when_one_ends_its_cause_is_forgotten_and_who_ended_it_is_known)
{
    sample();
    struct accommodations all;
    CHECK_OK(accommodation_add(as("rh-01"), COHORT, "stg-08", &SEAT));
    CHECK_OK(accommodation_list(&all, as("rh-01"), COHORT, "stg-08"));
    CHECK_OK(accommodation_end(as("rh-01"), COHORT, "stg-08", all.items[3].uid));
    CHECK_ERR(CARNET_MISSING, accommodation_end(as("rh-01"), COHORT, "stg-08", all.items[3].uid));
    CHECK_INT(0, one_int("SELECT count(*) FROM accommodation WHERE cause IS NOT NULL"));
    CHECK_INT(1, one_int("SELECT count(*) FROM accommodation JOIN person ON person.id = ended_by WHERE slug = 'rh-01'"));
    CHECK_INT(0, one_int("SELECT count(*) FROM event WHERE detail LIKE '%Raison%' OR detail LIKE '%porte%'"));
}

TEST(accommodation, who_will_accompany_somebody_hears_nothing_of_them_before_that_day)
{
    sample();
    struct assignment_new next = { .person = "tut-03", .from = "2026-06-20" };
    struct enrolment_step pause = { .status = ENROLMENT_SUSPENDED, .day = "2026-06-12", .reason = "Santé" };
    CHECK_OK(enrolment_assign(as("resp-01"), ACCOMPANIMENT_TUTOR, COHORT, "stg-08", &next));
    CHECK_OK(accommodation_add(as("rh-01"), COHORT, "stg-08", &SEAT));
    CHECK_OK(enrolment_change(as("resp-01"), COHORT, "stg-08", &pause));
    CHECK_INT(1, events_of("accommodation.changed", "tut-01"));
    CHECK_INT(1, events_of("enrolment.changed", "tut-01"));
    CHECK_INT(0, events_of("accommodation.changed", "tut-03"));
    CHECK_INT(0, events_of("enrolment.changed", "tut-03"));
    CHECK_OK(accommodation_add(as_at("rh-01", "2026-06-20T09:00:00+02:00"), COHORT, "stg-08", &SEAT));
    CHECK_INT(1, events_of("accommodation.changed", "tut-01"));
    CHECK_INT(1, events_of("accommodation.changed", "tut-03"));
}

TEST(accommodation, a_manager_who_tutors_hears_once_what_changes_for_somebody)
{
    sample();
    struct assignment_new next = { .person = "resp-01", .from = "2026-06-12" };
    struct enrolment_step pause = { .status = ENROLMENT_SUSPENDED, .day = "2026-06-12", .reason = "Santé" };
    run_sql("INSERT INTO role (person, cohort, role, given_at) SELECT person, cohort, 'tutor', 0 FROM role WHERE role = 'programme_manager'");
    CHECK_OK(enrolment_assign(as("resp-01"), ACCOMPANIMENT_TUTOR, COHORT, "stg-08", &next));
    CHECK_OK(accommodation_add(as("rh-01"), COHORT, "stg-08", &SEAT));
    CHECK_OK(enrolment_change(as("resp-01"), COHORT, "stg-08", &pause));
    CHECK_INT(1, events_of("accommodation.changed", "resp-01"));
    CHECK_INT(1, events_of("enrolment.changed", "resp-01"));
}
