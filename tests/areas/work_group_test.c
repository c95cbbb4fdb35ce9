/* Work groups and commons on the sample cohort: who opens, joins, invites, leaves, and what each then may. */
#include "areas/areas_fixture.h"

#include "areas/document/page.h"
#include "areas/group/work_group.h"

enum { R = VERB_READ | VERB_READ_COMMENTS, RC = R | VERB_COMMENT | VERB_ANSWER, ALL = RC | VERB_WRITE | VERB_SHARE | VERB_RENAME };

static const char *opened(const char *by, bool open)
{
    const char *slug;
    CHECK_OK(work_group_open(&slug, as(by), NULL, &(struct work_group_settings){ .name = " Nos  comptes ", .theme = "Le budget", .open = open }));
    return slug;
}

static const char *page_in(const char *slug, const char *by)
{
    struct document page;
    CHECK_OK(page_new(&page, as(by), slug, NULL, &(struct group_page_new){ .title = "Nos comptes" }));
    return page.uid;
}

static struct group_can can(const char *who, const char *slug)
{
    struct group group;
    struct group_can out;
    CHECK_OK(group_show(&group, as(who), slug));
    CHECK_OK(group_can(&out, as(who), &group));
    return out;
}

TEST(work_group, trainees_and_trainers_open_one_and_nobody_else)
{
    sample();
    struct work_group_settings settings = { .name = "Essai" };
    const char *slug;
    static const char *const NOT[] = { "tut-01", "coop-01", "resp-01", "ass-01", "rq-01", "jur-01", "stg-10" };
    for (size_t i = 0; i < sizeof NOT / sizeof *NOT; i++)
        CHECK_ERR(CARNET_DENIED, work_group_open(&slug, as(NOT[i]), NULL, &settings));
    CHECK_OK(work_group_open(&slug, as("form-01"), NULL, &settings));
    CHECK(can("form-01", slug).member);
    slug = opened("stg-01", true);
    CHECK_INT(1, one_int("SELECT count(*) FROM \"group\" WHERE name = 'Nos comptes' AND theme = 'Le budget' AND open"));
    settings.name = " \t ";
    CHECK_ERR(CARNET_INVALID, work_group_open(&slug, as("stg-01"), NULL, &settings));
}

TEST(work_group, an_open_one_is_joined_by_trainees_and_trainers_the_others_wait_for_an_invitation)
{
    sample();
    const char *slug = opened("stg-01", true), *page = page_in(slug, "stg-01");
    CHECK_INT(0, verbs_of(as("stg-02"), page));
    CHECK_OK(work_group_join(as("stg-02"), slug));
    CHECK_INT(ALL, verbs_of(as("stg-02"), page));
    CHECK_ERR(CARNET_CONFLICT, work_group_join(as("stg-02"), slug));
    CHECK_OK(work_group_join(as("form-01"), slug));
    CHECK_INT(ALL, verbs_of(as("form-01"), page));
    CHECK_ERR(CARNET_DENIED, work_group_join(as("tut-01"), slug));
    CHECK_ERR(CARNET_DENIED, work_group_join(as("resp-01"), slug));
    CHECK_ERR(CARNET_MISSING, work_group_join(as("jur-01"), slug));
    CHECK_OK(work_group_invite(as("stg-02"), slug, "tut-01"));
    CHECK_INT(0, verbs_of(as("tut-01"), page)); /* an invitation opens nothing yet */
    CHECK_OK(work_group_join(as("tut-01"), slug));
    CHECK_INT(RC, verbs_of(as("tut-01"), page));
    CHECK_ERR(CARNET_DENIED, work_group_invite(as("tut-01"), slug, "coop-01"));
}

TEST(work_group, a_closed_one_takes_only_who_was_invited)
{
    sample();
    const char *slug = opened("stg-01", false);
    CHECK_ERR(CARNET_DENIED, work_group_join(as("stg-02"), slug));
    CHECK_ERR(CARNET_DENIED, work_group_invite(as("stg-02"), slug, "stg-02"));
    CHECK_OK(work_group_invite(as("stg-01"), slug, "stg-02"));
    CHECK_ERR(CARNET_CONFLICT, work_group_invite(as("stg-01"), slug, "stg-02"));
    CHECK_ERR(CARNET_MISSING, work_group_invite(as("stg-01"), slug, "resp-01"));
    CHECK_ERR(CARNET_MISSING, work_group_invite(as("stg-01"), slug, "stg-10"));
    CHECK_ERR(CARNET_MISSING, work_group_invite(as("stg-01"), slug, "nobody"));
    CHECK_OK(work_group_uninvite(as("stg-02"), slug, "stg-02")); /* declined */
    CHECK_ERR(CARNET_DENIED, work_group_join(as("stg-02"), slug));
    CHECK_OK(work_group_invite(as("stg-01"), slug, "stg-02"));
    CHECK_ERR(CARNET_DENIED, work_group_uninvite(as("stg-03"), slug, "stg-02"));
    CHECK_OK(work_group_join(as("stg-02"), slug));
    CHECK_INT(0, one_int("SELECT count(*) FROM group_invitation"));
}

