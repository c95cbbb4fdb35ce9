/* Comments: who sees and says what. */
#include "areas/remark_fixture.h"

#include "areas/comment/conversation.h"
#include "areas/deliverable/work.h"
#include "areas/document/history.h"
#include "areas/document/named.h"
#include "areas/journal/erase.h"
#include "areas/search/search.h"
#include "guard/seal.h"

TEST(comment, the_samples_comments_stand_where_they_were_made)
{
    sample();
    struct comments diagnostic = seen("stg-01", work_of("stg-01", "diagnostic"));
    CHECK_INT(8, diagnostic.count);
    for (size_t i = 0; i < diagnostic.count; i++)
        CHECK_INT(ANCHOR_PLACED, diagnostic.list[i].span.state);
    CHECK_INT(1, seen("stg-13", entry_of("stg-13")).count);
    CHECK_INT(1, seen("stg-02", page_of("grp-b")).count);
    CHECK_INT(1, seen("stg-02", work_of("stg-02", "note_synthetique")).count);
}

TEST(comment, one_that_is_damaged_is_told_and_leaves_nothing_behind)
{
    sample();
    const char *entry = entry_of("stg-13");
    struct comments comments;
    run_sql("UPDATE comment SET body = zeroblob(64) WHERE document IN (SELECT document FROM journal_entry)");
    CHECK_ERR(CARNET_CORRUPT, comment_list(&comments, as("stg-13"), entry));
    CHECK(!comments.text.doc);
    comments_clear(&comments);
}

TEST(comment, its_place_moves_with_the_words_written_before_and_inside_it)
{
    sample();
    struct document page = page_with("Le pain. Le pain.\n");
    struct comment_new about = remark("Le pain.", "Lequel ?");
    about.passage.prefix = "Le pain. ";
    said("stg-05", page.uid, about);
    CHECK_OK(document_write(as("stg-01"), page.id, person_id("stg-01"), bytes_text("Au début. Le pain. Le pain.\n")));
    struct comments now = seen("stg-01", page.uid);
    CHECK_INT(20, now.list[0].span.from);
    CHECK_OK(document_write(as("stg-01"), page.id, person_id("stg-01"), bytes_text("Tout est autre.\n")));
    CHECK_INT(ANCHOR_DETACHED, seen("stg-01", page.uid).list[0].span.state);
    CHECK_TEXT("Le pain.", seen("stg-01", page.uid).list[0].anchor.exact);
    CHECK_OK(document_write(as("stg-01"), page.id, person_id("stg-01"), bytes_text("Revenu : Le pain.\n")));
    CHECK_INT(ANCHOR_PLACED, seen("stg-01", page.uid).list[0].span.state);
}

TEST(comment, words_that_are_not_in_the_text_cannot_be_quoted)
{
    sample();
    struct document page = page_with("Le pain.\n");
    struct comment comment;
    bool made;
    struct comment_new about = remark("Des mots que personne n'a écrits.", "Ah ?");
    CHECK_ERR(CARNET_CONFLICT, comment_add(&comment, &made, as("stg-05"), page.uid, &about));
    about = remark("", "Rien");
    CHECK_ERR(CARNET_INVALID, comment_add(&comment, &made, as("stg-05"), page.uid, &about));
}

