/* Erasing a journal: nothing of it is left, nothing of anybody else's goes, and an old copy of its key is known again. */
#include "areas/areas_fixture.h"

#include "areas/journal/ending.h"
#include "areas/journal/erase.h"
#include "areas/people/recovered.h"
#include "guard/seal.h"

static const char JOURNAL[] = "SELECT journal FROM journal_entry JOIN journal ON journal.id = journal"
                              " JOIN person ON person.id = person WHERE person.slug = 'stg-01'";
static const char LEFT[] =
    "SELECT (SELECT count(*) FROM journal WHERE erased_at IS NOT NULL) + (SELECT count(*) FROM document d WHERE d.journal IS NOT NULL"
    " AND d.journal NOT IN (SELECT id FROM journal)) + (SELECT count(*) FROM document_log WHERE document NOT IN (SELECT id FROM document))"
    " + (SELECT count(*) FROM revision WHERE document NOT IN (SELECT id FROM document))";
static const char OTHERS[] = "SELECT count(*) FROM document_log JOIN document ON document.id = document WHERE journal IS NULL OR journal IN"
                             " (SELECT journal.id FROM journal JOIN person ON person.id = person WHERE slug <> 'stg-01')";

static uint8_t noted[SEAL_MARK];

static bool is_noted(void *self, const uint8_t *mark, size_t len)
{
    (void)self;
    return len == sizeof noted && memcmp(mark, noted, len) == 0;
}

/* keys.db is not part of the test's transaction: the key comes back by hand. */
TEST(erase, takes_the_key_and_every_row_of_one_journal_and_nothing_else)
{
    struct ctx *ctx = sample();
    struct seal_key key, none;
    size_t count;
    int64_t journal = one_int(JOURNAL), others = one_int(OTHERS), keys = one_int("SELECT count(*) FROM journal");
    CHECK_OK(keys_get(key.octets, ctx->keys, journal));
    const char *uid = entry_of("stg-01");
    CHECK_OK(journal_erase_begin(ctx, journal));
    CHECK_INT(0, verbs_of(as("stg-01"), uid)); /* at once, for its author too */
    ctx = as("stg-01");
    CHECK_OK(journal_erase_finish(&count, ctx));
    CHECK_INT(1, count);
    CHECK_ERR(CARNET_MISSING, keys_get(none.octets, ctx->keys, journal));
    CHECK_INT(0, one_int(LEFT));
    CHECK_INT(others, one_int(OTHERS));
    CHECK_INT(keys - 1, one_int("SELECT count(*) FROM journal"));
    CHECK_INT(0, one_int("SELECT count(*) FROM pragma_foreign_key_check"));
    CHECK_OK(journal_erase_finish(&count, ctx)); /* nothing is left to do */
    CHECK_INT(0, count);
    CHECK_OK(keys_put(ctx->keys, journal, key.octets));
    CHECK_OK(keys_settle(ctx->keys));
}

TEST(erase, knows_every_table_that_refers_to_documents)
{
    sample();
    /* A new one must be emptied too: add it to SQL_DELETE_DOCUMENT, unless no entry of a journal can be in it (group_page, page_reader, guest_link, work,
     * search_words),
     * or its rows name files that go first (document_image). */
    CHECK_INT(17, one_int("SELECT count(*) FROM sqlite_master AS m, pragma_foreign_key_list(m.name) AS f"
                          " WHERE m.type = 'table' AND f.\"table\" = 'document'"));
}

TEST(erase, again_finds_the_journal_by_the_mark_of_its_key_alone)
{
    struct ctx *ctx = sample();
    struct seal_key key;
    size_t count;
    int64_t journal = one_int(JOURNAL);
    CHECK_OK(keys_get(key.octets, ctx->keys, journal));
    memset(noted, 1, sizeof noted);
    CHECK_OK(journal_erase_again(&count, ctx, is_noted, NULL, false));
    CHECK_INT(0, count);
    seal_key_mark(noted, &key);
    CHECK_OK(journal_erase_again(&count, ctx, is_noted, NULL, false));
    CHECK_INT(1, count);
    CHECK_INT(journal, one_int("SELECT id FROM journal WHERE erased_at IS NOT NULL"));
    CHECK_INT(1, one_int("SELECT count(*) FROM journal WHERE erased_at IS NOT NULL"));
}

TEST(erase, again_takes_journals_without_any_key_only_when_told)
{
    struct ctx *ctx = sample();
    struct seal_key key;
    size_t count;
    int64_t journal = one_int(JOURNAL);
    memset(noted, 1, sizeof noted);
    CHECK_OK(keys_get(key.octets, ctx->keys, journal));
    CHECK_OK(keys_erase(ctx->keys, journal, noted, 1));
    CHECK_OK(journal_erase_again(&count, ctx, is_noted, NULL, false));
    CHECK_INT(0, count);
    CHECK_OK(journal_erase_again(&count, ctx, is_noted, NULL, true));
    CHECK_INT(1, count);
    CHECK_OK(keys_put(ctx->keys, journal, key.octets));
    CHECK_OK(keys_settle(ctx->keys));
}

