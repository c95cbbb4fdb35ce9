/* Versions: moments, comparisons, names, coming back, and what there is for a reader who returns. */
#include "areas/areas_fixture.h"

#include "areas/deliverable/work.h"
#include "areas/document/named.h"
#include "areas/document/page.h"
#include "areas/document/reading.h"
#include "areas/document/version.h"
#include "areas/journal/journal.h"

static struct document document_of(struct ctx *ctx, const char *uid)
{
    struct document document;
    CHECK_OK(document_find(&document, ctx, uid, VERB_READ));
    return document;
}

static const char *new_page(void)
{
    struct document page;
    CHECK_OK(page_new(&page, as("stg-01"), "grp-a", NULL, &(struct group_page_new){ .title = "Essai" }));
    return page.uid;
}

static void writes(const char *who, const char *moment, const char *uid, const char *text)
{
    struct ctx *ctx = as_at(who, moment);
    int64_t made;
    CHECK_OK(document_write(ctx, document_id(uid), person_id(who), bytes_text(text)));
    CHECK_OK(history_burst(&made, ctx, document_id(uid)));
}

static void check_text(const char *uid, const char *want)
{
    CLEANUP(buf_clear) struct buf text = { 0 };
    CHECK_OK(document_text(&text, as("stg-01"), document_id(uid)));
    CHECK_TEXT(want, buf_text(&text));
}

static struct moment *moments_of(size_t *count, const char *who, const char *uid)
{
    struct moment *moments;
    struct ctx *ctx = as(who);
    struct document document = document_of(ctx, uid);
    CHECK_OK(version_moments(&moments, count, ctx, &document));
    return moments;
}

static const char *revision_at(const char *who, const char *uid, size_t back)
{
    struct ctx *ctx = as(who);
    struct document document = document_of(ctx, uid);
    struct revision *revisions;
    size_t count;
    CHECK_OK(history_list(&revisions, &count, ctx, &document));
    CHECK(back < count);
    return revisions[back].uid;
}

static const char *three_moments(void)
{
    sample();
    const char *uid = new_page();
    writes("stg-01", "2026-06-08T09:00:00+02:00", uid, "Un deux.\n");
    writes("stg-05", "2026-06-08T09:30:00+02:00", uid, "Un deux trois.\n");
    writes("stg-01", "2026-06-09T21:00:00+02:00", uid, "Un deux trois.\n\nEncore.\n");
    writes("stg-01", "2026-06-10T08:00:00+02:00", uid, "Un quatre trois.\n\nEncore.\n");
    return uid;
}

TEST(version, revisions_that_follow_each_other_are_one_moment_and_its_words_are_counted)
{
    size_t count;
    const char *uid = three_moments();
    struct moment *moments = moments_of(&count, "stg-01", uid);
    CHECK_INT(3, count);
    CHECK_INT(2, moments[2].step_count);
    CHECK(moments[2].counted && moments[2].words_added == 3 && moments[2].words_removed == 0);
    CHECK(moments[1].counted && moments[1].words_added == 1 && moments[1].words_removed == 0);
    CHECK(moments[0].counted && moments[0].words_added == 1 && moments[0].words_removed == 1);
}

TEST(version, a_name_ends_a_moment_and_can_be_changed_and_taken_away)
{
    size_t count;
    struct revision named;
    const char *uid = three_moments(), *first = revision_at("stg-01", uid, 3);
    CHECK_OK(version_name(&named, as("stg-05"), uid, first, "  Premier\njet "));
    CHECK_TEXT("Premier jet", named.name);
    CHECK_TEXT("stg-05", named.named_by.slug);
    moments_of(&count, "stg-01", uid);
    CHECK_INT(4, count);
    CHECK_OK(version_name(&named, as("stg-01"), uid, first, "Autre"));
    CHECK_TEXT("stg-01", named.named_by.slug);
    CHECK_OK(version_name(&named, as("stg-01"), uid, first, ""));
    CHECK(!named.name);
    moments_of(&count, "stg-01", uid);
    CHECK_INT(3, count);
}

TEST(version, the_present_text_can_be_named_and_is_then_a_revision)
{
    sample();
    struct revision named;
    const char *uid = new_page();
    CHECK_ERR(CARNET_CONFLICT, version_name(&named, as("stg-01"), uid, NULL, "Rien"));
    CHECK_OK(document_write(as("stg-01"), document_id(uid), person_id("stg-01"), bytes_text("Un.\n")));
    CHECK_ERR(CARNET_INVALID, version_name(&named, as("stg-01"), uid, NULL, " "));
    CHECK_OK(version_name(&named, as("stg-01"), uid, NULL, "Avant la relecture"));
    CHECK_TEXT(revision_at("stg-01", uid, 0), named.uid);
}

