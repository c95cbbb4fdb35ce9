/* The table of rights, walked row by row against what the school says, and group pages and works on the sample cohort. */
#include "areas/areas_fixture.h"

#include "areas/calendar/calendar.h"
#include "areas/document/page.h"
#include "areas/group/reader.h"
#include "areas/group/tree.h"

enum {
    R = VERB_READ | VERB_READ_COMMENTS,
    RC = R | VERB_COMMENT | VERB_ANSWER,
    RCW = RC | VERB_WRITE,
    ALL = RCW | VERB_SHARE | VERB_RENAME,
};

static const enum thing THING_OF[STATE_COUNT] = {
    [STATE_ENTRY_PRIVATE] = THING_ENTRY,  [STATE_ENTRY_TUTOR] = THING_ENTRY,   [STATE_ENTRY_GROUP] = THING_ENTRY,
    [STATE_ENTRY_COHORT] = THING_ENTRY,   [STATE_PAGE_TEAM] = THING_PAGE,      [STATE_PAGE_WORK_GROUP] = THING_PAGE,
    [STATE_PAGE_COMMONS] = THING_PAGE,    [STATE_PAGE_ARCHIVED] = THING_PAGE,   [STATE_PAGE_INNER] = THING_PAGE,   [STATE_WORK_DRAFT] = THING_WORK,     [STATE_WORK_MISSED] = THING_WORK,
    [STATE_OPENED] = THING_OPENED,        [STATE_WORK_SUBMITTED] = THING_WORK,  [STATE_WORK_GRADED] = THING_WORK,    [STATE_WORK_WITHDRAWN] = THING_WORK,
};

static unsigned gives(enum role role, enum relation relation, enum state state)
{
    struct rights rights = { 0 };
    rights_add(&rights, role, relation, THING_OF[state], state, (struct span){ .holds = true });
    return rights.verbs;
}

TEST(rights, a_row_is_about_the_states_of_its_own_thing)
{
    size_t count;
    const struct rights_row *row = rights_table(&count);
    for (; count--; row++)
        for (int state = 0; state < STATE_COUNT; state++)
            if (row->states & 1u << state)
                CHECK(THING_OF[state] == row->thing);
}

TEST(rights, every_right_includes_reading)
{
    size_t count;
    const struct rights_row *row = rights_table(&count);
    for (; count--; row++)
        CHECK(row->relation == RELATION_OPENED || row->verbs & VERB_READ);
}

TEST(rights, what_two_administrators_opened_gives_one_verb_that_nothing_else_gives)
{
    size_t count;
    const struct rights_row *row = rights_table(&count);
    for (; count--; row++)
        CHECK(row->relation == RELATION_OPENED ? row->role == ROLE_PLATFORM_ADMIN && row->verbs == VERB_OPENED : !(row->verbs & VERB_OPENED));
    CHECK_INT(VERB_OPENED, gives(ROLE_PLATFORM_ADMIN, RELATION_OPENED, STATE_OPENED));
    for (int state = 0; state < STATE_OPENED; state++)
        CHECK_INT(0, gives(ROLE_PLATFORM_ADMIN, RELATION_OPENED, (enum state)state));
}

TEST(rights, an_entry_is_written_by_its_author_only)
{
    size_t count;
    const struct rights_row *row = rights_table(&count);
    for (; count--; row++)
        if (row->thing == THING_ENTRY && row->verbs & (VERB_WRITE | VERB_SHARE | VERB_RENAME))
            CHECK_INT(RELATION_OWN, row->relation);
}

TEST(rights, a_private_entry_is_for_its_author_and_those_they_name)
{
    for (int role = 0; role < ROLE_COUNT; role++)
        for (int relation = RELATION_COHORT; relation <= RELATION_MEMBER; relation++)
            CHECK_INT(relation == RELATION_NAMED ? RC : 0, gives((enum role)role, (enum relation)relation, STATE_ENTRY_PRIVATE));
}

