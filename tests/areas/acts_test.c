/* The log of sensitive acts: everybody's own, the register without content, and what a year removes. */
#include "areas/areas_fixture.h"

#include "areas/acts/acts.h"
#include "areas/document/named.h"
#include "areas/event/event.h"
#include "areas/group/reader.h"
#include "areas/journal/journal.h"

static const struct act *newest(const char *person)
{
    static struct acts acts;
    CHECK_OK(acts_mine(&acts, as(person), NULL));
    CHECK(acts.count > 0);
    return &acts.list[0];
}

static size_t count_of(const char *person, const char *kind)
{
    struct acts acts;
    size_t count = 0;
    CHECK_OK(acts_mine(&acts, as(person), NULL));
    for (size_t i = 0; i < acts.count; i++)
        count += strcmp(acts.list[i].kind, kind) == 0;
    return count;
}

TEST(acts, a_change_of_readers_is_told_to_its_author_with_the_choice)
{
    sample();
    struct entry entry;
    CHECK_OK(journal_share(&entry, as("stg-05"), entry_of("stg-05"), VISIBLE_TO_TUTOR, NULL));
    const struct act *act = newest("stg-05");
    CHECK_TEXT("journal.visibility", act->kind);
    CHECK_TEXT("{\"visibility\":\"tutor\"}", act->detail);
    CHECK(act->document && strcmp(act->document->uid, entry_of("stg-05")) == 0);
    act = newest("tut-01");
    CHECK_TEXT("journal.shared", act->kind);
    CHECK(!act->document && !act->detail);
    CHECK_TEXT("stg-05", act->actor->slug);
    CHECK_INT(0, count_of("stg-01", "journal.shared"));
}

TEST(acts, naming_a_reader_and_ending_it_says_who)
{
    sample();
    const char *entry = entry_of("stg-05");
    CHECK_OK(named_put(as("stg-05"), entry, "stg-01", "2026-06-20", ""));
    CHECK_TEXT("reader.chosen", newest("stg-05")->kind);
    CHECK_TEXT("stg-01", newest("stg-05")->about->slug);
    CHECK_TEXT("reader.named", newest("stg-01")->kind);
    CHECK_OK(named_remove(as("stg-05"), entry, "stg-01"));
    CHECK_TEXT("reader.removed", newest("stg-05")->kind);
    CHECK_TEXT("stg-01", newest("stg-05")->about->slug);
}

TEST(acts, a_tutor_added_to_a_team_stands_in_the_log_of_the_team_of_the_tutor_and_of_who_did_it)
{
    static const char *const PEOPLE[] = { "stg-01", "tut-03", "resp-01" };
    static const char *const KINDS[] = { "group.tutor_added", "group.tutor_removed" };
    sample();
    for (int i = 0; i < 2; i++) {
        CHECK_OK(group_tutor_set(as("resp-01"), "grp-a", "tut-03", i == 0));
        for (size_t j = 0; j < sizeof PEOPLE / sizeof *PEOPLE; j++) {
            CHECK_TEXT(KINDS[i], newest(PEOPLE[j])->kind);
            CHECK_TEXT("tut-03", newest(PEOPLE[j])->about->slug);
            CHECK_TEXT("resp-01", newest(PEOPLE[j])->actor->slug);
        }
        CHECK_INT(0, count_of("stg-02", KINDS[i]));
    }
}

TEST(acts, a_document_one_lost_is_not_named)
{
    struct ctx *ctx = sample();
    const char *page = page_of("grp-b");
    int64_t idriss = person_id("stg-02");
    struct event_new event = { .kind = "reader.named", .subject = page };
    CHECK_OK(event_put(ctx, &event, &idriss, 1));
    CHECK(newest("stg-02")->document);
    int64_t former = person_id("stg-10");
    CHECK_OK(event_put(ctx, &event, &former, 1));
    CHECK(!newest("stg-10")->document);
}

TEST(acts, a_token_made_by_the_command_line_is_told_to_its_owner)
{
    struct ctx *ctx = sample();
    const char *token;
    ctx->actor = 0;
    CHECK_OK(people_token_make(&token, ctx, "stg-03@exemple.invalid"));
    CHECK_TEXT("account.token_made", newest("stg-03")->kind);
    CHECK(!newest("stg-03")->actor);
}

TEST(acts, notices_are_no_acts)
{
    struct ctx *ctx = sample();
    int64_t person = person_id("stg-04");
    size_t before = 0;
    struct acts acts;
    CHECK_OK(acts_mine(&acts, as("stg-04"), NULL));
    before = acts.count;
    CHECK_OK(event_add(ctx, "work.reminder", NULL, &person, 1));
    CHECK_OK(event_add(ctx, "page.created", NULL, &person, 1));
    CHECK_OK(acts_mine(&acts, as("stg-04"), NULL));
    CHECK_INT(before, acts.count);
}

