/* A year proposed from a Monday, set up, and moved. */
#include "areas/areas_fixture.h"

#include "areas/calendar/holiday.h"
#include "areas/calendar/propose.h"
#include "areas/demo/sample.h"

#define COHORT "coh-2025-2026"

static json_t *json_of(const char *name)
{
    bytes file = sample_file(name);
    json_t *json = json_loadb((const char *)file.ptr, file.len, 0, NULL);
    CHECK(json);
    return json;
}

static const char *text(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static const struct calendar_milestone *milestone_in(const struct calendar *year, const char *slug)
{
    for (size_t i = 0; i < year->milestone_count; i++)
        if (strcmp(year->milestones[i].slug, slug) == 0)
            return &year->milestones[i];
    test_fail(__FILE__, __LINE__, "no milestone %s", slug);
}

TEST(calendar, the_sample_years_sessions_are_what_is_proposed_for_its_first_monday)
{
    struct ctx *ctx = sample();
    json_auto_t *programme = json_of("cpsl.json"), *cohort = json_of("cohort.json");
    struct calendar year;
    CHECK_OK(propose_year(&year, ctx, programme, "2025-12-08"));
    const json_t *want = json_object_get(cohort, "sessions");
    CHECK_INT(6, year.session_count);
    for (size_t i = 0; i < 6; i++) {
        CHECK_TEXT(text(json_array_get(want, i), "from"), year.sessions[i].from);
        CHECK_TEXT(text(json_array_get(want, i), "to"), year.sessions[i].to);
        CHECK_TEXT(text(json_array_get(want, i), "id"), year.sessions[i].slug);
    }
}

TEST(calendar, the_sample_years_deadlines_and_jury_are_what_is_proposed_too)
{
    struct ctx *ctx = sample();
    json_auto_t *programme = json_of("cpsl.json"), *cohort = json_of("cohort.json");
    struct calendar year;
    CHECK_OK(propose_year(&year, ctx, programme, "2025-12-08"));
    CHECK_INT(7, year.milestone_count);
    size_t i;
    json_t *want;
    json_array_foreach(json_object_get(cohort, "milestones"), i, want) {
        const char *slug = text(want, "id");
        const struct calendar_milestone *m = milestone_in(&year, strcmp(slug, "orals") == 0 ? "oral" : slug);
        int64_t due = 0;
        if (text(want, "dueAt"))
            CHECK_OK(clock_parse(&due, text(want, "dueAt")));
        CHECK_INT(due, m->due_at);
        if (!due)
            CHECK_TEXT(text(want, "from") ? text(want, "from") : text(want, "date"), m->from);
        if (text(want, "to"))
            CHECK_TEXT(text(want, "to"), m->to);
        CHECK(m->label && m->label[0]);
    }
    CHECK_TEXT("Remise du dossier professionnel", milestone_in(&year, "dossier_professionnel_due")->label);
    for (size_t a = 0; a < year.milestone_count; a++)
        for (size_t b = 0; b < a; b++)
            CHECK(strcmp(year.milestones[a].label, year.milestones[b].label) != 0); /* in an agenda, a date has its name alone */
}

static int holidays_in(int64_t from)
{
    int count = 0;
    for (int64_t day = from; day < from + 5; day++)
        count += holiday_on(day);
    return count;
}

/* The fewest holidays that any choice of gaps could have, by trying all, among those that end in June; -1: none does. */
static int fewest(int64_t first)
{
    int best = -1, year, month, day;
    for (int ways = 0; ways < 32; ways++) {
        int64_t at = first;
        int count = holidays_in(at);
        for (int i = 0; i < 5; i++) {
            at += ways & 1 << i ? 42 : 35;
            count += holidays_in(at);
        }
        clock_date(&year, &month, &day, at + 4);
        if (month <= 6 && (best < 0 || count < best))
            best = count;
    }
    return best;
}

TEST(calendar, in_thirty_years_of_decembers_no_proposal_can_be_bettered)
{
    struct ctx *ctx = sample();
    json_auto_t *programme = json_of("cpsl.json");
    struct year_rules rules;
    CHECK_OK(propose_rules(&rules, programme));
    for (int year = 2024; year < 2054; year++)
        for (int64_t first = clock_days(year, 12, 1); first <= clock_days(year, 12, 15); first++) {
            if ((first + 3) % 7)
                continue;
            int64_t monday[24];
            int count = 0, y, m, d;
            propose_mondays(monday, ctx, &rules, first);
            CHECK_INT(first, monday[0]);
            for (int i = 0; i < 6; i++) {
                count += holidays_in(monday[i]);
                if (i)
                    CHECK(monday[i] - monday[i - 1] == 35 || monday[i] - monday[i - 1] == 42);
            }
            clock_date(&y, &m, &d, monday[5] + 4);
            CHECK(m <= 6);
            CHECK_INT(fewest(first), count);
        }
}

TEST(calendar, a_year_that_cannot_end_in_time_is_the_shortest_and_says_so)
{
    struct ctx *ctx = sample();
    json_auto_t *programme = json_of("cpsl.json");
    struct calendar year;
    struct calendar_warnings warnings;
    CHECK_OK(propose_year(&year, ctx, programme, "2027-01-25"));
    CHECK_TEXT("2027-07-19", year.sessions[5].from);
    CHECK_OK(calendar_warnings(&warnings, ctx, programme, &year));
    bool late = false;
    for (size_t i = 0; i < warnings.count; i++)
        late |= strcmp(warnings.items[i].code, "late_in_year") == 0 && strcmp(warnings.items[i].about, "ses-6") == 0;
    CHECK(late);
}

TEST(calendar, a_year_that_cannot_end_in_time_keeps_clear_of_holidays_all_the_same)
{
    struct ctx *ctx = sample();
    json_auto_t *programme = json_of("cpsl.json");
    struct year_rules rules;
    CHECK_OK(propose_rules(&rules, programme));
    int64_t monday[24], first = clock_days(2043, 1, 19); /* five weeks each time would meet four of them */
    CHECK_INT(-1, fewest(first));
    propose_mondays(monday, ctx, &rules, first);
    for (int i = 0; i < 6; i++)
        CHECK_INT(0, holidays_in(monday[i]));
    CHECK_INT(clock_days(2043, 7, 20), monday[5]);
}

TEST(calendar, only_a_monday_of_this_century_begins_a_year)
{
    struct ctx *ctx = sample();
    json_auto_t *programme = json_of("cpsl.json");
    struct calendar year;
    CHECK_ERR(CARNET_INVALID, propose_year(&year, ctx, programme, "2025-12-09"));
    CHECK_ERR(CARNET_INVALID, propose_year(&year, ctx, programme, "1925-12-07"));
    CHECK_ERR(CARNET_INVALID, propose_year(&year, ctx, programme, "2025-13-01"));
    CHECK_ERR(CARNET_INVALID, propose_year(&year, ctx, programme, ""));
    json_object_del(json_object_get(programme, "calendarRules"), "derived");
    CHECK_ERR(CARNET_CONFLICT, propose_year(&year, ctx, programme, "2025-12-08"));
}

TEST(calendar, other_rules_make_another_year)
{
    struct ctx *ctx = sample();
    json_auto_t *programme = json_pack("{s:[], s:{s:{s:i, s:{s:i, s:i}}, s:{s:i}, s:[]}}", "deliverables", "calendarRules", "sessions",
                                       "consecutiveDays", 2, "everyWeeks", "min", 2, "max", 3, "derived", "sessionCount", 3,
                                       "milestones");
    struct calendar year;
    CHECK_OK(propose_year(&year, ctx, programme, "2026-03-30"));
    CHECK_INT(3, year.session_count);
    CHECK_TEXT("2026-03-31", year.sessions[0].to);
    CHECK_TEXT("2026-05-11", year.sessions[2].from); /* three weeks twice: no month ends it earlier */
    CHECK_INT(0, year.milestone_count);
}

/* ---- set up ---- */

TEST(calendar, a_manager_sets_up_a_cohort_with_its_whole_year)
{
    sample();
    struct cohort cohort;
    struct calendar year;
    CHECK_OK(calendar_set_up(&cohort, as("resp-01"), "cpsl", "  Promotion  2026-2027 ", "2026-12-07"));
    CHECK_TEXT("cpsl-2026-2027", cohort.slug);
    CHECK_TEXT("Promotion 2026-2027", cohort.label);
    CHECK_TEXT("2026-12-07", cohort.start_day);
    CHECK_OK(calendar_read(&year, as("resp-01"), cohort.id));
    CHECK_INT(6, year.session_count);
    CHECK_INT(62, year.half_day_count);
    CHECK_TEXT("ses-1-d1-am", year.half_days[0].slug);
    CHECK_TEXT("09:00", year.half_days[0].starts);
    CHECK_TEXT("17:00", year.half_days[1].ends);
    CHECK_TEXT("final-jury-d1-pm", year.half_days[61].slug);
    CHECK_TEXT(year.half_days[61].day, cohort.end_day);
    struct cohort again;
    CHECK_OK(calendar_set_up(&again, as("resp-01"), "cpsl", "Une autre", "2026-12-07"));
    CHECK_TEXT("cpsl-2026-2027-2", again.slug);
}

TEST(calendar, who_sets_up_manages_and_the_office_comes_along)
{
    sample();
    struct cohort cohort, seen;
    struct cohort_standing standing;
    CHECK_OK(calendar_set_up(&cohort, as("resp-01"), "cpsl", "Suivante", "2026-12-07"));
    CHECK_OK(cohort_manage(&seen, as("resp-01"), cohort.slug));
    CHECK_OK(cohort_assist(&seen, as("ass-01"), cohort.slug));
    CHECK_OK(cohort_show(&seen, &standing, as("rh-01"), cohort.slug));
    CHECK_ERR(CARNET_DENIED, cohort_manage(&seen, as("ass-01"), cohort.slug));
    CHECK_ERR(CARNET_MISSING, cohort_show(&seen, &standing, as("stg-01"), cohort.slug));
    CHECK_ERR(CARNET_MISSING, cohort_show(&seen, &standing, as("form-01"), cohort.slug));
}

TEST(calendar, nobody_but_a_manager_sets_up_or_looks_at_proposals)
{
    static const char *const OTHERS[] = { "stg-01", "tut-01", "coop-01", "form-01", "ass-01", "jur-01", "rq-01", "rh-01" };
    sample();
    struct cohort cohort;
    struct calendar year;
    struct calendar_warnings warnings;
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++) {
        CHECK_ERR(CARNET_DENIED, calendar_set_up(&cohort, as(OTHERS[i]), "cpsl", "x", "2026-12-07"));
        CHECK_ERR(CARNET_DENIED, calendar_propose(&year, &warnings, as(OTHERS[i]), "cpsl", "2026-12-07"));
    }
    CHECK_ERR(CARNET_INVALID, calendar_set_up(&cohort, as("resp-01"), "cpsl", " ", "2026-12-07"));
    CHECK_INT(1, one_int("SELECT count(*) FROM cohort"));
}

