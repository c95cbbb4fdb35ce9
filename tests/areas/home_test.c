/* What waits, one's trainees and notes, the board: who sees what of it. */
#include "areas/areas_fixture.h"

#include "areas/document/named.h"
#include "areas/home/board.h"
#include "areas/home/queue.h"
#include "areas/journal/journal.h"

static struct queue_item *queue_of(struct ctx *ctx, size_t *count)
{
    struct queue_item *items;
    CHECK_OK(queue_list(&items, count, ctx));
    return items;
}

static const struct queue_item *item_for(struct ctx *ctx, const char *uid)
{
    size_t count;
    struct queue_item *items = queue_of(ctx, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(items[i].document.uid, uid) == 0)
            return &items[i];
    return NULL;
}

static void write_words(const char *author, const char *uid, const char *text)
{
    CHECK_OK(document_write(as(author), document_id(uid), person_id(author), bytes_text(text)));
}

TEST(queue, a_tutor_finds_what_was_shared_with_them_and_not_what_everybody_may_read)
{
    sample();
    CHECK(item_for(as("tut-01"), entry_of("stg-01")));  /* for the tutor */
    CHECK(!item_for(as("tut-01"), entry_of("stg-08"))); /* for the cohort */
    CHECK(!item_for(as("tut-01"), entry_of("stg-05"))); /* private */
    CHECK(item_for(as("tut-01"), work_of("stg-01", "diagnostic")));
}

TEST(queue, what_was_read_goes_and_comes_back_when_its_author_writes)
{
    sample();
    const char *uid = entry_of("stg-01");
    CHECK_INT(QUEUE_NEW, item_for(as("tut-01"), uid)->reason);
    CHECK_OK(reading_put(as("tut-01"), uid, NULL));
    CHECK(!item_for(as("tut-01"), uid));
    write_words("stg-01", uid, "Une suite.\n");
    CHECK_INT(QUEUE_CHANGED, item_for(as("tut-01"), uid)->reason);
}

TEST(queue, who_asks_something_comes_first_and_is_answered_by_reading)
{
    sample();
    const char *uid = entry_of("stg-05");
    size_t count;
    write_words("stg-05", uid, "Relu.\n");
    CHECK_OK(named_put(as("stg-05"), uid, "tut-01", "2026-06-20", "Est-ce juste envers Annie ?"));
    struct queue_item *items = queue_of(as("tut-01"), &count);
    CHECK(count > 1);
    CHECK_TEXT(uid, items[0].document.uid);
    CHECK_INT(QUEUE_ASKED, items[0].reason);
    CHECK_TEXT("Est-ce juste envers Annie ?", items[0].question);
    CHECK_OK(reading_put(as_at("tut-01", "2026-06-12T09:05:00+02:00"), uid, "Oui, me semble-t-il."));
    CHECK(!item_for(as("tut-01"), uid));
    CHECK_OK(named_put(as_at("stg-05", "2026-06-12T09:10:00+02:00"), uid, "tut-01", "2026-06-20", "Et la fin ?"));
    CHECK_INT(QUEUE_ASKED, item_for(as("tut-01"), uid)->reason);
}

TEST(queue, the_others_stand_in_order_of_waiting)
{
    sample();
    size_t count;
    struct queue_item *items = queue_of(as("tut-01"), &count);
    bool asks = true;
    for (size_t i = 0; i < count; i++) {
        bool one = items[i].reason == QUEUE_ASKED || items[i].reason == QUEUE_ANSWERED;
        CHECK(asks || !one);
        CHECK(!i || asks != one || items[i - 1].since <= items[i].since);
        asks = one;
    }
}

TEST(queue, nobody_waits_for_a_trainee_or_a_manager_who_was_not_asked)
{
    sample();
    size_t count;
    queue_of(as("stg-12"), &count);
    CHECK_INT(0, (long long)count);
    queue_of(as("resp-01"), &count);
    CHECK_INT(0, (long long)count);
}

