/* Who hears of what goes on in a thread: whoever can open it at that moment. */
#include "areas/remark_fixture.h"

#include "areas/deliverable/work.h"
#include "areas/document/named.h"
#include "areas/journal/journal.h"
#include "areas/notice/subject.h"

static struct comment says(const char *who, const char *uid, const char *exact, const char *edit)
{
    struct comment comment = { 0 };
    struct comment_new what = { .key = fresh_key(), .kind = "question", .body = "Lequel ?", .edit = edit, .edit_text = edit ? "sel" : NULL,
                                .passage = { .exact = exact, .prefix = "", .suffix = "" } };
    bool made;
    CHECK_OK(comment_add(&comment, &made, as(who), uid, &what));
    return comment;
}

static void answers(const char *who, const struct comment *thread)
{
    struct comment reply;
    bool made;
    CHECK_OK(comment_reply(&reply, &made, as(who), thread->uid, fresh_key(), "Voici."));
}

TEST(comment, of_a_thread_only_those_are_told_who_can_open_it_now)
{
    sample();
    const char *uid = entry_of("stg-01");
    struct entry shared;
    CHECK_OK(document_write(as("stg-01"), document_id(uid), person_id("stg-01"), bytes_text("Le pain. Le vin.\n")));
    CHECK_OK(journal_share(&shared, as("stg-01"), uid, VISIBLE_TO_COHORT, NULL));
    struct comment asked = says("tut-01", uid, "Le pain.", NULL);
    struct comment proposed = says("tut-01", uid, "pain", "replace"), later = says("tut-01", uid, "vin", "replace");
    answers("stg-02", &asked);
    answers("stg-01", &asked);
    CHECK_INT(2, events_of("comment.answered", "tut-01"));
    CHECK_INT(1, events_of("comment.answered", "stg-02"));
    CHECK_OK(journal_share(&shared, as("stg-01"), uid, VISIBLE_TO_ME, NULL));
    answers("stg-01", &asked);
    CHECK_OK(edit_decide(&proposed, as("stg-01"), proposed.uid, false, "Non"));
    CHECK_INT(2, events_of("comment.answered", "tut-01"));
    CHECK_INT(1, events_of("comment.answered", "stg-02"));
    CHECK_INT(0, events_of("comment.decided", "tut-01"));
    CHECK_OK(journal_share(&shared, as("stg-01"), uid, VISIBLE_TO_COHORT, NULL));
    answers("stg-01", &asked);
    CHECK_OK(edit_decide(&later, as("stg-01"), later.uid, false, "Non"));
    CHECK_INT(3, events_of("comment.answered", "tut-01")); /* it is theirs */
    CHECK_INT(1, events_of("comment.decided", "tut-01"));
    CHECK_INT(1, events_of("comment.answered", "stg-02")); /* begun by somebody else before their time */
}

TEST(comment, while_a_draft_is_closed_its_accompaniment_is_told_of_no_answer)
{
    sample();
    const char *uid = work_of("stg-11", "dossier_professionnel");
    struct work work;
    CHECK_OK(document_write(as("stg-11"), document_id(uid), person_id("stg-11"), bytes_text("Le pain. Le vin.\n")));
    struct comment asked = says("tut-03", uid, "Le vin.", NULL);
    int64_t before = events_of("comment.answered", "tut-03");
    CHECK_OK(work_share(&work, as("stg-11"), uid, false));
    answers("stg-11", &asked);
    CHECK_INT(before, events_of("comment.answered", "tut-03"));
    CHECK_OK(work_share(&work, as("stg-11"), uid, true));
    answers("stg-11", &asked);
    CHECK_INT(before + 1, events_of("comment.answered", "tut-03"));
}

TEST(comment, of_a_thread_that_is_not_for_the_reader_nothing_is_told)
{
    sample();
    struct notice_subject subject;
    struct comment asked;
    struct comment_new remark = { .key = "key-of-a-test-000001", .kind = "question", .body = "Laquelle ?", .passage = { .prefix = "", .suffix = "" } };
    bool made;
    const char *uid = work_of("stg-01", "dossier_professionnel");
    run_sql("UPDATE work SET state = 'draft'");
    CHECK_OK(document_write(as("stg-01"), document_id(uid), person_id("stg-01"), bytes_text("Le pain.\n")));
    CHECK_OK(named_put(as("stg-01"), uid, "stg-14", "2026-06-20", NULL));
    remark.passage.exact = "pain";
    CHECK_OK(comment_add(&asked, &made, as("tut-01"), uid, &remark));
    struct notice_event event = { .kind = "comment.answered", .subject = uid };
    event.detail = arena_printf(as("stg-01")->arena, "{\"thread\":\"%s\"}", asked.uid);
    CHECK_OK(subject_of(&subject, as("stg-14"), &event, &(struct notice_cohorts){ 0 }));
    CHECK(subject.hidden && !subject.id);
    CHECK_OK(subject_of(&subject, as("stg-01"), &event, &(struct notice_cohorts){ 0 }));
    CHECK(!subject.hidden && strstr(subject.path, asked.uid));
    CHECK_OK(comment_remove(as("tut-01"), asked.uid));
    CHECK_OK(subject_of(&subject, as("stg-01"), &event, &(struct notice_cohorts){ 0 })); /* of several, others may be there */
    CHECK(!subject.hidden);
}
