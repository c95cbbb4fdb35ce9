/* The server that the tests of net/ talk to: small routes that show one thing each, and hooks that count. */
#include "net/server.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "base/config.h"
#include "guard/random.h"
#include "net/inner.h"

struct server {
    pthread_t thread;
    sem_t started;
    struct loop *loop;
    struct database *database;
    struct jobs *jobs;
    struct net *net;
    char folder[256], web[300], temp[300];
    carnet_err err;
    struct err_note note;
};

static struct {
    const char *name;
    atomic_long count;
} counts[] = { { "prepared", 0 }, { "opened", 0 }, { "closed", 0 }, { "drained", 0 },
               { "pieces", 0 },   { "dropped", 0 },
               { "received", 0 }, { "before", 0 }, { "handled", 0 }, { "gone", 0 } };

static void count(const char *what)
{
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        if (strcmp(counts[i].name, what) == 0)
            counts[i].count++;
}

long server_count(const char *what)
{
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        if (strcmp(counts[i].name, what) == 0)
            return counts[i].count;
    return -1;
}

/* ---- routes ---- */

static carnet_err api_echo(struct req *req, struct reply *reply)
{
    const char *text;
    count("handled");
    TRY(req_json(req, "{s:s !}", "text", &text));
    return reply_json(reply, 200, json_pack("{s:s, s:I}", "text", text, "actor", (json_int_t)req->ctx.actor));
}

static carnet_err api_fail(struct req *req, struct reply *reply)
{
    static const struct {
        const char *name, *key;
        carnet_err code;
    } ways[] = {
        { "invalid", "thing.bad", CARNET_INVALID },      { "denied", "thing.not_yours", CARNET_DENIED },
        { "none", "session.none", CARNET_DENIED },       { "wrong", "session.wrong", CARNET_DENIED },
        { "missing", "thing.missing", CARNET_MISSING },  { "conflict", "thing.moved", CARNET_CONFLICT },
        { "limit", "thing.too_long", CARNET_LIMIT },     { "often", "session.too_many", CARNET_LIMIT },
        { "full", "store.full", CARNET_LIMIT },          { "busy", "jobs.full", CARNET_LIMIT },
        { "corrupt", "thing.corrupt", CARNET_CORRUPT },  { "io", "thing.io", CARNET_IO },
    };
    (void)reply;
    const char *how = req_query(req, "how");
    for (size_t i = 0; how && i < sizeof ways / sizeof *ways; i++)
        if (strcmp(ways[i].name, how) == 0)
            return err_set(ways[i].code, ways[i].key, "secret detail");
    return reply_empty(reply, 204);
}

static carnet_err api_document(struct req *req, struct reply *reply)
{
    count("handled");
    const char *query = req_query(req, "q"), *vector = req_header(req, "carnet-state-vector");
    return reply_json(reply, 200, json_pack("{s:s, s:s, s:s, s:s}", "id", req_id(req, "document"), "q", query ? query : "",
                                            "vector", vector ? vector : "", "address", req->address));
}

static carnet_err api_slow(struct req *req, struct reply *reply)
{
    const char *ms = req_query(req, "ms");
    count("handled");
    wait_ms(ms ? atoi(ms) : 200);
    return reply_json(reply, 200, json_pack("{s:s}", "slow", ms ? ms : "200"));
}

static carnet_err api_large(struct req *req, struct reply *reply)
{
    const char *kb = req_query(req, "kb");
    size_t len = (size_t)(kb ? atoi(kb) : 1024) * 1024;
    char *text = mem_alloc(len);
    for (size_t i = 0; i < len; i++)
        text[i] = (char)('a' + i % 26);
    carnet_err err = reply_bytes(reply, 200, "text/plain", (bytes){ (uint8_t *)text, len });
    mem_free(text);
    count("handled");
    return err;
}

static carnet_err api_binary(struct req *req, struct reply *reply)
{
    return reply_bytes(reply, 200, "application/octet-stream", req->body);
}

