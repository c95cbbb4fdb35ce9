/* Folding, queries, extracts, the index, and what each person of the sample finds. */
#include "areas/areas_fixture.h"

#include "areas/document/history.h"
#include "areas/document/page.h"
#include "areas/home/trainee.h"
#include "areas/journal/journal.h"
#include "areas/search/index.h"
#include "areas/search/plain.h"
#include "areas/search/search.h"

static bool meets(const char *typed, const char *text)
{
    struct query query;
    CHECK_OK(query_parse(&query, typed));
    return query_found(&query, bytes_text(text)) == query_all(&query);
}

static void all_meet(const char *text, const char *const *typed)
{
    for (; *typed; typed++)
        if (!meets(*typed, text))
            test_fail(__FILE__, __LINE__, "“%s” does not find “%s”", *typed, text);
}
#define MEET(text, ...) all_meet(text, (const char *const[]){ __VA_ARGS__, NULL })

TEST(search, accents_case_and_ligatures_never_matter)
{
    sample();
    MEET("L’Œuvre d’Élise, À la lettre", "oeuvre ", "ŒUVRES ", "elise ", "ÉLISE ", "a la lettre ");
    MEET("e\xcc\x81" "cole", "école ", "ECOLE ");
    MEET("curriculum vitæ", "vitae ", "VITÆ ");
    CHECK(!meets("elite ", "Élise"));
}

TEST(search, apostrophes_hyphens_and_signs_part_words)
{
    sample();
    MEET("l'école qu’on n’a pas, aujourd'hui le savoir-faire", "école ", "l’école ", "L'ÉCOLE", "savoir ", "savoir-faire", "aujourd’hui");
    CHECK(!meets("savoirfaire", "savoir-faire"));
    MEET("re\xc2\xadmarque", "remarque");
}

TEST(search, inclusive_forms_meet_both_genders_and_both_numbers)
{
    sample();
    MEET("les candidat·e·s", "candidat ", "candidats ", "candidate ", "candidates ", "candidat·e ", "candidat•e•s ");
    MEET("les candidats", "candidat·e·s ");
    MEET("une candidate", "candidat·e·s ");
    MEET("auteur·rice·s", "autrice ", "auteurs ", "autrices ");
    MEET("les formatrices", "formateur·rice ");
    MEET("chercheur·se", "chercheuse ", "chercheurs ");
    MEET("professionnel·le·s", "professionnelles ");
    MEET("ceux·celles", "celles ", "ceux ");
    CHECK(!meets("candidate ", "candidats"));
}

TEST(search, plurals_meet_their_singular_and_nothing_more)
{
    sample();
    MEET("des journaux locaux et des jeux", "journal ", "journaux ", "local ", "jeu ");
    MEET("un processus", "process");
    CHECK(!meets("process ", "processus"));
    CHECK(!meets("formation ", "former"));
}

TEST(search, the_last_word_may_be_unfinished_and_only_the_last)
{
    sample();
    MEET("une coopération durable", "coop", "coopération dur", "une coo");
    CHECK(!meets("coop durable", "une coopération durable"));
    CHECK(!meets("coop ", "une coopération durable"));
    CHECK(!meets("c", "une coopération")); /* one letter is a word of its own */
}

TEST(search, what_looks_like_syntax_is_plain_words)
{
    sample();
    MEET("AND OR NOT NEAR words un deux", "un AND deux", "\"un\" NOT deux", "words:un", "un* deux", "(un OR", "^un", "-un", "NEAR(un deux)", "un;--'");
    struct query query;
    CHECK_ERR(CARNET_INVALID, query_parse(&query, ""));
    CHECK_ERR(CARNET_INVALID, query_parse(&query, " \"*' ()«» "));
    CHECK_ERR(CARNET_INVALID, query_parse(&query, "l'"));
    CHECK_ERR(CARNET_INVALID, query_parse(&query, "\xff\xfe"));
    CHECK_ERR(CARNET_INVALID, query_parse(&query, "un deux trois quatre cinq six sept huit neuf dix onze douze treize"));
    char *long_one = arena_alloc(sample()->arena, 10001);
    memset(long_one, 'a', 10000);
    CHECK_ERR(CARNET_INVALID, query_parse(&query, long_one));
}