TEST(comment, a_passage_that_was_rewritten_meanwhile_is_quoted_as_it_stood)
{
    sample();
    struct document page = page_with("# Le marché\n\nLe marché du lundi est fermé depuis mars.\n");
    said("stg-01", page.uid, remark("depuis mars", "Le revoir."));
    rewrite(page.id, "# Le marché\n\nTout est neuf.\n");
    struct comment_new about = remark("du lundi", "Lequel ?"), proposal = remark("du lundi", "");
    said("tut-01", page.uid, about);
    const struct comment thread = seen("stg-01", page.uid).list[1];
    CHECK_INT(ANCHOR_DETACHED, thread.span.state);
    CHECK_TEXT("du lundi", thread.anchor.exact);
    CHECK_TEXT("Le marché", thread.anchor.section);
    CHECK_TEXT(" est fermé depuis mars.\n", thread.anchor.suffix);
    rewrite(page.id, "# Le marché\n\nTout est neuf, sauf celui du lundi.\n");
    CHECK_INT(ANCHOR_PLACED, seen("stg-01", page.uid).list[1].span.state);
    rewrite(page.id, "# Le marché\n\nTout est neuf.\n");
    proposal.edit = "delete"; /* nothing to decide about */
    struct comment out;
    bool made;
    CHECK_ERR(CARNET_CONFLICT, comment_add(&out, &made, as("tut-01"), page.uid, &proposal));
}

TEST(comment, of_two_same_passages_that_were_rewritten_the_one_in_its_context_is_quoted)
{
    sample();
    struct document page = page_with("Un pain rond.\n\n# Plus tard\n\nUn pain long.\n");
    said("stg-01", page.uid, remark("rond", "Le revoir."));
    rewrite(page.id, "Un pain rond.\n");
    said("stg-01", page.uid, remark("rond", "Encore."));
    rewrite(page.id, "Rien.\n");
    struct comment_new about = remark("pain", "Lequel ?");
    about.passage.suffix = " long.\n";
    said("tut-01", page.uid, about);
    CHECK_TEXT("Plus tard", seen("stg-01", page.uid).list[2].anchor.section);
}

TEST(comment, what_stood_there_before_somebodys_time_cannot_be_quoted)
{
    sample();
    const char *uid = entry_of("stg-01");
    int64_t id = document_id(uid);
    struct comment_new about = remark("Une myrtille", "Laquelle ?");
    struct entry shared;
    struct comment out;
    bool made;
    CHECK_OK(journal_share(&shared, as("stg-01"), uid, VISIBLE_TO_ME, NULL));
    rewrite(id, "Une myrtille, pour moi.\n");
    said("stg-01", uid, remark("pour moi", "Ici."));
    rewrite(id, "Tout est neuf ici.\n");
    CHECK_OK(journal_share(&shared, as("stg-01"), uid, VISIBLE_TO_TUTOR, NULL));
    CHECK_ERR(CARNET_CONFLICT, comment_add(&out, &made, as("tut-01"), uid, &about));
    rewrite(id, "Une cerise.\n");
    about.passage.exact = "Tout est neuf";
    CHECK_OK(comment_add(&out, &made, as("tut-01"), uid, &about));
}

TEST(comment, a_quote_of_earlier_words_is_for_those_who_may_read_these)
{
    sample();
    const char *uid = entry_of("stg-01");
    int64_t id = document_id(uid);
    struct entry shared;
    CHECK_OK(journal_share(&shared, as("stg-01"), uid, VISIBLE_TO_ME, NULL));
    rewrite(id, "Une myrtille.\n");
    said("stg-01", uid, remark("myrtille", "Pour moi."));
    rewrite(id, "Tout est neuf ici.\n");
    CHECK_OK(journal_share(&shared, as("stg-01"), uid, VISIBLE_TO_TUTOR, NULL));
    size_t own = seen("stg-01", uid).count, tutors = seen("tut-01", uid).count;
    said("stg-01", uid, remark("Une myrtille", "À reprendre."));
    CHECK_INT((long long)own + 1, (long long)seen("stg-01", uid).count);
    CHECK_INT((long long)tutors, (long long)seen("tut-01", uid).count);
}