static carnet_err api_upload(struct req *req, struct reply *reply)
{
    struct stat is;
    if (stat(req->body_file, &is) != 0)
        return err_set(CARNET_IO, "upload.lost", "no file");
    return reply_json(reply, 201, json_pack("{s:I}", "size", (json_int_t)is.st_size));
}

static carnet_err prepare_session(struct req *req)
{
    const char *who;
    count("prepared");
    TRY(req_json(req, "{s:s !}", "who", &who));
    req->prepared = arena_printf(req->ctx.arena, "prepared %s", who);
    return CARNET_OK;
}

static carnet_err api_session(struct req *req, struct reply *reply)
{
    reply_cookie(reply, "token123", 3600);
    reply_header(reply, "x-test", "a\r\nset-cookie: evil=1");
    return reply_json(reply, 200, json_pack("{s:s}", "prepared", (const char *)req->prepared));
}

static void later(struct reply *reply, struct req *req, void *data)
{
    (void)req;
    if (data)
        reply_finish(reply, reply_bytes(reply, 200, "text/plain", bytes_text(data)));
    else
        reply_finish(reply, CARNET_OK);
}

static carnet_err api_later(struct req *req, struct reply *reply)
{
    reply_then(reply, later, req_query(req, "nothing") ? NULL : arena_text(req->ctx.arena, "said later"));
    return CARNET_OK;
}

static carnet_err api_silent(struct req *req, struct reply *reply)
{
    (void)req, (void)reply;
    return CARNET_OK;
}

/* ?pieces=N, each a line of 70,000 octets; ?fails=1: the one after the last does */
struct pieces {
    int left;
    bool fails;
};

static carnet_err next_piece(struct buf *out, bool *last, struct ctx *ctx, void *self)
{
    struct pieces *pieces = self;
    (void)ctx;
    count("pieces");
    if (!pieces->left && pieces->fails)
        return err_set(CARNET_CORRUPT, "thing.corrupt", "the next piece");
    for (int i = 0; i < 70000 && pieces->left; i++)
        buf_put_byte(out, (uint8_t)('a' + pieces->left % 26));
    if (pieces->left)
        pieces->left--;
    *last = !pieces->left && !pieces->fails;
    return CARNET_OK;
}

static void drop_pieces(void *self)
{
    count("dropped");
    mem_free(self);
}

static carnet_err api_pieces(struct req *req, struct reply *reply)
{
    struct pieces *pieces = mem_zero(1, sizeof *pieces);
    const char *wanted = req_query(req, "pieces");
    pieces->left = wanted ? atoi(wanted) : 0;
    pieces->fails = req_query(req, "fails") != NULL;
    reply_header(reply, "x-test", "pieces");
    return reply_stream(reply, "text/plain", next_piece, drop_pieces, pieces);
}

static carnet_err api_private(struct req *req, struct reply *reply)
{
    return reply_json(reply, 200, json_pack("{s:I}", "actor", (json_int_t)req->ctx.actor));
}

static const struct route routes[] = {
    { "POST", "/api/echo", api_echo, ROUTE_PUBLIC, NULL },
    { "PUT", "/api/echo", api_echo, ROUTE_PUBLIC | ROUTE_READS, NULL },
    { "GET", "/api/fail", api_fail, ROUTE_PUBLIC, NULL },
    { "DELETE", "/api/fail", api_fail, ROUTE_PUBLIC, NULL },
    { "GET", "/api/documents/:document", api_document, ROUTE_PUBLIC | ROUTE_READS, NULL },
    { "GET", "/git/:work.git/info/refs", api_private, 0, NULL },
    { "GET", "/api/slow", api_slow, ROUTE_PUBLIC | ROUTE_READS, NULL },
    { "POST", "/api/slow", api_slow, ROUTE_PUBLIC | ROUTE_READS, NULL },
    { "GET", "/api/large", api_large, ROUTE_PUBLIC | ROUTE_READS, NULL },
    { "POST", "/api/binary", api_binary, ROUTE_PUBLIC | ROUTE_BINARY, NULL },
    { "POST", "/api/upload", api_upload, ROUTE_PUBLIC | ROUTE_UPLOAD, NULL },
    { "POST", "/api/session", api_session, ROUTE_PUBLIC, prepare_session },
    { "GET", "/api/later", api_later, ROUTE_PUBLIC, NULL },
    { "GET", "/api/silent", api_silent, ROUTE_PUBLIC, NULL },
    { "GET", "/api/pieces", api_pieces, ROUTE_PUBLIC | ROUTE_READS, NULL },
    { "GET", "/api/private", api_private, 0, NULL },
    { "POST", "/api/private", api_private, 0, NULL },
    { "GET", "/metrics", api_private, ROUTE_PUBLIC | ROUTE_LOOPBACK, NULL },
    { 0 },
};

