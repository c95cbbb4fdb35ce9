/* Workers: lanes, errors brought home, one view per read, journals' keys from the database thread. */
#include "store/store_fixture.h"

#include "loop/database.h"
#include "loop/jobs.h"
#include "store/fault_disk.h"

#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

static struct loop *loop;
static struct jobs *jobs;
static struct database *database;
static char folder[128];
static _Atomic int running, most_running, renderers;
static _Atomic bool held;

struct task {
    struct job job;
    int number;
    carnet_err outcome; /* what work returns */
    bool done;
    int64_t document;
    char text[64];
    int count;
};
static int order[64], ordered;

static carnet_err work(struct job *job, struct ctx *ctx)
{
    struct task *task = (struct task *)job;
    int now = ++running;
    if (now > most_running)
        most_running = now;
    while (held)
        usleep(1000);
    usleep(2000);
    running--;
    snprintf(task->text, sizeof task->text, "%s", arena_printf(ctx->arena, "task %d", task->number));
    return task->outcome ? err_set(task->outcome, "test.error", "number=%d", task->number) : CARNET_OK;
}

static void done(struct job *job)
{
    struct task *task = (struct task *)job;
    task->done = true;
    order[ordered++ % 64] = task->number;
}

static void start(int workers, bool with_folder)
{
    ordered = 0;
    running = most_running = 0;
    held = false;
    CHECK_OK(loop_new(&loop));
    struct jobs_options options = { .loop = loop, .workers = workers, .database = with_folder ? database : NULL };
    options.folder = with_folder ? folder : NULL;
    CHECK_OK(jobs_start(&jobs, &options));
}

static void stop(void)
{
    jobs_stop(jobs);
    loop_free(loop);
}

static carnet_err add(struct task *task, enum job_lane lane, job_work_fn *fn)
{
    task->job = (struct job){ .lane = lane, .work = fn, .done = done };
    return jobs_add(jobs, &task->job);
}

TEST(jobs, run_by_priority_and_bring_their_errors_home)
{
    struct task first = { .number = 0 }, tasks[LANE_COUNT];
    start(1, false);
    held = true;
    CHECK_OK(add(&first, LANE_GIT, work));
    while (!running)
        usleep(100);
    for (int lane = LANE_COUNT - 1; lane >= 0; lane--) {
        tasks[lane] = (struct task){ .number = 1 + lane, .outcome = lane == LANE_LOAD ? CARNET_CORRUPT : CARNET_OK };
        CHECK_OK(add(&tasks[lane], (enum job_lane)lane, work));
    }
    held = false;
    stop(); /* finishes them */
    for (int i = 0; i <= LANE_COUNT; i++)
        CHECK_INT(i, order[i]);
    CHECK_INT(CARNET_CORRUPT, tasks[LANE_LOAD].job.err);
    CHECK_TEXT("test.error", tasks[LANE_LOAD].job.note.key);
    CHECK_OK(tasks[LANE_READ].job.err);
    CHECK_TEXT("task 1", tasks[LANE_READ].text);
}

static void run_many(enum job_lane lane, int most)
{
    struct task tasks[12];
    start(4, false);
    held = true;
    for (int i = 0; i < 12; i++) {
        tasks[i] = (struct task){ .number = i };
        CHECK_OK(add(&tasks[i], lane, work));
    }
    while (running < most)
        usleep(100);
    held = false;
    stop();
    CHECK_INT(12, ordered);
    CHECK_INT(most, most_running);
}

TEST(jobs, one_password_and_one_git_job_at_a_time_and_as_many_reads_as_workers)
{
    run_many(LANE_PASSWORD, 1);
    run_many(LANE_GIT, 1);
    run_many(LANE_READ, 4);
    run_many(LANE_LOAD, 4);
}

TEST(jobs, at_most_fifty_passwords_wait)
{
    static struct task tasks[60], git, read;
    start(3, false);
    held = true;
    CHECK_OK(add(&tasks[0], LANE_PASSWORD, work));
    while (!running)
        usleep(100);
    for (int i = 1; i <= 50; i++)
        CHECK_OK(add(&tasks[i], LANE_PASSWORD, work));
    CHECK_ERR(CARNET_LIMIT, add(&tasks[51], LANE_PASSWORD, work));
    CHECK_OK(add(&git, LANE_GIT, work)); /* the others go on */
    CHECK_OK(add(&read, LANE_READ, work));
    while (running < 3)
        usleep(100);
    held = false;
    stop();
    CHECK_INT(53, ordered);
    CHECK(!tasks[51].done);
}

static struct renderer *tool_new(void)
{
    renderers++;
    return (struct renderer *)mem_alloc(1);
}

static void tool_free(struct renderer *renderer)
{
    renderers--;
    mem_free(renderer);
}

static carnet_err needs_tool(struct job *job, struct ctx *ctx)
{
    (void)job;
    return ctx->renderer ? CARNET_OK : err_set(CARNET_IO, "test.no_tool", "%s", "");
}