TEST(calendar, the_cohort_of_ones_first_page_is_the_running_one_until_the_next_begins)
{
    sample();
    struct cohort cohort;
    CHECK_OK(calendar_set_up(&cohort, as("resp-01"), "cpsl", "Dans un an", "2027-12-06"));
    CHECK_OK(calendar_set_up(&cohort, as("resp-01"), "cpsl", "Suivante", "2026-12-07"));
    CHECK_OK(cohort_of_actor(&cohort, as("resp-01")));
    CHECK_TEXT(COHORT, cohort.slug);
    CHECK_OK(cohort_of_actor(&cohort, as_at("resp-01", "2026-12-07T00:00:00+01:00")));
    CHECK_TEXT("cpsl-2026-2027", cohort.slug);
    run_sql("DELETE FROM role WHERE cohort = (SELECT id FROM cohort WHERE slug = 'coh-2025-2026') AND person ="
            " (SELECT id FROM person WHERE slug = 'resp-01')");
    CHECK_OK(cohort_of_actor(&cohort, as_at("resp-01", "2026-06-12T09:00:00+02:00")));
    CHECK_TEXT("cpsl-2026-2027", cohort.slug);
}

TEST(calendar, ones_cohort_is_first_of_all_the_one_where_one_learns)
{
    sample();
    second_cohort();
    struct cohort cohort;
    run_sql("INSERT INTO role (person, cohort, role) SELECT person.id, cohort.id, 'trainer' FROM person, cohort"
            " WHERE person.slug = 'stg-03' AND cohort.slug = '" SECOND "'");
    CHECK_OK(cohort_of_actor(&cohort, as("stg-03")));
    CHECK_TEXT(COHORT, cohort.slug);
    CHECK_OK(cohort_of_actor(&cohort, as("tut-01")));
    CHECK_TEXT(SECOND, cohort.slug);
    run_sql("UPDATE cohort SET end_day = '2026-06-11' WHERE slug = '" COHORT "'"); /* still enrolled in one that is over */
    CHECK_OK(cohort_of_actor(&cohort, as("stg-03")));
    CHECK_TEXT(SECOND, cohort.slug);
}

