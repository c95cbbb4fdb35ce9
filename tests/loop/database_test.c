/* The database thread, driven from a loop as the rooms and the router drive it. */
#include "store/store_fixture.h"

#include "base/clock.h"
#include "loop/database.h"
#include "loop/jobs.h"

#include <stdio.h>

static struct bench {
    struct loop *loop;
    struct database *db;
    int answers, wanted, out_of_order, failed, effects, fatal;
    int64_t last;
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
    loop_stop(t.loop);
}

static void answered(void)
{
    if (++t.answers == t.wanted)
        loop_stop(t.loop);
}

static void start(const char *folder)
{
    t.loop = NULL;
    CHECK_OK(loop_new(&t.loop));
    struct database_options options = { .loop = t.loop, .folder = folder, .on_effects = on_effects, .on_fatal = on_fatal };
    CHECK_OK(database_start(&t.db, &options));
}

static void stop(void)
{
    database_stop(t.db);
    loop_free(t.loop);
}

static void with_documents(const char *folder, int documents)
{
    struct store s;
    t = (struct bench){ 0 };
    store_open(&s, folder);
    for (int i = 1; i <= documents; i++)
        store_add_document(&s, i, 0);
    store_close(&s);
    start(folder);
}

struct edit {
    struct append append;
    int64_t person;
    char text[16];
};

static void edit_done(struct append *append)
{
    struct edit *edit = (struct edit *)append;
    if (append->err != CARNET_OK)
        t.failed++;
    else if (append->sequence <= t.last)
        t.out_of_order++;
    else
        t.last = append->sequence;
    mem_free(edit);
    answered();
}

static void edit_send(int64_t document, int number, uint64_t life)
{
    struct edit *edit = mem_zero(1, sizeof *edit);
    snprintf(edit->text, sizeof edit->text, "%d", number);
    edit->person = 1 + number % 3;
    edit->append = (struct append){ .life = life, .done = edit_done };
    edit->append.row = (struct log_append){
        .document = document, .update = bytes_text(edit->text), .persons = &edit->person, .person_count = 1
    };
    database_append(t.db, &edit->append);
}

TEST(database, two_thousand_appends_keep_their_order_and_share_commits)
{
    char folder[128];
    snprintf(folder, sizeof folder, "%s", test_folder());
    with_documents(folder, 10);
    t.wanted = 2000;
    for (int i = 0; i < 2000; i++)
        edit_send(1 + i % 10, i, 1 + (uint64_t)i % 10);
    CHECK(database_waiting(t.db) > 2000);
    loop_run(t.loop);
    CHECK_INT(0, t.failed);
    CHECK_INT(0, t.out_of_order);
    CHECK_INT(0, database_waiting(t.db));
    CHECK_INT(2000, database_figures(t.db).appends);
    CHECK(database_figures(t.db).turns < 1000);
    stop();
    struct store s;
    store_open(&s, folder);
    CHECK_INT(2000, store_count(&s, "SELECT count(*) FROM document_log"));
    CHECK(strncmp(store_text(&s, 3), "2,12,22,32,42,", 14) == 0);
    store_close(&s);
}

struct ask {
    struct request request;
    int64_t document;
    int64_t got;
    bool spoil;
};
static struct ask asked;

static carnet_err write_rule(struct request *request, struct ctx *ctx)
{
    struct ask *ask = (struct ask *)request;
    int64_t sequence;
    struct log_append row = store_append(ask->document, "rule", 5);
    row.epoch = -1;
    TRY(log_append(&sequence, ctx, &row));
    TRY(log_raise_epoch(ctx, ask->document));
    ask->got = sequence;
    return ask->spoil ? err_set(CARNET_DENIED, "test.no", "%s", "") : CARNET_OK;
}

static void ask_done(struct request *request)
{
    asked = *(struct ask *)request;
    answered();
}

static void rule(struct ask *ask, int64_t document, bool spoil)
{
    *ask = (struct ask){ .document = document, .spoil = spoil };
    ask->request = (struct request){ .run = write_rule, .done = ask_done };
    t.answers = 0;
    t.wanted = 1;
    database_request(t.db, &ask->request);
    while (t.answers < t.wanted)
        loop_drain(t.loop);
}

TEST(database, a_request_that_errs_leaves_nothing_and_one_that_does_not_brings_its_effects)
{
    char folder[128];
    struct ask ask;
    snprintf(folder, sizeof folder, "%s", test_folder());
    with_documents(folder, 2);
    rule(&ask, 1, true);
    CHECK_INT(CARNET_DENIED, asked.request.err);
    CHECK_TEXT("test.no", asked.request.note.key);
    CHECK_INT(0, t.effects);
    rule(&ask, 2, false);
    CHECK_OK(asked.request.err);
    CHECK_INT(1, t.effects);
    stop();
    struct store s;
    store_open(&s, folder);
    CHECK_TEXT("", store_text(&s, 1));
    CHECK_TEXT("rule", store_text(&s, 2));
    CHECK_INT(0, store_count(&s, "SELECT rights_epoch FROM document WHERE id = 1"));
    store_close(&s);
}

static carnet_err count_rule(struct request *request, struct ctx *ctx)
{
    static const char SQL[] = "SELECT count(*) FROM document_log";
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL);
    TRY(db_one(&q));
    ((struct ask *)request)->got = db_int(&q, 0);
    return CARNET_OK;
}

TEST(database, invariant_2_a_request_sees_every_append_sent_before_it)
{
    struct ask ask = { .request = { .run = count_rule, .done = ask_done } };
    char folder[128];
    snprintf(folder, sizeof folder, "%s", test_folder());
    with_documents(folder, 10);
    t.wanted = 10001;
    for (int i = 0; i < 10000; i++) /* more than one turn takes */
        edit_send(1 + i % 10, i, 1 + (uint64_t)i % 10);
    database_request(t.db, &ask.request);
    loop_run(t.loop);
    stop();
    CHECK_INT(0, t.failed);
    CHECK_INT(0, t.out_of_order);
    CHECK_INT(10000, asked.got);
}

TEST(database, stopping_finishes_everything_that_waits)
{
    char folder[128];
    snprintf(folder, sizeof folder, "%s", test_folder());
    with_documents(folder, 1);
    for (int i = 0; i < 500; i++)
        edit_send(1, i, 1);
    stop();
    CHECK_INT(500, t.answers);
    CHECK_INT(0, t.failed);
    struct store s;
    store_open(&s, folder);
    CHECK_INT(500, store_count(&s, "SELECT count(*) FROM document_log"));
    store_close(&s);
}