TEST(comment, a_quote_of_what_a_draft_said_while_it_was_closed_stays_aside)
{
    sample();
    const char *uid = work_of("stg-11", "dossier_professionnel");
    int64_t id = document_id(uid);
    struct work work;
    CHECK_OK(work_share(&work, as("stg-11"), uid, false));
    rewrite(id, "Une myrtille.\n");
    CHECK_OK(named_put(as("stg-11"), uid, "stg-14", "2026-06-20", NULL));
    rewrite(id, "Une cerise.\n");
    CHECK_OK(work_share(&work, as("stg-11"), uid, true));
    size_t tutors = seen("tut-03", uid).count, own = seen("stg-11", uid).count;
    said("stg-14", uid, remark("Une myrtille", "Laquelle ?"));
    CHECK_INT((long long)own + 1, (long long)seen("stg-11", uid).count);
    CHECK_INT((long long)tutors, (long long)seen("tut-03", uid).count);
    said("stg-14", uid, remark("Une cerise", "Laquelle ?"));
    CHECK_INT((long long)tutors + 1, (long long)seen("tut-03", uid).count);
}

TEST(comment, the_same_key_says_it_once)
{
    struct ctx *ctx = sample();
    struct document page = page_with("Le pain.\n");
    struct comment_new about = remark("Le pain.", "Lequel ?");
    struct comment first = said("stg-05", page.uid, about), again;
    bool made;
    CHECK_OK(comment_add(&again, &made, as("stg-05"), page.uid, &about));
    CHECK(!made);
    CHECK_TEXT(first.uid, again.uid);
    about.body = "Autre chose";
    CHECK_ERR(CARNET_CONFLICT, comment_add(&again, &made, as("stg-05"), page.uid, &about));
    CHECK_INT(1, seen("stg-01", page.uid).count);
    CHECK_INT(1, count_effects(ctx, EFFECT_COMMENTS));
}

TEST(comment, the_same_key_finds_what_was_said_wherever_the_passage_is_by_now)
{
    sample();
    struct document page = page_with("Le pain.\n\nLe vin.\n");
    struct comment_new about = remark("Le vin.", "Lequel ?");
    struct comment first = said("stg-05", page.uid, about), again;
    bool made;
    CHECK_OK(document_write(as("stg-01"), page.id, person_id("stg-01"), bytes_text("Le pain.\n\nLe sel.\n")));
    about.passage.exact = "Le sel."; /* the second paragraph, now */
    CHECK_OK(comment_add(&again, &made, as("stg-05"), page.uid, &about));
    CHECK(!made);
    CHECK_TEXT(first.uid, again.uid);
    about.passage.exact = "Plus rien de tel";
    CHECK_OK(comment_add_all(&again, as("stg-05"), page.uid, &about, 1));
    CHECK_TEXT(first.uid, again.uid);
    CHECK_TEXT("Le vin.", again.anchor.exact);
}

TEST(comment, a_batch_is_all_or_none_and_at_most_fifteen)
{
    sample();
    struct document page = page_with("Un.\n\nDeux.\n");
    struct comment_new remarks[16];
    struct comment comments[16];
    for (int i = 0; i < 16; i++)
        remarks[i] = remark(i % 2 ? "Un." : "Deux.", "Oui.");
    CHECK_ERR(CARNET_LIMIT, comment_add_all(comments, as("stg-05"), page.uid, remarks, 16));
    const char *own = remarks[9].key;
    remarks[9].key = remarks[3].key; /* the same words, about another passage */
    CHECK_ERR(CARNET_INVALID, comment_add_all(comments, as("stg-05"), page.uid, remarks, 15));
    CHECK_INT(0, seen("stg-01", page.uid).count);
    remarks[9].key = own;
    int64_t events = one_int("SELECT count(*) FROM event WHERE kind = 'comment.added'");
    CHECK_OK(comment_add_all(comments, as("stg-05"), page.uid, remarks, 15));
    CHECK_INT(15, seen("stg-01", page.uid).count);
    CHECK_INT(events + 1, one_int("SELECT count(*) FROM event WHERE kind = 'comment.added'"));
}