TEST(recovered, words_are_welcome_for_14_days_in_documents_older_than_the_restore)
{
    struct ctx *ctx = sample();
    struct document document;
    struct person person;
    int64_t author;
    CHECK_OK(document_find(&document, as("stg-01"), entry_of("stg-01"), 0));
    CHECK_OK(recovered_author(&author, as("stg-01"), document.created_at));
    CHECK_INT(0, author);
    ctx = as("stg-01");
    CHECK_OK(recovered_begin(ctx));
    CHECK_OK(recovered_begin(ctx)); /* a second restore meets the same person */
    int64_t day = 86400000, begun = ctx->now;
    ctx->now = begun + 14 * day - 1;
    CHECK_OK(recovered_author(&author, ctx, document.created_at));
    CHECK_OK(people_find(&person, ctx, author));
    CHECK_TEXT("récupéré", person.name);
    ctx->now = begun + 14 * day;
    CHECK_OK(recovered_author(&author, ctx, document.created_at));
    CHECK_INT(0, author);
    ctx->now = begun;
    document.created_at = begun + 1;
    CHECK_OK(recovered_author(&author, ctx, document.created_at));
    CHECK_INT(0, author);
}

/* ---- who left ---- */

#define NOTICES "SELECT count(*) FROM event WHERE kind = 'journal.leaving'"
#define BEGUN "SELECT count(*) FROM journal WHERE erased_at IS NOT NULL"

static void beat_at(const char *moment)
{
    struct ctx *ctx = as_at("stg-01", moment);
    CHECK_OK(journal_beat(ctx));
}

TEST(leaver, is_told_twice_and_a_year_after_the_end_the_journal_goes)
{
    sample();
    run_sql("UPDATE enrolment SET to_day = '2026-05-01' WHERE person = (SELECT id FROM person WHERE slug = 'stg-01')");
    int64_t before = one_int(NOTICES);
    beat_at("2027-03-31T12:00:00+02:00");
    CHECK_INT(before, one_int(NOTICES));
    beat_at("2027-04-01T12:00:00+02:00"); /* eleven months */
    beat_at("2027-04-02T12:00:00+02:00");
    CHECK_INT(before + 1, one_int(NOTICES));
    beat_at("2027-04-26T12:00:00+02:00"); /* a week before the end */
    beat_at("2027-04-26T13:00:00+02:00");
    CHECK_INT(before + 2, one_int(NOTICES));
    beat_at("2027-05-01T23:59:00+02:00");
    CHECK_INT(0, one_int(BEGUN " AND person <> 0"));
    beat_at("2027-05-03T12:30:00+02:00");
    CHECK_INT(1, one_int(BEGUN));
    CHECK_INT(1, one_int(BEGUN " AND person = (SELECT id FROM person WHERE slug = 'stg-01')"));
    CHECK_INT(before + 2, one_int(NOTICES));
}

TEST(leaver, keeps_the_journal_a_week_after_a_second_notice_that_came_late)
{
    sample();
    run_sql("UPDATE enrolment SET to_day = '2026-05-01' WHERE person = (SELECT id FROM person WHERE slug = 'stg-01')");
    beat_at("2027-08-01T12:00:00+02:00"); /* nothing ran for months */
    beat_at("2027-08-07T12:00:00+02:00");
    CHECK_INT(1, one_int("SELECT notices FROM journal WHERE person = (SELECT id FROM person WHERE slug = 'stg-01')"));
    beat_at("2027-08-08T12:00:00+02:00");
    beat_at("2027-08-15T11:00:00+02:00");
    CHECK_INT(0, one_int(BEGUN));
    beat_at("2027-08-15T12:00:00+02:00");
    CHECK_INT(1, one_int(BEGUN));
}

TEST(ending, gives_the_author_reading_until_the_moment_and_others_nothing)
{
    struct entry entry;
    sample();
    const char *uid = entry_of("stg-01");
    CHECK_OK(journal_end_entry(&entry, as("stg-01"), uid));
    CHECK_INT(VERB_READ | VERB_READ_COMMENTS, verbs_of(as("stg-01"), uid));
    CHECK_INT(0, verbs_of(as("tut-01"), uid));
    struct ctx *ctx = as_at("stg-01", "2026-07-12T08:59:00+02:00");
    struct document document;
    CHECK_OK(document_find(&document, ctx, uid, VERB_READ));
    CHECK_INT(entry.erase_at, document.rights.valid_until);
    CHECK_INT(0, verbs_of(as_at("stg-01", "2026-07-12T09:00:00+02:00"), uid));
    CHECK_ERR(CARNET_MISSING, journal_keep_entry(&entry, as_at("stg-01", "2026-07-12T09:00:00+02:00"), uid)); /* too late */
}