TEST(search, signs_of_the_text_are_not_shown)
{
    struct ctx *ctx = sample();
    CLEANUP(plain_clear) struct plain plain;
    plain_of(&plain, ctx->arena, bytes_text("# Un *titre*\n\n> - [x] une **tâche** [liée](https://x.invalid/secret(1))[^2]\n12. nom_de_fichier\n| a | b |\n"));
    CHECK_TEXT("Un titre\nune tâche liée\nnom_de_fichier\na b \n", buf_text(&plain.text));
    CHECK_INT(1, plain.heading_count);
}

TEST(search, an_extract_stays_in_its_section_and_counts_as_browsers_do)
{
    struct ctx *ctx = sample();
    struct query query;
    struct extract extract;
    CHECK_OK(query_parse(&query, "budget"));
    extract_of(&extract, ctx, &query, bytes_text("# Début\nrien ici\n## Les comptes\n😀 Le **budget** du groupe.\n## Suite\nle reste"));
    CHECK_TEXT("😀 Le budget du groupe.", extract.text);
    CHECK_TEXT("Les comptes", extract.section);
    CHECK_INT(1, extract.mark_count);
    CHECK_INT(6, extract.marks[0].from); /* two units for the face */
    CHECK_INT(12, extract.marks[0].to);
}

TEST(search, a_long_text_is_cut_between_words_on_both_sides)
{
    struct ctx *ctx = sample();
    struct query query;
    struct extract extract;
    CLEANUP(buf_clear) struct buf text = { 0 };
    for (int i = 0; i < 100; i++)
        buf_put_text(&text, i == 50 ? "aiguille " : "été foin ");
    CHECK_OK(query_parse(&query, "aiguille"));
    extract_of(&extract, ctx, &query, buf_bytes(&text));
    CHECK(strncmp(extract.text, "… ", 4) == 0 && strstr(extract.text, "aiguille"));
    CHECK(strlen(extract.text) < 280);
    CHECK(strcmp(extract.text + strlen(extract.text) - 4, " …") == 0);
    buf_clear(&text);
    for (int i = 0; i < 500; i++)
        buf_put_text(&text, "é"); /* no gap at all */
    CHECK_OK(query_parse(&query, "ééééé"));
    extract_of(&extract, ctx, &query, buf_bytes(&text));
    CHECK(strlen(extract.text) < 280);
}

/* ---- the index ---- */

static void index_all(struct ctx *ctx)
{
    for (;;) {
        struct index_words *words;
        size_t count;
        CHECK_OK(index_read(&words, &count, ctx));
        if (!count)
            return;
        CHECK_OK(index_keep(ctx, words, count));
    }
}

static size_t hits(const char *person, const char *typed)
{
    struct search_result result;
    CHECK_OK(search_find(&result, as(person), typed, NULL));
    return result.hit_count;
}

static bool finds(const char *person, const char *typed, const char *uid)
{
    struct search_result result;
    CHECK_OK(search_find(&result, as(person), typed, NULL));
    for (size_t i = 0; i < result.hit_count; i++)
        if (strcmp(result.hits[i].document.uid, uid) == 0)
            return true;
    return false;
}

TEST(search, nothing_of_a_journal_is_in_the_index)
{
    struct ctx *ctx = sample();
    index_all(ctx);
    CHECK(one_int("SELECT count(*) FROM search_words") > 0);
    CHECK_INT(0, one_int("SELECT count(*) FROM search_words JOIN document ON document.id = document WHERE journal IS NOT NULL"));
    struct index_words entry = { document_id(entry_of("stg-05")), 1, "lectures " };
    CHECK_ERR(CARNET_CONFLICT, index_keep(ctx, &entry, 1));
}

