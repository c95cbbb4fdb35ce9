#pragma once
/* Websockets on /live/<document>: reassembly with a cap, the outbox, pings, closing. Loop thread only.
 * net accepts every upgrade whose Origin is ours (or which carries a bearer token) and leaves the decision to the hooks, which close
 * with a code. A hook may call ws_close on any socket, itself included: `closed` follows later, never inside the call. */
#include <stdbool.h>

#include "net/message.h"

struct ws;

enum credential_kind { CREDENTIAL_NONE, CREDENTIAL_COOKIE, CREDENTIAL_BEARER };
struct credential {
    enum credential_kind kind;
    char token[128];
    char as[65]; /* the person for whom the asking page is, who may not be whose cookie travels; "" when it does not say */
};
struct ws_request {
    const char *document; /* the last part of the path: [a-z0-9-]{1,64}; "" when it is not of that form */
    struct credential credential;
    const char *address;
    bool carnet; /* asked for the subprotocol "carnet" */
};
struct ws_hooks {
    void *(*opened)(void *self, struct ws *ws, const struct ws_request *request); /* gives the user value of the others */
    void (*received)(void *user, bytes message); /* one whole binary message */
    void (*drained)(void *user);                 /* the outbox is empty again after having held something */
    void (*closed)(void *user);                  /* the last call for this user; ws is gone after it */
};
/* Queues a message (takes one reference of its own) or writes it at once when the queue is empty and the pipe is free. Over 1 MB or 256
 * messages the socket is closed with 1013. Nothing is queued after ws_close. */
void ws_send(struct ws *ws, struct message *message);
void ws_close(struct ws *ws, unsigned code, const char *reason); /* empties the outbox, then sends the close frame */
void ws_pause(struct ws *ws, bool paused); /* stops or resumes reading; counted: as many resumes as pauses */
size_t ws_count(void); /* open sockets */
enum { WS_MESSAGE_MAX = 8 << 20 }; /* larger: 4413 */