TEST(rights, no_staff_reads_an_entry_below_cohort_or_a_draft)
{
    static const enum role STAFF[] = { ROLE_PROGRAMME_MANAGER, ROLE_TRAINING_ASSISTANT, ROLE_QUALITY_OFFICER, ROLE_JURY_MEMBER,
                                       ROLE_DISABILITY_OFFICER, ROLE_PLATFORM_ADMIN,   ROLE_TRAINER };
    static const enum state CLOSED[] = { STATE_ENTRY_PRIVATE, STATE_ENTRY_TUTOR, STATE_ENTRY_GROUP, STATE_WORK_DRAFT };
    for (size_t i = 0; i < sizeof STAFF / sizeof *STAFF; i++)
        for (size_t j = 0; j < sizeof CLOSED / sizeof *CLOSED; j++)
            for (int relation = RELATION_COHORT; relation <= RELATION_OWN; relation++)
                if (relation != RELATION_NAMED)
                    CHECK_INT(0, gives(STAFF[i], (enum relation)relation, CLOSED[j]));
}

TEST(rights, administrators_officers_juries_and_guests_open_no_document)
{
    static const enum role NONE[] = { ROLE_PLATFORM_ADMIN, ROLE_QUALITY_OFFICER, ROLE_DISABILITY_OFFICER, ROLE_JURY_MEMBER,
                                      ROLE_COMMISSIONER, ROLE_WORKPLACE_REFERENT };
    for (size_t i = 0; i < sizeof NONE / sizeof *NONE; i++)
        for (int state = 0; state < STATE_COUNT; state++)
            for (int relation = RELATION_COHORT; relation <= RELATION_OWN; relation++)
                if (relation != RELATION_NAMED)
                    CHECK_INT(0, gives(NONE[i], (enum relation)relation, (enum state)state));
}

TEST(rights, the_matrix_of_the_school)
{
    CHECK_INT(ALL, gives(ROLE_TRAINEE, RELATION_OWN, STATE_ENTRY_TUTOR));
    CHECK_INT(RC, gives(ROLE_TUTOR, RELATION_ASSIGNED, STATE_ENTRY_TUTOR));
    CHECK_INT(0, gives(ROLE_TUTOR, RELATION_COHORT, STATE_ENTRY_TUTOR));
    CHECK_INT(0, gives(ROLE_TUTOR, RELATION_ASSIGNED, STATE_ENTRY_GROUP));
    CHECK_INT(RC, gives(ROLE_TRAINEE, RELATION_MEMBER, STATE_ENTRY_GROUP));
    CHECK_INT(RC, gives(ROLE_RESEARCH_COOPERATOR, RELATION_COHORT, STATE_ENTRY_COHORT));
    CHECK_INT(R, gives(ROLE_PROGRAMME_MANAGER, RELATION_COHORT, STATE_ENTRY_COHORT));
    CHECK_INT(ALL, gives(ROLE_TRAINEE, RELATION_MEMBER, STATE_PAGE_TEAM));
    CHECK_INT(0, gives(ROLE_TRAINEE, RELATION_COHORT, STATE_PAGE_TEAM));
    CHECK_INT(RC, gives(ROLE_TUTOR, RELATION_ASSIGNED, STATE_PAGE_TEAM));
    CHECK_INT(R, gives(ROLE_PROGRAMME_MANAGER, RELATION_COHORT, STATE_PAGE_TEAM));
    CHECK_INT(0, gives(ROLE_TUTOR, RELATION_ASSIGNED, STATE_PAGE_WORK_GROUP));
    CHECK_INT(RC, gives(ROLE_TUTOR, RELATION_MEMBER, STATE_PAGE_WORK_GROUP));
    CHECK_INT(ALL, gives(ROLE_TRAINER, RELATION_MEMBER, STATE_PAGE_WORK_GROUP));
    CHECK_INT(R, gives(ROLE_TRAINEE, RELATION_MEMBER, STATE_PAGE_ARCHIVED));
    CHECK_INT(0, gives(ROLE_TRAINEE, RELATION_COHORT, STATE_PAGE_ARCHIVED));
    CHECK_INT(R, gives(ROLE_PROGRAMME_MANAGER, RELATION_COHORT, STATE_PAGE_ARCHIVED));
    CHECK_INT(ALL, gives(ROLE_TRAINEE, RELATION_COHORT, STATE_PAGE_COMMONS));
    CHECK_INT(ALL, gives(ROLE_PROGRAMME_MANAGER, RELATION_COHORT, STATE_PAGE_COMMONS));
    CHECK_INT(R, gives(ROLE_TRAINING_ASSISTANT, RELATION_COHORT, STATE_PAGE_COMMONS));
    CHECK_INT(RCW | VERB_SHARE, gives(ROLE_TRAINEE, RELATION_OWN, STATE_WORK_DRAFT));
    CHECK_INT(RC, gives(ROLE_TUTOR, RELATION_ASSIGNED, STATE_WORK_DRAFT));
    CHECK_INT(RC, gives(ROLE_RESEARCH_COOPERATOR, RELATION_ASSIGNED, STATE_WORK_SUBMITTED));
    CHECK_INT(R | VERB_ANSWER, gives(ROLE_TRAINEE, RELATION_OWN, STATE_WORK_SUBMITTED));
    CHECK_INT(R, gives(ROLE_TRAINEE, RELATION_OWN, STATE_WORK_GRADED));
    CHECK_INT(R, gives(ROLE_TUTOR, RELATION_ASSIGNED, STATE_WORK_GRADED));
}

