/* Who reads what is mine: the list is what happens, to the day. */
#include "areas/areas_fixture.h"

#include "areas/audience/audience.h"
#include "areas/document/named.h"
#include "areas/document/page.h"

static const struct audience *of(const struct audience *things, size_t count, const char *uid)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(things[i].document.uid, uid) == 0)
            return &things[i];
    return NULL;
}

static const struct audience_reader *who_of(const struct audience *thing, int64_t person)
{
    for (size_t i = 0; thing && i < thing->reader_count; i++)
        if (thing->readers[i].person.id == person)
            return &thing->readers[i];
    return NULL;
}

TEST(audience, everybody_is_told_about_their_own_and_exactly_who_reads_it)
{
    struct ctx *ctx = sample();
    struct document open, inner;
    CHECK_OK(page_new(&open, as("stg-01"), "grp-a", NULL, &(struct group_page_new){ .title = "Pour qui nous suit" }));
    CHECK_OK(page_new(&inner, as("stg-01"), "grp-a", NULL, &(struct group_page_new){ .title = "Entre nous", .inner = true }));
    int64_t people = one_int("SELECT max(id) FROM person"), documents = one_int("SELECT max(id) FROM document");
    size_t told = 0;
    for (int64_t person = 1; person <= people; person++) {
        struct audience *things;
        size_t count, own = 0;
        ctx->actor = person;
        CHECK_OK(audience_mine(&things, &count, ctx));
        for (int64_t id = 1; id <= documents; id++) {
            struct document document;
            ctx->actor = person;
            CHECK_OK(document_by_id(&document, ctx, id));
            const struct audience *thing = of(things, count, document.uid);
            if (document.rights.relation != RELATION_OWN && !(document.rights.verbs & VERB_SHARE)) {
                CHECK(!thing);
                continue;
            }
            CHECK(thing);
            own++;
            for (int64_t other = 1; other <= people; other++) {
                struct rights rights;
                ctx->actor = other;
                CHECK_OK(document_rights(&rights, ctx, id));
                const struct audience_reader *reader = who_of(thing, other);
                bool reads = other != person && rights.verbs & VERB_READ;
                CHECK(reads == (reader != NULL));
                if (reader) {
                    CHECK_INT(rights.verbs, reader->rights.verbs);
                    told++;
                }
            }
        }
        CHECK_INT(own, count);
    }
    CHECK(told > 40);
}

TEST(audience, a_named_reader_has_an_end_and_it_is_the_real_one)
{
    struct ctx *ctx = sample();
    const char *entry = entry_of("stg-05");
    struct audience *things;
    size_t count;
    CHECK_OK(named_put(as("stg-05"), entry, "stg-01", "2026-06-20", ""));
    CHECK_OK(audience_mine(&things, &count, as("stg-05")));
    const struct audience_reader *reader = who_of(of(things, count, entry), person_id("stg-01"));
    CHECK(reader && reader->rights.relation == RELATION_NAMED);
    int64_t end = moment_day_start("2026-06-21");
    CHECK_INT(end, reader->until);
    struct document document;
    as("stg-01");
    ctx->now = end - 1;
    CHECK_OK(document_find(&document, ctx, entry, VERB_READ));
    ctx->now = end;
    CHECK_ERR(CARNET_MISSING, document_find(&document, ctx, entry, VERB_READ));
}

TEST(audience, an_end_that_takes_nothing_away_is_not_told)
{
    sample();
    const char *entry = entry_of("stg-05");
    struct entry shared;
    struct audience *things;
    size_t count;
    CHECK_OK(journal_share(&shared, as("stg-05"), entry, VISIBLE_TO_COHORT, NULL));
    CHECK_OK(named_put(as("stg-05"), entry, "form-01", "2026-06-20", ""));
    CHECK_OK(audience_mine(&things, &count, as("stg-05")));
    const struct audience_reader *trainer = who_of(of(things, count, entry), person_id("form-01"));
    CHECK(trainer);
    CHECK_INT(0, trainer->until); /* after that day they read it with the cohort */
}

TEST(audience, the_end_of_an_assignment_is_told)
{
    sample();
    const char *draft = work_of("stg-11", "dossier_professionnel");
    struct audience *things;
    size_t count;
    run_sql("UPDATE tutor_assignment SET to_day = '2026-07-03' WHERE trainee = (SELECT id FROM person WHERE slug = 'stg-11') AND to_day IS NULL");
    CHECK_OK(audience_mine(&things, &count, as("stg-11")));
    const struct audience_reader *tutor = who_of(of(things, count, draft), person_id("tut-03"));
    CHECK(tutor);
    CHECK_INT(RELATION_ASSIGNED, tutor->rights.relation);
    CHECK_INT(moment_day_start("2026-07-04"), tutor->until);
}
