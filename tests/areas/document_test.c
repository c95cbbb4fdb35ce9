/* Words, history and titles of documents. */
#include "areas/areas_fixture.h"

#include "areas/document/history_check.h"
#include "areas/document/page.h"
#include "crdt/crdt.h"
#include "store/log.h"

static void check_text(struct ctx *ctx, int64_t document, const char *want)
{
    CLEANUP(buf_clear) struct buf text = { 0 };
    CHECK_OK(document_text(&text, ctx, document));
    CHECK_TEXT(want, buf_text(&text));
}

static struct document new_page(void)
{
    struct document page;
    CHECK_OK(page_new(&page, as("stg-01"), "grp-a", NULL, &(struct group_page_new){ .title = "Essai" }));
    return page;
}

TEST(document, what_a_rule_writes_is_the_text_and_reaches_the_loop)
{
    struct ctx *ctx = sample();
    struct document page = new_page();
    check_text(ctx, page.id, "");
    CHECK_OK(document_write(ctx, page.id, person_id("stg-01"), bytes_text("Un 🍞 deux.\n")));
    CHECK_OK(document_write(ctx, page.id, person_id("stg-05"), bytes_text("Un 🍞 et deux.\n")));
    check_text(ctx, page.id, "Un 🍞 et deux.\n");
    CHECK_INT(2, count_effects(ctx, EFFECT_UPDATE));
    CHECK_OK(document_write(ctx, page.id, person_id("stg-05"), bytes_text("Un 🍞 et deux.\n")));
    CHECK_INT(2, count_effects(ctx, EFFECT_UPDATE));
}

TEST(document, each_edit_of_the_server_has_a_client_id_of_its_own_above_2_to_the_32)
{
    struct ctx *ctx = sample();
    struct document page = new_page();
    struct log_state state;
    CHECK_OK(document_write(ctx, page.id, person_id("stg-01"), bytes_text("Un.\n")));
    CHECK_OK(document_write(ctx, page.id, person_id("stg-05"), bytes_text("Un, deux.\n")));
    CHECK_OK(log_load(&state, ctx, page.id));
    CHECK_INT(2, state.binding_count);
    for (size_t i = 0; i < 2; i++)
        CHECK(state.bindings[i].client >= UINT64_C(1) << 32 && state.bindings[i].client < UINT64_C(1) << 53);
    CHECK(state.bindings[0].client != state.bindings[1].client);
    CHECK(state.bindings[0].person != state.bindings[1].person);
}

TEST(history, a_burst_makes_a_revision_with_its_authors_only_when_the_text_changed)
{
    struct ctx *ctx = sample();
    struct document page = new_page();
    int64_t revision;
    CHECK_OK(history_burst(&revision, ctx, page.id));
    CHECK_INT(0, revision); /* still empty */
    CHECK_OK(document_write(ctx, page.id, person_id("stg-01"), bytes_text("Un.\n")));
    CHECK_OK(document_write(ctx, page.id, person_id("stg-09"), bytes_text("Un, deux.\n")));
    CHECK_OK(history_burst(&revision, ctx, page.id));
    CHECK(revision != 0);
    CHECK_INT(1, count_effects(ctx, EFFECT_REVISION));
    CHECK_OK(history_burst(&revision, ctx, page.id));
    CHECK_INT(0, revision);
    CHECK_OK(document_write(ctx, page.id, person_id("stg-05"), bytes_text("Un, deux, trois.\n")));
    CHECK_OK(document_write(ctx, page.id, person_id("stg-05"), bytes_text("Un, deux.\n")));
    CHECK_OK(history_burst(&revision, ctx, page.id));
    CHECK_INT(0, revision); /* written and taken back */

    struct revision *revisions;
    size_t count;
    CHECK_OK(document_find(&page, as("stg-01"), page.uid, VERB_READ));
    CHECK_OK(history_list(&revisions, &count, ctx, &page));
    CHECK_INT(1, count);
    CHECK_INT(2, revisions[0].author_count);
    bytes text;
    struct revision one;
    CHECK_OK(history_read(&one, &text, ctx, &page, revisions[0].uid));
    CHECK(bytes_equal(text, bytes_text("Un, deux.\n")));
    CHECK_ERR(CARNET_MISSING, history_read(&one, &text, ctx, &page, "nnnn"));
}

TEST(history, a_draft_overtaken_by_another_is_dropped)
{
    struct ctx *ctx = sample();
    struct document page = new_page();
    struct history_draft slow;
    int64_t revision;
    CHECK_OK(document_write(ctx, page.id, person_id("stg-01"), bytes_text("Un.\n")));
    CHECK_OK(history_draft(&slow, ctx, page.id));
    CHECK_OK(history_burst(&revision, ctx, page.id));
    CHECK(revision != 0);
    CHECK_OK(history_keep(&revision, ctx, &slow));
    CHECK_INT(0, revision);
}

TEST(history, the_revision_of_another_document_is_missing)
{
    struct ctx *ctx = sample();
    struct document page, other = new_page();
    struct revision *revisions, one;
    size_t count;
    bytes text;
    CHECK_OK(document_find(&page, as("stg-02"), page_of("grp-b"), VERB_READ));
    CHECK_OK(history_list(&revisions, &count, ctx, &page));
    CHECK(count > 0);
    CHECK_ERR(CARNET_MISSING, history_read(&one, &text, ctx, &other, revisions[0].uid));
}