/* ---- moving ---- */

static struct calendar year_now(void)
{
    struct calendar year;
    CHECK_OK(calendar_read(&year, as("resp-01"), one_int("SELECT id FROM cohort")));
    return year;
}

TEST(calendar, the_sample_has_its_sixty_two_half_days)
{
    sample();
    struct calendar year = year_now();
    CHECK_INT(62, year.half_day_count);
    CHECK_TEXT("2026-07-07", year.half_days[61].day);
}

TEST(calendar, moving_a_session_moves_its_half_days_and_what_happens_in_it)
{
    sample();
    CHECK_OK(calendar_change_session(as("resp-01"), COHORT, "ses-6", &(struct session_change){ .from = "2026-06-29" }));
    struct calendar year = year_now();
    CHECK_TEXT("2026-07-03", year.sessions[5].to);
    CHECK_INT(1, year.sessions[5].sequence);
    CHECK_INT(0, year.sessions[4].sequence);
    CHECK_TEXT("2026-07-02", milestone_in(&year, "orals")->from);
    CHECK_TEXT("2026-07-03", milestone_in(&year, "orals")->to);
    CHECK_INT(10, one_int("SELECT count(*) FROM half_day WHERE session = (SELECT id FROM session WHERE slug = 'ses-6')"
                          " AND day BETWEEN '2026-06-29' AND '2026-07-03' AND sequence = 1"));
    CHECK_INT(10, one_int("SELECT count(*) FROM half_day WHERE sequence > 0"));
    CHECK_INT(0, milestone_in(&year, "note_synthetique_due")->sequence);
    CHECK_INT(1, one_int("SELECT count(*) FROM event JOIN event_person ON event_person.event = event.id"
                         " JOIN person ON person.id = event_person.person WHERE kind = 'calendar.session_moved'"
                         " AND person.slug = 'stg-01' AND json_extract(detail, '$.to') = '2026-06-29'"));
    CHECK_INT(0, one_int("SELECT count(*) FROM event JOIN event_person ON event_person.event = event.id" /* they left, or are on leave */
                         " JOIN person ON person.id = event_person.person WHERE kind = 'calendar.session_moved'"
                         " AND person.slug IN ('stg-10', 'tut-02')"));
}