TEST(trainee, accompaniment_sees_its_own_and_staff_all)
{
    sample();
    struct trainee *list, one;
    size_t count;
    CHECK_OK(trainee_list(&list, &count, as("resp-01")));
    CHECK_INT(14, (long long)count);
    CHECK_OK(trainee_list(&list, &count, as("tut-01")));
    CHECK(count > 0 && count < 14);
    for (size_t i = 0; i < count; i++)
        CHECK(list[i].accompanied);
    CHECK_OK(trainee_list(&list, &count, as("stg-01")));
    CHECK_INT(0, (long long)count);
    CHECK_ERR(CARNET_MISSING, trainee_find(&one, as("stg-01"), NULL, "stg-02"));
    CHECK_OK(trainee_find(&one, as("tut-01"), NULL, "stg-01"));
    CHECK_TEXT("tut-01", one.tutor.slug);
    CHECK_ERR(CARNET_MISSING, trainee_find(&one, as("tut-02"), NULL, "stg-01")); /* on leave */
}

#define FIRST "coh-2025-2026"
static carnet_err write_note(struct private_note *out, struct ctx *ctx, const char *about, const char *cohort, const char *text)
{
    return note_put(out, ctx, &(struct note_new){ about, cohort, text });
}

static size_t notes_of(struct private_note **out, struct ctx *ctx)
{
    size_t count;
    CHECK_OK(note_list(out, &count, ctx));
    return count;
}

TEST(trainee, a_note_is_its_writers_alone)
{
    sample();
    struct trainee one;
    struct private_note note;
    CHECK_OK(trainee_find(&one, as("tut-01"), NULL, "stg-01"));
    CHECK_OK(write_note(&note, as("tut-01"), "stg-01", FIRST, "Lui demander comment va Annie."));
    CHECK_TEXT("Lui demander comment va Annie.", note.text);
    CHECK_OK(trainee_find(&one, as("resp-01"), NULL, "stg-01"));
    CHECK_ERR(CARNET_MISSING, note_find(&note, as("resp-01"), &one));
    CHECK_ERR(CARNET_MISSING, write_note(&note, as("resp-01"), "stg-01", FIRST, "x"));
    const char *cooperator = one.cooperator.slug;
    CHECK_OK(trainee_find(&one, as(cooperator), NULL, "stg-01"));
    CHECK_OK(note_find(&note, as(cooperator), &one));
    CHECK_TEXT("", note.text);
    struct private_note *notes;
    CHECK_INT(0, notes_of(&notes, as(cooperator)));
    CHECK_INT(0, notes_of(&notes, as("stg-01")));
}

TEST(trainee, a_note_stays_its_writers_when_accompaniment_ends)
{
    sample();
    struct trainee one;
    struct private_note note, *notes;
    CHECK_OK(write_note(&note, as("tut-01"), "stg-01", FIRST, "Lui demander comment va Annie."));
    CHECK_INT(1, notes_of(&notes, as("tut-01")));
    CHECK(notes[0].accompanied);
    run_sql("UPDATE tutor_assignment SET to_day = '2026-06-11' WHERE tutor = (SELECT id FROM person WHERE slug = 'tut-01')");
    CHECK_ERR(CARNET_MISSING, trainee_find(&one, as("tut-01"), NULL, "stg-01"));
    CHECK_INT(1, notes_of(&notes, as("tut-01")));
    CHECK_TEXT("Lui demander comment va Annie.", notes[0].text);
    CHECK_TEXT("stg-01", notes[0].about.slug);
    CHECK_TEXT(FIRST, notes[0].cohort.slug);
    CHECK(!notes[0].accompanied);
    CHECK_OK(write_note(&note, as("tut-01"), "stg-01", FIRST, "Annie va mieux."));
    CHECK_TEXT("Annie va mieux.", note.text);
    CHECK_ERR(CARNET_MISSING, write_note(&note, as("tut-01"), "stg-02", FIRST, "x"));
    CHECK_ERR(CARNET_MISSING, write_note(&note, as("tut-01"), "nobody", FIRST, "x"));
    CHECK_ERR(CARNET_MISSING, write_note(&note, as("tut-01"), "stg-01", "nowhere", "x"));
}

TEST(trainee, a_note_that_is_emptied_is_gone)
{
    sample();
    struct private_note note, *notes;
    CHECK_OK(write_note(&note, as("tut-01"), "stg-01", FIRST, "À effacer."));
    CHECK_OK(write_note(&note, as("tut-01"), "stg-01", FIRST, ""));
    CHECK_INT(0, notes_of(&notes, as("tut-01")));
    CHECK_OK(write_note(&note, as("tut-01"), "stg-01", FIRST, "Encore.")); /* who accompanies may begin again */
    run_sql("UPDATE tutor_assignment SET to_day = '2026-06-11' WHERE tutor = (SELECT id FROM person WHERE slug = 'tut-01')");
    CHECK_OK(write_note(&note, as("tut-01"), "stg-01", FIRST, ""));
    CHECK_ERR(CARNET_MISSING, write_note(&note, as("tut-01"), "stg-01", FIRST, "x"));
}