TEST(comment, replies_and_states_follow_who_wrote_what)
{
    sample();
    struct document page = page_with("Le pain.\n");
    struct comment thread = said("tut-01", page.uid, remark("Le pain.", "Lequel ?")), reply, settled;
    bool made;
    CHECK_OK(comment_reply(&reply, &made, as("stg-05"), thread.uid, fresh_key(), "Le complet."));
    CHECK_OK(comment_settle(&settled, as("stg-05"), thread.uid, true)); /* writes the text */
    CHECK_OK(comment_settle(&settled, as("tut-01"), thread.uid, false)); /* wrote the comment */
    CHECK_ERR(CARNET_DENIED, comment_settle(&settled, as("coop-01"), thread.uid, true));
    CHECK_ERR(CARNET_DENIED, comment_rewrite(&settled, as("stg-05"), thread.uid, "À sa place"));
    CHECK_ERR(CARNET_DENIED, comment_remove(as("stg-05"), thread.uid));
    CHECK_OK(comment_remove(as("tut-01"), thread.uid));
    struct comments now = seen("stg-01", page.uid);
    CHECK_INT(2, now.count); /* the reply keeps the thread, without its words */
    CHECK(now.list[0].deleted_at != 0);
    CHECK_TEXT("", now.list[0].body);
    CHECK_OK(comment_remove(as("stg-05"), reply.uid));
    CHECK_INT(0, seen("stg-01", page.uid).count);
}

TEST(comment, who_only_reads_says_nothing_and_who_may_not_read_finds_nothing)
{
    sample();
    struct document page = page_with("Le pain.\n");
    struct comment thread = said("tut-01", page.uid, remark("Le pain.", "Lequel ?")), other;
    struct comment_new about = remark("Le pain.", "Moi aussi");
    bool made;
    CHECK_INT(1, seen("resp-01", page.uid).count);
    CHECK_ERR(CARNET_DENIED, comment_add(&other, &made, as("resp-01"), page.uid, &about));
    CHECK_ERR(CARNET_DENIED, comment_reply(&other, &made, as("resp-01"), thread.uid, fresh_key(), "Oui"));
    CHECK_ERR(CARNET_MISSING, comment_reply(&other, &made, as("stg-02"), thread.uid, fresh_key(), "Oui"));
    CHECK_ERR(CARNET_MISSING, comment_reply(&other, &made, as("stg-02"), "absent", fresh_key(), "Oui"));
    CHECK_ERR(CARNET_MISSING, comment_add(&other, &made, as("stg-02"), page.uid, &about));
}

TEST(comment, a_submitted_work_is_answered_by_its_author_and_a_graded_one_by_nobody)
{
    sample();
    const char *note = work_of("stg-02", "note_synthetique");
    struct comments list = seen("stg-02", note);
    struct comment out;
    bool made;
    run_sql("UPDATE work SET state = 'submitted' WHERE kind = 'note_synthetique'");
    CHECK_OK(comment_reply(&out, &made, as("stg-02"), list.list[0].uid, fresh_key(), "Merci."));
    CHECK_OK(comment_settle(&out, as("stg-02"), list.list[0].uid, true));
    run_sql("UPDATE work SET state = 'graded' WHERE kind = 'note_synthetique'");
    CHECK_ERR(CARNET_DENIED, comment_reply(&out, &made, as("stg-02"), list.list[0].uid, fresh_key(), "Encore."));
    CHECK_ERR(CARNET_DENIED, comment_reply(&out, &made, as("tut-03"), list.list[0].uid, fresh_key(), "Encore."));
    CHECK_INT(2, seen("stg-02", note).count);
}

