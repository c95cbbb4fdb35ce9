/* The loop runs in a thread of its own; the test is the clients. */
#include "live/rig.h"

#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "net/net.h"
#include "store/folder.h"

enum { WORKERS = 2 };

static struct {
    pthread_t thread;
    struct folder *folder;
    struct loop *loop;
    struct database *database;
    struct jobs *jobs;
    struct live *live;
    struct net *net;
    sem_t ready, blocked, unblocked, finished;
    _Atomic int port, closing, done;
    _Atomic int rights[10];
    _Atomic int readmission_stalls;
    char dir[128];
    carnet_err err;
} rig;

/* ---- the school ---- */

static carnet_err admission(struct ctx *ctx, struct live_admission *out, int64_t person)
{
    static const char SQL[] = "SELECT id, rights_epoch FROM document WHERE uid = 'doc'";
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL);
    TRY(db_one(&q));
    int rights = rig.rights[person];
    *out = (struct live_admission){ .document = db_int(&q, 0), .epoch = db_int(&q, 1), .person = person, .sign_in = RIG_SIGN_IN + person,
                                    .read = rights & RIG_READ, .write = rights & RIG_WRITE };
    return CARNET_OK;
}

static carnet_err admit(struct ctx *ctx, struct live_admission *out, const struct credential *credential, const char *document)
{
    if (credential->kind != CREDENTIAL_BEARER)
        return err_set(CARNET_DENIED, "session.none", "%s", "");
    if (strcmp(document, "doc") != 0)
        return err_set(CARNET_MISSING, "document.missing", "%s", "");
    return admission(ctx, out, credential->token[1] - '0');
}

static carnet_err readmit(struct ctx *ctx, struct live_admission *out, const struct live_admission *before)
{
    if (atomic_exchange(&rig.readmission_stalls, 0)) {
        sem_post(&rig.blocked);
        sem_wait(&rig.unblocked);
    }
    return admission(ctx, out, before->person);
}

static void burst(void *self, int64_t document)
{
    (void)self, (void)document;
}

static carnet_err nobody(struct ctx *ctx, const struct credential *credential)
{
    (void)ctx, (void)credential;
    return CARNET_OK;
}

void rig_stall_readmission(void)
{
    rig.readmission_stalls = 1;
}

void rig_rights(int person, int rights)
{
    rig.rights[person] = rights;
}

/* ---- the threads ---- */

static void effects(void *self, struct request *request)
{
    (void)self;
    live_effects(rig.live, request);
}

static void fatal(void *self)
{
    (void)self;
    abort();
}

static void part_closed(void *arg)
{
    (void)arg;
    if (--rig.closing == 0)
        loop_stop(rig.loop);
}

static void stop(void *arg)
{
    (void)arg;
    rig.closing = 2;
    net_close(rig.net, part_closed, NULL);
    live_close(rig.live, part_closed, NULL);
}

static carnet_err wire(void)
{
    static const struct route none[] = { { 0 } };
    static const struct route *const routes[] = { none, NULL };
    static struct net_hooks hooks;
    TRY(database_start(&rig.database, &(struct database_options){
        .loop = rig.loop, .folder = rig.dir, .on_effects = effects, .on_fatal = fatal }));
    TRY(jobs_start(&rig.jobs, &(struct jobs_options){
        .loop = rig.loop, .folder = rig.dir, .database = rig.database, .workers = WORKERS }));
    rig.live = live_new(&(struct live_options){ .loop = rig.loop, .database = rig.database, .jobs = rig.jobs,
                                                .hooks = { .admit = admit, .readmit = readmit, .burst = burst } });
    hooks = (struct net_hooks){ .authenticate = nobody, .before = live_before, .ws = live_ws_hooks, .self = rig.live };
    return net_start(&rig.net, &(struct net_options){ .loop = rig.loop, .database = rig.database, .jobs = rig.jobs,
        .routes = routes, .hooks = &hooks, .listen = "127.0.0.1:0", .temp = rig.dir });
}

static void *run(void *arg)
{
    (void)arg;
    rig.err = wire();
    if (!rig.err)
        rig.port = net_port(rig.net);
    sem_post(&rig.ready);
    if (!rig.err)
        loop_run(rig.loop);
    live_free(rig.live);
    jobs_close(rig.jobs);
    database_stop(rig.database);
    jobs_stop(rig.jobs);
    net_free(rig.net);
    return NULL;
}