/* Whether somebody's register holds an act of this kind on this person; -1: it is closed to them. */
static int registered(const char *reader, const char *kind, const char *person)
{
    struct acts acts;
    const char *after = NULL;
    do {
        carnet_err err = acts_register(&acts, as(reader), after);
        if (err == CARNET_DENIED)
            return -1;
        CHECK_OK(err);
        for (size_t i = 0; i < acts.count; i++)
            if (strcmp(acts.list[i].kind, kind) == 0 && strcmp(acts.list[i].person->slug, person) == 0)
                return 1;
        after = acts.after;
    } while (after);
    return 0;
}

TEST(acts, the_register_holds_accounts_and_nothing_that_a_person_wrote_or_chose)
{
    struct ctx *ctx = sample();
    struct entry entry;
    struct acts acts;
    const char *token, *link;
    CHECK_OK(journal_share(&entry, as("stg-05"), entry_of("stg-05"), VISIBLE_TO_COHORT, NULL));
    CHECK_OK(named_put(as("stg-05"), entry_of("stg-05"), "stg-01", "2026-06-20", ""));
    ctx->actor = 0;
    CHECK_OK(people_token_make(&token, ctx, "stg-05@exemple.invalid"));
    CHECK_OK(people_admin_make(&link, ctx, "ass-01@exemple.invalid"));
    CHECK_OK(acts_register(&acts, as("ass-01"), NULL)); /* administrator from now on */
    for (size_t i = 0; i < acts.count; i++) {
        CHECK(strncmp(acts.list[i].kind, "account.", strlen("account.")) == 0);
        CHECK(!acts.list[i].document);
    }
    CHECK_INT(1, registered("ass-01", "account.token_made", "stg-05"));
    CHECK_INT(1, registered("resp-01", "account.token_made", "stg-05"));
    CHECK_INT(1, registered("rq-01", "account.token_made", "stg-05"));
    static const char *const OTHERS[] = { "stg-05", "tut-01", "coop-01", "form-01", "jur-01", "rh-01", "ext-01" };
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++)
        CHECK_INT(-1, registered(OTHERS[i], "account.token_made", "stg-05"));
}

TEST(acts, a_manager_has_the_accounts_of_their_cohort_only)
{
    struct ctx *ctx = sample();
    int64_t stranger;
    struct person_new added = { .slug = "xyz-01", .given_name = "Ailleurs", .family_name = "Personne", .email = "xyz@exemple.invalid" };
    CHECK_OK(people_add(&stranger, ctx, &added));
    CHECK_OK(event_put(ctx, &(struct event_new){ .kind = "account.token_made" }, &stranger, 1));
    CHECK_INT(0, registered("resp-01", "account.token_made", "xyz-01"));
}

TEST(acts, the_register_reaches_every_cohort_that_one_looks_after_and_no_other)
{
    struct ctx *ctx = sample();
    second_cohort();
    int64_t bis = person_id("bis-01"), first = person_id("stg-05");
    CHECK_OK(event_put(ctx, &(struct event_new){ .kind = "account.token_made" }, &bis, 1));
    CHECK_OK(event_put(ctx, &(struct event_new){ .kind = "account.token_made" }, &first, 1));
    CHECK_INT(1, registered("resp-01", "account.token_made", "stg-05"));
    CHECK_INT(0, registered("resp-01", "account.token_made", "bis-01")); /* a trainer there */
    CHECK_INT(1, registered("form-01", "account.token_made", "bis-01"));
    CHECK_INT(0, registered("form-01", "account.token_made", "stg-05")); /* a trainer there */
    CHECK_INT(-1, registered("tut-01", "account.token_made", "bis-01"));
    CHECK_INT(-1, registered("ass-01", "account.token_made", "bis-01"));
    run_sql("INSERT INTO role (person, cohort, role) SELECT (SELECT id FROM person WHERE slug = 'rq-01'), id, 'quality_officer'"
            " FROM cohort WHERE slug = '" SECOND "'");
    CHECK_INT(1, registered("rq-01", "account.token_made", "stg-05"));
    CHECK_INT(1, registered("rq-01", "account.token_made", "bis-01"));
}