TEST(calendar, sessions_keep_their_order_and_never_overlap)
{
    static const char *const WRONG[] = { "2026-05-18", "2026-05-14", "2026-05-22", "2026-07-06", "2026-03-06", "2025-12-01" };
    sample();
    /* The fourth goes from 13 April; the third ends on 6 March, the fifth begins on 18 May. */
    CHECK_OK(calendar_change_session(as("resp-01"), COHORT, "ses-4", &(struct session_change){ .from = "2026-04-20" }));
    CHECK_OK(calendar_change_session(as("resp-01"), COHORT, "ses-4", &(struct session_change){ .from = "2026-05-13" }));
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++)
        CHECK_ERR(CARNET_CONFLICT, calendar_change_session(as("resp-01"), COHORT, "ses-4", &(struct session_change){ .from = WRONG[i] }));
    CHECK_ERR(CARNET_INVALID, calendar_change_session(as("resp-01"), COHORT, "ses-4", &(struct session_change){ .from = "demain" }));
    CHECK_ERR(CARNET_MISSING, calendar_change_session(as("resp-01"), COHORT, "ses-7", &(struct session_change){ .from = "2026-09-07" }));
}

TEST(calendar, a_look_at_a_move_shows_its_warnings_and_changes_nothing)
{
    struct ctx *ctx = sample();
    struct calendar year;
    struct cohort cohort;
    struct calendar_warnings warnings;
    json_auto_t *programme = json_of("cpsl.json");
    /* From Tuesday 5 May: Friday 8 is a holiday, three weeks after the fourth. */
    CHECK_OK(calendar_after(&year, &cohort, as("resp-01"), COHORT, "ses-5", &(struct session_change){ .from = "2026-05-05" }));
    CHECK_OK(calendar_warnings(&warnings, ctx, programme, &year));
    int holiday = 0, monday = 0, shorter = 0, longer = 0;
    for (size_t i = 0; i < warnings.count; i++) {
        const struct calendar_warning *w = &warnings.items[i];
        if (strcmp(w->about, "ses-5") == 0 && strcmp(w->code, "holiday") == 0) {
            CHECK_TEXT("2026-05-08", w->day);
            holiday++;
        }
        monday += strcmp(w->code, "not_monday") == 0;
        shorter += strcmp(w->about, "ses-5") == 0 && strcmp(w->code, "gap_short") == 0 && w->weeks == 3;
        longer += strcmp(w->about, "ses-6") == 0 && strcmp(w->code, "gap_long") == 0 && w->weeks == 7;
    }
    CHECK(holiday == 1 && monday == 1 && shorter == 1 && longer == 1);
    CHECK_TEXT("2026-05-18", year_now().sessions[4].from);
}