TEST(rights, the_first_end_of_what_they_rest_on_is_kept)
{
    struct rights rights = { 0 };
    rights_add(&rights, ROLE_TUTOR, RELATION_COHORT, THING_ENTRY, STATE_ENTRY_COHORT, (struct span){ true, 0, 500 });
    rights_add(&rights, ROLE_ANY, RELATION_NAMED, THING_ENTRY, STATE_ENTRY_COHORT, (struct span){ true, 0, 300 });
    rights_add(&rights, ROLE_TRAINER, RELATION_COHORT, THING_ENTRY, STATE_ENTRY_COHORT, (struct span){ true, 0, 0 });
    rights_add(&rights, ROLE_TUTOR, RELATION_ASSIGNED, THING_ENTRY, STATE_ENTRY_PRIVATE, (struct span){ true, 0, 100 });
    CHECK_INT(300, rights.valid_until);
    CHECK_TEXT("named_reader", rights_relation_text(&rights));
}

/* ---- the sample ---- */

static void expect(const char *uid, unsigned want, const char *const *people)
{
    for (; *people; people++) {
        unsigned got = verbs_of(as(*people), uid);
        if (got != want)
            test_fail(__FILE__, __LINE__, "%s: want %u, got %u", *people, want, got);
    }
}
#define EXPECT(uid, want, ...) expect(uid, want, (const char *const[]){ __VA_ARGS__, NULL })

TEST(rights, a_team_page_is_written_by_its_members_read_by_their_accompaniment_and_the_manager)
{
    sample();
    const char *page = page_of("grp-b");
    EXPECT(page, ALL, "stg-02", "stg-06", "stg-14");
    EXPECT(page, RC, "tut-01", "tut-03", "coop-02");
    EXPECT(page, R, "resp-01");
    EXPECT(page, 0, "stg-10", "stg-01", "stg-13", "tut-02", "coop-01", "coop-03", "form-01", "ass-01", "rq-01", "rh-01", "jur-01",
           "ext-01");
}

static const char *commons(void)
{
    struct ctx *ctx = as("resp-01");
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, "SELECT slug FROM \"group\" WHERE kind = 'commons'");
    CHECK_OK(db_one(&q));
    return db_text(&q, 0, ctx->arena);
}

TEST(rights, the_cooperator_of_a_team_reads_its_pages_and_nothing_more_when_they_accompany_nobody)
{
    sample();
    struct document open, inner;
    struct group *groups;
    bool again;
    size_t count;
    int64_t cohort = one_int("SELECT id FROM cohort");
    CHECK_OK(page_new(&open, as("stg-07"), commons(), NULL, &(struct group_page_new){ .title = "La charte" }));
    CHECK_OK(page_new(&inner, as("stg-02"), "grp-b", NULL, &(struct group_page_new){ .title = "Entre nous", .inner = true }));
    run_sql("DELETE FROM cooperator_assignment WHERE cooperator = (SELECT id FROM person WHERE slug = 'coop-02')");
    EXPECT(page_of("grp-b"), RC, "coop-02");
    EXPECT(inner.uid, 0, "coop-02");
    EXPECT(open.uid, 0, "coop-02");
    EXPECT(entry_of("stg-08"), 0, "coop-02"); /* the whole cohort's */
    CHECK_OK(group_list(&groups, &count, as("coop-02"), cohort));
    CHECK_INT(1, count);
    CHECK_TEXT("grp-b", groups[0].slug);
    CHECK_OK(group_reader_set(&again, as("stg-02"), "grp-b", "coop-02", false));
    EXPECT(page_of("grp-b"), 0, "coop-02");
    CHECK_OK(group_reader_set(&again, as("stg-02"), "grp-b", "coop-02", true));
    run_sql("DELETE FROM role WHERE role = 'research_cooperator' AND person = (SELECT id FROM person WHERE slug = 'coop-02')");
    EXPECT(page_of("grp-b"), 0, "coop-02");
    CHECK_OK(group_list(&groups, &count, as("coop-02"), cohort));
    CHECK_INT(0, count);
}