/* ---- hooks ---- */

static carnet_err authenticate(struct ctx *ctx, const struct credential *credential)
{
    if (strcmp(credential->token, "good") == 0)
        ctx->actor = credential->kind == CREDENTIAL_COOKIE ? 7 : 8;
    return ctx->actor ? CARNET_OK : err_set(CARNET_DENIED, "session.none", "token");
}

static void before(void *self, const char *document, loop_fn *ready, void *arg)
{
    (void)self, (void)document;
    count("before");
    ready(arg);
}

enum { SOCKETS = 64 };
static struct ws *sockets[SOCKETS];

static void *opened(void *self, struct ws *ws, const struct ws_request *request)
{
    (void)self;
    count("opened");
    for (int i = 0; i < SOCKETS; i++)
        if (!sockets[i]) {
            sockets[i] = ws;
            if (strcmp(request->document, "refused") == 0)
                ws_close(ws, 4404, "absent");
            if (strcmp(request->document, "hello") == 0) {
                char text[200];
                snprintf(text, sizeof text, "%d %s %d %s", request->credential.kind, request->credential.token, request->carnet,
                         request->address);
                struct message *message = message_new(bytes_text(text));
                ws_send(ws, message);
                message_drop(message);
            }
            return &sockets[i];
        }
    abort();
}

/* Echo; "pause" stops reading for good, "close" closes with 4403, "all" goes to everybody. */
static void received(void *user, bytes data)
{
    struct ws *ws = *(struct ws **)user;
    count("received");
    if (bytes_equal(data, bytes_text("pause"))) {
        ws_pause(ws, true);
        return;
    }
    if (bytes_equal(data, bytes_text("close"))) {
        ws_close(ws, 4403, "right lost");
        return;
    }
    struct message *message = message_new(data);
    bool all = bytes_equal(data, bytes_text("all"));
    for (int i = 0; i < SOCKETS; i++)
        if (sockets[i] && (all || sockets[i] == ws))
            ws_send(sockets[i], message);
    message_drop(message);
}

static void drained(void *user)
{
    (void)user;
    count("drained");
}

static void closed(void *user)
{
    *(struct ws **)user = NULL;
    count("closed");
}

static const struct net_hooks hooks = {
    .authenticate = authenticate, .before = before,
    .ws = { .opened = opened, .received = received, .drained = drained, .closed = closed },
};

/* ---- life ---- */

static void on_effects(void *self, struct request *request)
{
    (void)self;
    database_finish(request);
}

static void on_fatal(void *self)
{
    (void)self;
    abort();
}

static carnet_err start_all(struct server *s)
{
    static const struct route *const tables[] = { routes, NULL };
    TRY(loop_new(&s->loop));
    TRY(database_start(&s->database, &(struct database_options){
        .loop = s->loop, .folder = s->folder, .on_effects = on_effects, .on_fatal = on_fatal }));
    TRY(jobs_start(&s->jobs, &(struct jobs_options){
        .loop = s->loop, .folder = s->folder, .database = s->database, .workers = 2 }));
    return net_start(&s->net, &(struct net_options){
        .loop = s->loop, .database = s->database, .jobs = s->jobs, .routes = tables, .hooks = &hooks,
        .listen = "127.0.0.1:0", .web = s->web, .temp = s->temp });
}

