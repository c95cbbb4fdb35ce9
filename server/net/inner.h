#pragma once
/* What the files of net/ share; nobody else includes it. One net; a conn per TCP connection; on it, one after the other, exchanges
 * (a request and its answer), or one websocket. A conn belongs to libwebsockets and goes when the socket goes; an exchange may
 * outlive it, because its handler runs on another thread: it keeps the conn's number and looks it up again when it has an answer. */
#include <libwebsockets.h>
#include <uv.h>

#include "base/table.h"
#include "net/net.h"

/* How long we wait, in ms. Tests make it shorter. */
struct net_patience {
    uint64_t body;    /* for a body that does not come, or comes slower than BODY_RATE */
    uint64_t reader;  /* for progress, while the peer does not read our answer */
    uint64_t discard; /* for the rest of a body that was refused */
    uint64_t ping;    /* between pings */
    uint64_t silence; /* until a silent websocket is gone */
    uint64_t closing; /* for a websocket to take its close frame */
    uint64_t stop;    /* net_close */
    uint64_t tick;
};
extern struct net_patience net_patience;
enum {
    BODY_RATE = 2 * 1024,      /* bytes a second: a phone at the edge of the network */
    BODY_JSON = 1 << 20,       /* caps */
    BODY_BINARY = 8 << 20,
    HEAD_MAX = 16384,          /* all headers of a request; beyond it libwebsockets closes */
    PIECE = 64 * 1024,         /* of an answer, per write */
    QUIET_MS = 8,              /* the grid on which "absent, or not for you" is answered */
    CROWD = 256,               /* new connections after which memory is given back */
    OUTBOX_BYTES = 1 << 20,
    OUTBOX_MESSAGE = 64,       /* what a message counts besides its octets, so that many small ones end too */
    OUTBOX_TURN = 16,          /* messages per WRITEABLE */
    LOOPBACK_CONNECTIONS = 10000,
};

struct peer;
struct files;
struct later;
struct upload;
struct exchange;
struct conn {
    struct net *net;
    struct lws *wsi;
    struct peer *peer;
    uint64_t id;
    struct exchange *exchange; /* the request at hand */
    struct ws *ws;
    const uint8_t *rest;       /* of an answer too large for one write; belongs to the exchange or to the files */
    size_t rest_len;
    uint64_t deadline;         /* ms; 0: none */
    bool keep;                 /* the request allows keep-alive */
    bool chunks;               /* it understands an answer in chunks */
    bool secure;               /* HTTPS, here or at the proxy in front */
    struct later *later;       /* an answer made while libwebsockets was still reading; it leaves in the next WRITEABLE */
    uint64_t read_at_answer;   /* octets libwebsockets had read when the last answer left; 0: none did */
    bool unread;               /* the request's body is not, or not wholly, read */
    bool skipping;             /* the body is read and forgotten, then later leaves */
    bool flushing;             /* the answer is with libwebsockets, not wholly with the kernel */
    bool lingering;            /* answered; we only wait for the peer to read it */
    bool end;                  /* close after the answer that is being sent */
    bool sending;
    bool talked;               /* the peer sent more while it had an answer to read */
    bool gone;
};

struct header {
    const char *name, *value;
    struct header *next;
};
enum { PARAMS = 4 };
struct param {
    const char *name, *value;
};

struct reply {
    int status;
    const char *type;
    struct buf body, headers;
    reply_then_fn *then;
    void *then_data;
    reply_more_fn *more; /* NULL: the body is all there is */
    reply_drop_fn *drop;
    void *stream;
    bool begun, last;    /* its head has left; so has what it ends with */
};