static bool sees(const char *who, const char *trainee)
{
    struct trainee one;
    carnet_err err = trainee_find(&one, as(who), NULL, trainee);
    CHECK(err == CARNET_OK || err == CARNET_MISSING);
    return err == CARNET_OK;
}

TEST(trainee, those_of_every_cohort_that_runs_are_seen_with_what_one_is_in_each)
{
    sample();
    second_cohort();
    struct trainee one;
    struct private_note note;
    CHECK(sees("tut-01", "stg-01") && sees("tut-01", "bis-01"));
    CHECK_OK(trainee_find(&one, as("tut-01"), NULL, "bis-01"));
    CHECK_TEXT("Les Filets", one.team.name);
    CHECK_TEXT(SECOND, one.cohort.slug);
    CHECK_OK(write_note(&note, as("tut-01"), "bis-01", SECOND, "Revoir le plan."));
    CHECK_ERR(CARNET_MISSING, write_note(&note, as("tut-01"), "bis-01", FIRST, "x"));
    CHECK(sees("ass-01", "stg-01") && sees("ass-01", "bis-01"));
    CHECK(sees("resp-01", "stg-01") && !sees("resp-01", "bis-01")); /* a trainer in the second */
    CHECK(sees("form-01", "bis-01") && !sees("form-01", "stg-01")); /* a trainer in the first */
    CHECK(!sees("bis-01", "stg-01") && !sees("stg-01", "bis-01") && !sees("tut-03", "bis-01"));
    run_sql("UPDATE cohort SET end_day = '2026-06-11' WHERE slug <> '" SECOND "'");
    CHECK(!sees("ass-01", "stg-01") && sees("ass-01", "bis-01")); /* the first has ended */
}

TEST(trainee, who_left_a_cohort_for_another_that_runs_too_stands_once_where_they_are_now)
{
    sample();
    second_cohort();
    struct trainee *list, one;
    size_t count, times = 0;
    run_sql("INSERT INTO enrolment (person, cohort, status, from_day, to_day) SELECT (SELECT id FROM person WHERE slug = 'stg-01'), id,"
            " 'dropped_out', '2026-05-04', '2026-05-20' FROM cohort WHERE slug = '" SECOND "'");
    CHECK_OK(trainee_list(&list, &count, as("ass-01")));
    for (size_t i = 0; i < count; i++)
        times += strcmp(list[i].person.slug, "stg-01") == 0;
    CHECK_INT(1, times);
    CHECK_OK(trainee_find(&one, as("ass-01"), NULL, "stg-01"));
    CHECK_TEXT("enrolled", one.status);
    CHECK_OK(trainee_find(&one, as("form-01"), NULL, "stg-01"));
    CHECK_TEXT("dropped_out", one.status); /* all that the manager of the second knows */
}

static const char *cohort_of(const char *trainee)
{
    struct trainee one;
    CHECK_OK(trainee_find(&one, as("resp-01"), NULL, trainee));
    return one.cohort.slug;
}

TEST(board, shows_states_of_works_to_staff_and_is_missing_for_the_others)
{
    sample();
    struct board board;
    CHECK_ERR(CARNET_MISSING, board_show(&board, as("tut-01"), NULL));
    CHECK_ERR(CARNET_MISSING, board_show(&board, as("stg-01"), NULL));
    CHECK_ERR(CARNET_MISSING, board_show(&board, as("form-01"), NULL));
    CHECK_OK(board_show(&board, as("ass-01"), NULL));
    CHECK_OK(board_show(&board, as("resp-01"), NULL));
    CHECK_INT(14, board.count);
    size_t works = 0, overdue = 0, extended = 0;
    for (size_t i = 0; i < board.count; i++)
        for (size_t w = 0; w < board.rows[i].work_count; w++, works++) {
            overdue += work_overdue(&board.rows[i].works[w].work, as("resp-01")->now);
            extended += board.rows[i].works[w].work.extended;
        }
    CHECK(works >= 39 && overdue >= 1 && extended >= 1);
}

