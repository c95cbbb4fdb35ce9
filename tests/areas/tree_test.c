/* Pages in a tree, the trash, the inner folder, and who reads by a choice, on the sample cohort. */
#include "areas/areas_fixture.h"

#include "areas/document/page.h"
#include "areas/group/reader.h"
#include "areas/group/visit.h"
#include "areas/notice/subject.h"

enum { R = VERB_READ | VERB_READ_COMMENTS, RC = R | VERB_COMMENT | VERB_ANSWER, ALL = RC | VERB_WRITE | VERB_SHARE | VERB_RENAME };

static const char *add(const char *by, const char *title, const char *parent)
{
    struct document page;
    CHECK_OK(page_new(&page, as(by), "grp-b", parent, &(struct group_page_new){ .title = title }));
    return page.uid;
}

static const char *add_inner(const char *by, const char *title)
{
    struct document page;
    CHECK_OK(page_new(&page, as(by), "grp-b", NULL, &(struct group_page_new){ .title = title, .inner = true }));
    return page.uid;
}

/* "A B(C)": the titles below a page, in order. */
static const char *shape(int64_t parent)
{
    struct ctx *ctx = as("stg-02");
    static const char SQL[] =
        "SELECT group_concat(title, ' ') FROM (SELECT title FROM group_page WHERE ifnull(parent, 0) = ?1 AND trashed_with IS NULL"
        " AND NOT inner AND title NOT LIKE 'Groupe%' AND length(title) < 3 ORDER BY position)";
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL);
    db_bind_int(&q, 1, parent);
    CHECK_OK(db_one(&q));
    const char *text = db_text(&q, 0, ctx->arena);
    return text ? text : "";
}

TEST(tree, pages_stand_below_one_another_in_an_order_that_members_change)
{
    sample();
    const char *a = add("stg-02", "A", NULL), *b = add("stg-06", "B", NULL), *c = add("stg-02", "C", a);
    CHECK_TEXT("A B", shape(0));
    CHECK_TEXT("C", shape(document_id(a)));
    CHECK_OK(page_move(as("stg-14"), b, NULL, a));
    CHECK_TEXT("B A", shape(0));
    CHECK_OK(page_move(as("stg-14"), b, a, c));
    CHECK_TEXT("B C", shape(document_id(a)));
    CHECK_OK(page_move(as("stg-14"), c, NULL, NULL));
    CHECK_TEXT("A C", shape(0));
    CHECK_ERR(CARNET_DENIED, page_move(as("tut-01"), b, NULL, NULL));
    CHECK_ERR(CARNET_MISSING, page_move(as("stg-01"), b, NULL, NULL));
    CHECK_ERR(CARNET_CONFLICT, page_move(as("stg-02"), b, NULL, b)); /* before itself */
    CHECK_ERR(CARNET_CONFLICT, page_move(as("stg-02"), c, NULL, b)); /* before what stands elsewhere */
}

TEST(tree, no_page_is_below_itself_nor_too_deep_nor_in_another_group)
{
    sample();
    const char *a = add("stg-02", "A", NULL), *b = add("stg-02", "B", a), *c = add("stg-02", "C", b);
    CHECK_ERR(CARNET_CONFLICT, page_move(as("stg-02"), a, a, NULL));
    CHECK_ERR(CARNET_CONFLICT, page_move(as("stg-02"), a, c, NULL));
    const char *deep = add("stg-02", "F", add("stg-02", "E", add("stg-02", "D", c)));
    struct document page;
    CHECK_ERR(CARNET_LIMIT, page_new(&page, as("stg-02"), "grp-b", deep, &(struct group_page_new){ .title = "G" }));
    const char *tall = add("stg-02", "H", NULL);
    add("stg-02", "I", tall);
    CHECK_ERR(CARNET_LIMIT, page_move(as("stg-02"), tall, deep, NULL));
    CHECK_OK(page_new(&page, as("stg-01"), "grp-a", NULL, &(struct group_page_new){ .title = "Ailleurs" }));
    CHECK_ERR(CARNET_MISSING, page_new(&page, as("stg-02"), "grp-b", page.uid, &(struct group_page_new){ .title = "G" }));
    CHECK_ERR(CARNET_MISSING, page_move(as("stg-02"), a, page.uid, NULL));
}

TEST(tree, the_file_of_a_page_stays_whatever_becomes_of_it)
{
    struct ctx *ctx = sample();
    const char *a = add("stg-02", "Enquête", NULL), *b = add("stg-02", "Autre", NULL);
    struct document page;
    struct group_page row;
    CHECK_OK(document_rename(&page, as("stg-02"), a, "Résultats"));
    CHECK_OK(page_move(as("stg-02"), a, b, NULL));
    CHECK_OK(page_trash(as("stg-02"), a));
    CHECK_OK(page_restore(&page, as("stg-02"), "grp-b", a));
    CHECK_OK(group_page_find(&row, ctx, document_id(a)));
    CHECK_TEXT("enquete.md", row.path);
    CHECK_INT(document_id(b), row.parent);
}