static carnet_err prepare(void)
{
    char path[256];
    TRY(folder_open(&rig.folder, rig.dir, true));
    snprintf(path, sizeof path, "%s/carnet.db", rig.dir);
    struct db *db;
    TRY(db_open(&db, path, true));
    carnet_err err = db_migrate(db);
    if (!err)
        err = db_exec(db, "INSERT INTO document (uid, kind, created_at) VALUES ('doc', 'group_page', 0)");
    db_close(db);
    return err;
}

void rig_start(void)
{
    memset(&rig, 0, sizeof rig);
    snprintf(rig.dir, sizeof rig.dir, "%s/data", test_folder());
    sem_init(&rig.ready, 0, 0);
    sem_init(&rig.blocked, 0, 0);
    sem_init(&rig.unblocked, 0, 0);
    sem_init(&rig.finished, 0, 0);
    for (int i = 0; i < 10; i++)
        rig.rights[i] = RIG_READ | RIG_WRITE;
    CHECK_OK(prepare());
    CHECK_OK(loop_new(&rig.loop));
    CHECK(pthread_create(&rig.thread, NULL, run, NULL) == 0);
    sem_wait(&rig.ready);
    CHECK_OK(rig.err);
}

void rig_stop(void)
{
    loop_post(rig.loop, stop, NULL);
    pthread_join(rig.thread, NULL);
    loop_free(rig.loop);
    folder_close(rig.folder);
}

/* ---- rules ---- */

struct running {
    struct request request; /* first */
    carnet_err (*rule)(struct ctx *ctx);
    bool before;
};
static struct running running;

static carnet_err running_run(struct request *request, struct ctx *ctx)
{
    return ((struct running *)request)->rule(ctx);
}

static void running_done(struct request *request)
{
    (void)request;
    rig.done = 1;
    sem_post(&rig.finished);
}

static void running_ready(void *arg)
{
    database_request(rig.database, &((struct running *)arg)->request);
}

static void running_start(void *arg)
{
    if (running.before)
        live_before(rig.live, "doc", running_ready, arg);
    else
        running_ready(arg);
}

void rig_begin(carnet_err (*rule)(struct ctx *ctx), bool before)
{
    rig.done = 0;
    running = (struct running){ .request = { .run = running_run, .done = running_done }, .rule = rule, .before = before };
    loop_post(rig.loop, running_start, &running);
}

bool rig_finished(void)
{
    return rig.done;
}

carnet_err rig_wait(void)
{
    sem_wait(&rig.finished);
    return running.request.err;
}

carnet_err rig_run(carnet_err (*rule)(struct ctx *ctx))
{
    rig_begin(rule, false);
    return rig_wait();
}

static carnet_err standing(struct request *request, struct ctx *ctx)
{
    (void)request, (void)ctx;
    sem_post(&rig.blocked);
    sem_wait(&rig.unblocked);
    return CARNET_OK;
}

static void nothing(struct request *request)
{
    (void)request;
}

static struct request blocker;

static void block(void *arg)
{
    (void)arg;
    blocker = (struct request){ .run = standing, .done = nothing, .reads_only = true };
    database_request(rig.database, &blocker);
}

void rig_block(void)
{
    loop_post(rig.loop, block, NULL);
    sem_wait(&rig.blocked);
}

void rig_unblock(void)
{
    sem_post(&rig.unblocked);
}

/* ---- updates over HTTP ---- */

static struct {
    struct request request; /* first */
    struct live_admission admission;
    struct job stalls[WORKERS];
    sem_t unload, answered;
    int person;
    carnet_err err;
} posting;

static carnet_err stall(struct job *job, struct ctx *ctx)
{
    (void)job, (void)ctx;
    sem_wait(&posting.unload);
    return CARNET_OK;
}

static void stalled(struct job *job)
{
    (void)job;
}

static carnet_err post_admit(struct request *request, struct ctx *ctx)
{
    (void)request;
    return admission(ctx, &posting.admission, posting.person);
}

static void post_answered(void *arg, carnet_err err, bytes answer, bytes held)
{
    (void)arg, (void)answer, (void)held;
    posting.err = err;
    sem_post(&posting.answered);
}

static void post_admitted(struct request *request)
{
    (void)request;
    static const uint8_t nothing[] = { 0 };
    live_post(rig.live, &posting.admission, "doc", (bytes){ 0 }, (bytes){ nothing, sizeof nothing }, post_answered, NULL);
    sem_post(&rig.finished);
}