TEST(rights, a_former_member_loses_the_page_the_day_after_leaving)
{
    sample();
    CHECK_INT(ALL, verbs_of(as_at("stg-10", "2026-03-20T23:00:00+01:00"), page_of("grp-b")));
    CHECK_INT(0, verbs_of(as_at("stg-10", "2026-03-21T00:00:00+01:00"), page_of("grp-b")));
}

TEST(rights, the_tutor_on_leave_loses_the_teams_page_that_day)
{
    sample();
    CHECK_INT(RC, verbs_of(as_at("tut-02", "2026-03-15T23:00:00+01:00"), page_of("grp-b")));
    CHECK_INT(0, verbs_of(as_at("tut-02", "2026-03-16T00:00:00+01:00"), page_of("grp-b")));
    CHECK_INT(0, verbs_of(as_at("tut-01", "2026-03-15T23:00:00+01:00"), page_of("grp-b")));
    CHECK_INT(RC, verbs_of(as_at("tut-01", "2026-03-16T00:00:00+01:00"), page_of("grp-b")));
}

TEST(rights, a_draft_is_for_its_author_and_their_accompaniment)
{
    sample();
    const char *draft = work_of("stg-11", "dossier_professionnel");
    EXPECT(draft, RCW | VERB_SHARE, "stg-11");
    EXPECT(draft, RC, "tut-03", "coop-03");
    EXPECT(draft, 0, "stg-07", "tut-01", "coop-01", "resp-01", "ass-01", "jur-04", "form-01", "rq-01", "rh-01");
}

TEST(rights, a_reopened_work_is_a_draft_again)
{
    sample();
    CHECK_INT(RCW | VERB_SHARE, verbs_of(as("stg-09"), work_of("stg-09", "dossier_professionnel")));
}

TEST(rights, what_was_submitted_is_written_by_nobody)
{
    sample();
    const char *note = work_of("stg-02", "note_synthetique"), *graded = work_of("stg-01", "diagnostic");
    EXPECT(note, R | VERB_ANSWER, "stg-02");
    EXPECT(note, RC, "tut-03", "coop-02");
    EXPECT(note, 0, "tut-02", "tut-01", "stg-06", "jur-02");
    EXPECT(graded, R, "stg-01", "tut-01", "coop-01");
}

TEST(rights, an_author_may_keep_a_draft_from_their_accompaniment)
{
    sample();
    const char *draft = work_of("stg-11", "dossier_professionnel");
    run_sql("UPDATE work SET draft_shared = 0");
    EXPECT(draft, 0, "tut-03", "coop-03");
    EXPECT(draft, RCW | VERB_SHARE, "stg-11");
    EXPECT(work_of("stg-02", "note_synthetique"), RC, "tut-03"); /* submitting ends it */
}

TEST(rights, the_jury_never_opens_a_live_document)
{
    sample();
    static const char *const JURY[] = { "jur-01", "jur-02", "jur-03", "jur-04", "jur-05" };
    for (int i = 0; i < 5; i++) {
        struct document *documents;
        size_t count;
        CHECK_OK(document_list(&documents, &count, as(JURY[i])));
        CHECK_INT(0, count);
    }
}

TEST(rights, who_left_keeps_reading_their_own_works)
{
    sample();
    CHECK_INT(R, verbs_of(as("stg-10"), work_of("stg-10", "diagnostic")));
}

static bool listed(const struct cohort_reader *readers, size_t count, int64_t person, unsigned verbs)
{
    for (size_t i = 0; i < count; i++)
        if (readers[i].person.id == person)
            return readers[i].rights.verbs == verbs;
    return verbs == 0;
}

