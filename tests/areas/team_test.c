/* Forming teams on the sample cohort: who sees what, and from which day on. */
#include "areas/areas_fixture.h"

#include "areas/enrolment/enrolment.h"
#include "areas/group/team.h"

#define TODAY "2026-06-12"
#define LATER "2026-06-22"
static const struct team_settings PASSERELLES = { .name = "  Les   Passerelles ", .commission = "Une enquête", .cooperator = "coop-01" };

static struct team_board board_of(const char *slug)
{
    struct team_board board;
    CHECK_OK(team_board(&board, as(slug), NULL));
    return board;
}

static const char *draft(const struct team_settings *settings)
{
    CHECK_OK(team_draft_new(as("resp-01"), NULL, settings));
    struct team_board board = board_of("resp-01");
    return board.drafts[board.draft_count - 1].uid;
}

static struct person *left_out; /* of the last publication */
static size_t left_out_count;

static carnet_err publish(struct ctx *ctx, const char *cohort, const char *day)
{
    return team_publish(&left_out, &left_out_count, ctx, cohort, day);
}

static const char *team_of(const char *person)
{
    struct ctx *ctx = as(person);
    struct group team;
    carnet_err err = group_team_of(&team, ctx, ctx->actor, one_int("SELECT id FROM cohort"));
    if (err == CARNET_MISSING)
        return "none";
    CHECK_OK(err);
    return team.name;
}

TEST(team, a_draft_is_for_the_manager_alone)
{
    sample();
    const char *uid = draft(&PASSERELLES);
    CHECK_OK(team_draft_put(as("resp-01"), NULL, "stg-01", uid));
    static const char *const OTHERS[] = { "stg-01", "tut-01", "coop-01", "form-01", "ass-01", "rq-01", "jur-01" };
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++) {
        struct team_board board;
        struct group *groups;
        size_t count;
        CHECK_ERR(CARNET_MISSING, team_board(&board, as(OTHERS[i]), NULL));
        CHECK_ERR(CARNET_MISSING, team_draft_new(as(OTHERS[i]), NULL, &PASSERELLES));
        CHECK_ERR(CARNET_MISSING, team_draft_change(as(OTHERS[i]), NULL, uid, &PASSERELLES));
        CHECK_ERR(CARNET_MISSING, team_draft_drop(as(OTHERS[i]), NULL, uid));
        CHECK_ERR(CARNET_MISSING, team_draft_put(as(OTHERS[i]), NULL, "stg-02", uid));
        CHECK_ERR(CARNET_MISSING, publish(as(OTHERS[i]), NULL, TODAY));
        CHECK_OK(group_list(&groups, &count, as(OTHERS[i]), one_int("SELECT id FROM cohort")));
        for (size_t j = 0; j < count; j++)
            CHECK(strcmp(groups[j].name, "Les Passerelles") != 0);
    }
    CHECK_TEXT("Les Passerelles", board_of("resp-01").drafts[0].name);
}

TEST(team, a_trainee_stands_in_one_draft_and_only_who_is_enrolled)
{
    sample();
    const char *one = draft(&PASSERELLES), *other = draft(&(struct team_settings){ .name = "Autre" });
    CHECK_OK(team_draft_put(as("resp-01"), NULL, "stg-01", one));
    CHECK_OK(team_draft_put(as("resp-01"), NULL, "stg-01", other));
    CHECK_INT(1, one_int("SELECT count(*) FROM team_draft_place"));
    CHECK_OK(team_draft_put(as("resp-01"), NULL, "stg-01", NULL));
    CHECK_INT(0, one_int("SELECT count(*) FROM team_draft_place"));
    CHECK_ERR(CARNET_CONFLICT, team_draft_put(as("resp-01"), NULL, "stg-10", one)); /* left the training */
    CHECK_ERR(CARNET_CONFLICT, team_draft_put(as("resp-01"), NULL, "tut-01", one));
    CHECK_ERR(CARNET_CONFLICT, team_draft_put(as("resp-01"), NULL, "nobody", one));
    CHECK_ERR(CARNET_MISSING, team_draft_put(as("resp-01"), NULL, "stg-01", "nothing"));
}