static void post_begin(void *arg)
{
    (void)arg;
    for (int i = 0; i < WORKERS; i++) {
        posting.stalls[i] = (struct job){ .lane = LANE_READ, .work = stall, .done = stalled };
        if (jobs_add(rig.jobs, &posting.stalls[i]) != CARNET_OK)
            abort();
    }
    database_request(rig.database, &posting.request);
}

void rig_post_and_stall(int person)
{
    memset(&posting, 0, sizeof posting);
    posting.request = (struct request){ .run = post_admit, .done = post_admitted };
    posting.person = person;
    sem_init(&posting.unload, 0, 0);
    sem_init(&posting.answered, 0, 0);
    loop_post(rig.loop, post_begin, NULL);
    sem_wait(&rig.finished);
}

void rig_unload(void)
{
    for (int i = 0; i < WORKERS; i++)
        sem_post(&posting.unload);
}

carnet_err rig_posted(void)
{
    sem_wait(&posting.answered);
    return posting.err;
}

static int64_t counted;
static carnet_err count_rows(struct ctx *ctx)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, "SELECT count(*) FROM document_log");
    TRY(db_one(&q));
    counted = db_int(&q, 0);
    return CARNET_OK;
}

int64_t rig_rows(void)
{
    CHECK_OK(rig_run(count_rows));
    return counted;
}

carnet_err rule_raise_epoch(struct ctx *ctx)
{
    return log_raise_epoch(ctx, 1);
}

carnet_err rule_raise_epoch_slowly(struct ctx *ctx)
{
    TRY(log_raise_epoch(ctx, 1));
    sem_post(&rig.blocked);
    sem_wait(&rig.unblocked);
    return CARNET_OK;
}

void rig_until_blocked(void)
{
    sem_wait(&rig.blocked);
}

/* ---- clients ---- */

static void write_all(int fd, const void *data, size_t len)
{
    const char *at = data;
    while (len) {
        ssize_t n = send(fd, at, len, MSG_NOSIGNAL);
        if (n <= 0)
            return; /* closed: the reads will say so */
        at += n;
        len -= (size_t)n;
    }
}

void peer_open(struct peer *peer, int person)
{
    *peer = (struct peer){ .person = person, .doc = crdt_doc_new() };
    peer->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)rig.port), .sin_addr = { htonl(INADDR_LOOPBACK) } };
    CHECK(connect(peer->fd, (struct sockaddr *)&to, sizeof to) == 0);
    char head[512];
    int len = snprintf(head, sizeof head,
                       "GET /live/doc HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                       "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: carnet\r\nAuthorization: Bearer p%d\r\n\r\n",
                       person);
    write_all(peer->fd, head, (size_t)len);
    char c, last[4] = { 0 };
    while (read(peer->fd, &c, 1) == 1) {
        memmove(last, last + 1, 3);
        last[3] = c;
        if (memcmp(last, "\r\n\r\n", 4) == 0)
            return;
    }
    CHECK(!"the upgrade was answered");
}

void peer_close(struct peer *peer)
{
    close(peer->fd);
    crdt_doc_free(peer->doc);
    buf_clear(&peer->in);
}

static void frame(struct buf *out, bytes message)
{
    buf_put_byte(out, 0x82);
    if (message.len < 126) {
        buf_put_byte(out, (uint8_t)(0x80 | message.len));
    } else if (message.len < 65536) {
        buf_put_byte(out, 0x80 | 126);
        buf_put_byte(out, (uint8_t)(message.len >> 8));
        buf_put_byte(out, (uint8_t)message.len);
    } else {
        buf_put_byte(out, 0x80 | 127);
        for (int i = 7; i >= 0; i--)
            buf_put_byte(out, (uint8_t)((uint64_t)message.len >> (8 * i)));
    }
    buf_put(out, (bytes){ (const uint8_t *)"\0\0\0\0", 4 }); /* a mask of zeros changes nothing */
    buf_put(out, message);
}

void peer_send(struct peer *peer, bytes message)
{
    CLEANUP(buf_clear) struct buf out = { 0 };
    frame(&out, message);
    write_all(peer->fd, out.ptr, out.len);
}