TEST(tree, what_is_thrown_away_is_nowhere_and_comes_back_with_all_below)
{
    struct ctx *ctx = sample();
    const char *a = add("stg-02", "A", NULL), *b = add("stg-02", "B", a), *c = add("stg-02", "C", b);
    struct document page;
    struct group_trashed *list;
    size_t count;
    CHECK_OK(page_trash(as("stg-02"), c)); /* on its own, before the others */
    CHECK_ERR(CARNET_DENIED, page_trash(as("tut-01"), a));
    CHECK_OK(page_trash(as("stg-06"), a));
    CHECK_INT(3, count_effects(ctx, EFFECT_RIGHTS));
    static const char *const ALL_OF[] = { "stg-02", "tut-01", "resp-01", "coop-02" };
    for (size_t i = 0; i < 4; i++) {
        CHECK_INT(0, verbs_of(as(ALL_OF[i]), a));
        CHECK_INT(0, verbs_of(as(ALL_OF[i]), b));
    }
    CHECK_ERR(CARNET_MISSING, page_new(&page, as("stg-02"), "grp-b", a, &(struct group_page_new){ .title = "D" }));
    CHECK_OK(page_trashed(&list, &count, as("stg-02"), "grp-b"));
    CHECK_INT(2, count);
    CHECK_ERR(CARNET_DENIED, page_trashed(&list, &count, as("tut-01"), "grp-b"));
    CHECK_ERR(CARNET_DENIED, page_restore(&page, as("tut-01"), "grp-b", a));
    CHECK_ERR(CARNET_MISSING, page_restore(&page, as("stg-02"), "grp-b", b)); /* it went with A */
    CHECK_OK(page_restore(&page, as("stg-02"), "grp-b", c));
    CHECK_TEXT("C", shape(0)); /* its parent is in the trash */
    CHECK_OK(page_restore(&page, as("stg-02"), "grp-b", a));
    CHECK_INT(ALL, page.rights.verbs);
    CHECK_TEXT("B", shape(document_id(a)));
    CHECK_ERR(CARNET_MISSING, page_restore(&page, as("stg-02"), "grp-b", a));
}

TEST(tree, after_thirty_days_nothing_comes_back)
{
    sample();
    const char *a = add("stg-02", "A", NULL), *b = add("stg-02", "B", NULL);
    struct document page;
    struct group_trashed *list;
    size_t count;
    CHECK_OK(page_trash(as("stg-02"), a));
    CHECK_OK(page_trash(as("stg-02"), b));
    CHECK_OK(page_restore(&page, as_at("stg-02", "2026-07-10T09:00:00+02:00"), "grp-b", a));
    CHECK_OK(page_trashed(&list, &count, as_at("stg-02", "2026-07-14T09:00:00+02:00"), "grp-b"));
    CHECK_INT(0, count);
    CHECK_ERR(CARNET_MISSING, page_restore(&page, as("stg-02"), "grp-b", b));
}

TEST(inner_folder, it_is_for_the_members_alone)
{
    struct ctx *ctx = sample();
    const char *uid = add_inner("stg-02", "Entre nous");
    static const char *const OTHERS[] = { "stg-01", "tut-01", "coop-02", "resp-01", "form-01", "ass-01", "rq-01", "jur-01", "stg-10" };
    CHECK_INT(ALL, verbs_of(as("stg-06"), uid));
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++)
        CHECK_INT(0, verbs_of(as(OTHERS[i]), uid));
    struct document page;
    struct group_page_new inner = { .title = "Intrusion", .inner = true };
    CHECK_ERR(CARNET_DENIED, page_new(&page, as("tut-01"), "grp-b", NULL, &inner));
    CHECK_ERR(CARNET_MISSING, page_new(&page, as("tut-01"), "grp-b", uid, &inner));
    CHECK_ERR(CARNET_DENIED, page_new(&page, as("resp-01"), "grp-b", NULL, &inner));
    struct cohort_reader *readers;
    size_t count;
    CHECK_OK(document_find(&page, as("stg-02"), uid, VERB_SHARE));
    CHECK_OK(document_readers(&readers, &count, ctx, &page));
    for (size_t i = 0; i < count; i++)
        CHECK(readers[i].rights.relation == RELATION_MEMBER);
}

