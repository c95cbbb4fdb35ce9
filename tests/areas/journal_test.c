/* Privacy of journals: the hard rules of the school, one by one, on the sample cohort. */
#include "areas/areas_fixture.h"

#include "areas/document/history.h"
#include "areas/journal/journal.h"
#include "guard/digest.h"

enum { R = VERB_READ | VERB_READ_COMMENTS, RC = R | VERB_COMMENT | VERB_ANSWER, ALL = RC | VERB_WRITE | VERB_SHARE | VERB_RENAME };

static const char *const EVERYBODY[] = {
    "resp-01", "ass-01", "rh-01",  "rq-01",  "form-01", "form-02", "tut-01", "tut-02", "tut-03", "coop-01", "coop-02", "coop-03",
    "jur-01",  "jur-02", "jur-03", "jur-04", "jur-05",  "ext-01",  "ext-02", "stg-01", "stg-02", "stg-03",  "stg-04",  "stg-05",
    "stg-06",  "stg-07", "stg-08", "stg-09", "stg-10",  "stg-11",  "stg-12", "stg-13", "stg-14",
};
enum { PEOPLE = sizeof EVERYBODY / sizeof *EVERYBODY };

static bool among(const char *slug, const char *list)
{
    size_t len = strlen(slug);
    for (const char *at = strstr(list, slug); at; at = strstr(at + 1, slug))
        if (at[len] == ' ' || !at[len])
            return true;
    return false;
}

/* Exactly these read and comment, exactly those only read; the author has everything, the rest nothing. */
static void only(const char *author, const char *commenting, const char *reading)
{
    const char *uid = entry_of(author);
    for (int i = 0; i < PEOPLE; i++) {
        unsigned want = strcmp(EVERYBODY[i], author) == 0 ? ALL
                        : among(EVERYBODY[i], commenting) ? RC
                        : among(EVERYBODY[i], reading)    ? R
                                                          : 0;
        unsigned got = verbs_of(as(EVERYBODY[i]), uid);
        if (got != want)
            test_fail(__FILE__, __LINE__, "%s on the entry of %s: want %u, got %u", EVERYBODY[i], author, want, got);
    }
}

static struct entry write_entry(const char *author)
{
    struct entry entry;
    CHECK_OK(journal_write(&entry, as(author), "Une entrée"));
    CHECK_OK(document_write(as(author), entry.document.id, person_id(author), bytes_text("Premiers mots.\n")));
    return entry;
}

static void share(const char *author, const char *uid, enum visibility visibility)
{
    struct entry entry;
    CHECK_OK(journal_share(&entry, as(author), uid, visibility, NULL));
}

TEST(journal, journal_04_is_missing_for_everybody_but_its_author)
{
    sample();
    only("stg-05", "", "");
}

TEST(journal, journal_03_is_for_its_team_of_today_and_not_for_their_tutors)
{
    sample();
    only("stg-02", "stg-06 stg-14", "");
    CHECK_INT(RC, verbs_of(as_at("stg-10", "2026-03-20T23:59:00+01:00"), entry_of("stg-02")));
    CHECK_INT(0, verbs_of(as_at("stg-10", "2026-03-21T00:00:00+01:00"), entry_of("stg-02")));
}

TEST(journal, an_entry_for_the_tutor_is_for_the_tutor_alone)
{
    sample();
    only("stg-01", "tut-01", "");
    only("stg-13", "tut-01", "");
    only("stg-03", "tut-01", "");
}

TEST(journal, an_entry_for_the_cohort_is_for_trainees_accompaniment_trainers_and_read_by_the_manager)
{
    sample();
    only("stg-08",
         "stg-01 stg-02 stg-03 stg-04 stg-05 stg-06 stg-07 stg-09 stg-11 stg-12 stg-13 stg-14 tut-01 tut-03 coop-01 coop-02 "
         "coop-03 form-01 form-02",
         "resp-01");
}

TEST(journal, absent_and_forbidden_are_the_same_answer)
{
    sample();
    struct document document;
    struct err_note forbidden, absent;
    CHECK_ERR(CARNET_MISSING, document_find(&document, as("tut-01"), entry_of("stg-05"), VERB_READ));
    CHECK(document_find(&document, as("tut-01"), entry_of("stg-05"), VERB_WRITE) == CARNET_MISSING);
    err_take(&forbidden);
    CHECK(document_find(&document, as("tut-01"), "nnnnnnnnnnnnnnnnnnnnnnnnnn", VERB_READ) == CARNET_MISSING);
    err_take(&absent);
    CHECK_TEXT(forbidden.key, absent.key);
    CHECK_TEXT(forbidden.detail, absent.detail);
}