TEST(work_group, leaving_and_being_taken_out_count_at_once)
{
    struct ctx *ctx = sample();
    const char *slug = opened("stg-01", true), *page = page_in(slug, "stg-01");
    CHECK_OK(work_group_join(as("stg-02"), slug));
    CHECK_OK(work_group_leave(as("stg-02"), slug));
    CHECK_INT(0, verbs_of(as("stg-02"), page));
    CHECK(count_effects(ctx, EFFECT_RIGHTS) >= 2);
    CHECK_ERR(CARNET_DENIED, work_group_leave(as("stg-02"), slug));
    CHECK_OK(work_group_join(as("stg-02"), slug));
    CHECK_OK(work_group_join(as("stg-03"), slug));
    CHECK_ERR(CARNET_DENIED, work_group_take_out(as("stg-02"), slug, "stg-03")); /* not the one who opened it */
    CHECK_ERR(CARNET_MISSING, work_group_take_out(as("stg-01"), slug, "stg-04"));
    CHECK_OK(work_group_take_out(as("stg-01"), slug, "stg-03"));
    CHECK_INT(0, verbs_of(as("stg-03"), page));
    CHECK_OK(work_group_take_out(as("resp-01"), slug, "stg-02"));
    CHECK_INT(0, verbs_of(as("stg-02"), page));
    CHECK_OK(work_group_join(as("stg-02"), slug));
    CHECK_OK(work_group_leave(as_at("stg-02", "2026-06-20T09:00:00+02:00"), slug)); /* stays as a former member */
    CHECK_INT(1, one_int("SELECT count(*) FROM group_membership WHERE from_day = '2026-06-12' AND to_day = '2026-06-19'"));
}

TEST(work_group, members_take_out_readers)
{
    sample();
    const char *slug = opened("stg-01", true);
    CHECK_OK(work_group_join(as("stg-02"), slug));
    CHECK_OK(work_group_invite(as("stg-01"), slug, "tut-01"));
    CHECK_OK(work_group_join(as("tut-01"), slug));
    CHECK_ERR(CARNET_DENIED, work_group_take_out(as("tut-01"), slug, "stg-02"));
    CHECK_OK(work_group_take_out(as("stg-02"), slug, "tut-01"));
    CHECK(!can("tut-01", slug).member);
}

TEST(work_group, an_archived_one_is_read_and_no_longer_written_and_can_come_back)
{
    sample();
    const char *slug = opened("stg-01", true), *page = page_in(slug, "stg-01");
    struct document made;
    CHECK_ERR(CARNET_DENIED, work_group_archive(as("stg-02"), slug, true));
    CHECK_OK(work_group_archive(as("stg-01"), slug, true));
    CHECK_INT(R, verbs_of(as("stg-01"), page));
    CHECK_INT(R, verbs_of(as("resp-01"), page));
    CHECK_INT(0, verbs_of(as("stg-02"), page));
    CHECK_ERR(CARNET_DENIED, page_new(&made, as("stg-01"), slug, NULL, &(struct group_page_new){ .title = "Trop tard" }));
    CHECK_ERR(CARNET_DENIED, work_group_join(as("stg-02"), slug));
    CHECK_ERR(CARNET_DENIED, work_group_invite(as("stg-01"), slug, "stg-02"));
    CHECK_ERR(CARNET_DENIED, work_group_change(as("stg-01"), slug, &(struct work_group_settings){ .name = "Autre" }));
    CHECK_OK(work_group_archive(as("resp-01"), slug, false));
    CHECK_INT(ALL, verbs_of(as("stg-01"), page));
}

