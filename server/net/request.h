#pragma once
/* One HTTP request as a handler sees it, and its answer. A handler runs on the database thread, or on a worker (ROUTE_READS).
 * Everything it returns lives in ctx.arena or is taken by the reply. */
#include <jansson.h>

#include "net/websocket.h"
#include "store/ctx.h"

struct req {
    struct ctx ctx;
    const char *method, *path;
    const struct route *route;
    const char *address; /* the client's, proxies believed as configured */
    struct credential credential;
    bytes body;            /* at most 1 MB, or the route's own cap */
    const char *body_file; /* ROUTE_UPLOAD: the temporary file that holds the body; the handler may rename it */
    void *prepared;        /* what route->prepare left, in the arena */
    struct exchange *exchange; /* net's */
};

const char *req_id(const struct req *req, const char *name);     /* ":name" of the path: [a-z0-9-]{1,64} */
const char *req_query(const struct req *req, const char *name);  /* decoded; NULL when absent */
const char *req_header(const struct req *req, const char *name); /* lower case; NULL when absent; the few that routes may read */
/* Strict JSON: an object, exactly the keys of the format (jansson's), no duplicate, at most 32 deep. CARNET_INVALID "request.json". */
MUST_CHECK carnet_err req_json(struct req *req, const char *format, ...);

struct reply;
carnet_err reply_json(struct reply *reply, int status, json_t *json);        /* takes json; NULL: CARNET_INVALID "reply.json" */
carnet_err reply_bytes(struct reply *reply, int status, const char *type, bytes body); /* copies */
carnet_err reply_empty(struct reply *reply, int status);
void reply_header(struct reply *reply, const char *name, const char *value); /* lower-case name without colon; copied */
/* Sets or clears the sign-in cookie: the name and attributes are net's (DESIGN §8). seconds 0: until the browser closes; -1: cleared. */
void reply_cookie(struct reply *reply, const char *token, long seconds);
/* When the handler has returned OK and its work is committed, then(data, done) runs on the loop instead of sending: it must end with
 * exactly one reply_finish, at once or later. Until then reply and req stay valid, also if the client goes away. */
typedef void reply_then_fn(struct reply *reply, struct req *req, void *data);
void reply_then(struct reply *reply, reply_then_fn *then, void *data);
void reply_finish(struct reply *reply, carnet_err err); /* loop; err with the thread's note becomes problem+json */
/* An answer without a length, made piece by piece: more(out, last, ctx, self) puts one piece into out, on a worker with a ctx of its own in which
 * the asker is authenticated again, when the piece before has left. At most one is in memory. The answer is what the handler says in its headers,
 * then pieces until *last; an error cuts the connection, so that nobody takes half for whole. drop(self): once, on the loop, however it ended. */
typedef carnet_err reply_more_fn(struct buf *out, bool *last, struct ctx *ctx, void *self);
typedef void reply_drop_fn(void *self);
carnet_err reply_stream(struct reply *reply, const char *type, reply_more_fn *more, reply_drop_fn *drop, void *self);
