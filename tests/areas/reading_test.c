/* Readers that an author names, and what readers have read. */
#include "areas/areas_fixture.h"

#include "areas/document/history.h"
#include "areas/document/named.h"
#include "areas/document/reading.h"
#include "areas/journal/journal.h"

enum { R = VERB_READ | VERB_READ_COMMENTS, RC = R | VERB_COMMENT | VERB_ANSWER };

static struct document document_of(struct ctx *ctx, const char *uid)
{
    struct document document;
    CHECK_OK(document_find(&document, ctx, uid, VERB_READ));
    return document;
}

static void name_reader(const char *author, const char *uid, const char *reader, const char *until, const char *question)
{
    CHECK_OK(named_put(as(author), uid, reader, until, question));
}

static void write_words(const char *author, const char *uid, const char *text)
{
    CHECK_OK(document_write(as(author), document_id(uid), person_id(author), bytes_text(text)));
}

static size_t revisions_seen(struct ctx *ctx, const char *uid)
{
    struct document document = document_of(ctx, uid);
    struct revision *revisions;
    size_t count;
    CHECK_OK(history_list(&revisions, &count, ctx, &document));
    return count;
}

TEST(named, a_named_reader_reads_and_comments_a_private_entry_until_the_day_is_over)
{
    sample();
    const char *uid = entry_of("stg-05"); /* private */
    CHECK_INT(0, verbs_of(as("stg-12"), uid));
    name_reader("stg-05", uid, "stg-12", "2026-06-20", "Est-ce que c'est clair ?");
    CHECK_INT(RC, verbs_of(as("stg-12"), uid));
    CHECK_INT(0, verbs_of(as("stg-11"), uid));
    CHECK_INT(RC, verbs_of(as_at("stg-12", "2026-06-20T23:59:00+02:00"), uid));
    CHECK_INT(0, verbs_of(as_at("stg-12", "2026-06-21T00:00:00+02:00"), uid));
}

TEST(named, the_question_is_for_the_reader_and_sealed)
{
    sample();
    const char *uid = entry_of("stg-05"), *question;
    name_reader("stg-05", uid, "stg-12", "2026-06-20", "Une phrase que personne ne trouve");
    struct document seen = document_of(as("stg-12"), uid);
    CHECK_OK(named_unanswered(&question, as("stg-12"), &seen, 0));
    CHECK_TEXT("Une phrase que personne ne trouve", question);
    CHECK_INT(0, one_int("SELECT count(*) FROM named_reader WHERE instr(question, CAST('personne ne trouve' AS BLOB)) > 0"));
    CHECK_INT(1, one_int("SELECT count(*) FROM named_reader WHERE length(question) > 40"));
}

TEST(named, what_is_opened_begins_with_the_text_of_that_moment)
{
    sample();
    const char *uid = entry_of("stg-05");
    int64_t made;
    write_words("stg-05", uid, "Avant.\n");
    CHECK_OK(history_burst(&made, as("stg-05"), document_id(uid)));
    write_words("stg-05", uid, "Avant, encore.\n");
    name_reader("stg-05", uid, "stg-12", "2026-06-20", NULL);
    CHECK_INT(1, revisions_seen(as("stg-12"), uid));
    write_words("stg-05", uid, "Après.\n");
    CHECK_OK(history_burst(&made, as("stg-05"), document_id(uid)));
    name_reader("stg-05", uid, "stg-12", "2026-06-25", NULL); /* later, and what was open stays open */
    CHECK_INT(2, revisions_seen(as("stg-12"), uid));
    CHECK(revisions_seen(as("stg-05"), uid) > 2);
}

TEST(named, ending_it_closes_the_text_at_once)
{
    sample();
    const char *uid = entry_of("stg-05");
    name_reader("stg-05", uid, "stg-12", "2026-06-20", NULL);
    struct ctx *ctx = as("stg-05");
    size_t before = count_effects(ctx, EFFECT_RIGHTS);
    CHECK_OK(named_remove(ctx, uid, "stg-12"));
    CHECK_INT((long long)before + 1, (long long)count_effects(ctx, EFFECT_RIGHTS));
    CHECK_INT(0, verbs_of(as("stg-12"), uid));
    CHECK_ERR(CARNET_MISSING, named_remove(as("stg-05"), uid, "stg-12"));
    CHECK_ERR(CARNET_MISSING, named_remove(as("stg-05"), uid, "nobody"));
}

