/* Proposed edits: what becomes of them, and where they are applied. */
#include "areas/remark_fixture.h"

#include <string.h>

static struct comment_new edit(const char *exact, const char *kind, const char *text)
{
    struct comment_new out = remark(exact, "");
    out.kind = "correction";
    out.edit = kind;
    out.edit_text = text;
    return out;
}

TEST(edit, an_accepted_one_is_written_by_who_accepts)
{
    struct ctx *ctx = sample();
    struct document page = page_with("Le pain est bonne.\n");
    struct comment proposed = said("tut-01", page.uid, edit("bonne", "replace", "bon")), out;
    check_text(page.id, "Le pain est bonne.\n");
    CHECK_ERR(CARNET_DENIED, edit_decide(&out, as("tut-01"), proposed.uid, true, ""));
    CHECK_ERR(CARNET_DENIED, edit_decide(&out, as("resp-01"), proposed.uid, true, ""));
    CHECK_OK(edit_decide(&out, as("stg-05"), proposed.uid, true, "Merci"));
    check_text(page.id, "Le pain est bon.\n");
    int64_t people = one_int("SELECT count(*) FROM document_person WHERE person = (SELECT id FROM person WHERE slug = 'tut-01')"
                             " AND document = (SELECT max(document) FROM comment)");
    CHECK_INT(0, people);
    CHECK_OK(edit_decide(&out, as("stg-05"), proposed.uid, true, "")); /* twice is once */
    check_text(page.id, "Le pain est bon.\n");
    CHECK_ERR(CARNET_CONFLICT, edit_decide(&out, as("stg-05"), proposed.uid, false, ""));
    CHECK(out.resolved);
    CHECK(count_effects(ctx, EFFECT_UPDATE) >= 1);
}

TEST(edit, the_same_key_proposes_the_same_words)
{
    sample();
    struct document page = page_with("Le pain est bonne. Le pain est cuit.\n");
    struct comment_new first = edit("bonne", "replace", "bon"), other = first;
    struct comment out, made_first = said("tut-01", page.uid, first);
    bool made;
    CHECK_OK(comment_add(&out, &made, as("tut-01"), page.uid, &first));
    CHECK(!made);
    CHECK_TEXT(made_first.uid, out.uid);
    other.edit_text = "bien bon";
    CHECK_ERR(CARNET_CONFLICT, comment_add(&out, &made, as("tut-01"), page.uid, &other));
    other.edit = "insert";
    other.edit_text = "bon";
    CHECK_ERR(CARNET_CONFLICT, comment_add(&out, &made, as("tut-01"), page.uid, &other));
    CHECK_OK(comment_rewrite(&out, as("tut-01"), made_first.uid, "Un accord."));
    CHECK_ERR(CARNET_CONFLICT, comment_add(&out, &made, as("tut-01"), page.uid, &other));
    CHECK_OK(comment_add(&out, &made, as("tut-01"), page.uid, &first));
    CHECK_OK(edit_decide(&out, as("stg-01"), made_first.uid, true, ""));
    CHECK_OK(comment_add(&out, &made, as("tut-01"), page.uid, &first)); /* its words are gone, it is still the same */
    CHECK(!made);
}

TEST(edit, one_whose_words_changed_cannot_be_accepted_but_refused)
{
    sample();
    struct document page = page_with("Le pain de la veille est encore bonne ce matin.\n");
    struct comment proposed = said("tut-01", page.uid, edit("Le pain de la veille est encore bonne", "delete", NULL)), out;
    CHECK_OK(document_write(as("stg-01"), page.id, person_id("stg-01"), bytes_text("Le pain de la veille est encore bon ce matin.\n")));
    CHECK_ERR(CARNET_CONFLICT, edit_decide(&out, as("stg-05"), proposed.uid, true, ""));
    CHECK_OK(edit_decide(&out, as("stg-05"), proposed.uid, false, "C'est fait"));
    check_text(page.id, "Le pain de la veille est encore bon ce matin.\n");
}

static void check_not_applied(const char *was, struct comment_new proposal, const char *now)
{
    struct document page = page_with(was);
    struct comment proposed = said("tut-01", page.uid, proposal), out;
    CHECK_INT(ANCHOR_PLACED, seen("stg-01", page.uid).list[0].span.state);
    rewrite(page.id, now);
    CHECK(seen("stg-01", page.uid).list[0].span.state != ANCHOR_PLACED);
    CHECK_ERR(CARNET_CONFLICT, edit_decide(&out, as("stg-01"), proposed.uid, true, ""));
    bool accepted = true;
    CHECK_OK(edit_accept_small(&accepted, as("stg-01"), page.uid, (const char *const[]){ proposed.uid }, 1));
    CHECK(!accepted);
    check_text(page.id, now);
}