struct exchange {
    struct net *net;
    uint64_t conn; /* number */
    enum { EXCHANGE_BODY, EXCHANGE_HANDLING, EXCHANGE_ANSWERED } state;
    struct arena *arena;
    struct req req;
    struct reply reply;
    struct param params[PARAMS];
    struct header *headers, *query;
    json_t *json; /* the parsed body, once asked for */
    bool head, secure, chunks;
    size_t expected; /* length of the body */
    struct buf body;
    struct upload *upload;
    struct request request;
    struct job preparing, job;
    uint64_t started;           /* ms */
    struct loop_timer *holding; /* an answer that must not tell by its time */
};

/* Of the loop, at a start. */
enum { HANDLES_MOST = 256 };
struct handles {
    void *list[HANDLES_MOST];
    size_t count;
};

struct net {
    struct net_options options;
    char *address, *web, *temp; /* copies */
    int port;
    struct lws_context *context; /* NULL once libwebsockets has let go */
    struct lws_protocols protocols[3];
    struct lws_vhost *vhost;
    struct handles own; /* those of libwebsockets itself, not of conns */
    bool tls, closing, freed;
    int64_t rate;         /* setting live-rate */
    char *security;       /* the headers of every answer */
    char **origins;       /* ended by NULL */
    char **proxies;
    struct names peers;
    struct table conns;
    uint64_t last_id;
    uint64_t last_id_seen, last_id_trimmed; /* a tick ago; when memory was given back */
    struct table departed; /* closed, but libwebsockets has not destroyed them yet */
    size_t sockets;        /* conns and departed */
    size_t exchanges;
    struct files *files;
    struct buf out;       /* where an answer is put together: LWS_PRE bytes, then up to PIECE */
    int inside;           /* depth of libwebsockets callbacks */
    struct ws *receiving; /* whose message is being delivered */
    struct ws *closers;   /* websockets to close outside of any callback */
    struct ws *slowed;    /* websockets over their rate */
    struct loop_timer *tick, *soon, *pace, *stop;
    loop_fn *closed;
    void *closed_arg;
    uint64_t stop_at;
    int stop_turns;       /* since libwebsockets was told to end; 0: not yet */
};

/* context.c: libwebsockets and its callback */
carnet_err context_start(struct net *net);
void context_rest(struct net *net);  /* without conns: the loop may end, though the context is still there */
void context_close(struct net *net); /* every socket at once; their memory goes in the loop's next turns */
void context_free(struct net *net);  /* at least three turns later */
void net_release(struct net *net); /* net.c: frees it when nothing refers to it any more */
struct conn *conn_find(struct net *net, uint64_t id);
void conn_gone(struct conn *conn);
void conn_kill(struct conn *conn); /* in the loop's next turn, without a word */

/* http.c: one request's head, the traps of libwebsockets, and the callbacks of an exchange. What they return is for libwebsockets. */
int http_request(struct conn *conn, const char *uri, size_t len);
int http_body(struct conn *conn, bytes piece);
int http_body_end(struct conn *conn);
void body_awaited(struct conn *conn); /* from now on */
void http_gone(struct conn *conn);
int http_raw(struct lws *wsi, struct net *net);
bool head_is_whole(struct lws *wsi);

/* answer.c: answers on the wire */
struct answer {
    int status;
    const char *type;
    bytes body;
    const char *headers; /* more, each line ended by CRLF; NULL: none */
    bool head;           /* no body on the wire */
    bool no_store;
    bool stream, chunks; /* the body comes later and its length is not known: in chunks, or until the connection ends */
};
void answer_later(struct conn *conn, const struct answer *answer); /* headers are copied, the body must last */
void problem_later(struct conn *conn, int status, const char *key, const char *headers, bool head);
int problem_and_close(struct conn *conn, int status, const char *key, const char *headers, bool head); /* at once */
void later_free(struct conn *conn);
bool was_pipelined(struct conn *conn); /* the request at hand was read before the last answer left */
int answer_writeable(struct conn *conn);
int answer_upgrade_refused(struct conn *conn, int status, const char *key);
bytes answer_raw(struct net *net, int status, const char *key, const char *headers);
const char *status_title(int status);
int status_of(const struct err_note *note);
void reply_fail(struct reply *reply, const char *path); /* the answer becomes this thread's note */
carnet_err json_parse(json_t **out, bytes text);
bool json_depth_is_fine(bytes text, int limit);
void problem_body(struct buf *out, int status, const char *key);

