#pragma once
/* The database thread: the only connection that writes, and every rule that writes. In turns (DESIGN §3): all waiting appends, then
 * requests in order of arrival until 5 ms have passed, each in its own savepoint; one COMMIT; then all answers go to the loop.
 * A turn that fails fails whole. A full disk: CARNET_LIMIT "store.full" until space returns, probed every second. Another I/O error: on_fatal is
 * posted to the loop once; nothing is written any more. database_* calls are for the loop thread unless they say otherwise. */
#include "loop/loop.h"
#include "store/log.h"

/* A room's batch. done runs on the loop after the commit (or the failure), in order. */
struct append;
typedef void append_done_fn(struct append *append);
struct append { /* embed it first; untouched between database_append and done */
    struct log_append row; /* points into memory that the owner keeps until done */
    uint64_t life;         /* the room's life: after one failed append, later ones of the same life fail untried */
    append_done_fn *done;
    carnet_err err;        /* after: verdict, with the note */
    struct err_note note;
    int64_t sequence;      /* after: of the row */
    struct append *next;   /* the thread's */
};

/* A request: one rule. done runs on the loop after the commit and after its effects. */
struct request;
typedef carnet_err request_run_fn(struct request *request, struct ctx *ctx);
typedef void request_done_fn(struct request *request);
struct request { /* embed it first; untouched between database_request and done */
    request_run_fn *run; /* on the database thread; an error undoes what it wrote */
    request_done_fn *done;
    bool reads_only; /* it may be answered although the turn failed or the disk is full */
    int64_t actor, sign_in; /* put into the ctx */
    carnet_err err;
    struct err_note note;
    struct arena *arena; /* made at run, freed after done */
    struct effects effects;
    bool stands;          /* the thread's */
    struct request *next; /* the thread's */
};

struct database_options {
    struct loop *loop;
    const char *folder; /* carnet.db and keys.db are there */
    /* Carries out the effects of one committed request, on the loop, then calls request->done through database_finish(request). */
    void (*on_effects)(void *self, struct request *request);
    void (*on_fatal)(void *self); /* the file is not trusted any more: close all, exit 70 */
    void *self;
};
struct database;
MUST_CHECK carnet_err database_start(struct database **out, const struct database_options *options); /* opens, migrates, starts */
void database_append(struct database *db, struct append *append);
void database_request(struct database *db, struct request *request);
void database_finish(struct request *request); /* from on_effects: runs done and frees the arena */
void database_forget_life(struct database *db, uint64_t life); /* the room is gone */
size_t database_waiting(struct database *db); /* bytes of appends not yet answered */
struct database_figures { /* as of the answers that reached the loop */
    uint64_t turns, appends, requests, failed_turns;
    bool full; /* the disk is: writes are refused until space returns */
};
struct database_figures database_figures(const struct database *db);
/* For workers: a journal's key. Waits for the database thread. */
MUST_CHECK carnet_err database_key(struct database *db, uint8_t key[KEY_BYTES], int64_t journal);
/* For workers: fn runs on the database thread, between two turns; short, and it changes nothing. Waits for it. */
typedef carnet_err database_keys_fn(void *self, struct keys *keys);
MUST_CHECK carnet_err database_keys(struct database *db, database_keys_fn *fn, void *self);
/* Finishes what waits, checkpoints (TRUNCATE), joins. The done calls that are left run before it returns. */
void database_stop(struct database *db);