static struct comment_new with_context(const char *exact, const char *prefix, const char *suffix, const char *instead)
{
    struct comment_new out = edit(exact, "replace", instead);
    out.passage.prefix = prefix;
    out.passage.suffix = suffix;
    return out;
}

TEST(edit, one_whose_words_were_rewritten_is_not_applied_to_the_same_words_elsewhere)
{
    sample();
    check_not_applied("Il ma dit que la maison est belle.\n", edit("ma", "replace", "m'a"), "Il m'a dit que la maison est belle.\n");
    check_not_applied("Il est la.\n\nVoici le four de la ville.\n", with_context("la", "Il est ", ".\n", "là"), "Il est là.\n\nVoici le four de la ville.\n");
    check_not_applied("Deux pain.\n", edit("pain", "replace", "pains"), "Deux pains.\n");
}

TEST(edit, one_of_two_same_passages_that_was_rewritten_leaves_the_other)
{
    sample();
    const char *line = "Une ligne qui ne dit rien de bien neuf. Il ma dit que la ville est assez belle pour tous.";
    const char *mended = "Une ligne qui ne dit rien de bien neuf. Il m'a dit que la ville est assez belle pour tous.";
    struct document page = page_with(line);
    struct comment proposed = said("tut-01", page.uid, edit("Il ma dit", "replace", "Il m'a dit")), out;
    rewrite(page.id, arena_printf(as("stg-01")->arena, "%s\n\n%s Encore.", line, line));
    struct comment_new which = edit("Il ma dit", "replace", "Il m'a dit");
    bool made;
    CHECK_ERR(CARNET_CONFLICT, comment_add(&out, &made, as("tut-01"), page.uid, &which));
    const char *now = arena_printf(as("stg-01")->arena, "%s\n\n%s Encore.", mended, line);
    rewrite(page.id, now);
    CHECK_ERR(CARNET_CONFLICT, edit_decide(&out, as("stg-01"), proposed.uid, true, ""));
    check_text(page.id, now);
}

TEST(edit, one_whose_words_were_moved_is_applied_where_they_are_now)
{
    sample();
    struct document page = page_with("Un début.\n\nLe pain de la veille est encore bonne ce matin.\n");
    struct comment proposed = said("tut-01", page.uid, edit("bonne", "replace", "bon")), out;
    rewrite(page.id, "Un début.\n");
    rewrite(page.id, "Le pain de la veille est encore bonne ce matin.\n\nUn début.\n");
    CHECK_OK(edit_decide(&out, as("stg-01"), proposed.uid, true, ""));
    check_text(page.id, "Le pain de la veille est encore bon ce matin.\n\nUn début.\n");
}

/* As a page sends it: with the positions of its ends. */
static struct comment_new placed_edit(const struct document *page, const char *before, const char *exact, const char *instead)
{
    struct crdt_doc *doc;
    struct anchor_text text;
    struct buf words = { 0 };
    struct comment_new out = edit(exact, "replace", instead);
    CHECK_OK(document_state(&doc, as("stg-01"), page->id));
    crdt_text(&words, doc, DOCUMENT_ROOT);
    anchor_text_init(&text, as("stg-01")->arena, buf_bytes(&words), doc, DOCUMENT_ROOT);
    const char *from = strstr(strstr(buf_text(&words), before), exact);
    size_t at = (size_t)(from - buf_text(&words));
    CHECK_OK(anchor_make(&out.passage, &text, at, at + strlen(exact)));
    buf_clear(&words);
    crdt_doc_free(doc);
    return out;
}

static const char *const TWIN = "Une ligne qui ne dit rien de bien neuf. Il ma dit que la ville est assez belle pour tous.";

