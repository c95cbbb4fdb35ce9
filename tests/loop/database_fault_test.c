/* The database thread on a disk that is slow, full or broken; the numbers are the invariants of DESIGN §3. */
#include "store/store_fixture.h"

#include "base/clock.h"
#include "loop/database.h"
#include "store/fault_disk.h"

#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

static _Atomic bool begun, held; /* by the request that keeps the thread busy */

static struct bench {
    struct loop *loop;
    struct database *db;
    int effects, fatal, answered;
    char folder[128];
} t;

static void on_effects(void *self, struct request *request)
{
    (void)self;
    t.effects++;
    database_finish(request);
}

static void on_fatal(void *self)
{
    (void)self;
    t.fatal++;
}

static void start(void)
{
    struct database_options options = { .folder = t.folder, .on_effects = on_effects, .on_fatal = on_fatal };
    CHECK_OK(loop_new(&t.loop));
    options.loop = t.loop;
    CHECK_OK(database_start(&t.db, &options));
}

static void start_with_documents(int documents)
{
    struct store s;
    t = (struct bench){ 0 };
    snprintf(t.folder, sizeof t.folder, "%s", test_folder());
    fault_install();
    store_open(&s, t.folder);
    for (int i = 1; i <= documents; i++)
        store_add_document(&s, i, 0);
    store_close(&s);
    fault_reset();
    start();
}

static void stop(void)
{
    database_stop(t.db);
    loop_free(t.loop);
    fault_reset();
}

static const char *text_after(struct store *s, int64_t document)
{
    store_open(s, t.folder);
    return store_text(s, document);
}

/* An append or a request that stays here, to be looked at. */
struct edit {
    struct append append;
    int64_t person;
    bool done;
    int syncs, answered;    /* at done: syncs, and requests that were answered */
    struct edit *then;      /* sent by done */
};

static void edit_send(struct edit *edit, int64_t document, const char *text, uint64_t life);

static void edit_done(struct append *append)
{
    struct edit *edit = (struct edit *)append;
    edit->done = true;
    edit->syncs = fault_count(FAULT_SYNC);
    edit->answered = t.answered;
    if (edit->then)
        edit_send(edit->then, 1, "then", 77);
}

static void edit_send(struct edit *edit, int64_t document, const char *text, uint64_t life)
{
    struct edit *then = edit->then;
    *edit = (struct edit){ .person = 3, .then = then };
    edit->append = (struct append){ .life = life, .done = edit_done };
    edit->append.row = (struct log_append){
        .document = document, .update = bytes_text(text), .persons = &edit->person, .person_count = 1
    };
    database_append(t.db, &edit->append);
}

struct ask {
    struct request request;
    int64_t document; /* 0: only read */
    int sleep_ms;
    bool holds; /* until held is false */
    bool done;
    int effects; /* seen at done */
};

static carnet_err ask_run(struct request *request, struct ctx *ctx)
{
    struct ask *ask = (struct ask *)request;
    int64_t last;
    begun = true;
    while (ask->holds && held)
        usleep(1000);
    if (ask->sleep_ms)
        usleep((useconds_t)ask->sleep_ms * 1000);
    return ask->document ? log_raise_epoch(ctx, ask->document) : log_last(&last, ctx, 1);
}

static void ask_done(struct request *request)
{
    struct ask *ask = (struct ask *)request;
    ask->done = true;
    ask->effects = t.effects;
    t.answered++;
}

static void ask_send(struct ask *ask, int64_t document, int sleep_ms)
{
    *ask = (struct ask){ .document = document, .sleep_ms = sleep_ms };
    ask->request = (struct request){ .run = ask_run, .done = ask_done, .reads_only = !document };
    database_request(t.db, &ask->request);
}

/* A request that keeps the thread busy until held is false; what is sent meanwhile shares the turn behind it. */
static void hold_thread(struct ask *ask)
{
    begun = false;
    held = true;
    *ask = (struct ask){ .holds = true };
    ask->request = (struct request){ .run = ask_run, .done = ask_done, .reads_only = true };
    database_request(t.db, &ask->request);
    while (!begun)
        usleep(500);
}