TEST(search, an_emptied_or_older_index_is_made_again)
{
    struct ctx *ctx = sample();
    index_all(ctx);
    int64_t rows = one_int("SELECT count(*) FROM search_words");
    size_t before = hits("stg-02", "groupe");
    CHECK(before > 0);
    run_sql("DELETE FROM search_words");
    run_sql("INSERT INTO search_index (search_index) VALUES ('integrity-check')");
    index_all(ctx);
    CHECK_INT(rows, one_int("SELECT count(*) FROM search_words"));
    CHECK_INT(before, hits("stg-02", "groupe"));
    run_sql("UPDATE search_words SET version = 0");
    index_all(ctx);
    CHECK_INT(rows, one_int("SELECT count(*) FROM search_words WHERE version = 1"));
    run_sql("INSERT INTO search_index (search_index) VALUES ('integrity-check')");
}

static void write_revised(const char *person, const char *uid, const char *text)
{
    int64_t revision;
    struct ctx *ctx = as(person);
    CHECK_OK(document_write(ctx, document_id(uid), ctx->actor, bytes_text(text)));
    CHECK_OK(history_burst(&revision, ctx, document_id(uid)));
}

TEST(search, a_new_revision_is_found_and_what_it_lost_is_not)
{
    struct ctx *ctx = sample();
    struct document page;
    CHECK_OK(page_new(&page, as("stg-01"), "grp-a", NULL, &(struct group_page_new){ .title = "Une page" }));
    write_revised("stg-01", page.uid, "Des girafes en liberté");
    CHECK(!finds("stg-01", "girafe ", page.uid)); /* not indexed yet */
    index_all(ctx);
    CHECK(finds("stg-01", "girafe ", page.uid));
    CHECK(finds("stg-01", "page girafe ", page.uid)); /* a word of the title and one of the text */
    write_revised("stg-01", page.uid, "Des zèbres en liberté");
    CHECK(!finds("stg-01", "girafe ", page.uid)); /* the index is older: what is shown is not */
    index_all(ctx);
    CHECK(finds("stg-01", "zebre ", page.uid));
    CHECK(!finds("stg-02", "zebre ", page.uid));
    CHECK(finds("tut-01", "zebre ", page.uid) == (verbs_of(as("tut-01"), page.uid) != 0));
}

TEST(search, entries_are_found_by_those_who_may_read_them_only)
{
    struct ctx *ctx = sample();
    const char *entry = entry_of("stg-05");
    struct entry opened;
    CHECK_OK(journal_show(&opened, as("stg-05"), entry));
    CHECK_INT(VISIBLE_TO_ME, opened.visibility);
    CHECK(finds("stg-05", "recevoir deux lect", entry));
    static const char *const OTHERS[] = { "stg-01", "tut-01", "resp-01", "ass-01", "coop-01", "form-01", "rq-01", "jur-01" };
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++)
        CHECK(!finds(OTHERS[i], "recevoir deux lect", entry));
    CHECK_OK(journal_share(&opened, as("stg-05"), entry, VISIBLE_TO_COHORT, NULL));
    CHECK(finds("stg-01", "recevoir deux lect", entry));
    CHECK(finds("resp-01", "recevoir deux lect", entry));
    CHECK(!finds("ass-01", "recevoir deux lect", entry));
    CHECK_OK(journal_share(&opened, as("stg-05"), entry, VISIBLE_TO_ME, NULL));
    CHECK(!finds("stg-01", "recevoir deux lect", entry));
    (void)ctx;
}