size_t peer_try_send(struct peer *peer, bytes message)
{
    CLEANUP(buf_clear) struct buf out = { 0 };
    frame(&out, message);
    size_t sent = 0;
    while (sent < out.len) {
        struct pollfd p = { .fd = peer->fd, .events = POLLOUT };
        if (poll(&p, 1, 300) != 1)
            break;
        ssize_t n = send(peer->fd, out.ptr + sent, out.len - sent, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (n <= 0)
            break;
        sent += (size_t)n;
    }
    return sent;
}

void rig_update(struct buf *out, bytes update)
{
    buf_put_byte(out, 0);
    buf_put_byte(out, 2);
    buf_put_sized(out, update);
}

void peer_type(struct peer *peer, size_t index, const char *text)
{
    CLEANUP(buf_clear) struct buf update = { 0 };
    CLEANUP(buf_clear) struct buf message = { 0 };
    CHECK_OK(crdt_insert(peer->doc, "content", (uint64_t)peer->person, index, bytes_text(text), &update));
    rig_update(&message, buf_bytes(&update));
    peer_send(peer, buf_bytes(&message));
}

void peer_step1(struct peer *peer)
{
    static const uint8_t everything[] = { 0, 0, 1, 0 };
    peer_send(peer, (bytes){ everything, sizeof everything });
}

static void apply(struct peer *peer, bytes update)
{
    struct crdt_update *decoded;
    CHECK_OK(crdt_update_decode(&decoded, update));
    CHECK_OK(crdt_apply(peer->doc, decoded, NULL));
    crdt_update_free(decoded);
}

static void take(struct peer *peer, bytes message)
{
    struct reader r = reader_of(message);
    uint64_t type, kind;
    bytes payload;
    CHECK_OK(reader_varint(&type, &r));
    if (type == 100) {
        CHECK_OK(reader_varint(&peer->saved, &r));
    } else if (type == 0) {
        CHECK_OK(reader_varint(&kind, &r));
        CHECK_OK(reader_sized(&payload, &r));
        if (kind)
            apply(peer, payload);
        peer->frames += kind == 2;
    }
}

static bool need(struct peer *peer, size_t len, int ms)
{
    while (peer->in.len < len) {
        struct pollfd p = { .fd = peer->fd, .events = POLLIN };
        if (poll(&p, 1, ms) != 1)
            return false;
        uint8_t piece[65536];
        ssize_t n = read(peer->fd, piece, sizeof piece);
        if (n <= 0)
            return false;
        buf_put(&peer->in, (bytes){ piece, (size_t)n });
    }
    return true;
}

bool peer_read(struct peer *peer, int ms)
{
    for (;;) {
        if (!need(peer, 2, ms))
            return false;
        size_t len = peer->in.ptr[1] & 0x7f, head = len == 126 ? 4 : len == 127 ? 10 : 2;
        if (!need(peer, head, 5000))
            return false;
        if (len >= 126) {
            len = 0;
            for (size_t i = 2; i < head; i++)
                len = len << 8 | peer->in.ptr[i];
        }
        if (!need(peer, head + len, 5000))
            return false;
        unsigned op = peer->in.ptr[0] & 15;
        bytes payload = { peer->in.ptr + head, len };
        if (op == 8)
            peer->close_code = len >= 2 ? payload.ptr[0] << 8 | payload.ptr[1] : 1005;
        else if (op == 2)
            take(peer, payload);
        peer->pong |= op == 10;
        memmove(peer->in.ptr, peer->in.ptr + head + len, peer->in.len - head - len);
        peer->in.len -= head + len;
        if (op != 9)
            return op == 2;
    }
}

void peer_join(struct peer *peer, int person)
{
    peer_open(peer, person);
    peer_step1(peer);
    CHECK(peer_read(peer, 10000));
    if (rig.rights[person] & RIG_WRITE)
        CHECK(peer_read(peer, 10000)); /* the server's own step1 */
}

void peer_until_saved(struct peer *peer, uint64_t count)
{
    while (peer->saved < count)
        CHECK(peer_read(peer, 20000));
}

void peer_until_closed(struct peer *peer, int code)
{
    while (!peer->close_code)
        if (!peer_read(peer, 10000))
            break;
    CHECK_INT(code, peer->close_code);
}

const char *peer_text(struct peer *peer)
{
    static struct buf text;
    text.len = 0;
    crdt_text(&text, peer->doc, "content");
    return buf_text(&text);
}