/* exchange.c: a request's way through the threads */
struct exchange *exchange_new(struct conn *conn);
void exchange_start(struct exchange *x);
void exchange_fail(struct exchange *x, carnet_err err); /* the answer is this thread's note */
void exchange_free(struct exchange *x);
void exchange_more(struct exchange *x); /* the next piece of its answer; the body when it is EXCHANGE_ANSWERED again */

/* body.c */
carnet_err body_begin(struct exchange *x);
carnet_err body_put(struct exchange *x, bytes piece); /* may stop the reading of its conn */
void body_end(struct exchange *x);                    /* starts the exchange, at once or when the file is written */
bool body_forget(struct exchange *x);                 /* removes the file; false: a write is under way, it calls exchange_free later */

/* router.c */
enum match { MATCH_NONE, MATCH_METHOD, MATCH_ROUTE };
struct matched {
    const struct route *route;
    struct param params[PARAMS];
    char allow[64]; /* MATCH_METHOD */
};
enum match route_match(struct matched *out, const struct net *net, const char *method, const char *path);
bool path_is_reserved(const char *path); /* not the page's */
bool id_is_valid(const char *text, size_t len);

/* credential.c: what is parsed by hand from headers */
void credential_parse(struct credential *out, const char *authorization, const char *cookies, bool secure, bool basic);
bool cookie_find(char out[128], const char *cookies, const char *name);
void forwarded_client(char out[INET6_ADDRSTRLEN], const char *header, char *const *proxies);
bool origin_allowed(const struct net *net, const char *origin, enum credential_kind kind);
bool word_listed(char *const *list, const char *word);
char **words_split(const char *text);
void words_free(char **words);
const char *cookie_name(bool secure);

/* limits.c: connections per address */
struct peer *peer_enter(struct net *net, const char *address);
bool peer_may_enter(struct net *net, const char *address);
void peer_leave(struct net *net, struct peer *peer);
const char *peer_address(const struct peer *peer);
bool address_is_loopback(const char *address);
bool address_of_socket(char out[INET6_ADDRSTRLEN], int fd);

/* static.c */
carnet_err files_load(struct files **out, const char *folder);
void files_free(struct files *files);
void files_answer(struct conn *conn, const char *path, bool head);
bool encoding_accepted(const char *list, const char *name);
bool etag_listed(const char *list, const char *etag);

/* websocket.c, outbox.c */
struct queued {
    struct message *message;
    struct queued *next;
};
struct ws {
    struct conn *conn;
    void *user;
    struct ws_request *request; /* until opened */
    struct buf partial;         /* a message in pieces */
    struct queued *queue, *queue_last; /* messages that wait; queue_last only while there are some */
    size_t bytes;               /* that they cost */
    unsigned pauses, code;      /* code: closing with it */
    char reason[64];
    uint64_t heard, pinged, closing_since, allowance_at;
    int64_t allowance;          /* messages, in thousandths */
    struct ws *next_closer, *next_slowed;
    bool open, assembling, held, slow, queued_to_close, frame_sent, broken;
};
int ws_upgrade(struct conn *conn);
int ws_opened(struct conn *conn);
int ws_receive(struct conn *conn, bytes piece);
int ws_writeable(struct conn *conn);
void ws_heard(struct conn *conn);
void ws_leaving(struct conn *conn);
void ws_gone(struct conn *conn);
void ws_tick(struct conn *conn, uint64_t now);
void ws_close_waiting(void *net); /* timer soon */
void ws_pace(void *net);          /* timer pace */
void ws_break(struct ws *ws);     /* a write failed */
int outbox_send_next(struct ws *ws);
void outbox_empty(struct ws *ws);
void outbox_ping(struct ws *ws);