TEST(journal, a_new_entry_is_private)
{
    sample();
    struct entry entry = write_entry("stg-01");
    CHECK_INT(VISIBLE_TO_ME, entry.visibility);
    CHECK_INT(0, verbs_of(as("tut-01"), entry.document.uid));
    CHECK_INT(ALL, verbs_of(as("stg-01"), entry.document.uid));
}

TEST(journal, only_the_author_chooses_the_visibility)
{
    sample();
    struct entry entry;
    CHECK_ERR(CARNET_DENIED, journal_share(&entry, as("tut-01"), entry_of("stg-01"), VISIBLE_TO_COHORT, NULL));
    CHECK_ERR(CARNET_DENIED, journal_share(&entry, as("resp-01"), entry_of("stg-08"), VISIBLE_TO_ME, NULL));
    CHECK_ERR(CARNET_MISSING, journal_share(&entry, as("resp-01"), entry_of("stg-05"), VISIBLE_TO_COHORT, NULL));
}

TEST(journal, narrowing_takes_effect_at_once_and_tells_the_loop)
{
    struct ctx *ctx = sample();
    const char *uid = entry_of("stg-01");
    int64_t epoch = one_int("SELECT max(rights_epoch) FROM document");
    CHECK_INT(RC, verbs_of(as("tut-01"), uid));
    share("stg-01", uid, VISIBLE_TO_ME);
    CHECK_INT(0, verbs_of(as("tut-01"), uid));
    CHECK(one_int("SELECT max(rights_epoch) FROM document") > epoch || count_effects(ctx, EFFECT_RIGHTS) == 1);
    CHECK_INT(1, count_effects(ctx, EFFECT_RIGHTS));
}

TEST(journal, the_same_choice_again_changes_nothing)
{
    struct ctx *ctx = sample();
    share("stg-01", entry_of("stg-01"), VISIBLE_TO_TUTOR);
    CHECK_INT(0, count_effects(ctx, EFFECT_RIGHTS));
}

TEST(journal, the_tutor_who_left_loses_what_was_shared_with_them)
{
    sample();
    as_at("stg-05", "2026-03-05T10:00:00+01:00");
    struct entry entry = write_entry("stg-05");
    share("stg-05", entry.document.uid, VISIBLE_TO_TUTOR);
    CHECK_INT(RC, verbs_of(as_at("tut-02", "2026-03-15T23:59:59+01:00"), entry.document.uid));
    CHECK_INT(0, verbs_of(as_at("tut-02", "2026-03-16T00:00:00+01:00"), entry.document.uid));
}

TEST(journal, rights_that_end_by_the_clock_say_when)
{
    sample();
    as_at("stg-05", "2026-03-05T10:00:00+01:00");
    struct entry entry = write_entry("stg-05");
    share("stg-05", entry.document.uid, VISIBLE_TO_TUTOR);
    struct document document;
    int64_t end;
    CHECK_OK(clock_paris_midnight(&end, "2026-03-16"));
    CHECK_OK(document_find(&document, as("tut-02"), entry.document.uid, VERB_READ));
    CHECK_INT(end, document.rights.valid_until);
}

TEST(journal, the_new_tutor_inherits_no_older_entry)
{
    sample();
    as_at("stg-05", "2026-03-05T10:00:00+01:00");
    struct entry of_5 = write_entry("stg-05"), of_14 = write_entry("stg-14");
    share("stg-05", of_5.document.uid, VISIBLE_TO_TUTOR);
    share("stg-14", of_14.document.uid, VISIBLE_TO_TUTOR);
    CHECK_INT(0, verbs_of(as_at("tut-01", "2026-03-16T08:00:00+01:00"), of_5.document.uid));
    CHECK_INT(0, verbs_of(as("tut-01"), of_14.document.uid));
    share("stg-05", of_5.document.uid, VISIBLE_TO_TUTOR); /* shared again, with the tutor of today */
    CHECK_INT(RC, verbs_of(as("tut-01"), of_5.document.uid));
    CHECK_INT(0, verbs_of(as("tut-01"), of_14.document.uid));
}