TEST(named, only_the_author_names_and_only_people_of_the_course)
{
    sample();
    const char *uid = entry_of("stg-01"); /* shared with tut-01 */
    CHECK_ERR(CARNET_DENIED, named_put(as("tut-01"), uid, "stg-12", "2026-06-20", NULL));
    CHECK_ERR(CARNET_MISSING, named_put(as("stg-12"), uid, "stg-12", "2026-06-20", NULL));
    CHECK_ERR(CARNET_INVALID, named_put(as("stg-01"), uid, "resp-01", "2026-06-20", NULL));
    CHECK_ERR(CARNET_INVALID, named_put(as("stg-01"), uid, "jur-01", "2026-06-20", NULL));
    CHECK_ERR(CARNET_INVALID, named_put(as("stg-01"), uid, "stg-01", "2026-06-20", NULL));
    CHECK_ERR(CARNET_INVALID, named_put(as("stg-01"), uid, "stg-12", "2026-06-11", NULL));
    CHECK_ERR(CARNET_INVALID, named_put(as("stg-01"), uid, "stg-12", "2027-06-14", NULL));
    CHECK_ERR(CARNET_INVALID, named_put(as("stg-01"), uid, "stg-12", "demain", NULL));
    CHECK_ERR(CARNET_DENIED, named_put(as("stg-02"), page_of("grp-b"), "stg-12", "2026-06-20", NULL));
}

TEST(named, the_reader_is_told_that_there_is_something_and_of_a_journal_not_what)
{
    sample();
    name_reader("stg-05", entry_of("stg-05"), "stg-12", "2026-06-20", "?");
    name_reader("stg-05", entry_of("stg-05"), "stg-12", "2026-06-21", "?"); /* once */
    CHECK_INT(1, events_of("reader.named", "stg-12"));
    CHECK_INT(0, one_int("SELECT count(*) FROM event WHERE kind = 'reader.named' AND subject IS NOT NULL"));
}

TEST(reading, news_are_what_others_wrote_since)
{
    sample();
    const char *uid = entry_of("stg-01"); /* for tut-01 */
    struct reading_news news;
    struct document seen = document_of(as("tut-01"), uid);
    CHECK_OK(reading_news(&news, as("tut-01"), &seen));
    CHECK(news.any && news.first && !news.read_at && news.since > 0);
    CHECK_OK(reading_put(as("tut-01"), uid, "Merci, c'est précis."));
    CHECK_OK(reading_news(&news, as("tut-01"), &seen));
    CHECK(!news.any && !news.first && news.read_at);
    write_words("stg-01", uid, "Encore autre chose.\n");
    CHECK_OK(reading_news(&news, as("tut-01"), &seen));
    CHECK(news.any && !news.first);
}

TEST(reading, a_sentence_is_for_the_authors_and_sealed_on_an_entry)
{
    sample();
    const char *uid = entry_of("stg-01");
    struct reading *readings;
    size_t count;
    CHECK_OK(reading_put(as("tut-01"), uid, "  Merci, c'est précis.\n"));
    struct document own = document_of(as("stg-01"), uid);
    CHECK_OK(reading_list(&readings, &count, as("stg-01"), &own));
    CHECK_INT(1, (long long)count);
    CHECK_TEXT("tut-01", readings[0].person.slug);
    CHECK_TEXT("Merci, c'est précis.", readings[0].sentence);
    CHECK_INT(0, one_int("SELECT count(*) FROM reading WHERE instr(sentence, CAST('Merci' AS BLOB)) > 0"));
    CHECK_INT(1, events_of("document.read", "stg-01"));
    CHECK_ERR(CARNET_CONFLICT, reading_put(as("stg-01"), uid, NULL));
    CHECK_ERR(CARNET_MISSING, reading_put(as("stg-12"), uid, NULL));
}

TEST(reading, a_reader_sees_their_own_readings_only)
{
    sample();
    const char *uid = entry_of("stg-08"); /* for the cohort */
    struct reading *readings;
    size_t count;
    CHECK_OK(reading_put(as("tut-01"), uid, "De moi."));
    CHECK_OK(reading_put(as("stg-12"), uid, "De moi aussi."));
    struct document seen = document_of(as("stg-12"), uid);
    CHECK_OK(reading_list(&readings, &count, as("stg-12"), &seen));
    CHECK_INT(1, (long long)count);
    CHECK_TEXT("De moi aussi.", readings[0].sentence);
    struct document own = document_of(as("stg-08"), uid);
    CHECK_OK(reading_list(&readings, &count, as("stg-08"), &own));
    CHECK_INT(2, (long long)count);
}

TEST(reading, a_sentence_is_one_sentence)
{
    sample();
    static char long_text[400];
    memset(long_text, 'a', sizeof long_text - 1);
    CHECK_ERR(CARNET_INVALID, reading_put(as("tut-01"), entry_of("stg-01"), long_text));
    CHECK_OK(reading_put(as("tut-01"), entry_of("stg-01"), ""));
    CHECK_INT(1, one_int("SELECT sentence IS NULL FROM reading"));
}
