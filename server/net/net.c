/* Starting, the clock that looks after deadlines, and stopping. */
#include <stdio.h>
#include <string.h>

#include "base/config.h"
#include "base/log.h"
#include "net/inner.h"

#include <malloc.h>
#include <sys/ioctl.h>

struct net_patience net_patience = {
    .body = 20000, .reader = 30000, .discard = 10000, .ping = 20000, .silence = 45000, .closing = 5000, .stop = 2000, .tick = 1000,
};

static void make_security(struct net *net)
{
    CLEANUP(buf_clear) struct buf out = { 0 };
    buf_put_text(&out, "content-security-policy: default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none';"
                       " frame-ancestors 'none'; form-action 'self'\r\n"
                       "x-content-type-options: nosniff\r\n"
                       "referrer-policy: no-referrer\r\n"
                       "cross-origin-opener-policy: same-origin\r\n"
                       "permissions-policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()\r\n");
    if (net->tls || config_on("secure-cookies"))
        buf_put_text(&out, "strict-transport-security: max-age=31536000\r\n");
    net->security = mem_text(buf_text(&out));
}

/* As configured; else where we listen, and the two names of this machine. */
static void make_origins(struct net *net)
{
    if (*config_text("origins")) {
        net->origins = words_split(config_text("origins"));
        return;
    }
    char list[256];
    const char *scheme = net->tls ? "https" : "http";
    bool six = strchr(net->address, ':') != NULL;
    snprintf(list, sizeof list, "%s://%s%s%s:%d %s://localhost:%d %s://127.0.0.1:%d", scheme, six ? "[" : "", net->address,
             six ? "]" : "", net->port, scheme, net->port, scheme, net->port);
    net->origins = words_split(list);
}

/* Bytes that wait while the peer does not read its answer make libwebsockets spin: such a peer has one tick. */
static bool talks_without_reading(struct conn *conn, uint64_t now)
{
    int waiting = 0;
    if (!conn->sending || conn->deadline - now > net_patience.reader - net_patience.tick)
        return false;
    return conn->talked || (ioctl(lws_get_socket_fd(conn->wsi), FIONREAD, &waiting) == 0 && waiting > 0);
}

static void tick_http(struct conn *conn, uint64_t now)
{
    if (!conn->deadline)
        return;
    if (now >= conn->deadline || talks_without_reading(conn, now))
        conn_kill(conn);
}

/* A crowd that arrives at once leaves the memory of its handshakes behind; the system gets it back when the door is quiet again. */
static void give_back(struct net *net)
{
    bool quiet = net->last_id == net->last_id_seen;
    net->last_id_seen = net->last_id;
    if (!quiet || net->last_id - net->last_id_trimmed < CROWD)
        return;
    net->last_id_trimmed = net->last_id;
    malloc_trim(0);
}

static void tick(void *arg)
{
    struct net *net = arg;
    give_back(net);
    uint64_t now = loop_now(net->options.loop), id;
    struct conn *conn;
    for (size_t at = 0; (conn = table_next(&net->conns, &at, &id));) {
        if (conn->ws)
            ws_tick(conn, now);
        else
            tick_http(conn, now);
    }
}

static char *copy(const char *text)
{
    return text && *text ? mem_text(text) : NULL;
}

static carnet_err start(struct net *net)
{
    const char *certificate = config_text("tls-certificate"), *key = config_text("tls-key");
    if (!*certificate != !*key)
        return err_set(CARNET_INVALID, "net.tls", "tls-certificate and tls-key go together");
    net->tls = *certificate != 0;
    net->rate = config_number("live-rate");
    make_security(net);
    net->proxies = words_split(config_text("proxies"));
    TRY(files_load(&net->files, net->web));
    TRY(context_start(net));
    make_origins(net);
    return CARNET_OK;
}

carnet_err net_start(struct net **out, const struct net_options *options)
{
    struct net *net = mem_zero(1, sizeof *net);
    net->options = *options;
    net->web = copy(options->web);
    net->temp = copy(options->temp);
    net->tick = loop_timer_new(options->loop, tick, net);
    net->soon = loop_timer_new(options->loop, ws_close_waiting, net);
    net->pace = loop_timer_new(options->loop, ws_pace, net);
    json_object_seed(0);
    carnet_err err = start(net);
    if (err) {
        struct err_note note;
        err_take(&note);
        net_free(net);
        return err_restore(&note);
    }
    loop_timer_start(net->tick, net_patience.tick, net_patience.tick);
    *out = net;
    return CARNET_OK;
}

const char *net_version(void)
{
    return lws_get_library_version();
}

int net_port(const struct net *net)
{
    return net->port;
}

/* ---- stopping ---- */

static void stopped(struct net *net)
{
    loop_timer_stop(net->stop);
    loop_timer_stop(net->tick);
    loop_timer_stop(net->soon);
    loop_timer_stop(net->pace);
    net->closed(net->closed_arg);
}

enum { DEPART_MS = 100 };

/* First everybody gets their close frame and their answer, or two seconds; then their sockets are closed. The context stays until net_free,
 * when no other thread is left: libwebsockets closes a descriptor of its own twice, and meanwhile a file of somebody else may have got that
 * number. Only for sockets that do not go it is given up here, which takes three turns of the loop. */
static void stop_step(void *arg)
{
    struct net *net = arg;
    uint64_t id, now = loop_now(net->options.loop);
    struct conn *conn;
    if (net->stop_turns) {
        if (++net->stop_turns > 4)
            stopped(net);
        return;
    }
    for (size_t at = 0; (conn = table_next(&net->conns, &at, &id));)
        if (now >= net->stop_at || !(conn->ws || conn->exchange || conn->sending || conn->later))
            conn_kill(conn);
    if (!net->sockets) {
        context_rest(net);
        stopped(net);
    } else if (now >= net->stop_at + DEPART_MS) {
        context_close(net);
        net->stop_turns = 1;
    }
}

void net_close(struct net *net, loop_fn *closed, void *arg)
{
    uint64_t id;
    struct conn *conn;
    net->closing = true;
    net->closed = closed;
    net->closed_arg = arg;
    net->stop_at = loop_now(net->options.loop) + net_patience.stop;
    for (size_t at = 0; (conn = table_next(&net->conns, &at, &id));)
        if (conn->ws && conn->ws->open)
            ws_close(conn->ws, 1012, "stopping");
    net->stop = loop_timer_new(net->options.loop, stop_step, net);
    loop_timer_start(net->stop, 5, 5);
}

/* An exchange may still be with another thread; its end frees the net then. */
void net_release(struct net *net)
{
    if (!net->freed || net->exchanges)
        return;
    files_free(net->files);
    words_free(net->origins);
    words_free(net->proxies);
    names_clear(&net->peers);
    table_clear(&net->conns);
    table_clear(&net->departed);
    buf_clear(&net->out);
    mem_free(net->security);
    mem_free(net->address);
    mem_free(net->web);
    mem_free(net->temp);
    mem_free(net);
}

void net_free(struct net *net)
{
    if (!net)
        return;
    if (!net->stop_turns) { /* not given up yet */
        context_close(net);
        for (int turn = 0; turn < 8; turn++)
            uv_run(loop_uv(net->options.loop), UV_RUN_NOWAIT);
    }
    context_free(net);
    loop_timer_free(net->tick);
    loop_timer_free(net->soon);
    loop_timer_free(net->pace);
    loop_timer_free(net->stop);
    net->freed = true;
    net_release(net);
}