TEST(inner_folder, it_has_a_repository_of_its_own_that_no_page_enters_or_leaves)
{
    struct ctx *ctx = sample();
    const char *inside = add_inner("stg-02", "Dedans"), *outside = add("stg-02", "Dehors", NULL), *below = add("stg-02", "Dessous", inside);
    struct document_place in, out, child;
    const struct document_owner *owner = document_owner_of(DOCUMENT_GROUP_PAGE);
    CHECK_OK(owner->place(&in, ctx, document_id(inside)));
    CHECK_OK(owner->place(&out, ctx, document_id(outside)));
    CHECK_OK(owner->place(&child, ctx, document_id(below)));
    CHECK(strcmp(in.repository, out.repository) != 0);
    CHECK_TEXT(in.repository, child.repository);
    CHECK_INT(0, verbs_of(as("tut-01"), below));
    CHECK_ERR(CARNET_CONFLICT, page_move(as("stg-02"), inside, outside, NULL));
    CHECK_ERR(CARNET_CONFLICT, page_move(as("stg-02"), outside, inside, NULL));
}

TEST(inner_folder, its_trash_is_the_members_too_and_only_teams_have_one)
{
    sample();
    const char *uid = add_inner("stg-02", "Dedans");
    struct document page;
    struct group_trashed *list;
    size_t count;
    CHECK_OK(page_trash(as("stg-02"), uid));
    CHECK_OK(page_trashed(&list, &count, as("stg-02"), "grp-b"));
    CHECK_INT(1, count);
    CHECK_OK(page_restore(&page, as("stg-06"), "grp-b", uid));
    run_sql("INSERT INTO \"group\" (cohort, slug, uid, kind, name, created_at) SELECT id, 'wg', 'wg', 'work_group', 'WG', 0 FROM cohort");
    run_sql("INSERT INTO group_membership (\"group\", person, from_day) SELECT \"group\".id, person.id, '2026-03-01' FROM \"group\", person"
            " WHERE \"group\".slug = 'wg' AND person.slug = 'stg-02'");
    CHECK_ERR(CARNET_CONFLICT, page_new(&page, as("stg-02"), "wg", NULL, &(struct group_page_new){ .title = "x", .inner = true }));
}

TEST(readers, a_team_keeps_its_pages_from_a_tutor_and_opens_them_again)
{
    struct ctx *ctx = sample();
    const char *page = page_of("grp-b");
    const char *tutor = "tut-01";
    CHECK_INT(RC, verbs_of(as(tutor), page));
    CHECK_ERR(CARNET_DENIED, page_reader_set(as(tutor), "grp-b", tutor, false));
    CHECK_ERR(CARNET_DENIED, page_reader_set(as("resp-01"), "grp-b", tutor, false));
    CHECK_ERR(CARNET_DENIED, page_reader_set(as("stg-01"), "grp-b", tutor, false));
    CHECK_ERR(CARNET_MISSING, page_reader_set(as("stg-02"), "grp-b", "resp-01", false)); /* the manager stays */
    CHECK_ERR(CARNET_MISSING, page_reader_set(as("stg-02"), "grp-b", "stg-06", false));
    CHECK_OK(page_reader_set(as("stg-02"), "grp-b", tutor, false));
    CHECK(count_effects(ctx, EFFECT_RIGHTS) >= 1);
    CHECK_INT(0, verbs_of(as(tutor), page));
    CHECK_OK(page_reader_set(as("stg-06"), "grp-b", tutor, true));
    CHECK_INT(RC, verbs_of(as(tutor), page));
}

static struct visit visits(const char *who, const char *moment)
{
    struct visit visit;
    CHECK_OK(visit_group(&visit, as_at(who, moment), "grp-b"));
    return visit;
}

TEST(readers, who_was_let_in_again_finds_nothing_new_of_the_time_between)
{
    sample();
    int64_t page = document_id(page_of("grp-b"));
    visits("tut-01", "2026-06-12T09:00:00+02:00");
    CHECK_OK(page_reader_set(as_at("stg-02", "2026-06-12T10:00:00+02:00"), "grp-b", "tut-01", false));
    CHECK_OK(document_write(as_at("stg-02", "2026-06-12T11:00:00+02:00"), page, person_id("stg-02"), bytes_text("Entre nous.\n")));
    CHECK_OK(page_reader_set(as_at("stg-02", "2026-06-12T12:00:00+02:00"), "grp-b", "tut-01", true));
    CHECK_INT(0, visits("tut-01", "2026-06-12T13:00:00+02:00").page_count);
    CHECK_OK(document_write(as_at("stg-06", "2026-06-12T14:00:00+02:00"), page, person_id("stg-06"), bytes_text("Pour vous.\n")));
    struct visit visit = visits("tut-01", "2026-06-12T15:00:00+02:00");
    CHECK_INT(1, visit.page_count);
    CHECK_INT(1, visit.pages[0].author_count);
    CHECK_TEXT("stg-06", visit.pages[0].authors[0].slug);
}