TEST(comment, a_named_reader_sees_what_was_said_from_their_revision_on)
{
    sample();
    const char *uid = entry_of("stg-01");
    int64_t id = document_id(uid);
    size_t before = seen("stg-01", uid).count;
    CHECK(before > 0);
    CHECK_OK(document_write(as("stg-01"), id, person_id("stg-01"), bytes_text("Tout est neuf ici.\n")));
    CHECK_OK(named_put(as("stg-01"), uid, "stg-14", "2026-06-20", NULL));
    struct comment reply, old = seen("stg-01", uid).list[0];
    bool made;
    CHECK_INT(0, seen("stg-14", uid).count);
    CHECK_ERR(CARNET_MISSING, comment_reply(&reply, &made, as("stg-14"), old.uid, fresh_key(), "Vu."));
    said("stg-14", uid, remark("Tout est neuf", "Oui !"));
    CHECK_INT(1, seen("stg-14", uid).count);
    CHECK_INT(before + 1, seen("stg-01", uid).count);
}

TEST(comment, who_comes_later_to_the_same_text_is_not_shown_what_was_said_before)
{
    sample();
    const char *uid = entry_of("stg-01");
    struct comment reply, early = said("stg-01", uid, remark("Le", "Pour moi seul, myrtille."));
    struct entry shared;
    bool made;
    size_t before = seen("stg-01", uid).count;
    CHECK_OK(journal_share(&shared, as("stg-01"), uid, VISIBLE_TO_ME, NULL));
    CHECK_OK(named_put(as("stg-01"), uid, "stg-14", "2026-06-20", NULL));
    CHECK_INT(0, seen("stg-14", uid).count);
    CHECK_ERR(CARNET_MISSING, comment_reply(&reply, &made, as("stg-14"), early.uid, fresh_key(), "Vu."));
    struct comment theirs = said("stg-14", uid, remark("Le", "Oui, cerise."));
    CHECK_OK(comment_reply(&reply, &made, as("stg-01"), early.uid, fresh_key(), "Encore la myrtille."));
    CHECK_INT(1, seen("stg-14", uid).count);
    CHECK_OK(journal_share(&shared, as("stg-01"), uid, VISIBLE_TO_COHORT, NULL));
    CHECK_INT(0, seen("stg-02", uid).count);
    CHECK_INT(1, seen("stg-14", uid).count); /* named before it was shared */
    CHECK_ERR(CARNET_MISSING, comment_reply(&reply, &made, as("stg-02"), theirs.uid, fresh_key(), "Vu."));
    struct conversation *list;
    struct document document;
    struct search_result found;
    size_t count;
    CHECK_OK(document_find(&document, as("stg-02"), uid, VERB_READ));
    CHECK_OK(conversation_list(&list, &count, as("stg-02"), &document));
    CHECK_INT(0, count);
    CHECK_OK(search_find(&found, as("stg-02"), "myrtille ", NULL));
    CHECK_INT(0, found.comment_count);
    CHECK_OK(search_find(&found, as("stg-14"), "cerise ", NULL));
    CHECK_INT(1, found.comment_count);
    said("stg-02", uid, remark("Le", "Je lis."));
    CHECK_INT(1, seen("stg-02", uid).count);
    CHECK_INT(2, seen("stg-14", uid).count);
    CHECK_INT(before + 3, seen("stg-01", uid).count);
}

TEST(comment, a_thread_stays_with_who_began_it_when_others_may_read_too)
{
    sample();
    const char *uid = entry_of("stg-01");
    struct comment reply;
    struct entry shared;
    bool made;
    CHECK_OK(journal_share(&shared, as("stg-01"), uid, VISIBLE_TO_TUTOR, NULL));
    size_t before = seen("tut-01", uid).count; /* one of theirs */
    struct comment asked = said("tut-01", uid, remark("Le", "Depuis quand ?"));
    CHECK_OK(journal_share(&shared, as("stg-01"), uid, VISIBLE_TO_COHORT, NULL));
    CHECK_OK(comment_reply(&reply, &made, as("stg-01"), asked.uid, fresh_key(), "Depuis mars."));
    CHECK_INT(before + 2, seen("tut-01", uid).count);
    CHECK_OK(comment_reply(&reply, &made, as("tut-01"), asked.uid, fresh_key(), "Merci."));
    CHECK_INT(0, seen("stg-02", uid).count);
    struct conversation *list;
    struct document document;
    size_t count;
    CHECK_OK(document_find(&document, as("tut-01"), uid, VERB_READ));
    CHECK_OK(conversation_list(&list, &count, as("tut-01"), &document));
    CHECK_INT(before + 1, count);
}