TEST(board, a_pause_that_is_over_is_to_be_decided)
{
    sample();
    struct board board;
    size_t over = 0;
    run_sql("UPDATE enrolment SET status = 'suspended', suspended_on = '2026-06-01', suspended_until = '2026-06-12'"
            " WHERE person = (SELECT id FROM person WHERE slug = 'stg-14')");
    run_sql("UPDATE enrolment SET status = 'suspended', suspended_on = '2026-06-01', suspended_until = '2026-06-13'"
            " WHERE person = (SELECT id FROM person WHERE slug = 'stg-05')");
    CHECK_OK(board_show(&board, as("resp-01"), NULL));
    for (size_t i = 0; i < board.count; i++)
        if (board.rows[i].pause_over) {
            CHECK_TEXT("stg-14", board.rows[i].trainee.person.slug);
            CHECK_TEXT("2026-06-12", board.rows[i].pause_over);
            over++;
        }
    CHECK_INT(1, over);
}

TEST(board, reminds_once_a_day_who_still_has_to_hand_in)
{
    sample();
    const char *people[] = { "stg-02", "stg-01" };
    struct board_reminder note = { .kind = "note_synthetique", .people = people, .count = 2 }, other = note;
    size_t told;
    CHECK_ERR(CARNET_DENIED, board_remind(&told, as("ass-01"), &note));
    CHECK_ERR(CARNET_MISSING, board_remind(&told, as("tut-01"), &note));
    CHECK_OK(board_remind(&told, as("resp-01"), &note));
    size_t first = told;
    CHECK(first >= 1);
    CHECK_OK(board_remind(&told, as("resp-01"), &note));
    CHECK_INT(0, told);
    CHECK_OK(board_remind(&told, as_at("resp-01", "2026-06-13T10:00:00+02:00"), &note));
    CHECK_INT(first, told);
    other.kind = "roman";
    CHECK_ERR(CARNET_INVALID, board_remind(&told, as("resp-01"), &other));
}

static int64_t moment(const char *text)
{
    int64_t at;
    CHECK_OK(clock_parse(&at, text));
    return at;
}

/* How many dates of works are later than the cohort's; *of: that one. */
static size_t extended(struct work *of, const char *person, enum document_kind kind)
{
    struct board board;
    size_t count = 0;
    CHECK_OK(board_show(&board, as("resp-01"), NULL));
    for (size_t i = 0; i < board.count; i++)
        for (size_t w = 0; w < board.rows[i].work_count; w++) {
            const struct work *work = &board.rows[i].works[w].work;
            count += work->extended;
            if (strcmp(board.rows[i].trainee.person.slug, person) == 0 && work->kind == kind)
                *of = *work;
        }
    return count;
}

TEST(board, the_manager_puts_back_one_persons_date_and_keeps_why)
{
    sample();
    struct work work;
    struct board_extension late = { .person = "stg-11", .kind = "dossier_professionnel", .reason = " Panne  d'ordinateur ",
                                    .due_at = moment("2026-06-19T21:59:00Z") }, other;
    CHECK_ERR(CARNET_DENIED, board_extend(as("ass-01"), &late));
    CHECK_ERR(CARNET_MISSING, board_extend(as("tut-01"), &late));
    CHECK_ERR(CARNET_MISSING, board_extend(as("stg-11"), &late));
    other = late;
    other.reason = " ";
    CHECK_ERR(CARNET_INVALID, board_extend(as("resp-01"), &other));
    other = late;
    other.due_at = moment("2026-06-11T21:59:00Z");
    CHECK_ERR(CARNET_INVALID, board_extend(as("resp-01"), &other));
    other = late;
    other.person = "stg-02"; /* whose dossier is handed in */
    CHECK_ERR(CARNET_CONFLICT, board_extend(as("resp-01"), &other));

    size_t before = extended(&work, "stg-11", DOCUMENT_DOSSIER_PROFESSIONNEL);
    CHECK(work_overdue(&work, as("resp-01")->now));
    CHECK_OK(board_extend(as("resp-01"), &late));
    CHECK_ERR(CARNET_CONFLICT, board_extend(as("resp-01"), &late)); /* not later */
    CHECK_INT(before + 1, extended(&work, "stg-11", DOCUMENT_DOSSIER_PROFESSIONNEL));
    CHECK_INT(late.due_at, work.due_at);
    CHECK_TEXT("Panne d'ordinateur", work.extension_reason);
    CHECK(!work_overdue(&work, as("resp-01")->now));
    CHECK_INT(1, one_int("SELECT count(*) FROM event JOIN event_person ON event_person.event = event.id WHERE kind = 'work.extended'"
                         " AND event_person.person = (SELECT id FROM person WHERE slug = 'stg-11')"));
}