TEST(calendar, a_deadline_before_the_session_it_follows_is_warned_about)
{
    struct ctx *ctx = sample();
    struct calendar_warnings warnings;
    json_auto_t *programme = json_of("cpsl.json");
    int64_t due;
    CHECK_OK(clock_parse(&due, "2026-05-21T23:59:00+02:00"));
    CHECK_OK(calendar_move_milestone(as("resp-01"), COHORT, "dossier-professionnel-due", &(struct milestone_change){ .due_at = due }));
    struct calendar year = year_now();
    CHECK_INT(due, milestone_in(&year, "dossier_professionnel_due")->due_at);
    CHECK_OK(calendar_warnings(&warnings, ctx, programme, &year));
    int found = 0;
    for (size_t i = 0; i < warnings.count; i++)
        found += strcmp(warnings.items[i].code, "before_session") == 0;
    CHECK_INT(1, found);
}

TEST(calendar, milestones_move_and_stay_what_they_are)
{
    sample();
    int64_t due;
    CHECK_OK(clock_parse(&due, "2026-06-16T23:59:00+02:00"));
    CHECK_ERR(CARNET_CONFLICT, calendar_move_milestone(as("resp-01"), COHORT, "final-jury", &(struct milestone_change){ .due_at = due }));
    CHECK_ERR(CARNET_CONFLICT, calendar_move_milestone(as("resp-01"), COHORT, "note-synthetique-due", &(struct milestone_change){ .from = "2026-06-16" }));
    CHECK_ERR(CARNET_INVALID, calendar_move_milestone(as("resp-01"), COHORT, "final-jury", &(struct milestone_change){ .from = "2026-07-09", .to = "2026-07-08" }));
    CHECK_ERR(CARNET_MISSING, calendar_move_milestone(as("resp-01"), COHORT, "final-jurys", &(struct milestone_change){ .from = "2026-07-09" }));
    CHECK_OK(calendar_move_milestone(as("resp-01"), COHORT, "final-jury", &(struct milestone_change){ .from = "2026-07-09" }));
    CHECK_OK(calendar_move_milestone(as("resp-01"), COHORT, "note-synthetique-due", &(struct milestone_change){ .due_at = due }));
    struct calendar year = year_now();
    CHECK_TEXT("2026-07-09", milestone_in(&year, "final_jury")->from);
    CHECK_TEXT("2026-07-09", year.half_days[61].day);
    CHECK_INT(due, milestone_in(&year, "note_synthetique_due")->due_at);
    CHECK_INT(2, one_int("SELECT count(*) FROM event WHERE kind = 'calendar.milestone_moved'"));
    CHECK_INT(1, one_int("SELECT end_day = '2026-07-09' FROM cohort"));
}

TEST(calendar, only_its_manager_moves_and_the_assistant_plans_half_days_too)
{
    static const char *const OTHERS[] = { "stg-01", "tut-01", "coop-01", "form-01", "jur-01", "rq-01", "rh-01" };
    sample();
    const struct half_day_change plan = { .format = "seminar", .module = "b1-m1", .room = "Salle 2" };
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++)
        CHECK_ERR(CARNET_DENIED, calendar_plan(as(OTHERS[i]), COHORT, "ses-6-d1-am", &plan));
    CHECK_ERR(CARNET_MISSING, calendar_plan(as("stg-10"), COHORT, "ses-6-d1-am", &plan));
    CHECK_OK(calendar_plan(as("ass-01"), COHORT, "ses-6-d1-am", &plan));
    CHECK_OK(calendar_plan(as("resp-01"), COHORT, "ses-6-d1-pm", &plan));
    CHECK_ERR(CARNET_DENIED, calendar_change_session(as("ass-01"), COHORT, "ses-6", &(struct session_change){ .from = "2026-06-29" }));
    CHECK_ERR(CARNET_DENIED, calendar_move_milestone(as("ass-01"), COHORT, "final-jury", &(struct milestone_change){ .from = "2026-07-09" }));
}

