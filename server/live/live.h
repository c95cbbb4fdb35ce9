#pragma once
/* Live documents: rooms of people who edit one document, in the protocol of y-websocket (DESIGN §5).
 * Loop thread only, except the hooks that say otherwise. live knows documents and persons by number; who may do what is asked
 * of the hooks. What a member wrote is shown to others, and called saved, only after its commit. */
#include "loop/database.h"
#include "loop/jobs.h"
#include "net/websocket.h"

enum live_threads { LIVE_THREADS_NONE, LIVE_THREADS_OWN, LIVE_THREADS_OPEN, LIVE_THREADS_ALL };

struct live_admission {
    int64_t document, journal; /* journal 0: not sealed */
    int64_t person, sign_in, token; /* by a sign-in or by a personal token; the other is 0 */
    int64_t epoch;             /* the rights epoch these rights were read under */
    int64_t valid_until;       /* ms; 0: no end by the clock */
    bool read, write;
    enum live_threads threads;                /* of what is said beside the text: nothing, what they began, that and what is not aside, all… */
    int64_t threads_revision, threads_epoch;  /* …from this revision and this rights epoch on */
    int64_t recovered; /* author of words of others that a restore lost and this person may bring back; 0: none may */
};

struct live_hooks {
    /* On the database thread, so that admissions and changes of rights reach the loop in their true order.
     * CARNET_DENIED "session.none" or "session.other": 4401; CARNET_MISSING: 4404, also for what may not be known. */
    carnet_err (*admit)(struct ctx *ctx, struct live_admission *out, const struct credential *credential,
                        const char *document);
    /* The same for somebody already in, admitted as before says: read and write may both be false. */
    carnet_err (*readmit)(struct ctx *ctx, struct live_admission *out, const struct live_admission *before);
    /* A writing burst ended and is committed: 2 minutes of silence, 10 of writing, or the last person left. */
    void (*burst)(void *self, int64_t document);
    void *self;
};

struct live_options {
    struct loop *loop;
    struct database *database;
    struct jobs *jobs;
    struct live_hooks hooks;
};

struct live;
struct live *live_new(const struct live_options *options);
void live_free(struct live *live); /* after live_close */

extern const struct ws_hooks live_ws_hooks; /* their self is the struct live */

/* net_hooks.before and database_options.on_effects; self is the struct live. */
void live_before(void *self, const char *document, loop_fn *ready, void *arg);
void live_effects(void *self, struct request *request);

/* One update over HTTP: the same gate, batch and commit. done is called once, after the commit; answer (borrowed) is the state missing to
 * the given vector, held (borrowed) the vector of the document itself, which only who may write is told, as by step1. update and vector
 * are copied. Errors: CARNET_INVALID "live.bad_message", CARNET_DENIED "live.reader" and "live.author", CARNET_LIMIT "live.too_big",
 * CARNET_IO "live.try_again". */
typedef void live_posted_fn(void *arg, carnet_err err, bytes answer, bytes held);
void live_post(struct live *live, const struct live_admission *admission, const char *document, bytes update, bytes vector,
               live_posted_fn *done, void *arg);

/* Takes no new member, writes what is open, ends bursts, and calls closed when everybody has left and nothing is in flight.
 * Called beside net_close, which closes the sockets. */
void live_close(struct live *live, loop_fn *closed, void *arg);
/* The database is not trusted any more: everybody is sent away with 4503. */
void live_abandon(struct live *live);

struct live_figures {
    size_t rooms, members, documents, memory; /* documents in memory, and their bytes */
};
struct live_figures live_figures(const struct live *live);