TEST(version, the_present_text_keeps_the_name_it_has_until_that_one_is_changed)
{
    sample();
    struct revision named;
    const char *uid = new_page();
    CHECK_OK(document_write(as("stg-01"), document_id(uid), person_id("stg-01"), bytes_text("Un.\n")));
    CHECK_OK(version_name(&named, as("stg-01"), uid, NULL, "Avant"));
    CHECK_ERR(CARNET_CONFLICT, version_name(&named, as("stg-05"), uid, NULL, "Autre"));
    CHECK_OK(version_name(&named, as("stg-05"), uid, NULL, " Avant"));
    CHECK_TEXT("stg-01", named.named_by.slug);
    CHECK_OK(version_name(&named, as("stg-05"), uid, named.uid, "Autre"));
    CHECK_TEXT("stg-05", named.named_by.slug);
    CHECK_OK(document_write(as("stg-01"), document_id(uid), person_id("stg-01"), bytes_text("Deux.\n")));
    CHECK_OK(version_name(&named, as("stg-01"), uid, NULL, "Avant"));
}

TEST(version, only_who_writes_the_text_names_and_comes_back)
{
    struct revision named;
    struct version_restored done;
    const char *uid = three_moments(), *first = revision_at("stg-01", uid, 3);
    CHECK_ERR(CARNET_DENIED, version_name(&named, as("tut-01"), uid, first, "Non"));
    CHECK_ERR(CARNET_DENIED, version_restore(&done, as("tut-01"), uid, first, &(struct version_part){ 0 }));
    CHECK_ERR(CARNET_MISSING, version_name(&named, as("stg-02"), uid, first, "Non"));
    CHECK_ERR(CARNET_MISSING, version_restore(&done, as("stg-02"), uid, first, &(struct version_part){ 0 }));
    CHECK_ERR(CARNET_MISSING, version_restore(&done, as("stg-01"), uid, revision_at("stg-02", page_of("grp-b"), 0), &(struct version_part){ 0 }));
}

TEST(version, the_name_of_a_journals_version_is_sealed)
{
    sample();
    struct revision named;
    const char *uid = entry_of("stg-05");
    CHECK_OK(version_name(&named, as("stg-05"), uid, NULL, "Le chien bleu"));
    CHECK_TEXT("Le chien bleu", named.name);
    CHECK_INT(1, one_int("SELECT count(*) FROM revision_name"));
    CHECK_INT(0, one_int("SELECT count(*) FROM revision_name WHERE instr(name, CAST('chien' AS BLOB))"));
}

TEST(version, coming_back_is_a_new_edit_and_loses_nothing)
{
    struct version_restored done;
    size_t count;
    const char *uid = three_moments(), *first = revision_at("stg-01", uid, 3);
    CHECK_OK(document_write(as("stg-05"), document_id(uid), person_id("stg-05"), bytes_text("Tout autre chose.\n"))); /* no revision yet */
    struct ctx *ctx = as("stg-01");
    CHECK_OK(version_restore(&done, ctx, uid, first, &(struct version_part){ 0 }));
    check_text(uid, "Un deux.\n");
    CHECK_TEXT(first, done.after.restored);
    CHECK_INT(1, done.after.author_count);
    CHECK_TEXT("stg-01", done.after.authors[0].slug);
    struct moment *moments = moments_of(&count, "stg-01", uid);
    CHECK_INT(4, count); /* what was not kept yet ends the moment before */
    CHECK_INT(2, moments[1].step_count);
    CHECK_TEXT(done.after.uid, moments[0].steps[0].uid);
    CHECK_ERR(CARNET_CONFLICT, version_restore(&done, as("stg-01"), uid, first, &(struct version_part){ 0 })); /* it is that already */
    CHECK_OK(version_restore(&done, as("stg-01"), uid, moments[1].steps[0].uid, &(struct version_part){ 0 }));
    check_text(uid, "Tout autre chose.\n");
}