TEST(rights, lists_of_readers_are_what_happens_on_every_document)
{
    struct ctx *ctx = sample();
    int64_t documents = one_int("SELECT max(id) FROM document"), people = one_int("SELECT max(id) FROM person");
    for (int64_t id = 1; id <= documents; id++) {
        struct document document;
        struct cohort_reader *readers;
        size_t count;
        ctx->actor = 0;
        CHECK_OK(document_by_id(&document, ctx, id));
        CHECK_INT(0, document.rights.verbs); /* nobody is nobody */
        CHECK_OK(document_readers(&readers, &count, ctx, &document));
        for (ctx->actor = 1; ctx->actor <= people; ctx->actor++) {
            struct rights rights;
            CHECK_OK(document_rights(&rights, ctx, id));
            CHECK(rights.relation == RELATION_OWN || listed(readers, count, ctx->actor, rights.verbs));
        }
    }
}

static const char *new_group(const char *slug, const char *kind)
{
    struct ctx *ctx = as("resp-01");
    static const char SQL[] =
        "INSERT INTO \"group\" (cohort, slug, uid, kind, name, created_at) SELECT id, ?1, ?1, ?2, ?1, 0 FROM cohort";
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL);
    db_bind_text(&q, 1, slug);
    db_bind_text(&q, 2, kind);
    CHECK_OK(db_run(&q));
    return slug;
}

TEST(rights, the_commons_are_written_by_the_cohort_its_trainers_and_its_manager)
{
    sample();
    struct document charter;
    CHECK_OK(page_new(&charter, as("stg-07"), commons(), NULL, &(struct group_page_new){ .title = "La charte" }));
    EXPECT(charter.uid, ALL, "stg-01", "stg-14", "form-01", "resp-01");
    EXPECT(charter.uid, RC, "tut-01", "coop-03");
    EXPECT(charter.uid, R, "ass-01");
    EXPECT(charter.uid, 0, "stg-10", "tut-02", "rq-01", "rh-01", "jur-01", "ext-01");
}

TEST(rights, trainers_of_the_module_that_teams_work_in_read_their_pages_and_comment_but_for_the_inner_ones)
{
    sample();
    struct document page, inner;
    CHECK_OK(page_new(&page, as("stg-02"), "grp-b", NULL, &(struct group_page_new){ .title = "Ouverte" }));
    CHECK_OK(page_new(&inner, as("stg-02"), "grp-b", NULL, &(struct group_page_new){ .title = "Entre nous", .inner = true }));
    EXPECT(page.uid, 0, "form-01", "form-02");
    struct half_day_change plan = { .format = "workshop", .module = "b2-m2", .trainers = (const char *[]){ "form-01" }, .trainer_count = 1 };
    CHECK_OK(calendar_plan(as("ass-01"), "coh-2025-2026", "ses-6-d1-am", &plan));
    EXPECT(page.uid, RC, "form-01");
    EXPECT(page.uid, 0, "form-02");
    EXPECT(inner.uid, 0, "form-01", "form-02");
    CHECK_OK(page_reader_set(as("stg-02"), "grp-b", "form-01", false));
    EXPECT(page.uid, 0, "form-01");
    CHECK_OK(page_reader_set(as("stg-02"), "grp-b", "form-01", true));
    EXPECT(page.uid, RC, "form-01");
    plan.module = "b2-m1";
    struct ctx *ctx = as("ass-01");
    CHECK_OK(calendar_plan(ctx, "coh-2025-2026", "ses-6-d1-am", &plan));
    CHECK(count_effects(ctx, EFFECT_RIGHTS) > 0); /* whoever reads now is asked again */
    EXPECT(page.uid, 0, "form-01");
}

TEST(rights, a_work_group_is_for_those_who_joined_or_were_invited)
{
    sample();
    struct document page;
    new_group("budget", "work_group");
    run_sql("INSERT INTO group_membership (\"group\", person, from_day) SELECT \"group\".id, person.id, '2026-03-01' FROM \"group\", person"
            " WHERE \"group\".slug = 'budget' AND person.slug IN ('stg-01', 'stg-02', 'form-02', 'tut-03', 'stg-10')");
    CHECK_OK(page_new(&page, as("stg-01"), "budget", NULL, &(struct group_page_new){ .title = "Nos comptes" }));
    EXPECT(page.uid, ALL, "stg-01", "stg-02", "form-02");
    EXPECT(page.uid, RC, "tut-03");
    EXPECT(page.uid, R, "resp-01");
    EXPECT(page.uid, 0, "tut-01", "coop-01", "stg-03", "stg-10", "form-01", "ass-01");
}

