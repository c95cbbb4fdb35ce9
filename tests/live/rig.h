#pragma once
/* The live engine on real threads, a real database and real sockets, with the smallest school: persons 1 to 9 sign in with the bearer token
 * "p1" … "p9"; what each may do with the one document "doc" is a number the test sets. */
#include "crdt/crdt.h"
#include "harness/test.h"
#include "live/live.h"

enum { RIG_READ = 1, RIG_WRITE = 2, RIG_SIGN_IN = 100 /* and the person: their sign-in */ };

void rig_start(void);
void rig_stop(void);
void rig_rights(int person, int rights); /* takes effect without telling the rooms */

/* Runs a rule on the database thread and waits until its request is finished (after its effects). */
carnet_err rig_run(carnet_err (*rule)(struct ctx *ctx));
/* The same, started behind live_before("doc") and not waited for; rig_wait waits for it. */
void rig_begin(carnet_err (*rule)(struct ctx *ctx), bool before);
carnet_err rig_wait(void);
bool rig_finished(void);
void rig_block(void);   /* the database thread stands still … */
void rig_unblock(void); /* … until here */
int64_t rig_rows(void); /* rows in the log */
carnet_err rule_raise_epoch(struct ctx *ctx); /* what a change of rights does */
carnet_err rule_raise_epoch_slowly(struct ctx *ctx); /* then stands still until rig_unblock */
void rig_stall_readmission(void); /* the next one stands still until rig_unblock */
void rig_until_blocked(void); /* the slow rule stands still */

/* An empty update over HTTP, of somebody who only wants to know what is there: the rights are read on the database thread, the document is loaded
 * on a worker, and the workers stand still from here until rig_unload. */
void rig_post_and_stall(int person);
void rig_unload(void);
carnet_err rig_posted(void); /* waits for its answer */

/* A websocket client that speaks "carnet". */
struct peer {
    int fd, person;
    struct crdt_doc *doc;
    struct buf in;
    uint64_t saved;    /* last message 100 */
    int close_code;    /* 0: open */
    size_t frames;     /* update frames seen */
    bool pong;         /* a ping was answered */
};
void peer_open(struct peer *peer, int person);
void peer_join(struct peer *peer, int person); /* opened and in step with the server */
void peer_close(struct peer *peer);
void peer_send(struct peer *peer, bytes message);
size_t peer_try_send(struct peer *peer, bytes message); /* bytes the socket took without blocking */
void peer_step1(struct peer *peer);                     /* asks for everything */
void peer_type(struct peer *peer, size_t index, const char *text);
bool peer_read(struct peer *peer, int ms); /* takes one message; false: nothing came, or closed */
void peer_until_saved(struct peer *peer, uint64_t count);
void peer_until_closed(struct peer *peer, int code);
const char *peer_text(struct peer *peer); /* valid until the next call */
void rig_update(struct buf *out, bytes update); /* wraps an update as a message */