TEST(version, one_passage_comes_back_and_the_rest_stays)
{
    struct version_comparison now;
    struct version_restored done;
    const char *uid = three_moments(), *first = revision_at("stg-01", uid, 2);
    struct ctx *ctx = as("stg-01");
    struct document document = document_of(ctx, uid);
    CHECK_OK(version_compare(&now, ctx, &document, first, VERSION_NOW));
    CHECK_TEXT(VERSION_NOW, now.to.uid);
    CHECK_INT(2, now.changes.passage_count); /* a word, and a paragraph behind */
    const char *word = version_passage_name(ctx, &now.changes, 0);
    CHECK_OK(document_write(as("stg-05"), document.id, person_id("stg-05"), bytes_text("# Titre\n\nUn quatre trois.\n\nEncore.\n")));
    CHECK_OK(version_restore(&done, as("stg-01"), uid, first, &(struct version_part){ .passage = word })); /* the same words, further down */
    check_text(uid, "# Titre\n\nUn deux trois.\n\nEncore.\n");
    CHECK_ERR(CARNET_CONFLICT, version_restore(&done, as("stg-01"), uid, first, &(struct version_part){ .passage = word }));
    CHECK_ERR(CARNET_CONFLICT, version_restore(&done, as("stg-01"), uid, first, &(struct version_part){ .passage = "0" }));
}

TEST(version, what_a_coming_back_changed_is_taken_back_and_what_was_written_since_stays)
{
    struct version_restored done, undone;
    const char *uid = three_moments(), *first = revision_at("stg-01", uid, 3);
    int64_t document = document_id(uid);
    CHECK_OK(document_write(as("stg-01"), document, person_id("stg-01"), bytes_text("Un quatre trois.\n\nAu milieu.\n\nFin.\n")));
    CHECK_OK(version_restore(&done, as("stg-01"), uid, first, &(struct version_part){ 0 }));
    struct version_part part = { .undone = done.after.uid };
    CHECK_OK(document_write(as("stg-05"), document, person_id("stg-05"), bytes_text("# Titre\n\nRien de cela.\n")));
    CHECK_ERR(CARNET_CONFLICT, version_restore(&undone, as("stg-01"), uid, done.before.uid, &part)); /* rewritten */
    check_text(uid, "# Titre\n\nRien de cela.\n");
    CHECK_OK(document_write(as("stg-05"), document, person_id("stg-05"), bytes_text("Un deux.\n")));
    CHECK_OK(version_restore(&undone, as("stg-01"), uid, done.before.uid, &part));
    check_text(uid, "Un quatre trois.\n\nAu milieu.\n\nFin.\n");
}

TEST(version, one_passage_that_came_back_goes_again_and_others_words_stay)
{
    struct version_comparison now;
    struct version_restored done, undone;
    const char *uid = three_moments(), *then = "Ici un mot.\n\nAutre.\n\nEncore.\n\nFin.\n";
    int64_t document = document_id(uid);
    CHECK_OK(document_write(as("stg-01"), document, person_id("stg-01"), bytes_text("Ici deux mots.\n\nAutre.\n\nEncore.\n\nFin.\n")));
    struct revision named;
    CHECK_OK(version_name(&named, as("stg-01"), uid, NULL, "Avant"));
    CHECK_OK(document_write(as("stg-01"), document, person_id("stg-01"), bytes_text(then)));
    struct ctx *ctx = as("stg-01");
    struct document found = document_of(ctx, uid);
    CHECK_OK(version_compare(&now, ctx, &found, named.uid, VERSION_NOW));
    CHECK_OK(version_restore(&done, as("stg-01"), uid, named.uid, &(struct version_part){ .passage = version_passage_name(ctx, &now.changes, 0) }));
    check_text(uid, "Ici deux mots.\n\nAutre.\n\nEncore.\n\nFin.\n");
    CHECK_OK(document_write(as("stg-05"), document, person_id("stg-05"), bytes_text("Ici deux mots.\n\nAutre.\n\nEncore.\n\nFin.\n\nLe mien.\n")));
    CHECK_OK(version_restore(&undone, as("stg-01"), uid, done.before.uid, &(struct version_part){ .undone = done.after.uid }));
    check_text(uid, "Ici un mot.\n\nAutre.\n\nEncore.\n\nFin.\n\nLe mien.\n");
}