TEST(rights, suspended_trainees_keep_what_they_have_and_those_not_yet_enrolled_have_nothing)
{
    sample();
    run_sql("UPDATE enrolment SET status = 'suspended' WHERE person = (SELECT id FROM person WHERE slug = 'stg-02')");
    CHECK_INT(ALL, verbs_of(as("stg-02"), page_of("grp-b")));
    run_sql("UPDATE enrolment SET status = 'pre_enrolled' WHERE person = (SELECT id FROM person WHERE slug = 'stg-06')");
    CHECK_INT(0, verbs_of(as("stg-06"), page_of("grp-b")));
    CHECK_INT(0, verbs_of(as("stg-06"), entry_of("stg-08")));
}

TEST(rights, the_list_of_documents_is_what_one_may_open)
{
    sample();
    static const struct {
        const char *person;
        size_t count;
    } WANT[] = {
        { "stg-05", 5 },  /* an entry, the cohort's entry, three works */
        { "stg-02", 6 },  /* and the page of the team */
        { "resp-01", 2 }, /* the cohort's entry, the page */
        { "ass-01", 0 },   { "rq-01", 0 }, { "tut-02", 0 }, { "stg-10", 1 },
    };
    for (size_t i = 0; i < sizeof WANT / sizeof *WANT; i++) {
        struct document *documents;
        size_t count;
        CHECK_OK(document_list(&documents, &count, as(WANT[i].person)));
        if (count != WANT[i].count)
            test_fail(__FILE__, __LINE__, "%s: want %zu, got %zu", WANT[i].person, WANT[i].count, count);
    }
}

TEST(rights, only_members_open_pages_in_a_group)
{
    struct ctx *ctx = sample();
    struct document page;
    struct group group;
    CHECK_OK(page_new(&page, as("stg-01"), "grp-a", NULL, &(struct group_page_new){ .title = "  Réunion du 12 mai " }));
    CHECK_INT(ALL, page.rights.verbs);
    CHECK_ERR(CARNET_DENIED, page_new(&page, as("tut-01"), "grp-a", NULL, &(struct group_page_new){ .title = "Conseils" }));
    CHECK_ERR(CARNET_DENIED, page_new(&page, as("stg-02"), "grp-a", NULL, &(struct group_page_new){ .title = "Visite" }));
    CHECK_ERR(CARNET_MISSING, page_new(&page, as("jur-01"), "grp-a", NULL, &(struct group_page_new){ .title = "Visite" }));
    CHECK_ERR(CARNET_MISSING, page_new(&page, as("stg-01"), "grp-z", NULL, &(struct group_page_new){ .title = "Nulle part" }));
    CHECK_ERR(CARNET_INVALID, page_new(&page, as("stg-01"), "grp-a", NULL, &(struct group_page_new){ .title = "   " }));
    CHECK_ERR(CARNET_MISSING, group_show(&group, as("rq-01"), "grp-a"));
    CHECK_INT(2, one_int("SELECT count(*) FROM event_person JOIN event ON event.id = event WHERE kind = 'page.created'"));
    (void)ctx;
}

TEST(rights, a_page_keeps_its_file_when_its_title_changes)
{
    struct ctx *ctx = sample();
    struct document page;
    struct group_page row;
    CHECK_OK(page_new(&page, as("stg-01"), "grp-a", NULL, &(struct group_page_new){ .title = "Réunion du 12 mai : œuvre" }));
    CHECK_OK(group_page_find(&row, ctx, page.id));
    CHECK_TEXT("reunion-du-12-mai-uvre.md", row.path);
    CHECK_OK(document_rename(&page, as("stg-05"), page.uid, "Autre titre"));
    CHECK_OK(group_page_find(&row, ctx, page.id));
    CHECK_TEXT("Autre titre", row.title);
    CHECK_TEXT("reunion-du-12-mai-uvre.md", row.path);
    CHECK_OK(page_new(&page, as("stg-01"), "grp-a", NULL, &(struct group_page_new){ .title = "Réunion du 12 mai : œuvre" }));
    CHECK_OK(group_page_find(&row, ctx, page.id));
    CHECK_TEXT("reunion-du-12-mai-uvre-2.md", row.path);
    CHECK_ERR(CARNET_DENIED, document_rename(&page, as("tut-01"), page.uid, "Non"));
}