TEST(comment, whoever_is_named_on_a_draft_sees_the_threads_they_began_and_no_others)
{
    sample();
    const char *uid = work_of("stg-01", "dossier_professionnel");
    struct document document;
    run_sql("UPDATE work SET state = 'draft'");
    CHECK_OK(document_find(&document, as("stg-01"), uid, 0));
    CHECK_OK(document_write(as("stg-01"), document.id, person_id("stg-01"), bytes_text("Le pain. Le vin.\n")));
    CHECK_OK(named_put(as("stg-01"), uid, "stg-14", "2026-06-20", NULL));
    size_t before = seen("stg-01", uid).count;
    struct comment tutors = said("tut-01", uid, remark("Le vin.", "Lequel, mirabelle ?"));
    struct comment own = said("stg-14", uid, remark("Le pain.", "Lequel, quetsche ?")), reply;
    struct comment_new batch = remark("Le pain.", "Encore.");
    bool made;
    CHECK_OK(comment_reply(&reply, &made, as("stg-01"), own.uid, fresh_key(), "Celui du lundi."));
    CHECK_OK(comment_add_all(&reply, as("stg-14"), uid, &batch, 1));
    struct comments theirs = seen("stg-14", uid);
    CHECK_INT(3, theirs.count);
    for (size_t i = 0; i < theirs.count; i++)
        CHECK(theirs.list[i].id != tutors.id && theirs.list[i].author != person_id("tut-01"));
    CHECK_INT(before + 4, seen("stg-01", uid).count);
    CHECK_INT(before + 4, seen("tut-01", uid).count);
    CHECK_ERR(CARNET_MISSING, comment_reply(&reply, &made, as("stg-14"), tutors.uid, fresh_key(), "Vu."));
    CHECK_ERR(CARNET_MISSING, comment_settle(&reply, as("stg-14"), tutors.uid, true));
    CHECK_OK(comment_reply(&reply, &made, as("stg-14"), own.uid, fresh_key(), "Merci."));
    struct conversation *list;
    size_t count;
    CHECK_OK(document_find(&document, as("stg-14"), uid, VERB_READ));
    CHECK_OK(conversation_list(&list, &count, as("stg-14"), &document));
    CHECK_INT(2, count);
    struct search_result found;
    CHECK_OK(search_find(&found, as("stg-14"), "mirabelle ", NULL));
    CHECK_INT(0, found.comment_count);
    CHECK_OK(search_find(&found, as("stg-14"), "quetsche ", NULL));
    CHECK_INT(1, found.comment_count);
    CHECK_OK(search_find(&found, as("tut-01"), "mirabelle ", NULL));
    CHECK_INT(1, found.comment_count);
}

