#pragma once
/* One request or job: what a rule may use. On the database thread db can write and effects is set; on a worker db is
 * read-only and effects is NULL. Rules open no transaction: the database thread runs each request inside a savepoint. */
#include <stdint.h>

#include "base/bytes.h"
#include "base/err.h"
#include "base/mem.h"

struct db;
struct keys;
struct renderer;
struct effects;

struct ctx {
    struct db *db;
    struct keys *keys;         /* the journals' keys; on a worker it asks the database thread */
    struct renderer *renderer; /* the worker's Markdown child; NULL on the database thread */
    struct effects *effects;   /* what the loop does after the commit, before the answer; NULL on a worker */
    struct arena *arena;
    int64_t now;     /* ms, the same during the whole request */
    int64_t actor;   /* person, 0: nobody */
    int64_t sign_in; /* the sign-in behind a cookie, 0: none */
    int64_t token;   /* the personal token, 0: none */
};

/* What a commit changes outside the database, in order. The loop carries them out after the commit and before the answer. */
enum effect_kind {
    EFFECT_RIGHTS,      /* the document's rights changed: its members are admitted again or closed */
    EFFECT_UPDATE,      /* a rule changed the document: apply and broadcast this update (already in the log) */
    EFFECT_SIGNED_OUT,  /* a sign-in ended: its sockets are closed with 4401 */
    EFFECT_REVISION,    /* a revision row waits for its git commit */
    EFFECT_MAIL,        /* a letter waits in the outbox */
    EFFECT_CLOCK,       /* something is due now: the clock need not wait for its next beat */
    EFFECT_ERASE,       /* an erasure was begun: it is finished in a turn after this one */
    EFFECT_COMMENTS,    /* a thread of comments on the document changed; update: which, a struct effect_thread */
    EFFECT_APART,       /* who changed a sentence of the document apart; update: the persons who are told, int64_t each */
    EFFECT_CLOSED,      /* a person's account is closed: all their sockets are closed with 4401 */
    EFFECT_AFRESH,      /* the sample gives way to a real cohort: the program ends, does it, and starts again; update: the sign-in, an int64_t */
};
struct effect {
    enum effect_kind kind;
    int64_t id;   /* document, sign-in, revision or person */
    bytes update; /* EFFECT_UPDATE, EFFECT_COMMENTS, EFFECT_APART, EFFECT_AFRESH; in the arena of the request */
    struct effect *next;
};
struct effect_thread {
    int64_t revision, epoch; /* what it stands on, the document's rights epoch when it was begun */
    int64_t began_by;
    bool aside; /* between the author of the text and who began it */
};
struct effects {
    struct effect *first, **last;
};
void effects_init(struct effects *effects);
/* id and update as above; update is copied into ctx->arena. Must not be called on a worker. */
void effect_add(struct ctx *ctx, enum effect_kind kind, int64_t id, bytes update);
