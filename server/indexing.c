/* Rounds of the search index (areas/search/index.h): a worker folds what is stale, the database thread keeps it, until nothing is. One round at
 * a time: what comes meanwhile is taken by the next. */
#include "app.h"

#include "areas/search/index.h"
#include "base/log.h"
#include "loop/chores.h"

struct indexing {
    struct job job; /* first */
    struct request request;
    struct database *database;
    struct jobs *jobs;
    struct arena *arena; /* of the words between the two threads */
    struct index_words *words;
    size_t count;
    bool busy, again;
    loop_fn *closed;
    void *closed_arg;
};

static void start(struct indexing *indexing);

static void end_round(struct indexing *indexing, const struct err_note *failure)
{
    arena_free(indexing->arena);
    indexing->arena = NULL;
    indexing->busy = false;
    if (failure)
        log_note(LOG_WARN, "search", "a round of the index failed", failure); /* the next revision begins another */
    chore_ended(CHORE_INDEX, !failure);
    if (indexing->closed) {
        loop_fn *closed = indexing->closed;
        indexing->closed = NULL;
        closed(indexing->closed_arg);
    } else if (indexing->again) {
        start(indexing);
    }
}

static carnet_err keep_run(struct request *request, struct ctx *ctx)
{
    struct indexing *indexing = (struct indexing *)((char *)request - offsetof(struct indexing, request));
    return index_keep(ctx, indexing->words, indexing->count);
}

static void keep_done(struct request *request)
{
    struct indexing *indexing = (struct indexing *)((char *)request - offsetof(struct indexing, request));
    if (!request->err && indexing->count == INDEX_AT_ONCE)
        indexing->again = true;
    end_round(indexing, request->err ? &request->note : NULL);
}

static carnet_err read_work(struct job *job, struct ctx *ctx)
{
    struct indexing *indexing = (struct indexing *)job;
    struct ctx own = *ctx;
    own.arena = indexing->arena;
    return index_read(&indexing->words, &indexing->count, &own);
}

static void read_done(struct job *job)
{
    struct indexing *indexing = (struct indexing *)job;
    if (job->err || !indexing->count) {
        end_round(indexing, job->err ? &job->note : NULL);
        return;
    }
    indexing->request = (struct request){ .run = keep_run, .done = keep_done };
    database_request(indexing->database, &indexing->request);
}

static void start(struct indexing *indexing)
{
    indexing->again = false;
    indexing->busy = true;
    chore_began(CHORE_INDEX);
    indexing->arena = arena_new();
    indexing->count = 0;
    indexing->job = (struct job){ .lane = LANE_LOAD, .work = read_work, .done = read_done };
    if (jobs_add(indexing->jobs, &indexing->job) == CARNET_OK)
        return;
    struct err_note note;
    err_take(&note);
    end_round(indexing, &note);
}

void indexing_wake(struct indexing *indexing)
{
    indexing->again = true;
    if (!indexing->busy && !indexing->closed)
        start(indexing);
}

struct indexing *indexing_new(struct database *database, struct jobs *jobs)
{
    struct indexing *indexing = mem_zero(1, sizeof *indexing);
    indexing->database = database;
    indexing->jobs = jobs;
    return indexing;
}

void indexing_close(struct indexing *indexing, loop_fn *closed, void *arg)
{
    if (!indexing->busy) {
        closed(arg);
        return;
    }
    indexing->closed = closed;
    indexing->closed_arg = arg;
}

void indexing_free(struct indexing *indexing)
{
    mem_free(indexing);
}
