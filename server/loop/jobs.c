/* Worker threads take jobs from lanes. A worker opens its read-only connection when the first job comes and replaces it
 * after trouble. Jobs that read on behalf of a person (LANE_READ) see one state of the database from begin to end; the others
 * open a view only while they read, so that a long job does not hold the write-ahead log. */
#include "loop/jobs.h"

#include "base/clock.h"
#include "base/log.h"
#include "loop/database.h"
#include "loop/queue.h"
#include "loop/thread.h"

struct worker {
    struct thread thread;
    struct jobs *jobs;
    struct db *db; /* NULL until needed */
    struct keys *keys;
    struct renderer *renderer;
};

struct jobs {
    struct jobs_options options;
    struct buf path; /* of carnet.db */
    struct lanes *lanes;
    struct worker *workers;
    bool closed;
};

static void job_finished(void *arg)
{
    struct job *job = arg;
    struct arena *arena = job->arena;
    job->done(job); /* may free the job */
    arena_free(arena);
}

static carnet_err worker_connect(struct worker *worker)
{
    if (worker->db && db_trouble(worker->db) != DB_SOUND) {
        db_close(worker->db);
        worker->db = NULL;
    }
    if (worker->db || !worker->jobs->options.folder)
        return CARNET_OK;
    return db_open(&worker->db, buf_text(&worker->jobs->path), false);
}

static carnet_err job_work(struct worker *worker, struct job *job)
{
    struct ctx ctx = {
        .keys = worker->keys,
        .renderer = worker->renderer,
        .arena = job->arena,
        .now = clock_now(),
        .actor = job->actor,
        .sign_in = job->sign_in,
    };
    CLEANUP(db_view_end) struct db_view view = { NULL };
    TRY(worker_connect(worker));
    ctx.db = worker->db;
    if (ctx.db && job->lane == LANE_READ)
        TRY(db_view_begin(&view, ctx.db));
    carnet_err err = job->work(job, &ctx);
    if (ctx.db)
        db_assert_idle(ctx.db);
    return err;
}

static void worker_run(void *arg)
{
    struct worker *worker = arg;
    struct jobs *jobs = worker->jobs;
    struct job *job;
    size_t lane;
    if (jobs->options.renderer_new)
        worker->renderer = jobs->options.renderer_new();
    while ((job = lanes_take(jobs->lanes, &lane))) {
        job->arena = arena_new();
        job->err = job_work(worker, job);
        if (job->err != CARNET_OK)
            err_take(&job->note);
        loop_post(jobs->options.loop, job_finished, job); /* it may be gone after this */
        lanes_done(jobs->lanes, lane);
    }
    if (worker->renderer)
        jobs->options.renderer_free(worker->renderer);
    db_close(worker->db);
}

static carnet_err ask_for_key(void *self, uint8_t key[KEY_BYTES], int64_t journal)
{
    return database_key(self, key, journal);
}

carnet_err jobs_start(struct jobs **out, const struct jobs_options *options)
{
    size_t count = options->workers > 0 ? (size_t)options->workers : 1;
    struct lane_limits limits[LANE_COUNT] = {
        [LANE_READ] = { .waiting = 4096, .running = count },
        [LANE_PASSWORD] = { .waiting = 50, .running = 1 },
        [LANE_LOAD] = { .waiting = 16384, .running = count },
        [LANE_GIT] = { .waiting = 4096, .running = 1 },
        [LANE_LONG] = { .waiting = 4, .running = 1 },
    };
    struct jobs *jobs = mem_zero(1, sizeof *jobs);
    jobs->options = *options;
    jobs->options.workers = (int)count;
    if (options->folder)
        buf_printf(&jobs->path, "%s/carnet.db", options->folder);
    jobs->lanes = lanes_new(LANE_COUNT, limits);
    jobs->workers = mem_zero(count, sizeof *jobs->workers);
    for (size_t i = 0; i < count; i++) {
        struct worker *worker = &jobs->workers[i];
        worker->jobs = jobs;
        if (options->database)
            worker->keys = keys_remote(ask_for_key, options->database);
        thread_start(&worker->thread, "worker", worker_run, worker);
    }
    *out = jobs;
    return CARNET_OK;
}

carnet_err jobs_add(struct jobs *jobs, struct job *job)
{
    job->err = CARNET_OK;
    job->note = (struct err_note){ 0 };
    if (!lanes_put(jobs->lanes, job->lane, job))
        return err_set(CARNET_LIMIT, "jobs.full", "lane=%d", (int)job->lane);
    return CARNET_OK;
}

void jobs_close(struct jobs *jobs)
{
    if (jobs->closed)
        return;
    jobs->closed = true;
    lanes_close(jobs->lanes);
    for (int i = 0; i < jobs->options.workers; i++) {
        thread_join(&jobs->workers[i].thread);
        keys_close(jobs->workers[i].keys);
    }
    loop_drain(jobs->options.loop);
}

void jobs_stop(struct jobs *jobs)
{
    jobs_close(jobs);
    lanes_free(jobs->lanes);
    mem_free(jobs->workers);
    buf_clear(&jobs->path);
    mem_free(jobs);
}