TEST(edit, one_whose_words_were_taken_out_is_not_applied_to_their_twin)
{
    sample();
    const char *now = arena_printf(as("stg-01")->arena, "Un.\n\nDeux.\n\n%s\n\nTrois.\n", TWIN);
    struct document page = page_with(arena_printf(as("stg-01")->arena, "Un.\n\n%s\n\nDeux.\n\n%s\n\nTrois.\n", TWIN, TWIN));
    struct comment_new first = placed_edit(&page, "Un.", "Il ma dit", "Il m'a dit"), late = placed_edit(&page, "Un.", "Il ma dit", "Il m'a dit");
    struct comment proposed = said("tut-01", page.uid, first), out;
    bool made, accepted = true;
    rewrite(page.id, now);
    CHECK_INT(ANCHOR_DETACHED, seen("stg-01", page.uid).list[0].span.state);
    CHECK_ERR(CARNET_CONFLICT, edit_decide(&out, as("stg-01"), proposed.uid, true, ""));
    CHECK_OK(edit_accept_small(&accepted, as("stg-01"), page.uid, (const char *const[]){ proposed.uid }, 1));
    CHECK(!accepted);
    CHECK_ERR(CARNET_CONFLICT, comment_add(&out, &made, as("tut-01"), page.uid, &late)); /* taken out while it was thought of */
    check_text(page.id, now);
}

TEST(edit, one_whose_words_were_copied_and_then_taken_out_is_applied_to_the_copy)
{
    sample();
    struct document page = page_with(arena_printf(as("stg-01")->arena, "Un.\n\n%s\n\nDeux.\n", TWIN));
    struct comment proposed = said("tut-01", page.uid, placed_edit(&page, "Un.", "Il ma dit", "Il m'a dit")), out;
    rewrite(page.id, arena_printf(as("stg-01")->arena, "Un.\n\n%s\n\nDeux.\n\n%s\n", TWIN, TWIN));
    rewrite(page.id, arena_printf(as("stg-01")->arena, "Un.\n\nDeux.\n\n%s\n", TWIN));
    CHECK_OK(edit_decide(&out, as("stg-01"), proposed.uid, true, ""));
    check_text(page.id, "Un.\n\nDeux.\n\nUne ligne qui ne dit rien de bien neuf. Il m'a dit que la ville est assez belle pour tous.\n");
}

TEST(edit, insertions_go_behind_the_passage_and_deletions_take_it_away)
{
    sample();
    struct document page = page_with("Un deux trois.\n");
    struct comment out;
    CHECK_OK(edit_decide(&out, as("stg-01"), said("tut-01", page.uid, edit("deux", "insert", " et demi")).uid, true, ""));
    CHECK_OK(edit_decide(&out, as("stg-01"), said("tut-01", page.uid, edit("Un ", "delete", NULL)).uid, true, ""));
    check_text(page.id, "deux et demi trois.\n");
    CHECK_OK(edit_decide(&out, as("stg-01"), said("tut-01", page.uid, edit("trois", "delete", NULL)).uid, true, ""));
    check_text(page.id, "deux et demi.\n"); /* no blank stays before the point */
    CHECK_OK(edit_decide(&out, as("stg-01"), said("tut-01", page.uid, edit("et", "delete", NULL)).uid, true, ""));
    check_text(page.id, "deux demi.\n");
    CHECK_OK(edit_decide(&out, as("stg-01"), said("tut-01", page.uid, edit("deux", "delete", NULL)).uid, true, ""));
    check_text(page.id, "demi.\n");
    struct comment_new wrong = edit("demi", "replace", "");
    bool made;
    CHECK_ERR(CARNET_INVALID, comment_add(&out, &made, as("tut-01"), page.uid, &wrong));
}

TEST(edit, small_corrections_are_accepted_together_and_the_others_left)
{
    sample();
    struct document page = page_with("Le pain est bonne.\n\nLa table est mis.\n");
    const char *uids[] = {
        said("tut-01", page.uid, edit("mis", "replace", "mise")).uid,
        said("tut-01", page.uid, edit("bonne", "replace", "bon")).uid,
        said("tut-01", page.uid, edit("est bonne", "replace", "est très bon")).uid, /* touches the same words */
        said("tut-01", page.uid, edit("Le pain", "insert", " d'une longueur qui dépasse tout ce qui est petit")).uid,
        said("tut-01", page.uid, edit("mis.", "insert", "\n\nUn paragraphe")).uid,
        said("tut-01", page.uid, remark("La table", "Pas un changement")).uid,
        "absent",
    };
    bool accepted[7];
    CHECK_ERR(CARNET_DENIED, edit_accept_small(accepted, as("tut-01"), page.uid, uids, 7));
    CHECK_OK(edit_accept_small(accepted, as("stg-01"), page.uid, uids, 7));
    check_text(page.id, "Le pain est très bon.\n\nLa table est mise.\n");
    CHECK(accepted[0] && accepted[2]);
    CHECK(!accepted[1] && !accepted[3] && !accepted[4] && !accepted[5] && !accepted[6]);
}