TEST(journal, older_entries_are_offered_to_the_new_tutor_of_the_cohort_one_is_a_trainee_of)
{
    sample();
    as_at("stg-05", "2026-03-05T10:00:00+01:00");
    struct entry entry = write_entry("stg-05");
    share("stg-05", entry.document.uid, VISIBLE_TO_TUTOR);
    as_at("stg-05", SNAPSHOT);
    second_cohort();
    run_sql("INSERT INTO role (person, cohort, role) SELECT person.id, cohort.id, 'trainer' FROM person, cohort"
            " WHERE person.slug = 'stg-05' AND cohort.slug = '" SECOND "'"); /* which began later */
    struct earlier offer;
    const char *uid = entry.document.uid;
    CHECK_OK(journal_earlier(&offer, as("stg-05")));
    CHECK_INT(1, offer.count);
    CHECK_TEXT("tut-01", offer.tutor.slug);
    CHECK_OK(journal_earlier_answer(as("stg-05"), &uid, 1));
    CHECK_INT(RC, verbs_of(as("tut-01"), uid));
    CHECK_OK(journal_earlier(&offer, as("stg-05")));
    CHECK_INT(0, offer.count);
}

TEST(journal, a_group_entry_stays_bound_to_the_group_it_was_shared_with)
{
    sample();
    as_at("stg-13", "2026-01-24T10:00:00+01:00"); /* in team a until the 26th, then in team c */
    struct entry entry = write_entry("stg-13");
    share("stg-13", entry.document.uid, VISIBLE_TO_GROUP);
    CHECK_INT(RC, verbs_of(as("stg-01"), entry.document.uid));
    CHECK_INT(0, verbs_of(as("stg-03"), entry.document.uid));
    CHECK_INT(RC, verbs_of(as_at("stg-01", SNAPSHOT), entry.document.uid));
    CHECK_INT(0, verbs_of(as("stg-03"), entry.document.uid));
}

TEST(journal, who_left_a_group_no_longer_reads_the_others)
{
    sample();
    as_at("stg-01", "2026-01-24T10:00:00+01:00");
    struct entry entry = write_entry("stg-01");
    share("stg-01", entry.document.uid, VISIBLE_TO_GROUP);
    CHECK_INT(RC, verbs_of(as("stg-13"), entry.document.uid));
    CHECK_INT(0, verbs_of(as_at("stg-13", "2026-01-27T00:00:00+01:00"), entry.document.uid));
}

TEST(journal, a_group_must_be_ones_own)
{
    sample();
    struct entry entry;
    const char *uid = entry_of("stg-05");
    CHECK_ERR(CARNET_DENIED, journal_share(&entry, as("stg-05"), uid, VISIBLE_TO_GROUP, "grp-b"));
    CHECK_ERR(CARNET_INVALID, journal_share(&entry, as("stg-05"), uid, VISIBLE_TO_TUTOR, "grp-a"));
    CHECK_OK(journal_share(&entry, as("stg-05"), uid, VISIBLE_TO_GROUP, "grp-a"));
    CHECK_INT(VISIBLE_TO_GROUP, entry.visibility);
}

TEST(journal, a_named_reader_reads_until_the_end_and_no_longer)
{
    struct ctx *ctx = sample();
    const char *uid = entry_of("stg-05");
    static const char SQL[] =
        "INSERT INTO named_reader (document, person, since_revision, named_at, until_at) VALUES (?1, ?2, 0, ?3, ?4)";
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL);
    db_bind_int(&q, 1, document_id(uid));
    db_bind_int(&q, 2, person_id("coop-01"));
    db_bind_int(&q, 3, ctx->now);
    db_bind_int(&q, 4, ctx->now + 1000);
    CHECK_OK(db_run(&q));
    struct document document;
    CHECK_OK(document_find(&document, as("coop-01"), uid, VERB_COMMENT));
    CHECK_INT(ctx->now + 1000, document.rights.valid_until);
    CHECK_INT(0, verbs_of(as("tut-01"), uid));
    ctx->now += 1000;
    CHECK_INT(0, verbs_of(as("coop-01"), uid));
}