TEST(team, names_are_one_line_and_each_their_own)
{
    sample();
    const char *uid = draft(&PASSERELLES);
    char long_name[90] = { 0 };
    memset(long_name, 'a', 81);
    CHECK_ERR(CARNET_CONFLICT, team_draft_new(as("resp-01"), NULL, &(struct team_settings){ .name = "les passerelles" }));
    CHECK_ERR(CARNET_INVALID, team_draft_new(as("resp-01"), NULL, &(struct team_settings){ .name = " \n " }));
    CHECK_ERR(CARNET_INVALID, team_draft_new(as("resp-01"), NULL, &(struct team_settings){ .name = long_name }));
    CHECK_ERR(CARNET_INVALID, team_draft_new(as("resp-01"), NULL, &(struct team_settings){ .name = "B", .cooperator = "tut-01" }));
    CHECK_OK(team_draft_change(as("resp-01"), NULL, uid, &(struct team_settings){ .name = "Les Passerelles" }));
    run_sql("UPDATE \"group\" SET name = 'Les Rallongeurs' WHERE slug = 'grp-b'");
    CHECK_ERR(CARNET_CONFLICT, team_draft_change(as("resp-01"), NULL, uid, &(struct team_settings){ .name = "Les Rallongeurs" }));
}

TEST(team, nothing_or_nobody_is_not_published_nor_on_a_day_that_is_past_or_after_the_end)
{
    sample();
    CHECK_ERR(CARNET_CONFLICT, publish(as("resp-01"), NULL, TODAY));
    const char *uid = draft(&PASSERELLES);
    CHECK_ERR(CARNET_CONFLICT, publish(as("resp-01"), NULL, TODAY));
    CHECK_OK(team_draft_put(as("resp-01"), NULL, "stg-01", uid));
    CHECK_ERR(CARNET_INVALID, publish(as("resp-01"), NULL, "2026-06-11"));
    CHECK_ERR(CARNET_INVALID, publish(as("resp-01"), NULL, "2031-01-01"));
    CHECK_ERR(CARNET_INVALID, publish(as("resp-01"), NULL, "demain"));
    run_sql("UPDATE enrolment SET status = 'dropped_out', to_day = '2026-06-15' WHERE person = (SELECT id FROM person WHERE slug = 'stg-01')");
    CHECK_ERR(CARNET_CONFLICT, publish(as("resp-01"), NULL, LATER));
    CHECK_OK(publish(as("resp-01"), NULL, TODAY));
    CHECK_INT(0, board_of("resp-01").draft_count);
}

TEST(team, who_leaves_the_training_leaves_the_drafts_and_the_others_are_published)
{
    sample();
    const char *uid = draft(&PASSERELLES);
    CHECK_OK(team_draft_put(as("resp-01"), NULL, "stg-01", uid));
    CHECK_OK(team_draft_put(as("resp-01"), NULL, "stg-02", uid));
    struct enrolment_step out = { .status = ENROLMENT_DROPPED_OUT, .day = TODAY, .reason = "x" };
    CHECK_OK(enrolment_change(as("resp-01"), "coh-2025-2026", "stg-02", &out));
    CHECK_INT(1, one_int("SELECT count(*) FROM team_draft_place"));
    CHECK_ERR(CARNET_CONFLICT, team_draft_put(as_at("resp-01", "2026-06-13T09:00:00+02:00"), NULL, "stg-02", uid));
    CHECK_OK(publish(as("resp-01"), NULL, LATER));
    CHECK_INT(1, one_int("SELECT count(*) FROM group_membership WHERE from_day = '" LATER "'"));
}