TEST(acts, a_programme_applied_is_in_the_register_of_its_own_cohort_and_once)
{
    static const char KIND[] = "cohort.programme_changed";
    sample();
    const int64_t told[] = { person_id("stg-01"), person_id("resp-01") };
    struct event_new elsewhere = { .kind = KIND, .subject = "elsewhere" }, here = { .kind = KIND, .subject = "coh-2025-2026" };
    CHECK_OK(event_put(as("resp-01"), &elsewhere, told, 2));
    CHECK_INT(0, registered("rq-01", KIND, "resp-01"));
    CHECK_OK(event_put(as("resp-01"), &here, told, 2));
    CHECK_INT(1, registered("rq-01", KIND, "resp-01"));
    CHECK_INT(0, registered("rq-01", KIND, "stg-01"));
    CHECK_INT(0, count_of("stg-01", KIND));
}

TEST(acts, pages_follow_each_other_without_gap_or_repeat_even_in_one_moment)
{
    struct ctx *ctx = sample();
    const char *after = NULL, *link;
    int64_t person = person_id("stg-06");
    struct acts acts;
    CHECK_OK(people_admin_make(&link, ctx, "ass-01@exemple.invalid"));
    ctx->now += 1;
    for (int i = 0; i < 175; i++) { /* 120 of them in one millisecond */
        ctx->now += i < 120 ? 0 : 1;
        CHECK_OK(event_put(ctx, &(struct event_new){ .kind = "account.token_made", .detail = json_pack("{s:i}", "n", i) }, &person, 1));
    }
    for (int mine = 0; mine < 2; mine++) {
        int next = 174;
        do {
            CHECK_OK(mine ? acts_mine(&acts, as("stg-06"), after) : acts_register(&acts, as("ass-01"), after));
            for (size_t i = 0; i < acts.count && next >= 0; i++)
                CHECK_TEXT(arena_printf(ctx->arena, "{\"n\":%d}", next--), acts.list[i].detail);
            after = acts.after;
        } while (after);
        CHECK_INT(-1, next);
    }
    CHECK_ERR(CARNET_INVALID, acts_mine(&acts, as("stg-06"), "x"));
    CHECK_ERR(CARNET_INVALID, acts_mine(&acts, as("stg-06"), "12 "));
    CHECK_ERR(CARNET_INVALID, acts_register(&acts, as("ass-01"), "12"));
    CHECK_ERR(CARNET_INVALID, acts_register(&acts, as("ass-01"), "12.-1"));
}

static void event_at(const char *moment, int64_t person)
{
    struct ctx *ctx = as("stg-06");
    CHECK_OK(clock_parse(&ctx->now, moment));
    CHECK_OK(event_put(ctx, &(struct event_new){ .kind = "account.token_made", .detail = json_pack("{s:s}", "at", moment) }, &person, 1));
}

static void prune_at(const char *moment)
{
    struct ctx *ctx = as("stg-06");
    bool more = true;
    CHECK_OK(clock_parse(&ctx->now, moment));
    while (more)
        CHECK_OK(event_prune(&more, ctx));
}

TEST(acts, whole_months_go_after_twelve_months_and_numbers_never_come_back)
{
    sample();
    int64_t person = person_id("stg-06");
    prune_at("2026-06-12T09:00:00+02:00");
    event_at("2026-07-31T23:59:59+02:00", person);
    event_at("2026-08-01T00:00:00+02:00", person);
    int64_t number = one_int("SELECT max(last) FROM event_counter WHERE person = (SELECT id FROM person WHERE slug = 'stg-06')");
    event_at("2027-08-15T10:00:00+02:00", person_id("stg-07"));
    prune_at("2027-07-31T23:00:00+02:00");
    CHECK_INT(2, count_of("stg-06", "account.token_made"));
    prune_at("2027-08-15T10:00:00+02:00");
    CHECK_INT(1, count_of("stg-06", "account.token_made")); /* July went, August did not */
    CHECK_TEXT("{\"at\":\"2026-08-01T00:00:00+02:00\"}", newest("stg-06")->detail);
    event_at("2028-09-02T10:00:00+02:00", person_id("stg-07"));
    prune_at("2028-09-02T10:00:00+02:00");
    CHECK_INT(1, one_int("SELECT count(*) FROM event"));
    event_at("2028-09-02T10:00:00+02:00", person);
    CHECK_INT(number + 1, one_int("SELECT number FROM event_person WHERE person = (SELECT id FROM person WHERE slug = 'stg-06')"));
}

TEST(acts, a_clock_far_ahead_removes_nothing)
{
    sample();
    event_at("2026-06-12T10:00:00+02:00", person_id("stg-06"));
    int64_t before = one_int("SELECT count(*) FROM event");
    prune_at("2036-06-12T09:00:00+02:00");
    CHECK_INT(before, one_int("SELECT count(*) FROM event"));
}
