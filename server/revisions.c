/* What follows a writing burst, step by step over the threads (areas/document/history.h): a worker drafts the revision, the database
 * thread keeps the row, a worker makes the git commit from it, the database thread keeps its id. Each step can be repeated; at
 * start the commits that never ended are made, as many at a time as the lane has room for. */
#include "app.h"

#include "areas/document/history.h"
#include "base/log.h"
#include "loop/chores.h"

struct revisions {
    struct database *database;
    struct jobs *jobs;
    const char *folder;
    size_t busy;
    bool catching_up; /* commits that never ended come first, or newer ones of the same texts would overtake them for ever */
    bool kept;        /* meanwhile, a revision was: its row waits with the others */
    int64_t after;    /* the last one whose commit was begun again */
    size_t left;      /* of those begun together, not ended */
    loop_fn *closed;
    void *closed_arg;
};

struct step {
    struct job job; /* first */
    struct request request;
    struct revisions *revisions;
    int64_t document, revision;
    bool again; /* a commit that never ended */
    int64_t *waiting;
    size_t waiting_count;
    struct history_draft draft;
    struct history_commit commit;
};

static struct step *step_of(struct request *request)
{
    return (struct step *)((char *)request - offsetof(struct step, request));
}

static struct step *step_new(struct revisions *revisions)
{
    struct step *step = mem_zero(1, sizeof *step);
    step->revisions = revisions;
    revisions->busy++;
    chore_began(CHORE_REVISION);
    return step;
}

static void catch_up(struct revisions *revisions);

static void step_end(struct step *step, const char *what, const struct err_note *failure)
{
    struct revisions *revisions = step->revisions;
    bool last = step->again && --revisions->left == 0;
    if (failure)
        log_note(LOG_WARN, "revision", what, failure);
    chore_ended(CHORE_REVISION, !failure);
    mem_free((void *)(uintptr_t)step->draft.text.ptr);
    mem_free(step->draft.authors);
    mem_free(step->waiting);
    mem_free(step);
    revisions->busy--;
    if (last && !revisions->closed)
        catch_up(revisions);
    if (!revisions->busy && revisions->closed) {
        loop_fn *closed = revisions->closed;
        revisions->closed = NULL;
        closed(revisions->closed_arg);
    }
}

static void start_job(struct step *step, enum job_lane lane, job_work_fn *work, job_done_fn *done)
{
    step->job = (struct job){ .lane = lane, .work = work, .done = done };
    if (jobs_add(step->revisions->jobs, &step->job) == CARNET_OK)
        return;
    struct err_note note;
    err_take(&note);
    step_end(step, "not started", &note);
}

static void start_request(struct step *step, request_run_fn *run, request_done_fn *done)
{
    step->request = (struct request){ .run = run, .done = done };
    database_request(step->revisions->database, &step->request);
}

/* ---- the row ---- */

static carnet_err draft_work(struct job *job, struct ctx *ctx)
{
    struct step *step = (struct step *)job;
    struct history_draft draft = { 0 };
    TRY(history_draft(&draft, ctx, step->document)); /* on failure, what it holds is the arena's */
    step->draft = draft;
    step->draft.text.ptr = mem_copy(step->draft.text.ptr, step->draft.text.len); /* the job's arena goes first */
    step->draft.authors = mem_copy(step->draft.authors, step->draft.author_count * sizeof *step->draft.authors);
    return CARNET_OK;
}

static carnet_err keep_run(struct request *request, struct ctx *ctx)
{
    struct step *step = step_of(request);
    return history_keep(&step->revision, ctx, &step->draft); /* its EFFECT_REVISION starts the commit */
}

static void keep_done(struct request *request)
{
    step_end(step_of(request), "not kept", request->err ? &request->note : NULL);
}

static void draft_done(struct job *job)
{
    struct step *step = (struct step *)job;
    if (job->err || !step->draft.changed)
        step_end(step, "not drafted", job->err ? &job->note : NULL);
    else
        start_request(step, keep_run, keep_done);
}

void revisions_burst(struct revisions *revisions, int64_t document)
{
    struct step *step = step_new(revisions);
    step->document = document;
    start_job(step, LANE_LOAD, draft_work, draft_done);
}

/* ---- the commit ---- */

static carnet_err commit_work(struct job *job, struct ctx *ctx)
{
    struct step *step = (struct step *)job;
    return history_commit(&step->commit, ctx, step->revisions->folder, step->revision);
}

static carnet_err committed_run(struct request *request, struct ctx *ctx)
{
    return history_committed(ctx, &step_of(request)->commit);
}

static void committed_done(struct request *request)
{
    step_end(step_of(request), "commit id not kept", request->err ? &request->note : NULL);
}

static void commit_done(struct job *job)
{
    struct step *step = (struct step *)job;
    if (job->err)
        step_end(step, "not committed to git", &job->note);
    else
        start_request(step, committed_run, committed_done);
}

static void commit_start(struct revisions *revisions, int64_t revision, bool again)
{
    struct step *step = step_new(revisions);
    step->revision = revision;
    step->again = again;
    start_job(step, LANE_GIT, commit_work, commit_done);
}

void revisions_commit(struct revisions *revisions, int64_t revision)
{
    if (revisions->catching_up)
        revisions->kept = true;
    else
        commit_start(revisions, revision, false);
}

/* ---- the commits that never ended ---- */

static carnet_err waiting_run(struct request *request, struct ctx *ctx)
{
    struct step *step = step_of(request);
    int64_t *ids;
    size_t count;
    TRY(history_waiting(&ids, &count, ctx, step->revision));
    step->waiting = mem_copy(ids, count * sizeof *ids);
    step->waiting_count = count;
    return CARNET_OK;
}

static void waiting_done(struct request *request)
{
    struct step *step = step_of(request);
    struct revisions *revisions = step->revisions;
    size_t count = revisions->closed ? 0 : step->waiting_count;
    if (count) {
        revisions->after = step->waiting[count - 1];
        revisions->left = count;
    } else if (revisions->kept && !request->err && !revisions->closed) {
        catch_up(revisions); /* it may have been kept after this look */
    } else {
        revisions->catching_up = false;
    }
    for (size_t i = 0; i < count; i++)
        commit_start(revisions, step->waiting[i], true);
    step_end(step, "waiting commits not found", request->err ? &request->note : NULL);
}

static void catch_up(struct revisions *revisions)
{
    struct step *step = step_new(revisions);
    step->revision = revisions->after;
    revisions->kept = false;
    start_request(step, waiting_run, waiting_done);
}

void revisions_resume(struct revisions *revisions)
{
    revisions->catching_up = true;
    catch_up(revisions);
}

struct revisions *revisions_new(struct database *database, struct jobs *jobs, const char *folder)
{
    struct revisions *revisions = mem_zero(1, sizeof *revisions);
    *revisions = (struct revisions){ .database = database, .jobs = jobs, .folder = folder };
    return revisions;
}

void revisions_close(struct revisions *revisions, loop_fn *closed, void *arg)
{
    revisions->closed = closed;
    revisions->closed_arg = arg;
    if (!revisions->busy) {
        revisions->closed = NULL;
        closed(arg);
    }
}

void revisions_free(struct revisions *revisions)
{
    mem_free(revisions);
}