static void wait_for(const bool *done)
{
    for (int i = 0; i < 60000 && !*done; i++) {
        loop_drain(t.loop);
        usleep(500);
    }
    CHECK(*done);
}

/* The thread looks for it once a second. */
static void wait_for_space(void)
{
    for (int i = 0; i < 600 && database_figures(t.db).full; i++)
        usleep(50000);
    CHECK(!database_figures(t.db).full);
}

TEST(database, invariant_1_nothing_is_released_before_its_commit_is_on_disk)
{
    struct edit edit = { 0 };
    struct ask ask;
    start_with_documents(2);
    int syncs = fault_count(FAULT_SYNC);
    fault_hold(true);
    edit_send(&edit, 1, "a", 1);
    ask_send(&ask, 2, 0);
    while (!fault_is_held())
        usleep(1000);
    usleep(20000); /* written, not yet synced */
    loop_drain(t.loop);
    CHECK(!edit.done && !ask.done && t.effects == 0);
    fault_hold(false);
    wait_for(&ask.done);
    CHECK(edit.done && edit.syncs > syncs);
    CHECK_INT(1, ask.effects); /* effects come before the answer */
    stop();
}

TEST(database, invariant_1_a_commit_that_fails_releases_nothing)
{
    struct edit edit = { 0 };
    struct ask ask;
    start_with_documents(2);
    fault_arm(FAULT_SYNC, 1, FAULT_IO, false);
    edit_send(&edit, 1, "a", 1);
    ask_send(&ask, 2, 0);
    wait_for(&edit.done);
    wait_for(&ask.done);
    CHECK_INT(CARNET_IO, edit.append.err);
    CHECK_INT(CARNET_IO, ask.request.err);
    CHECK(ask.request.effects.first == NULL);
    CHECK_INT(0, t.effects);
    stop();
}

TEST(database, invariant_4_a_failed_turn_fails_all_that_joined_it_and_later_appends_of_their_lives)
{
    struct edit first = { 0 }, second = { 0 }, late = { 0 }, fresh = { 0 };
    struct ask blocker, ask;
    struct store s;
    start_with_documents(3);
    hold_thread(&blocker);
    fault_arm(FAULT_WRITE, 1, FAULT_FULL, false);
    edit_send(&first, 1, "a", 1);
    edit_send(&second, 2, "b", 2);
    ask_send(&ask, 3, 0);
    edit_send(&late, 1, "c", 1);
    held = false;
    wait_for(&ask.done);
    wait_for(&late.done);
    CHECK_INT(CARNET_LIMIT, first.append.err);
    CHECK_INT(CARNET_LIMIT, second.append.err);
    CHECK_INT(CARNET_LIMIT, ask.request.err);
    CHECK_TEXT("store.full", ask.request.note.key);
    CHECK(late.append.err != CARNET_OK);
    CHECK_INT(1, database_figures(t.db).failed_turns);
    wait_for_space();
    edit_send(&late, 1, "untried", 1);
    edit_send(&fresh, 1, "fresh", 9);
    wait_for(&fresh.done);
    CHECK_TEXT("store.untried", late.append.note.key);
    CHECK_OK(fresh.append.err);
    database_forget_life(t.db, 1);
    edit_send(&late, 1, "new room", 1);
    wait_for(&late.done);
    CHECK_OK(late.append.err);
    stop();
    CHECK_TEXT("fresh,new room", text_after(&s, 1));
    store_close(&s);
}