TEST(search, everybody_finds_exactly_what_they_may_open)
{
    struct ctx *ctx = sample();
    index_all(ctx);
    static const char *const TYPED[] = { "le", "groupe", "projet", "coop", "diagnostic", "lecture", "bénévoles", "une", "lettre", "je" };
    int64_t documents = one_int("SELECT max(id) FROM document"), people = one_int("SELECT max(id) FROM person");
    size_t found = 0;
    for (size_t t = 0; t < sizeof TYPED / sizeof *TYPED; t++) {
        struct query query;
        CHECK_OK(query_parse(&query, TYPED[t]));
        for (ctx->actor = 1; ctx->actor <= people; ctx->actor++) {
            struct search_result result;
            size_t expected = 0;
            CHECK_OK(search_find(&result, ctx, TYPED[t], NULL));
            CHECK(!result.after && result.complete);
            for (int64_t id = 1; id <= documents; id++) {
                CLEANUP(buf_clear) struct buf text = { 0 };
                CLEANUP(plain_clear) struct plain plain;
                struct document document;
                struct document_about about;
                CHECK_OK(document_by_id(&document, ctx, id));
                CHECK_OK(document_about(&about, ctx, &document));
                CHECK_OK(document_text(&text, ctx, id));
                plain_of(&plain, ctx->arena, buf_bytes(&text));
                unsigned bits = query_found(&query, buf_bytes(&plain.text)) | query_found(&query, bytes_text(about.title));
                expected += document.rights.verbs & VERB_READ && bits == query_all(&query);
            }
            if (expected != result.hit_count)
                test_fail(__FILE__, __LINE__, "person %lld, “%s”: want %zu, got %zu", (long long)ctx->actor, TYPED[t], expected, result.hit_count);
            found += expected;
        }
    }
    CHECK(found > 100);
}

TEST(search, pages_follow_each_other_without_gap_or_repeat)
{
    struct ctx *ctx = sample();
    struct entry entry;
    for (int i = 0; i < 45; i++) {
        ctx->now += 1000;
        CHECK_OK(journal_write(&entry, as("stg-07"), arena_printf(ctx->arena, "Girafe %d", i)));
    }
    const char *after = NULL, *seen = "";
    size_t count = 0, pages = 0;
    do {
        struct search_result result;
        CHECK_OK(search_find(&result, as("stg-07"), "girafe ", after));
        for (size_t i = 0; i < result.hit_count; i++) {
            CHECK(!strstr(seen, result.hits[i].document.uid));
            seen = arena_printf(ctx->arena, "%s %s", seen, result.hits[i].document.uid);
        }
        count += result.hit_count;
        pages++;
        after = result.after;
    } while (after);
    CHECK_INT(45, count);
    CHECK_INT(3, pages);
    struct search_result result;
    CHECK_ERR(CARNET_INVALID, search_find(&result, as("stg-07"), "girafe ", "n'importe"));
    CHECK_ERR(CARNET_INVALID, search_find(&result, as("stg-07"), "girafe ", "1."));
}

static size_t people_found(const char *person, const char *typed)
{
    struct search_result result;
    CHECK_OK(search_find(&result, as(person), typed, NULL));
    return result.person_count;
}

TEST(search, managers_find_everybody_members_find_members_others_nobody)
{
    sample();
    CHECK_INT(1, people_found("resp-01", "idriss benhaddou "));
    CHECK_INT(1, people_found("ass-01", "benhaddou idr"));
    CHECK_INT(1, people_found("stg-01", "idriss "));
    CHECK_INT(1, people_found("tut-01", "idriss "));
    CHECK_INT(1, people_found("resp-01", "marchadour"));
    CHECK_INT(0, people_found("stg-01", "marchadour")); /* a tutor is in no group */
    CHECK_INT(0, people_found("jur-01", "idriss "));
    CHECK_INT(0, people_found("rq-01", "idriss "));
    CHECK_INT(0, people_found("ext-01", "idriss "));
}