TEST(work_group, one_that_nobody_writes_in_any_more_is_archived)
{
    sample();
    const char *slug = opened("stg-01", false), *page = page_in(slug, "stg-01");
    CHECK_OK(work_group_invite(as("stg-01"), slug, "stg-02"));
    CHECK_OK(work_group_join(as("stg-02"), slug));
    CHECK_OK(work_group_invite(as("stg-01"), slug, "tut-01"));
    CHECK_OK(work_group_join(as("tut-01"), slug));
    CHECK_OK(work_group_leave(as("stg-01"), slug));
    CHECK_INT(ALL, verbs_of(as("stg-02"), page));
    CHECK_ERR(CARNET_DENIED, work_group_invite(as("resp-01"), slug, "stg-03")); /* its members do */
    CHECK_OK(work_group_leave(as("stg-02"), slug));
    CHECK_INT(1, one_int("SELECT count(*) FROM \"group\" WHERE name = 'Nos comptes' AND archived_at IS NOT NULL"));
    CHECK_INT(R, verbs_of(as("tut-01"), page));
    CHECK_INT(R, verbs_of(as("resp-01"), page));
    CHECK_INT(0, verbs_of(as("stg-02"), page));
    CHECK_INT(1, one_int("SELECT count(*) FROM event WHERE kind = 'group.archived'"));
}

TEST(work_group, the_manager_hands_over_one_that_nobody_writes_in)
{
    sample();
    const char *slug = opened("stg-01", false), *page = page_in(slug, "stg-01");
    CHECK_OK(work_group_take_out(as("resp-01"), slug, "stg-01"));
    CHECK(can("resp-01", slug).archive);
    CHECK_ERR(CARNET_DENIED, work_group_invite(as("resp-01"), slug, "stg-02"));
    CHECK_OK(work_group_archive(as("resp-01"), slug, false));
    CHECK(can("resp-01", slug).invite);
    CHECK_OK(work_group_invite(as("resp-01"), slug, "stg-02"));
    CHECK_OK(work_group_join(as("stg-02"), slug));
    CHECK_INT(ALL, verbs_of(as("stg-02"), page));
    CHECK(!can("resp-01", slug).invite);
}

TEST(work_group, teams_and_commons_are_not_joined_left_or_archived)
{
    sample();
    CHECK_ERR(CARNET_DENIED, work_group_join(as("stg-01"), "grp-b"));
    CHECK_ERR(CARNET_DENIED, work_group_leave(as("stg-02"), "grp-b"));
    CHECK_ERR(CARNET_DENIED, work_group_archive(as("resp-01"), "grp-b", true));
    CHECK_ERR(CARNET_DENIED, work_group_invite(as("stg-02"), "grp-b", "stg-01"));
    CHECK_ERR(CARNET_DENIED, work_group_take_out(as("resp-01"), "grp-b", "stg-02"));
    CHECK_ERR(CARNET_DENIED, work_group_change(as("stg-02"), "grp-b", &(struct work_group_settings){ .name = "Autre" }));
}

TEST(commons, a_cohort_has_them_from_the_beginning_and_one_charter)
{
    struct ctx *ctx = sample();
    run_sql("INSERT INTO cohort (organisation, programme, definition, slug, label, start_day, end_day, created_at)"
            " SELECT organisation, programme, definition, 'autre', 'Autre promotion', start_day, end_day, 0 FROM cohort");
    CHECK_INT(2, one_int("SELECT count(*) FROM \"group\" WHERE kind = 'commons'"));
    CHECK_INT(1, one_int("SELECT count(*) FROM \"group\" WHERE kind = 'commons' AND name = 'Autre promotion'"));
    CLEANUP(db_query_end) struct db_query q =
        db_query(ctx->db, "SELECT slug FROM \"group\" WHERE kind = 'commons' ORDER BY id LIMIT 1");
    CHECK_OK(db_one(&q));
    const char *slug = db_text(&q, 0, ctx->arena);
    db_reset(&q);
    struct document page;
    struct group_page_new charter = { .title = "La charte", .charter = true };
    CHECK_ERR(CARNET_CONFLICT, page_new(&page, as("stg-02"), "grp-b", NULL, &charter));
    CHECK_ERR(CARNET_DENIED, page_new(&page, as("tut-01"), slug, NULL, &charter));
    CHECK_OK(page_new(&page, as("stg-01"), slug, NULL, &charter));
    CHECK_ERR(CARNET_CONFLICT, page_new(&page, as("resp-01"), slug, NULL, &charter));
}