TEST(jobs, each_worker_has_a_tool_of_its_own)
{
    struct task task = { 0 };
    ordered = 0;
    CHECK_OK(loop_new(&loop));
    struct jobs_options options = { .loop = loop, .workers = 2, .renderer_new = tool_new, .renderer_free = tool_free };
    CHECK_OK(jobs_start(&jobs, &options));
    CHECK_OK(add(&task, LANE_READ, needs_tool));
    while (renderers < 2)
        usleep(100);
    stop();
    CHECK_OK(task.job.err);
    CHECK_INT(0, renderers);
}

/* ---- with a database ---- */

static void prepare(void)
{
    struct store s;
    uint8_t key[KEY_BYTES] = { 5, 6, 7 };
    int64_t sequence;
    snprintf(folder, sizeof folder, "%s", test_folder());
    store_toy_seals();
    store_open(&s, folder);
    CHECK_OK(keys_put(s.keys, 3, key));
    store_add_document(&s, 1, 3);
    struct log_append row = store_append(1, "secret", 7);
    CHECK_OK(log_append(&sequence, &s.ctx, &row));
    store_close(&s);
}

static carnet_err load(struct job *job, struct ctx *ctx)
{
    struct task *task = (struct task *)job;
    struct log_state state;
    TRY(log_load(&state, ctx, task->document));
    snprintf(task->text, sizeof task->text, "%.*s", (int)state.updates[0].len, (const char *)state.updates[0].ptr);
    return CARNET_OK;
}

static carnet_err write_something(struct job *job, struct ctx *ctx)
{
    (void)job;
    return db_exec(ctx->db, "DELETE FROM document_log");
}

TEST(jobs, a_sealed_document_is_loaded_with_a_key_from_the_database_thread)
{
    struct task tasks[8], missing = { .document = 99 }, writer = { 0 };
    prepare();
    CHECK_OK(loop_new(&loop));
    CHECK_OK(database_start(&database, &(struct database_options){ .loop = loop, .folder = folder }));
    ordered = 0;
    struct jobs_options options = { .loop = loop, .workers = 2, .folder = folder, .database = database };
    CHECK_OK(jobs_start(&jobs, &options));
    for (int i = 0; i < 8; i++) {
        tasks[i] = (struct task){ .number = i, .document = 1 };
        CHECK_OK(add(&tasks[i], i % 2 ? LANE_LOAD : LANE_READ, load));
    }
    CHECK_OK(add(&missing, LANE_READ, load));
    CHECK_OK(add(&writer, LANE_LOAD, write_something));
    jobs_stop(jobs);
    database_stop(database);
    loop_free(loop);
    for (int i = 0; i < 8; i++)
        CHECK_TEXT("secret", tasks[i].text);
    CHECK_INT(CARNET_MISSING, missing.job.err);
    CHECK_INT(CARNET_IO, writer.job.err); /* a worker cannot write */
}

TEST(jobs, a_worker_whose_read_failed_opens_the_database_anew)
{
    struct task first = { .document = 1 }, second = { .document = 1 };
    fault_install();
    prepare();
    CHECK_OK(loop_new(&loop));
    CHECK_OK(database_start(&database, &(struct database_options){ .loop = loop, .folder = folder }));
    ordered = 0;
    struct jobs_options options = { .loop = loop, .workers = 1, .folder = folder, .database = database };
    CHECK_OK(jobs_start(&jobs, &options));
    fault_arm(FAULT_READ, 2, FAULT_IO, false);
    CHECK_OK(add(&first, LANE_LOAD, load));
    while (!first.done) {
        loop_drain(loop);
        usleep(1000);
    }
    CHECK_OK(add(&second, LANE_LOAD, load));
    jobs_close(jobs);
    CHECK_ERR(CARNET_LIMIT, add(&first, LANE_LOAD, load)); /* refused, not lost */
    database_stop(database);
    jobs_stop(jobs);
    loop_free(loop);
    CHECK(fault_fired());
    fault_reset();
    CHECK_OK(second.job.err);
    CHECK_TEXT("secret", second.text);
}

static carnet_err count_twice(struct job *job, struct ctx *ctx)
{
    struct task *task = (struct task *)job;
    static const char SQL[] = "SELECT count(*) FROM document_log";
    for (int i = 0; i < 2; i++) {
        CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL);
        TRY(db_one(&q));
        task->count = i ? task->count - (int)db_int(&q, 0) : (int)db_int(&q, 0);
        db_query_end(&q);
        running = 1; /* the writer may go */
        while (held)
            usleep(1000);
    }
    return CARNET_OK;
}

TEST(jobs, a_read_sees_one_state_from_begin_to_end)
{
    struct task task = { 0 };
    struct store s;
    int64_t sequence;
    prepare();
    start(1, true);
    store_open(&s, folder);
    held = true;
    CHECK_OK(add(&task, LANE_READ, count_twice));
    while (!running)
        usleep(100);
    struct log_append row = store_append(1, "meanwhile", 7);
    CHECK_OK(log_append(&sequence, &s.ctx, &row));
    held = false;
    stop();
    CHECK_INT(0, task.count);
    CHECK_OK(task.job.err);
    store_close(&s);
}