TEST(team, who_is_not_enrolled_any_more_on_the_day_of_publication_stays_out_and_can_always_be_taken_out)
{
    sample();
    const char *uid = draft(&PASSERELLES);
    CHECK_OK(team_draft_put(as("resp-01"), NULL, "stg-01", uid));
    CHECK_OK(team_draft_put(as("resp-01"), NULL, "stg-02", uid));
    run_sql("UPDATE enrolment SET status = 'completed', to_day = '2026-06-11' WHERE person = (SELECT id FROM person WHERE slug = 'stg-02')");
    CHECK_OK(team_draft_put(as("resp-01"), NULL, "stg-02", NULL));
    CHECK_INT(1, one_int("SELECT count(*) FROM team_draft_place"));
    run_sql("INSERT INTO team_draft_place (cohort, person, draft) SELECT cohort, (SELECT id FROM person WHERE slug = 'stg-02'), draft FROM team_draft_place");
    CHECK_OK(publish(as("resp-01"), NULL, LATER));
    CHECK_INT(1, one_int("SELECT count(*) FROM group_membership WHERE from_day = '" LATER "'"));
    CHECK_INT(0, one_int("SELECT count(*) FROM team_draft_place"));
    CHECK_INT(1, left_out_count);
    CHECK_TEXT("stg-02", left_out[0].slug);
}

TEST(team, published_today_its_members_change_teams_at_once)
{
    struct ctx *ctx = sample();
    const char *uid = draft(&PASSERELLES);
    CHECK_OK(team_draft_put(as("resp-01"), NULL, "stg-02", uid));
    CHECK_INT(VERB_READ | VERB_COMMENT | VERB_WRITE | VERB_SHARE | VERB_RENAME | VERB_READ_COMMENTS | VERB_ANSWER, verbs_of(as("stg-02"), page_of("grp-b")));
    CHECK_OK(publish(as("resp-01"), NULL, TODAY));
    CHECK_TEXT("Les Passerelles", team_of("stg-02"));
    CHECK_INT(0, verbs_of(as("stg-02"), page_of("grp-b")));
    CHECK(count_effects(ctx, EFFECT_RIGHTS) >= 1);
    CHECK_INT(1, one_int("SELECT count(*) FROM event WHERE kind = 'team.published'"));
    CHECK_INT(0, one_int("SELECT count(*) FROM event_person JOIN event ON event.id = event_person.event WHERE kind = 'team.published'"
                         " AND person NOT IN (SELECT id FROM person WHERE slug = 'stg-02')"));
}

TEST(team, published_for_later_nobody_sees_anything_new_before_that_day)
{
    struct ctx *ctx = sample();
    const char *uid = draft(&PASSERELLES);
    CHECK_OK(team_draft_put(as("resp-01"), NULL, "stg-02", uid));
    CHECK_OK(publish(as("resp-01"), NULL, LATER));
    struct team_board board = board_of("resp-01");
    const char *slug = NULL;
    for (size_t i = 0; i < board.team_count; i++)
        if (strcmp(board.teams[i].name, "Les Passerelles") == 0)
            slug = board.teams[i].slug;
    struct group group;
    static const char *const BEFORE[] = { "stg-02", "stg-01", "tut-01", "coop-01", "ass-01" };
    for (size_t i = 0; i < sizeof BEFORE / sizeof *BEFORE; i++)
        CHECK_ERR(CARNET_MISSING, group_show(&group, as(BEFORE[i]), slug));
    CHECK_OK(group_show(&group, as("resp-01"), slug));
    CHECK_INT(0, one_int("SELECT count(*) FROM event WHERE kind = 'team.published'"));
    struct team *stays;
    size_t count;
    int64_t cohort = one_int("SELECT id FROM cohort");
    static const char *const MAY_LOOK[] = { "stg-02", "ass-01" };
    for (size_t i = 0; i < sizeof MAY_LOOK / sizeof *MAY_LOOK; i++) {
        CHECK_OK(enrolment_teams_of(&stays, &count, as(MAY_LOOK[i]), cohort, person_id("stg-02")));
        CHECK_INT(1, count);
        CHECK(stays[0].to == NULL); /* nor that the team of today ends */
        CHECK_OK(enrolment_teams(&stays, &count, as(MAY_LOOK[i]), cohort));
        for (size_t j = 0; j < count; j++)
            CHECK(strcmp(stays[j].slug, slug) != 0);
        CHECK_OK(enrolment_team(&stays[0], as(MAY_LOOK[i]), cohort, person_id("stg-02"), LATER));
        CHECK(stays[0].slug == NULL);
    }
    CHECK_OK(enrolment_teams_of(&stays, &count, as("resp-01"), cohort, person_id("stg-02")));
    CHECK_INT(2, count);
    CHECK_TEXT("2026-06-21", stays[0].to);
    CHECK(verbs_of(as_at("stg-02", "2026-06-21T23:59:00+02:00"), page_of("grp-b")) & VERB_WRITE);
    CHECK_INT(0, verbs_of(as_at("stg-02", "2026-06-22T00:01:00+02:00"), page_of("grp-b")));
    CHECK_TEXT("Les Passerelles", team_of("stg-02"));
    CHECK_OK(group_show(&group, as("stg-01"), slug));
    CHECK(count_effects(ctx, EFFECT_RIGHTS) >= 1); /* who has the page open now learns when it will close */
}