TEST(history, a_commit_waits_until_its_id_is_kept_and_repeating_it_gives_the_same)
{
    struct ctx *ctx = sample();
    const char *folder = test_folder();
    int64_t *waiting;
    size_t count, again;
    CHECK_OK(history_waiting(&waiting, &count, ctx, 0));
    CHECK(count >= 6); /* four of the page, a diagnostic, a note */
    for (size_t i = 0; i < count; i++) {
        struct history_commit first, second;
        CHECK_OK(history_commit(&first, ctx, folder, waiting[i]));
        CHECK_OK(history_commit(&second, ctx, folder, waiting[i]));
        CHECK_TEXT(first.id, second.id);
        CHECK_OK(history_committed(ctx, &first));
    }
    CHECK_OK(history_waiting(&waiting, &again, ctx, 0));
    CHECK_INT(0, again);
}

static void count_line(void *self, const char *line)
{
    (void)line;
    ++*(int *)self;
}

TEST(history, an_older_text_never_comes_on_top_of_a_later_one_in_git)
{
    struct ctx *ctx = sample();
    const char *folder = test_folder();
    struct document page = new_page();
    struct history_commit commit;
    struct history_repositories repositories;
    int64_t *waiting, older, newer, third;
    size_t count;
    int lines = 0;
    CHECK_OK(history_waiting(&waiting, &count, ctx, 0));
    for (size_t i = 0; i < count; i++) {
        CHECK_OK(history_commit(&commit, ctx, folder, waiting[i]));
        CHECK_OK(history_committed(ctx, &commit));
    }
    CHECK_OK(document_write(ctx, page.id, person_id("stg-01"), bytes_text("Un.\n")));
    CHECK_OK(history_burst(&older, ctx, page.id)); /* its commit fails */
    CHECK_OK(document_write(ctx, page.id, person_id("stg-01"), bytes_text("Un, deux.\n")));
    CHECK_OK(history_burst(&newer, ctx, page.id));
    CHECK_OK(history_commit(&commit, ctx, folder, newer));
    CHECK_OK(history_committed(ctx, &commit));
    CHECK_OK(document_write(ctx, page.id, person_id("stg-01"), bytes_text("Un, deux, trois.\n")));
    CHECK_OK(history_burst(&third, ctx, page.id));
    CHECK_OK(history_waiting(&waiting, &count, ctx, 0));
    CHECK_INT(1, count);
    CHECK_INT(third, waiting[0]);
    CHECK_ERR(CARNET_CONFLICT, history_commit(&commit, ctx, folder, older));
    CHECK_OK(history_commit(&commit, ctx, folder, third));
    CHECK_OK(history_committed(ctx, &commit));

    CHECK_OK(history_repositories(&repositories, ctx)); /* made again from the rows, the line is the same */
    for (size_t i = 0; i < repositories.count; i++) {
        const char *dir = arena_printf(ctx->arena, "%s/again-%zu.git", folder, i);
        CHECK_OK(history_rebuild(ctx, repositories.paths[i], dir, count_line, &lines));
    }
    CHECK_INT(0, lines);
}

TEST(history, a_journal_never_reaches_git)
{
    struct ctx *ctx = sample();
    struct history_commit commit;
    int64_t revision = one_int("SELECT min(revision.id) FROM revision JOIN document ON document.id = revision.document"
                               " WHERE document.kind = 'journal_entry'");
    CHECK_ERR(CARNET_CONFLICT, history_commit(&commit, ctx, test_folder(), revision));
}

TEST(document, titles_are_one_line_of_at_most_200_characters)
{
    struct ctx *ctx = sample();
    const char *title;
    char longest[200 * 2 + 1], over[201 * 2 + 1];
    for (int i = 0; i < 201; i++)
        memcpy(over + i * 2, "é", 3);
    memcpy(longest, over, 400);
    longest[400] = 0;
    CHECK_OK(document_title(&title, ctx, longest, false));
    CHECK_TEXT(longest, title);
    CHECK_ERR(CARNET_INVALID, document_title(&title, ctx, over, false));
    CHECK_ERR(CARNET_INVALID, document_title(&title, ctx, " \n ", false));
    CHECK_ERR(CARNET_INVALID, document_title(&title, ctx, "\xff", false));
}

TEST(event, people_are_told_what_concerns_them_numbered_as_their_own)
{
    struct ctx *ctx = sample();
    new_page();
    new_page();
    CHECK_INT(2, one_int("SELECT max(number) FROM event_person JOIN person ON person.id = person WHERE slug = 'stg-05'"));
    CHECK_INT(0, one_int("SELECT count(*) FROM event_person JOIN person ON person.id = person WHERE slug = 'stg-02'"
                         " AND event IN (SELECT id FROM event WHERE kind = 'page.created')"));
    CHECK(db_exec(ctx->db, "UPDATE event SET kind = 'x'") != CARNET_OK);
    CHECK(db_exec(ctx->db, "DELETE FROM event") != CARNET_OK);
}