TEST(search, people_of_every_cohort_that_runs_are_found_by_what_one_is_in_each)
{
    sample();
    second_cohort();
    CHECK_INT(1, people_found("ass-01", "quintric "));
    CHECK_INT(1, people_found("ass-01", "idriss "));
    CHECK_INT(1, people_found("tut-01", "quintric "));
    CHECK_INT(1, people_found("tut-01", "idriss "));
    CHECK_INT(1, people_found("ass-01", "marchadour ")); /* in both cohorts */
    CHECK_INT(1, people_found("resp-01", "rouzeau "));
    CHECK_INT(0, people_found("form-01", "rouzeau ")); /* of the first, where they do not manage */
    CHECK_INT(0, people_found("stg-01", "quintric "));
    CHECK_INT(0, people_found("bis-01", "idriss "));
}

static bool page_found(const char *person, const char *typed)
{
    struct search_result result;
    CHECK_OK(search_find(&result, as(person), typed, NULL));
    CHECK_INT(1, result.person_count);
    return result.people[0].has_page;
}

TEST(search, a_trainees_page_is_named_to_those_for_whom_it_opens)
{
    sample();
    CHECK(page_found("resp-01", "idriss benhaddou "));
    CHECK(page_found("ass-01", "idriss benhaddou "));
    CHECK(page_found("tut-01", "kerdavid "));         /* whom they accompany */
    CHECK(!page_found("stg-01", "idriss benhaddou ")); /* a mate */
    CHECK(!page_found("resp-01", "marchadour"));      /* no trainee */
    static const char *const TRAINEES[] = { "stg-01", "stg-02", "stg-03", "stg-04", "stg-05", "stg-06" };
    for (size_t i = 0; i < sizeof TRAINEES / sizeof *TRAINEES; i++) {
        struct search_result result;
        struct person person;
        struct trainee trainee;
        CHECK_OK(people_find_slug(&person, as("tut-01"), TRAINEES[i]));
        bool opens = trainee_find(&trainee, as("tut-01"), NULL, TRAINEES[i]) == CARNET_OK;
        CHECK_OK(search_find(&result, as("tut-01"), person.name, NULL));
        for (size_t j = 0; j < result.person_count; j++)
            if (result.people[j].person.id == person.id)
                CHECK_INT(opens, result.people[j].has_page);
    }
}

TEST(search, what_is_damaged_keeps_nothing_else_from_being_found)
{
    sample();
    struct entry *entries;
    size_t count, before;
    CHECK_OK(journal_own(&entries, &before, as("stg-13")));
    size_t found = hits("stg-13", "le ");
    run_sql("UPDATE journal_entry SET title = zeroblob(64), tags = zeroblob(64)");
    run_sql("UPDATE comment SET body = zeroblob(64) WHERE document IN (SELECT document FROM journal_entry)");
    CHECK_INT(found, hits("stg-13", "le "));
    CHECK_OK(journal_own(&entries, &count, as("stg-13")));
    CHECK_INT(before, count);
    CHECK_TEXT("", entries[0].title);
    CHECK_TEXT("[]", entries[0].tags);
    run_sql("UPDATE document_log SET data = zeroblob(64) WHERE document IN (SELECT document FROM journal_entry)");
    struct search_result result;
    CHECK_OK(search_find(&result, as("stg-13"), "le ", NULL));
}

TEST(search, who_asks_too_often_waits)
{
    struct ctx *ctx = sample();
    long seconds = 0;
    int allowed = 0;
    ctx->now += INT64_C(1) << 40; /* whatever other tests spent */
    as("stg-03");
    while (allowed < 1000 && search_allow(&seconds, ctx) == CARNET_OK)
        allowed++;
    CHECK_INT(60, allowed);
    CHECK_INT(1, seconds);
    CHECK_ERR(CARNET_LIMIT, search_allow(&seconds, ctx));
    CHECK_OK(search_allow(&seconds, as("stg-04")));
    ctx->now += 1000;
    CHECK_OK(search_allow(&seconds, as("stg-03")));
    CHECK_ERR(CARNET_LIMIT, search_allow(&seconds, ctx));
}