TEST(database, invariant_4_a_full_disk_answers_reads_and_resumes_by_itself)
{
    struct edit edit = { 0 };
    struct ask read, write;
    struct store s;
    start_with_documents(2);
    fault_arm(FAULT_WRITE, 1, FAULT_FULL, true);
    edit_send(&edit, 1, "lost", 1);
    wait_for(&edit.done);
    CHECK_INT(CARNET_LIMIT, edit.append.err);
    for (int i = 0; i < 3; i++) {
        ask_send(&read, 0, 0);
        ask_send(&write, 2, 0);
        wait_for(&write.done);
        CHECK_OK(read.request.err);
        CHECK_INT(CARNET_LIMIT, write.request.err);
        CHECK(database_figures(t.db).full);
        usleep(600000);
    }
    fault_heal();
    wait_for_space();
    edit_send(&edit, 1, "again", 100);
    wait_for(&edit.done);
    CHECK_OK(edit.append.err);
    CHECK_INT(0, t.fatal);
    stop();
    CHECK_TEXT("again", text_after(&s, 1));
    store_close(&s);
}

TEST(database, invariant_4_a_broken_disk_is_fatal_once_and_nothing_is_written_after)
{
    struct edit edit = { 0 }, after = { 0 };
    struct ask ask;
    struct store s;
    start_with_documents(2);
    edit_send(&edit, 1, "kept", 1);
    wait_for(&edit.done);
    fault_arm(FAULT_SYNC, 1, FAULT_IO, false);
    edit_send(&edit, 1, "unsure", 1);
    wait_for(&edit.done);
    CHECK_INT(CARNET_IO, edit.append.err);
    int writes = fault_count(FAULT_WRITE);
    edit_send(&after, 2, "never", 2);
    ask_send(&ask, 0, 0);
    wait_for(&ask.done);
    CHECK_INT(CARNET_IO, after.append.err);
    CHECK_INT(CARNET_IO, ask.request.err);
    CHECK_INT(1, t.fatal);
    database_stop(t.db);
    CHECK_INT(writes, fault_count(FAULT_WRITE));
    CHECK_INT(1, t.fatal);
    loop_free(t.loop);
    fault_reset();
    CHECK(strncmp(text_after(&s, 1), "kept", 4) == 0);
    CHECK_TEXT("", store_text(&s, 2));
    store_close(&s);
}

TEST(database, stopping_also_finishes_what_its_answers_bring)
{
    static struct edit chain[20];
    struct store s;
    start_with_documents(1);
    memset(chain, 0, sizeof chain);
    for (int i = 0; i + 1 < 20; i++)
        chain[i].then = &chain[i + 1];
    edit_send(&chain[0], 1, "first", 77);
    stop();
    for (int i = 0; i < 20; i++)
        CHECK(chain[i].done && chain[i].append.err == CARNET_OK);
    text_after(&s, 1);
    CHECK_INT(20, store_count(&s, "SELECT count(*) FROM document_log"));
    store_close(&s);
}

TEST(database, turns_of_appends_keep_a_pace_of_two_milliseconds)
{
    static struct edit chain[20];
    start_with_documents(1);
    memset(chain, 0, sizeof chain);
    for (int i = 0; i + 1 < 20; i++)
        chain[i].then = &chain[i + 1];
    int64_t before = clock_steady_us();
    edit_send(&chain[0], 1, "first", 77);
    wait_for(&chain[19].done);
    CHECK(clock_steady_us() - before >= 19 * 2000);
    CHECK_INT(20, database_figures(t.db).turns);
    stop();
}

TEST(database, slow_requests_do_not_hold_back_appends)
{
    static struct ask asks[10];
    struct ask blocker;
    struct edit edit = { 0 };
    start_with_documents(2);
    hold_thread(&blocker);
    for (int i = 0; i < 10; i++)
        ask_send(&asks[i], 2, 20);
    edit_send(&edit, 1, "a", 1);
    held = false;
    wait_for(&edit.done);
    CHECK_OK(edit.append.err);
    CHECK(edit.answered < 3); /* 5 ms of requests a turn, so one of these each */
    wait_for(&asks[9].done);
    CHECK(database_figures(t.db).turns >= 10);
    stop();
}

TEST(database, a_folder_that_cannot_be_opened_is_said_at_start)
{
    struct database_options options = { .folder = "/nowhere/at/all" };
    struct database *db;
    CHECK_OK(loop_new(&options.loop));
    CHECK_ERR(CARNET_IO, database_start(&db, &options));
    loop_free(options.loop);
}