static int64_t told(const char *kind, const char *person)
{
    struct ctx *ctx = as("resp-01");
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, "SELECT count(*) FROM event JOIN event_person ON event_person.event = event.id"
                                                                " WHERE kind = ?1 AND (?2 = 0 OR person = ?2)");
    db_bind_text(&q, 1, kind);
    db_bind_int(&q, 2, *person ? person_id(person) : 0);
    CHECK_OK(db_one(&q));
    return db_int(&q, 0);
}

TEST(team, on_the_day_it_opens_its_members_and_who_accompanies_it_are_told_once)
{
    static const char *const BEATS[] = { "2026-06-21T23:59:59+02:00", "2026-06-25T07:00:00+02:00", "2026-06-25T07:00:30+02:00" };
    sample();
    const char *uid = draft(&PASSERELLES);
    CHECK_OK(team_draft_put(as("resp-01"), NULL, "stg-02", uid));
    CHECK_OK(team_draft_put(as("resp-01"), NULL, "stg-03", uid));
    CHECK_OK(publish(as("resp-01"), NULL, LATER));
    CHECK_OK(enrolment_move(as("resp-01"), "coh-2025-2026", "stg-03", &(struct team_move){ .from = "2026-06-23", .reason = "retour" }));
    for (size_t i = 0; i < sizeof BEATS / sizeof *BEATS; i++) {
        struct ctx *ctx = as_at("resp-01", BEATS[i]);
        ctx->actor = 0;
        CHECK_OK(areas_beat(ctx));
        CHECK_INT(i > 0, told("team.published", ""));
        CHECK_INT(i > 0, told("team.published", "stg-02"));
        CHECK_INT(2 * (i > 0), told("team.opened", ""));
        CHECK_INT(i > 0, told("team.opened", "coop-01"));
        CHECK_INT(i > 0, told("team.opened", "tut-03"));
    }
}

/* ---- a cohort to come, while another one runs ---- */

static const char *NEXT = "next";
#define FIRST_DAY "2026-11-30"

static void next_cohort(void)
{
    run_sql("INSERT INTO cohort (organisation, slug, programme, programme_version, label, start_day, end_day, definition, created_at)"
            " SELECT organisation, 'next', programme, programme_version, '2026-2027', '" FIRST_DAY "', '2027-11-30', definition, 0 FROM cohort");
    run_sql("INSERT INTO role (person, cohort, role) SELECT id, (SELECT id FROM cohort WHERE slug = 'next'), 'programme_manager'"
            " FROM person WHERE slug = 'resp-01'");
    run_sql("INSERT INTO enrolment (person, cohort, status, from_day) SELECT id, (SELECT id FROM cohort WHERE slug = 'next'), 'enrolled', '" FIRST_DAY "'"
            " FROM person WHERE slug IN ('stg-10', 'ext-01')");
}

