#pragma once
/* Workers: threads that do what is slow. Each has its own read-only connection and its own tools. Jobs wait in bounded lanes;
 * a lane also bounds how many of its jobs run at once, so that sign-ins never wait behind exports. */
#include "loop/loop.h"
#include "store/ctx.h"

enum job_lane { /* in order of priority */
    LANE_READ,     /* text, html, history, lists: as many as there are workers */
    LANE_PASSWORD, /* argon2id: one at a time, at most 50 waiting */
    LANE_LOAD,     /* documents for rooms, snapshots for compaction */
    LANE_GIT,      /* one at a time */
    LANE_LONG,     /* backups and checks: one at a time; the other workers go on */
    LANE_COUNT
};

struct job;
typedef carnet_err job_work_fn(struct job *job, struct ctx *ctx); /* worker thread; ctx->arena lives until done returns */
typedef void job_done_fn(struct job *job);                        /* loop thread */
struct job { /* embed it first in a struct of your own; nobody touches it between start and done but work */
    enum job_lane lane;
    job_work_fn *work;
    job_done_fn *done;
    int64_t actor, sign_in;
    carnet_err err; /* what work returned, and its note */
    struct err_note note;
    struct arena *arena; /* made for the job, freed after done */
    struct job *next;    /* the pool's */
};

struct database;
struct jobs_options {
    struct loop *loop;
    const char *folder; /* data folder; NULL: no database (tests) */
    struct database *database; /* for the journals' keys; NULL: none */
    int workers;
    struct renderer *(*renderer_new)(void); /* each worker's tool, made and freed on its thread; NULL: none */
    void (*renderer_free)(struct renderer *renderer);
};
struct jobs;
MUST_CHECK carnet_err jobs_start(struct jobs **out, const struct jobs_options *options);
MUST_CHECK carnet_err jobs_add(struct jobs *jobs, struct job *job); /* CARNET_LIMIT "jobs.full": done is not called */
/* Runs what waits and joins, as jobs_stop, but keeps jobs: jobs_add is refused from now on. For shutting down in the order
 * jobs_close, database_stop, jobs_stop: what the database thread still answers may try to add a job. */
void jobs_close(struct jobs *jobs);
void jobs_stop(struct jobs *jobs); /* runs what waits, joins; the done calls that are left run before it returns */