TEST(calendar, a_half_day_takes_known_formats_modules_and_trainers)
{
    sample();
    const char *form[] = { "form-01" }, *tutor[] = { "tut-01" }, *nobody[] = { "form-99" };
    const struct half_day_change good = { .format = "workshop", .module = "tr", .room = " Salle  2 ", .trainers = form, .trainer_count = 1 };
    CHECK_ERR(CARNET_INVALID, calendar_plan(as("resp-01"), COHORT, "ses-6-d1-am", &(struct half_day_change){ .format = "lecture" }));
    CHECK_ERR(CARNET_INVALID, calendar_plan(as("resp-01"), COHORT, "ses-6-d1-am", &(struct half_day_change){ .module = "b9-m1" }));
    CHECK_ERR(CARNET_INVALID, calendar_plan(as("resp-01"), COHORT, "ses-6-d1-am", &(struct half_day_change){ .trainers = tutor, .trainer_count = 1 }));
    CHECK_ERR(CARNET_INVALID, calendar_plan(as("resp-01"), COHORT, "ses-6-d1-am", &(struct half_day_change){ .trainers = nobody, .trainer_count = 1 }));
    CHECK_ERR(CARNET_MISSING, calendar_plan(as("resp-01"), COHORT, "ses-6-d6-am", &good));
    CHECK_OK(calendar_plan(as("resp-01"), COHORT, "ses-6-d1-am", &good));
    struct calendar year = year_now();
    const struct calendar_half_day *half_day = NULL;
    for (size_t i = 0; i < year.half_day_count; i++)
        if (strcmp(year.half_days[i].slug, "ses-6-d1-am") == 0)
            half_day = &year.half_days[i];
    CHECK(half_day);
    CHECK_TEXT("Salle 2", half_day->room);
    CHECK_TEXT("workshop", half_day->format);
    CHECK_INT(1, half_day->trainer_count);
    CHECK_TEXT("form-01", half_day->trainers[0].slug);
    CHECK_OK(calendar_plan(as("resp-01"), COHORT, "ses-6-d1-am", &(struct half_day_change){ 0 }));
    CHECK_INT(0, one_int("SELECT count(*) FROM half_day_trainer"));
    CHECK_INT(2, one_int("SELECT count(*) FROM event_person JOIN event ON event.id = event_person.event WHERE kind = 'calendar.half_day_planned'"));
}

TEST(calendar, a_trainer_or_a_room_taken_twice_is_warned_about)
{
    struct ctx *ctx = sample();
    const char *form[] = { "form-01" };
    const struct half_day_change plan = { .room = "Salle 2", .trainers = form, .trainer_count = 1 };
    struct calendar_warnings warnings;
    struct cohort other;
    json_auto_t *programme = json_of("cpsl.json");
    CHECK_OK(calendar_set_up(&other, as("resp-01"), "cpsl", "En même temps", "2025-12-08"));
    CHECK_OK(calendar_plan(as("resp-01"), COHORT, "ses-6-d1-am", &plan));
    CHECK_OK(calendar_plan(as("resp-01"), other.slug, "ses-6-d1-pm", &plan));
    struct calendar year = year_now();
    CHECK_OK(calendar_warnings(&warnings, ctx, programme, &year));
    for (size_t i = 0; i < warnings.count; i++)
        CHECK(strstr(warnings.items[i].code, "_busy") == NULL);
    CHECK_OK(calendar_plan(as("resp-01"), other.slug, "ses-6-d1-am", &plan));
    year = year_now();
    CHECK_OK(calendar_warnings(&warnings, ctx, programme, &year));
    int busy = 0;
    for (size_t i = 0; i < warnings.count; i++)
        busy += strcmp(warnings.items[i].about, "ses-6-d1-am") == 0 && strstr(warnings.items[i].code, "_busy");
    CHECK_INT(2, busy);
}