TEST(team, those_of_a_cohort_to_come_are_formed_before_it_begins_and_the_one_that_runs_stays_as_it_is)
{
    struct team_board board;
    sample();
    next_cohort();
    int64_t memberships = one_int("SELECT count(*) FROM group_membership");
    CHECK_OK(team_board(&board, as("resp-01"), NULL));
    CHECK_TEXT("coh-2025-2026", board.cohort.slug);
    size_t running = board.place_count;
    CHECK_OK(team_board(&board, as("resp-01"), NEXT));
    CHECK_TEXT(FIRST_DAY, board.day);
    CHECK_INT(2, board.place_count);
    CHECK_INT(0, board.team_count);
    CHECK_OK(team_draft_new(as("resp-01"), NEXT, &(struct team_settings){ .name = "Le Fournil" }));
    CHECK_OK(team_board(&board, as("resp-01"), NEXT));
    const char *uid = board.drafts[0].uid;
    CHECK_ERR(CARNET_CONFLICT, team_draft_put(as("resp-01"), NEXT, "stg-02", uid)); /* of the other cohort */
    CHECK_ERR(CARNET_MISSING, team_draft_put(as("resp-01"), NULL, "stg-02", uid));
    CHECK_OK(team_draft_put(as("resp-01"), NEXT, "stg-10", uid));
    CHECK_ERR(CARNET_INVALID, publish(as("resp-01"), NEXT, TODAY)); /* nobody is in it yet */
    CHECK_ERR(CARNET_CONFLICT, publish(as("resp-01"), NULL, TODAY));
    CHECK_OK(publish(as("resp-01"), NEXT, FIRST_DAY));
    CHECK_OK(team_board(&board, as("resp-01"), NEXT));
    for (size_t i = 0; i < board.place_count; i++)
        if (strcmp(board.places[i].trainee.person.slug, "stg-10") == 0)
            CHECK_TEXT("Le Fournil", board.places[i].now.name);
    CHECK_INT(memberships + 1, one_int("SELECT count(*) FROM group_membership"));
    CHECK_OK(team_board(&board, as("resp-01"), NULL));
    CHECK_INT(running, board.place_count);
    CHECK_INT(0, board.draft_count);
}

TEST(team, those_of_a_cohort_are_for_its_own_manager_whatever_else_somebody_runs)
{
    struct team_board board;
    struct err_note note;
    sample();
    next_cohort();
    run_sql("DELETE FROM role WHERE role = 'programme_manager' AND cohort = (SELECT id FROM cohort WHERE slug = 'next')");
    static const char *const OTHERS[] = { "resp-01", "ass-01", "stg-10", "tut-01" };
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++)
        for (int absent = 0; absent < 2; absent++) {
            const char *slug = absent ? "absent" : NEXT;
            CHECK_ERR(CARNET_MISSING, team_board(&board, as(OTHERS[i]), slug));
            err_take(&note);
            CHECK_TEXT("team.missing", note.key);
            CHECK_ERR(CARNET_MISSING, team_draft_new(as(OTHERS[i]), slug, &PASSERELLES));
            CHECK_ERR(CARNET_MISSING, team_draft_put(as(OTHERS[i]), slug, "stg-10", NULL));
            CHECK_ERR(CARNET_MISSING, publish(as(OTHERS[i]), slug, FIRST_DAY));
        }
    run_sql("INSERT INTO role (person, cohort, role) SELECT id, NULL, 'programme_manager' FROM person WHERE slug = 'resp-01'");
    CHECK_OK(team_board(&board, as("resp-01"), NEXT)); /* in the whole organisation */
}