static void *run(void *arg)
{
    struct server *s = arg;
    s->err = start_all(s);
    err_take(&s->note);
    sem_post(&s->started);
    if (s->err)
        return NULL;
    loop_run(s->loop);
    jobs_stop(s->jobs);
    database_stop(s->database);
    net_free(s->net);
    loop_free(s->loop);
    return NULL;
}

static void write_file(const char *folder, const char *name, const char *text, size_t times)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "w");
    for (size_t i = 0; f && i < times; i++)
        fputs(text, f);
    if (f)
        fclose(f);
}

struct server *server_begin(void)
{
    struct server *s = mem_zero(1, sizeof *s);
    CHECK_OK(guard_init());
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        counts[i].count = 0;
    memset(sockets, 0, sizeof sockets);
    snprintf(s->folder, sizeof s->folder, "%s", test_folder());
    snprintf(s->web, sizeof s->web, "%s/web", s->folder);
    snprintf(s->temp, sizeof s->temp, "%s/temp", s->folder);
    mkdir(s->web, 0700);
    mkdir(s->temp, 0700);
    char assets[400];
    snprintf(assets, sizeof assets, "%s/assets", s->web);
    mkdir(assets, 0700);
    write_file(s->web, "index.html", "<!doctype html><title>page</title>", 1);
    write_file(assets, "app-1a2b.js", "console.log('the same line again');\n", 3000);
    write_file(assets, "app-1a2b.js.br", "not really brotli", 1);
    write_file(s->web, "icon.png", "png", 1);
    sem_init(&s->started, 0, 0);
    if (pthread_create(&s->thread, NULL, run, s) != 0)
        abort();
    while (sem_wait(&s->started) != 0)
        ;
    if (s->err)
        test_fail(__FILE__, __LINE__, "the server did not start: %s %s", s->note.key, s->note.detail);
    return s;
}

static void on_closed(void *arg)
{
    struct server *s = arg;
    count("gone");
    loop_stop(s->loop);
}

static void begin_end(void *arg)
{
    struct server *s = arg;
    net_close(s->net, on_closed, s);
}

void server_end(struct server *s)
{
    loop_post(s->loop, begin_end, s);
    pthread_join(s->thread, NULL);
    CHECK_INT(1, server_count("gone"));
    CHECK_INT(server_count("opened"), server_count("closed"));
    CHECK_INT(0, ws_count());
    sem_destroy(&s->started);
    mem_free(s);
}

int server_port(const struct server *s)
{
    return net_port(s->net);
}

const char *server_folder(const struct server *s)
{
    return s->folder;
}

/* What follows runs on the loop. */
struct order {
    struct server *s;
    sem_t done;
    size_t len, found;
    int times;
    unsigned code;
    const char *reason;
};

static void carry_out(void *arg)
{
    struct order *o = arg;
    struct message *message = message_sized(o->len);
    memset(message->payload, 'm', o->len);
    for (int t = 0; t < o->times; t++)
        for (int i = 0; i < SOCKETS; i++)
            if (sockets[i])
                ws_send(sockets[i], message);
    message_drop(message);
    for (int i = 0; o->code && i < SOCKETS; i++)
        if (sockets[i])
            ws_close(sockets[i], o->code, o->reason);
    o->found = ws_count();
    sem_post(&o->done);
}

static size_t give(struct order *o)
{
    sem_init(&o->done, 0, 0);
    loop_post(o->s->loop, carry_out, o);
    while (sem_wait(&o->done) != 0)
        ;
    sem_destroy(&o->done);
    return o->found;
}

void server_broadcast(struct server *s, size_t len, int times)
{
    give(&(struct order){ .s = s, .len = len, .times = times });
}

void server_close_sockets(struct server *s, unsigned code, const char *reason)
{
    give(&(struct order){ .s = s, .code = code, .reason = reason });
}

size_t server_sockets(struct server *s)
{
    return give(&(struct order){ .s = s });
}