static const char *board_of(const char *who, const char *cohort)
{
    struct board board;
    carnet_err err = board_show(&board, as(who), cohort);
    CHECK(err == CARNET_OK || err == CARNET_MISSING);
    return err == CARNET_OK ? board.cohort.slug : "";
}

TEST(board, is_of_a_cohort_that_one_runs_the_last_to_begin_unless_it_is_named)
{
    sample();
    second_cohort();
    const char *first = cohort_of("stg-01");
    struct board board;
    CHECK_TEXT(first, board_of("resp-01", NULL)); /* in the second, a trainer */
    CHECK_TEXT("", board_of("resp-01", SECOND));
    CHECK_TEXT(SECOND, board_of("form-01", NULL));
    CHECK_TEXT("", board_of("form-01", first));
    CHECK_TEXT("", board_of("tut-01", SECOND));
    CHECK_TEXT("", board_of("ass-01", "absent"));
    CHECK_OK(board_show(&board, as("ass-01"), NULL));
    CHECK_TEXT(SECOND, board.cohort.slug);
    CHECK_INT(1, board.count);
    CHECK_TEXT("bis-01", board.rows[0].trainee.person.slug);
    CHECK_INT(2, board.cohort_count);
    CHECK_TEXT(SECOND, board.cohorts[0].slug);
    CHECK_OK(board_show(&board, as("ass-01"), first));
    CHECK_INT(14, board.count);
    CHECK_INT(2, board.cohort_count);
    run_sql("UPDATE cohort SET end_day = '2026-06-11' WHERE slug <> '" SECOND "'");
    CHECK_OK(board_show(&board, as("ass-01"), NULL));
    CHECK_INT(1, board.cohort_count);
    CHECK_OK(board_show(&board, as("ass-01"), first)); /* which has ended */
    CHECK_INT(14, board.count);
    CHECK_INT(2, board.cohort_count);
}

TEST(board, counts_and_reminds_in_its_own_cohort_who_is_in_two)
{
    sample();
    second_cohort();
    const char *first = cohort_of("stg-01"), *people[] = { "stg-01" };
    struct board_reminder note = { .kind = "note_synthetique", .people = people, .count = 1 };
    struct board board;
    size_t told;
    run_sql("INSERT INTO enrolment (person, cohort, status, from_day) SELECT person.id, cohort.id, 'enrolled', '2026-05-04' FROM person, cohort"
            " WHERE person.slug = 'stg-01' AND cohort.slug = '" SECOND "'");
    CHECK_OK(board_show(&board, as("form-01"), NULL));
    CHECK_INT(2, board.count);
    CHECK_OK(board_show(&board, as("resp-01"), NULL));
    CHECK_INT(14, board.count);
    CHECK_OK(board_remind(&told, as("form-01"), &note)); /* no work of theirs there */
    CHECK_INT(0, told);
    note.cohort = first;
    CHECK_ERR(CARNET_MISSING, board_remind(&told, as("form-01"), &note));
    CHECK_OK(board_remind(&told, as("resp-01"), &note));
    CHECK_INT(1, told);
    people[0] = "bis-01";
    CHECK_ERR(CARNET_MISSING, board_remind(&told, as("resp-01"), &note));
}

TEST(work, its_author_closes_the_draft_to_the_accompaniment)
{
    sample();
    const char *uid = work_of("stg-01", "note_synthetique");
    struct work work;
    CHECK(verbs_of(as("tut-01"), uid));
    CHECK_ERR(CARNET_DENIED, work_share(&work, as("tut-01"), uid, false));
    struct ctx *ctx = as("stg-01");
    size_t before = count_effects(ctx, EFFECT_RIGHTS);
    CHECK_OK(work_share(&work, ctx, uid, false));
    CHECK(!work.draft_shared);
    CHECK_INT((long long)before + 1, (long long)count_effects(ctx, EFFECT_RIGHTS));
    CHECK_INT(0, verbs_of(as("tut-01"), uid));
    CHECK_INT(0, verbs_of(as("coop-01"), uid) | verbs_of(as("coop-02"), uid) | verbs_of(as("coop-03"), uid));
    CHECK_OK(work_share(&work, as("stg-01"), uid, true));
    CHECK(verbs_of(as("tut-01"), uid));
    CHECK_ERR(CARNET_MISSING, work_share(&work, as("stg-05"), entry_of("stg-05"), true));
}