TEST(version, who_was_given_the_text_later_finds_nothing_earlier_in_any_way)
{
    sample();
    size_t count;
    struct version_comparison found;
    struct version_restored done;
    struct revision named;
    const char *uid = entry_of("stg-05");
    writes("stg-05", "2026-06-10T08:00:00+02:00", uid, "Avant.\n");
    writes("stg-05", "2026-06-11T08:00:00+02:00", uid, "Après.\n");
    const char *old = revision_at("stg-05", uid, 1);
    CHECK_OK(version_name(&named, as("stg-05"), uid, old, "Le secret"));
    CHECK_OK(named_put(as("stg-05"), uid, "stg-12", "2026-06-20", NULL));
    CHECK_OK(version_restore(&done, as("stg-05"), uid, old, &(struct version_part){ 0 }));
    struct moment *moments = moments_of(&count, "stg-12", uid);
    CHECK_INT(1, count); /* the text when it was opened, then the one that came back, like any other */
    CHECK_INT(2, moments[0].step_count);
    CHECK(!moments[0].steps[0].restored);
    CHECK(!moments[0].counted);
    struct ctx *ctx = as("stg-12");
    struct document document = document_of(ctx, uid);
    CHECK_ERR(CARNET_MISSING, version_compare(&found, ctx, &document, old, VERSION_NOW));
    CHECK_ERR(CARNET_MISSING, version_compare(&found, ctx, &document, moments[0].steps[0].uid, old));
    CHECK_OK(version_compare(&found, ctx, &document, moments[0].steps[1].uid, moments[0].steps[0].uid));
}

static void shares(const char *uid, const char *moment, bool with)
{
    struct work work;
    CHECK_OK(work_share(&work, as_at("stg-11", moment), uid, with));
}

static size_t revisions_of(const char *who, const char *uid)
{
    struct revision *revisions;
    size_t count;
    struct ctx *ctx = as(who);
    struct document document = document_of(ctx, uid);
    CHECK_OK(history_list(&revisions, &count, ctx, &document));
    return count;
}

TEST(version, closing_a_draft_and_opening_it_with_nothing_written_between_hides_nothing)
{
    sample();
    const char *uid = work_of("stg-11", "dossier_professionnel");
    writes("stg-11", "2026-06-10T07:00:00+02:00", uid, "Le pain.\n");
    writes("stg-11", "2026-06-10T07:30:00+02:00", uid, "Le pain. Le vin.\n");
    size_t before = revisions_of("tut-03", uid);
    CHECK(before >= 2);
    shares(uid, "2026-06-10T08:00:00+02:00", false);
    shares(uid, "2026-06-10T08:00:10+02:00", true);
    CHECK_INT(before, revisions_of("tut-03", uid));
}

TEST(version, what_was_written_while_a_draft_was_closed_is_never_shown_to_the_accompaniment)
{
    sample();
    const char *uid = work_of("stg-11", "dossier_professionnel");
    struct version_comparison found;
    shares(uid, "2026-06-10T08:00:00+02:00", false);
    writes("stg-11", "2026-06-10T09:00:00+02:00", uid, "Ce que je ne dis à personne.\n");
    const char *secret = revision_at("stg-11", uid, 0);
    writes("stg-11", "2026-06-10T09:10:00+02:00", uid, "Le pain.\n");
    CHECK_OK(document_write(as("stg-11"), document_id(uid), person_id("stg-11"), bytes_text("Le pain. Le vin.\n")));
    shares(uid, "2026-06-11T08:00:00+02:00", true);
    writes("stg-11", "2026-06-11T09:00:00+02:00", uid, "Le pain. Le vin. Le sel.\n");
    const char *const READERS[] = { "tut-03", "coop-03" };
    for (size_t i = 0; i < 2; i++) {
        struct ctx *ctx = as(READERS[i]);
        struct document document = document_of(ctx, uid);
        CHECK_INT(2, (long long)revisions_of(READERS[i], uid)); /* as it was opened, and what followed */
        CHECK_ERR(CARNET_MISSING, version_compare(&found, ctx, &document, secret, VERSION_NOW));
        size_t count;
        CHECK(!moments_of(&count, READERS[i], uid)[0].counted || count > 1);
    }
    CHECK(revisions_of("stg-11", uid) > 3);
    shares(uid, "2026-06-11T10:00:00+02:00", true); /* already: nothing begins anew */
    CHECK_INT(2, (long long)revisions_of("tut-03", uid));
}

TEST(version, a_closed_draft_stays_closed_when_it_is_missed)
{
    sample();
    const char *uid = work_of("stg-11", "dossier_professionnel");
    shares(uid, "2026-06-10T08:00:00+02:00", false);
    run_sql("UPDATE work SET state = 'missed'");
    CHECK_INT(0, verbs_of(as("tut-03"), uid));
}