TEST(journal, sharing_opens_no_earlier_history)
{
    struct ctx *ctx = sample();
    struct entry entry = write_entry("stg-01");
    int64_t id = entry.document.id, revision, me = person_id("stg-01");
    CHECK_OK(history_burst(&revision, as("stg-01"), id));
    CHECK_OK(document_write(as("stg-01"), id, me, bytes_text("Un secret.\n")));
    CHECK_OK(history_burst(&revision, as("stg-01"), id));
    CHECK_OK(document_write(as("stg-01"), id, me, bytes_text("Ce que je partage.\n")));
    share("stg-01", entry.document.uid, VISIBLE_TO_TUTOR);

    struct document document;
    struct revision *revisions;
    size_t count;
    CHECK_OK(document_find(&document, as("tut-01"), entry.document.uid, VERB_READ));
    CHECK_OK(history_list(&revisions, &count, ctx, &document));
    CHECK_INT(1, count);
    bytes text;
    struct revision one;
    CHECK_OK(history_read(&one, &text, ctx, &document, revisions[0].uid));
    CHECK(bytes_equal(text, bytes_text("Ce que je partage.\n")));
    CHECK_OK(document_find(&document, as("stg-01"), entry.document.uid, VERB_READ));
    CHECK_OK(history_list(&revisions, &count, ctx, &document));
    CHECK_INT(3, count);
    const char *secret = revisions[1].uid;
    CHECK_OK(document_find(&document, as("tut-01"), entry.document.uid, VERB_READ));
    CHECK_ERR(CARNET_MISSING, history_read(&one, &text, as("tut-01"), &document, secret));
}

TEST(journal, a_revision_begun_before_sharing_never_surfaces_after_it)
{
    struct ctx *ctx = sample();
    struct entry entry = write_entry("stg-01");
    int64_t id = entry.document.id, revision, me = person_id("stg-01");
    CHECK_OK(history_burst(&revision, as("stg-01"), id));
    CHECK_OK(document_write(as("stg-01"), id, me, bytes_text("Premiers mots.\nUn secret.\n")));
    struct history_draft slow;
    CHECK_OK(history_draft(&slow, ctx, id));
    CHECK_OK(document_write(as("stg-01"), id, me, bytes_text("Premiers mots.\n")));
    share("stg-01", entry.document.uid, VISIBLE_TO_TUTOR);
    CHECK_OK(history_keep(&revision, ctx, &slow));
    CHECK_INT(0, revision);
}

TEST(journal, choices_name_who_would_read)
{
    struct ctx *ctx = sample();
    struct entry entry;
    struct choice *choices;
    size_t count;
    CHECK_OK(journal_show(&entry, as("stg-05"), entry_of("stg-05")));
    CHECK_OK(journal_choices(&choices, &count, ctx, &entry));
    CHECK_INT(4, count);
    CHECK_INT(0, choices[0].reader_count);
    CHECK_INT(1, choices[1].reader_count);
    CHECK_TEXT("tut-01", choices[1].readers[0].person.slug);
    CHECK_TEXT("grp-a", choices[2].group.slug);
    CHECK_INT(2, choices[2].reader_count);
    CHECK_INT(20, choices[3].reader_count);
}

TEST(journal, lists_hold_what_one_may_read_and_nothing_else)
{
    struct ctx *ctx = sample();
    struct entry *entries;
    size_t count;
    CHECK_OK(journal_own(&entries, &count, as("stg-05")));
    CHECK_INT(1, count);
    CHECK_TEXT("Recevoir deux lectures", entries[0].title);
    CHECK_TEXT("[\"doute\",\"évaluation\"]", entries[0].tags);
    CHECK_TEXT("2026-03-04", entries[0].written_on);
    CHECK_OK(journal_shared(&entries, &count, as("tut-01")));
    CHECK_INT(4, count);
    CHECK_OK(journal_shared(&entries, &count, as("resp-01")));
    CHECK_INT(1, count);
    CHECK_OK(journal_shared(&entries, &count, as("ass-01")));
    CHECK_INT(0, count);
    CHECK_OK(journal_own(&entries, &count, as("tut-01")));
    CHECK_INT(0, count);
    (void)ctx;
}

