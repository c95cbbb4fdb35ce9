#pragma once
/* The one place that wires everything: the three kinds of thread, the rooms, the areas, the network. */
#include "live/live.h"
#include "net/net.h"

struct app_options {
    const char *folder, *listen;
    char **words; /* the program's own, to start it again */
};
/* Serves until SIGTERM or SIGINT: 0. CARNET_CONFLICT becomes 3 (the folder is in use); 70: the disk is not trusted any more. When a real
 * cohort is to begin where the sample is, the program does that and starts again in its place, and this does not return. */
int app_serve(const struct app_options *options);
/* The same program with the same words in the same process, listening at the same address (again.c). Returns when it could not. */
void again(const struct app_options *options, int port);

/* The program's own routes: /healthz, /metrics, updates over HTTP. */
struct app;
extern const struct route app_routes[];
void app_routes_use(struct live *live, struct database *database);

/* /api/system, for platform administrators (system.c). */
struct system_parts {
    const char *folder, *build;
    struct live *live;
    struct database *database;
};
void system_use(const struct system_parts *parts);
extern const struct route system_routes[];

/* Revisions after writing bursts, and their git commits (revisions.c). Loop thread. */
struct revisions;
struct revisions *revisions_new(struct database *database, struct jobs *jobs, const char *folder);
void revisions_resume(struct revisions *revisions);                    /* commits that never ended */
void revisions_burst(struct revisions *revisions, int64_t document);
void revisions_commit(struct revisions *revisions, int64_t revision);
void revisions_close(struct revisions *revisions, loop_fn *closed, void *arg); /* when nothing of theirs is under way */
void revisions_free(struct revisions *revisions);

/* Letters from the outbox to the mail server (mailer.c). Loop thread. */
struct mailer;
MUST_CHECK carnet_err mailer_new(struct mailer **out, struct loop *loop, struct database *database); /* *out is set when it could begin */
void mailer_wake(struct mailer *mailer); /* a letter waits; also once at start */
void mailer_stop(struct mailer *mailer); /* no more letters; the one on its way has a moment to finish */
void mailer_close(struct mailer *mailer, loop_fn *closed, void *arg); /* after mailer_stop: when none is on its way */
void mailer_free(struct mailer *mailer);

/* What is done by the clock and asked by nobody (clockwork.c). Loop thread. */
struct clockwork;
struct clockwork *clockwork_new(struct loop *loop, struct database *database);
void clockwork_start(struct clockwork *clockwork); /* at once, then every half minute; again: at once */
void clockwork_stop(struct clockwork *clockwork);
void clockwork_free(struct clockwork *clockwork);  /* after the database thread has ended */

/* The search index, kept up beside the writing (indexing.c). Loop thread. */
struct indexing;
struct indexing *indexing_new(struct database *database, struct jobs *jobs);
void indexing_wake(struct indexing *indexing); /* a revision was kept, or the program starts: something may be stale */
void indexing_close(struct indexing *indexing, loop_fn *closed, void *arg); /* when no round is under way */
void indexing_free(struct indexing *indexing);

/* Engines that are started once per process, before threads: randomness, git, seals, areas. */
MUST_CHECK carnet_err app_engines(const char *build);