TEST(version, a_reader_whom_a_team_let_in_again_reads_from_then_on_and_a_new_member_everything)
{
    struct ctx *ctx;
    struct document document;
    struct version_comparison found;
    const char *uid = three_moments();
    size_t whole = revisions_of("stg-01", uid);
    CHECK_INT((long long)whole, (long long)revisions_of("tut-01", uid));
    CHECK_OK(page_reader_set(as_at("stg-01", "2026-06-10T10:00:00+02:00"), "grp-a", "tut-01", false));
    writes("stg-01", "2026-06-10T11:00:00+02:00", uid, "Entre nous.\n");
    const char *secret = revision_at("stg-01", uid, 0);
    writes("stg-01", "2026-06-10T12:00:00+02:00", uid, "Pour vous.\n");
    CHECK_OK(page_reader_set(as_at("stg-01", "2026-06-10T13:00:00+02:00"), "grp-a", "tut-01", true));
    CHECK_OK(page_reader_set(as_at("stg-01", "2026-06-10T13:10:00+02:00"), "grp-a", "tut-01", true));
    CHECK_INT(1, (long long)revisions_of("tut-01", uid));
    ctx = as("tut-01");
    document = document_of(ctx, uid);
    CHECK_ERR(CARNET_MISSING, version_compare(&found, ctx, &document, secret, VERSION_NOW));
    CHECK_INT((long long)whole + 2, (long long)revisions_of("stg-05", uid));
    CHECK_INT((long long)whole + 2, (long long)revisions_of("resp-01", uid));
    run_sql("UPDATE group_membership SET from_day = '2026-06-10' WHERE person = (SELECT id FROM person WHERE slug = 'stg-05')");
    CHECK_INT((long long)whole + 2, (long long)revisions_of("stg-05", uid));
}

/* ---- since the last reading ---- */

static const char *since(const char *who, const char *moment, const char *uid)
{
    struct version_visit visit;
    CHECK_OK(version_visit(&visit, as_at(who, moment), uid));
    return visit.uid;
}

TEST(version, a_reader_who_returns_is_shown_what_changed_since_their_last_visit)
{
    const char *uid = three_moments();
    CHECK(!since("tut-01", "2026-06-11T09:00:00+02:00", uid)); /* the first time */
    CHECK(!since("tut-01", "2026-06-11T12:00:00+02:00", uid)); /* nothing changed */
    const char *then = revision_at("stg-01", uid, 0);
    writes("stg-01", "2026-06-11T14:00:00+02:00", uid, "Autre.\n");
    CHECK_TEXT(then, since("tut-01", "2026-06-11T15:00:00+02:00", uid));
    CHECK_TEXT(then, since("tut-01", "2026-06-11T15:20:00+02:00", uid)); /* the same visit */
    CHECK(!since("tut-01", "2026-06-11T16:00:00+02:00", uid));           /* the next */
    CHECK(!since("stg-01", "2026-06-11T16:00:00+02:00", uid));           /* one's own text */
}

TEST(version, having_said_that_one_has_read_counts_as_a_visit_and_the_queue_knows_from_where)
{
    struct reading_news news;
    const char *uid = three_moments();
    CHECK(!since("tut-01", "2026-06-10T09:00:00+02:00", uid));
    writes("stg-01", "2026-06-10T14:00:00+02:00", uid, "Autre.\n");
    CHECK(since("tut-01", "2026-06-11T09:00:00+02:00", uid));
    CHECK_OK(reading_put(as_at("tut-01", "2026-06-11T09:10:00+02:00"), uid, NULL));
    CHECK(!since("tut-01", "2026-06-11T09:15:00+02:00", uid));
    const char *read = revision_at("stg-01", uid, 0);
    writes("stg-01", "2026-06-11T14:00:00+02:00", uid, "Autre encore.\n");
    struct ctx *ctx = as("tut-01");
    struct document document = document_of(ctx, uid);
    CHECK_OK(reading_news(&news, ctx, &document));
    CHECK_TEXT(read, news.revision);
}

TEST(version, what_somebody_saw_before_the_text_was_closed_to_them_is_not_shown_again)
{
    sample();
    const char *uid = entry_of("stg-05");
    CHECK_OK(named_put(as_at("stg-05", "2026-06-01T08:00:00+02:00"), uid, "stg-12", "2026-06-02", NULL));
    CHECK(!since("stg-12", "2026-06-01T09:00:00+02:00", uid));
    writes("stg-05", "2026-06-05T08:00:00+02:00", uid, "Entre-temps.\n");
    CHECK_OK(named_remove(as("stg-05"), uid, "stg-12"));
    CHECK_OK(named_put(as_at("stg-05", "2026-06-06T08:00:00+02:00"), uid, "stg-12", "2026-06-20", NULL));
    CHECK(!since("stg-12", "2026-06-07T09:00:00+02:00", uid));
}