TEST(comment, what_is_said_while_a_draft_is_closed_stays_aside_and_what_was_said_before_stays)
{
    sample();
    const char *uid = work_of("stg-11", "dossier_professionnel");
    struct document document;
    struct work work;
    struct comment reply, mine;
    struct conversation *list;
    struct search_result found;
    bool made;
    size_t count;
    CHECK_OK(document_find(&document, as("stg-11"), uid, 0));
    CHECK_OK(document_write(as("stg-11"), document.id, person_id("stg-11"), bytes_text("Le pain. Le vin.\n")));
    size_t before = seen("tut-03", uid).count;
    struct comment tutors = said("tut-03", uid, remark("Le vin.", "Lequel, mirabelle ?"));
    for (int round = 0; round < 2; round++) {
        CHECK_OK(work_share(&work, as("stg-11"), uid, false));
        CHECK_OK(document_write(as("stg-11"), document.id, person_id("stg-11"), bytes_text(round ? "Du pain. Le vin.\n" : "Le pain. Le vin. Bon.\n")));
        CHECK_OK(named_put(as("stg-11"), uid, "stg-14", "2026-06-20", NULL));
        mine = said("stg-14", uid, remark("pain", "Entre nous, quetsche ?"));
        CHECK_OK(comment_reply(&reply, &made, as("stg-11"), mine.uid, fresh_key(), "Oui, quetsche."));
        CHECK_OK(comment_reply(&reply, &made, as("stg-11"), tutors.uid, fresh_key(), "Celui du lundi."));
        CHECK_OK(work_share(&work, as("stg-11"), uid, true));
    }
    CHECK_INT((long long)before + 3, (long long)seen("tut-03", uid).count); /* theirs, with what they were answered */
    CHECK_INT((long long)before + 3, (long long)seen("coop-03", uid).count);
    CHECK_INT(4, (long long)seen("stg-14", uid).count);
    CHECK_INT((long long)before + 7, (long long)seen("stg-11", uid).count);
    CHECK_ERR(CARNET_MISSING, comment_reply(&reply, &made, as("tut-03"), mine.uid, fresh_key(), "Vu."));
    CHECK_OK(document_find(&document, as("coop-03"), uid, VERB_READ));
    CHECK_OK(conversation_list(&list, &count, as("coop-03"), &document));
    for (size_t i = 0; i < count; i++)
        CHECK(list[i].opened_by != person_id("stg-14"));
    CHECK_OK(search_find(&found, as("tut-03"), "quetsche ", NULL));
    CHECK_INT(0, found.comment_count);
    CHECK_OK(search_find(&found, as("tut-03"), "mirabelle ", NULL));
    CHECK_INT(1, found.comment_count);
    CHECK_OK(comment_reply(&reply, &made, as("stg-14"), mine.uid, fresh_key(), "Merci."));
    said("stg-14", uid, remark("pain", "Maintenant pour tout le monde."));
    CHECK_INT((long long)before + 4, (long long)seen("tut-03", uid).count);
}

TEST(comment, words_beside_an_entry_are_sealed_and_go_with_it)
{
    sample();
    const char *uid = entry_of("stg-01");
    struct comment_new about = remark("ce tas de refus", "Un mot rare : zygomatique");
    said("tut-01", uid, about);
    CHECK_INT(0, one_int("SELECT count(*) FROM comment WHERE instr(CAST(body AS TEXT), 'zygomatique') OR instr(CAST(anchor AS TEXT), 'tas de refus')"));
    CHECK(one_int("SELECT count(*) FROM comment WHERE instr(CAST(body AS TEXT), 'Belle objection')") == 1); /* of a page: as it is */
    struct comment_new change = remark("un tas", "");
    change.passage.exact = "ce tas de refus";
    change.edit = "replace";
    change.edit_text = "ces refus";
    said("tut-01", uid, change);
    CHECK(one_int("SELECT count(*) FROM comment WHERE document IN (SELECT document FROM journal_entry)") >= 4);
    struct ctx *ctx = as("stg-01");
    size_t count;
    struct seal_key key;
    int64_t journal = one_int("SELECT journal FROM document WHERE id = (SELECT max(document) FROM comment JOIN comment_edit ON comment = id)");
    CHECK_OK(keys_get(key.octets, ctx->keys, journal));
    CHECK_OK(journal_erase_begin(ctx, journal));
    CHECK_OK(journal_erase_finish(&count, ctx));
    CHECK_INT(1, count);
    CHECK_INT(0, one_int("SELECT count(*) FROM comment_edit"));
    CHECK_INT(1, one_int("SELECT count(*) FROM comment WHERE document IN (SELECT id FROM document WHERE journal IS NOT NULL)")); /* the other's */
    CHECK_OK(keys_put(ctx->keys, journal, key.octets)); /* for the next test: keys are not in the transaction */
    CHECK_OK(keys_settle(ctx->keys));
}