TEST(journal, whoever_left_the_training_reads_and_closes_their_own_and_writes_no_more)
{
    sample();
    as_at("stg-10", "2026-03-10T10:00:00+01:00");
    struct entry entry = write_entry("stg-10");
    share("stg-10", entry.document.uid, VISIBLE_TO_GROUP);
    CHECK_INT(R | VERB_SHARE, verbs_of(as_at("stg-10", SNAPSHOT), entry.document.uid));
    CHECK_ERR(CARNET_DENIED, journal_share(&entry, as("stg-10"), entry.document.uid, VISIBLE_TO_COHORT, NULL));
    share("stg-10", entry.document.uid, VISIBLE_TO_ME);
    CHECK_INT(0, verbs_of(as("stg-02"), entry.document.uid));
    CHECK_ERR(CARNET_DENIED, journal_write(&entry, as("stg-10"), "Encore"));
    CHECK_INT(0, verbs_of(as("stg-10"), entry_of("stg-08")));
}

TEST(journal, sharing_tells_the_new_readers_that_there_is_something_and_not_what)
{
    sample();
    struct entry entry = write_entry("stg-05");
    share("stg-05", entry.document.uid, VISIBLE_TO_GROUP);
    CHECK_INT(2, one_int("SELECT count(*) FROM event_person JOIN event ON event.id = event_person.event"
                         " WHERE event.kind = 'journal.shared' AND event.subject IS NULL"));
    CHECK_INT(0, one_int("SELECT count(*) FROM event WHERE kind = 'journal.shared' AND subject IS NOT NULL"));
}

TEST(journal, nobody_outside_the_cohorts_trainees_has_a_journal)
{
    sample();
    struct entry entry;
    CHECK_ERR(CARNET_DENIED, journal_write(&entry, as("tut-01"), "Mes notes"));
    CHECK_ERR(CARNET_DENIED, journal_write(&entry, as("resp-01"), NULL));
}

TEST(journal, an_entry_begun_without_network_is_made_once_and_keeps_its_day)
{
    sample();
    struct entry first, again, other;
    size_t before, after;
    struct entry *entries;
    CHECK_OK(journal_own(&entries, &before, as("stg-01")));
    struct entry_begun begun = { .title = "Dans le train", .key = "k3y-Of_this-Device", .written_at = as("stg-01")->now - 3 * 86400000LL };
    char uid[GUARD_ID];
    digest_id(uid, bytes_text("journal_entry\nstg-01\nk3y-Of_this-Device"));
    CHECK_OK(journal_write_once(&first, as("stg-01"), &begun));
    CHECK_TEXT(uid, first.document.uid);
    CHECK(strcmp(first.written_on, moment_today(as("stg-01"))) < 0);
    begun.title = "Autre";
    CHECK_OK(journal_write_once(&again, as("stg-01"), &begun));
    CHECK_INT(first.document.id, again.document.id);
    CHECK_TEXT("Dans le train", again.title);
    CHECK_OK(journal_write_once(&other, as("stg-02"), &begun));
    CHECK(other.document.id != first.document.id);
    CHECK_OK(journal_own(&entries, &after, as("stg-01")));
    CHECK_INT((long long)before + 1, (long long)after);

    begun.key = "a-key-of-another";
    begun.written_at = as("stg-01")->now + 86400000LL;
    CHECK_OK(journal_write_once(&other, as("stg-01"), &begun));
    CHECK_TEXT(moment_today(as("stg-01")), other.written_on);
    for (const char *const *bad = (const char *const[]){ "", "short", "with spaces in the middle", "slash/slash/slash/slash", NULL }; *bad; bad++) {
        begun.key = *bad;
        CHECK_ERR(CARNET_INVALID, journal_write_once(&other, as("stg-01"), &begun));
    }
    begun.key = "tutors-have-no-journal";
    CHECK_ERR(CARNET_DENIED, journal_write_once(&other, as("tut-01"), &begun));
}

TEST(journal, an_untitled_entry_is_fine_and_a_title_is_one_line)
{
    sample();
    struct entry entry;
    CHECK_OK(journal_write(&entry, as("stg-01"), NULL));
    CHECK_TEXT("", entry.title);
    CHECK_OK(journal_rename(&entry, as("stg-01"), entry.document.uid, "  Deux\n\tlignes  "));
    CHECK_TEXT("Deux lignes", entry.title);
    CHECK_OK(journal_rename(&entry, as("stg-01"), entry.document.uid, ""));
    CHECK_TEXT("", entry.title);
}
