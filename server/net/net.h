#pragma once
/* HTTP/1.1 and websockets on libwebsockets, over the loop's libuv. Loop thread. The seven traps of libwebsockets are closed in http.c.
 * Order for a request: limits, Origin and credential → static file, or a route → before (live lets a room's batch leave first) →
 * prepare on a worker, if the route has one → authenticate and handle, on the database thread or a worker → effects → answer. */
#include "loop/database.h"
#include "loop/jobs.h"
#include "net/request.h"

enum route_flags {
    ROUTE_PUBLIC = 1,    /* no sign-in needed; ctx.actor may be 0 */
    ROUTE_READS = 2,     /* runs on a worker, on a read-only connection */
    ROUTE_UPLOAD = 4,    /* the body goes to a file as it comes; cap: setting uploads-limit-mb */
    ROUTE_BINARY = 8,    /* an application/octet-stream body of at most 8 MB, not JSON */
    ROUTE_LOOPBACK = 16, /* only from this machine; 404 elsewhere */
    ROUTE_FORM = 32,     /* a form's body, of either type, not JSON */
};
struct route {
    const char *method, *path; /* "/api/journal/entries/:document/title" */
    carnet_err (*handle)(struct req *req, struct reply *reply);
    unsigned flags;
    carnet_err (*prepare)(struct req *req); /* first, on a worker of lane LANE_PASSWORD; not signed in yet */
};

struct net_hooks {
    /* Finds who is behind a credential; sets ctx->actor and ctx->sign_in. CARNET_DENIED "session.none", or "session.other" where it is not
     * the person whom the credential names: 401. On the handler's thread. */
    carnet_err (*authenticate)(struct ctx *ctx, const struct credential *credential);
    /* Calls ready(arg), at once or later, when no uncommitted word of this document waits in a room. */
    void (*before)(void *self, const char *document, loop_fn *ready, void *arg);
    struct ws_hooks ws;
    void *self; /* for before and ws.opened */
};
struct net_options {
    struct loop *loop;
    struct database *database;
    struct jobs *jobs;
    const struct route *const *routes; /* tables ended by {0}, the list ended by NULL */
    const struct net_hooks *hooks;
    const char *listen; /* ADDR:PORT; [::1]:8080; port 0: any */
    const char *web;    /* folder of the built page; NULL: none */
    const char *temp;   /* folder for uploads under way */
};
struct net;
MUST_CHECK carnet_err net_start(struct net **out, const struct net_options *options);
int net_port(const struct net *net); /* the real one */
const char *net_version(void);        /* of the library in service */
/* Stops accepting, closes websockets with 1012, lets answers under way finish (2 s at most), then calls closed on the loop. */
void net_close(struct net *net, loop_fn *closed, void *arg);
void net_free(struct net *net); /* after closed */