TEST(readers, the_manager_adds_a_tutor_of_the_cohort)
{
    sample();
    struct document made;
    CHECK_OK(page_new(&made, as("stg-01"), "grp-a", NULL, &(struct group_page_new){ .title = "Essai" }));
    const char *page = made.uid;
    struct person *people;
    size_t count;
    CHECK_ERR(CARNET_DENIED, group_tutor_choices(&people, &count, as("stg-05"), "grp-a"));
    CHECK_OK(group_tutor_choices(&people, &count, as("resp-01"), "grp-a"));
    CHECK_INT(1, count);
    const char *slug = people[0].slug;
    CHECK_TEXT("tut-03", slug);
    CHECK_INT(0, verbs_of(as(slug), page));
    CHECK_ERR(CARNET_DENIED, group_tutor_set(as("stg-05"), "grp-a", slug, true));
    CHECK_ERR(CARNET_MISSING, group_tutor_set(as("resp-01"), "grp-a", "tut-02", true)); /* accompanies nobody today */
    CHECK_ERR(CARNET_MISSING, group_tutor_set(as("resp-01"), "grp-a", "stg-01", true));
    CHECK_OK(group_tutor_set(as("resp-01"), "grp-a", slug, true));
    CHECK_INT(RC, verbs_of(as(slug), page));
    CHECK_OK(group_tutor_set(as("resp-01"), "grp-a", slug, false));
    CHECK_INT(0, verbs_of(as(slug), page));
}

/* ---- who is told of the trash ---- */

static struct notice_subject told(struct ctx *ctx, const char *uid)
{
    struct notice_subject subject;
    CHECK_OK(subject_of(&subject, ctx, &(struct notice_event){ .kind = "page.trashed", .subject = uid }, &(struct notice_cohorts){ 0 }));
    return subject;
}

static int64_t told_count(void)
{
    return one_int("SELECT count(*) FROM event_person JOIN event ON event.id = event_person.event WHERE kind = 'page.trashed'");
}

static const char *thrown_away(const char *group, const char *title, bool inner)
{
    struct document page;
    CHECK_OK(page_new(&page, as("stg-02"), group, NULL, &(struct group_page_new){ .title = title, .inner = inner }));
    CHECK_OK(page_trash(as("stg-02"), page.uid));
    return page.uid;
}

TEST(trash, who_can_take_a_page_back_is_told_with_the_way_there_and_nobody_else)
{
    sample();
    const char *uid = thrown_away("grp-b", "Enquête", false);
    CHECK_INT(2, told_count()); /* stg-06 and stg-14 */
    CHECK_TEXT("Enquête", told(as("stg-06"), uid).title);
    CHECK_TEXT("/equipes/grp-b#corbeille", told(as("stg-06"), uid).path);
    CHECK(told(as("tut-03"), uid).hidden && told(as("resp-01"), uid).hidden && told(as("stg-01"), uid).hidden);
    uid = thrown_away("grp-b", "Entre nous", true);
    CHECK_INT(4, told_count());
    CHECK(!told(as("stg-14"), uid).hidden && told(as("tut-03"), uid).hidden);
}

TEST(trash, of_the_commons_it_is_told_to_all_who_write_there)
{
    struct ctx *ctx = sample();
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, "SELECT slug FROM \"group\" WHERE kind = 'commons'");
    CHECK_OK(db_one(&q));
    const char *uid = thrown_away(db_text(&q, 0, ctx->arena), "Pour la promotion", false);
    CHECK(!told(as("resp-01"), uid).hidden && !told(as("form-01"), uid).hidden && told(as("ass-01"), uid).hidden);
    CHECK(told_count() > 10);
    CHECK_INT(0, one_int("SELECT count(*) FROM event_person JOIN event ON event.id = event_person.event JOIN person ON person.id = person"
                         " WHERE kind = 'page.trashed' AND slug IN ('stg-02', 'tut-01', 'coop-01', 'ass-01', 'stg-10')"));
}

TEST(trash, a_page_that_came_back_or_stayed_too_long_is_not_told_any_more)
{
    struct document page;
    sample();
    const char *uid = thrown_away("grp-b", "Enquête", false);
    CHECK(!told(as_at("stg-06", "2026-07-11T09:00:00+02:00"), uid).hidden);
    CHECK(told(as_at("stg-06", "2026-07-13T09:00:00+02:00"), uid).hidden);
    CHECK_OK(page_restore(&page, as_at("stg-14", SNAPSHOT), "grp-b", uid));
    CHECK(told(as("stg-06"), uid).hidden);
}
