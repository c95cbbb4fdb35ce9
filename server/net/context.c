/* libwebsockets: its context on our libuv loop, and the one callback for HTTP and websockets, which only passes events on.
 * HTTP/1.1 alone is spoken (no ALPN for h2, no h2c); no mounts, no extensions. A conn hangs on the lws wsi as its opaque user data,
 * so that nothing depends on when libwebsockets makes or drops per-session memory. */
#include <arpa/inet.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/config.h"
#include "base/log.h"
#include "net/inner.h"

static void conn_made(struct net *net, struct lws *wsi)
{
    char address[INET6_ADDRSTRLEN];
    if (!address_of_socket(address, lws_get_socket_fd(wsi)))
        snprintf(address, sizeof address, "unknown");
    struct conn *conn = mem_zero(1, sizeof *conn);
    conn->net = net;
    conn->wsi = wsi;
    conn->id = ++net->last_id;
    conn->peer = peer_enter(net, address);
    table_put(&net->conns, conn->id, conn);
    net->sockets++;
    lws_set_opaque_user_data(wsi, conn);
}

struct conn *conn_find(struct net *net, uint64_t id)
{
    return table_get(&net->conns, id);
}

/* The socket is closed; the lws wsi may stay a little. */
void conn_gone(struct conn *conn)
{
    if (conn->gone)
        return;
    conn->gone = true;
    table_remove(&conn->net->conns, conn->id);
    table_put(&conn->net->departed, conn->id, conn);
    http_gone(conn);
    ws_gone(conn);
}

/* A timeout that is over at once: libwebsockets then does not try to flush what the peer never read. On libuv it looks at its
 * timers only after an event, so we make one. */
void conn_kill(struct conn *conn)
{
    lws_set_timeout(conn->wsi, PENDING_TIMEOUT_USER_OK, LWS_TO_KILL_ASYNC);
    lws_cancel_service(conn->net->context);
}

static void conn_free(struct net *net, struct conn *conn)
{
    table_remove(&net->departed, conn->id);
    peer_leave(net, conn->peer);
    mem_free(conn);
    net->sockets--;
}

static void conn_destroyed(struct lws *wsi, struct conn *conn)
{
    struct net *net = conn->net;
    conn_gone(conn);
    lws_set_opaque_user_data(wsi, NULL);
    conn_free(net, conn);
}

static bool may_connect(struct net *net, int fd)
{
    char address[INET6_ADDRSTRLEN];
    return !net->closing && address_of_socket(address, fd) && peer_may_enter(net, address);
}

static int event_of_conn(struct conn *conn, enum lws_callback_reasons why, void *in, size_t len)
{
    bytes piece = { in, len };
    switch ((int)why) {
    case LWS_CALLBACK_HTTP:                        return http_request(conn, in, len);
    case LWS_CALLBACK_HTTP_BODY:                   return http_body(conn, piece);
    case LWS_CALLBACK_HTTP_BODY_COMPLETION:        return http_body_end(conn);
    case LWS_CALLBACK_HTTP_WRITEABLE:              return answer_writeable(conn);
    case LWS_CALLBACK_FILTER_PROTOCOL_CONNECTION:  return ws_upgrade(conn);
    case LWS_CALLBACK_ESTABLISHED:                 return ws_opened(conn);
    case LWS_CALLBACK_RECEIVE:                     return ws_receive(conn, piece);
    case LWS_CALLBACK_RECEIVE_PONG:                ws_heard(conn); return 0;
    case LWS_CALLBACK_WS_PEER_INITIATED_CLOSE:     ws_leaving(conn); return 0;
    case LWS_CALLBACK_SERVER_WRITEABLE:            return ws_writeable(conn);
    case LWS_CALLBACK_CLOSED_HTTP:
    case LWS_CALLBACK_RAW_CLOSE:
    case LWS_CALLBACK_CLOSED:                      conn_gone(conn); return 0;
    }
    return 0;
}

static int event(struct net *net, struct conn *conn, struct lws *wsi, enum lws_callback_reasons why, void *in, size_t len)
{
    switch ((int)why) {
    case LWS_CALLBACK_FILTER_NETWORK_CONNECTION:   return may_connect(net, (int)(intptr_t)in) ? 0 : -1;
    case LWS_CALLBACK_SERVER_NEW_CLIENT_INSTANTIATED: conn_made(net, wsi); return 0;
    case LWS_CALLBACK_HTTP_CONFIRM_UPGRADE:        return head_is_whole(wsi) ? 0 : -1;
    case LWS_CALLBACK_RAW_ADOPT:                   return 0;
    case LWS_CALLBACK_RAW_RX:                      return http_raw(wsi, net);
    case LWS_CALLBACK_RAW_WRITEABLE:               return -1;
    }
    if (conn && why == LWS_CALLBACK_WSI_DESTROY)
        conn_destroyed(wsi, conn);
    else if (conn && !conn->gone)
        return event_of_conn(conn, why, in, len);
    return why == LWS_CALLBACK_HTTP || why == LWS_CALLBACK_HTTP_BODY ? -1 : 0;
}

static int callback(struct lws *wsi, enum lws_callback_reasons why, void *user, void *in, size_t len)
{
    (void)user;
    struct net *net = wsi ? lws_context_user(lws_get_context(wsi)) : NULL;
    if (!net)
        return 0;
    net->inside++;
    int result = event(net, lws_get_opaque_user_data(wsi), wsi, why, in, len);
    net->inside--;
    return result;
}

static void log_from_lws(int level, const char *line)
{
    size_t len = strcspn(line, "\r\n");
    log_debug("net", "libwebsockets", "level=%d %.*s", level, (int)(len > 400 ? 400 : len), line);
}

/* libwebsockets sizes its tables by this limit. */
static void bound_descriptors(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    limit.rlim_cur = limit.rlim_max < 65536 ? limit.rlim_max : 65536;
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
        log_warn("net", "the limit of descriptors stays", "%s", "");
}

/* For the answers that libwebsockets makes itself (a path with a bad %-escape). */
static const struct lws_protocol_vhost_options own_answers[] = {
    { &own_answers[1], NULL, "x-content-type-options:", "nosniff" },
    { &own_answers[2], NULL, "content-security-policy:", "default-src 'none'; frame-ancestors 'none'" },
    { &own_answers[3], NULL, "referrer-policy:", "no-referrer" },
    { NULL, NULL, "cache-control:", "no-store" },
};

/* "127.0.0.1:80" or "[::1]:80" → address without brackets, port. */
static carnet_err split_listen(char address[64], int *port, const char *listen)
{
    const char *colon = strrchr(listen, ':');
    size_t len = colon ? (size_t)(colon - listen) : 0;
    if (len > 2 && listen[0] == '[' && listen[len - 1] == ']') {
        listen++;
        len -= 2;
    }
    char *end = NULL;
    long number = colon ? strtol(colon + 1, &end, 10) : -1;
    unsigned char binary[sizeof(struct in6_addr)];
    if (!len || len >= 64 || !end || *end || end == colon + 1 || number < 0 || number > 65535)
        return err_set(CARNET_INVALID, "net.listen", "expected ADDR:PORT");
    memcpy(address, listen, len);
    address[len] = 0;
    if (inet_pton(AF_INET, address, binary) != 1 && inet_pton(AF_INET6, address, binary) != 1)
        return err_set(CARNET_INVALID, "net.listen", "%s is not an address", address);
    *port = (int)number;
    return CARNET_OK;
}

/* Tried before libwebsockets does, which tells nothing of why. */
static carnet_err try_to_listen(const char *address, int port)
{
    struct sockaddr_in6 six = { .sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port) };
    struct sockaddr_in four = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
    bool v6 = inet_pton(AF_INET6, address, &six.sin6_addr) == 1;
    int fd = socket(v6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
    bool fine = fd >= 0 && (v6 || inet_pton(AF_INET, address, &four.sin_addr) == 1) &&
                setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
                (v6 ? bind(fd, (struct sockaddr *)&six, sizeof six) : bind(fd, (struct sockaddr *)&four, sizeof four)) == 0 &&
                listen(fd, 1) == 0;
    carnet_err err = fine ? CARNET_OK : err_set(CARNET_IO, "net.listen", "%s port %d: %s", address, port, strerror(errno));
    if (fd >= 0)
        close(fd);
    return err;
}

static void describe_protocols(struct net *net)
{
    for (int i = 0; i < 2; i++)
        net->protocols[i] = (struct lws_protocols){
            .name = i ? "carnet" : "carnet-any", .callback = callback, .rx_buffer_size = 4096, .tx_packet_size = 256 * 1024,
        };
}

static void gather(uv_handle_t *handle, void *arg)
{
    struct handles *handles = arg;
    if (handles->count == HANDLES_MOST)
        abort();
    handles->list[handles->count++] = handle;
}

static bool has(const struct handles *handles, const void *handle)
{
    for (size_t i = 0; i < handles->count; i++)
        if (handles->list[i] == handle)
            return true;
    return false;
}

/* Those that were not there before. */
static void note_own(struct net *net, const struct handles *before)
{
    struct handles all = { .count = 0 };
    uv_walk(loop_uv(net->options.loop), gather, &all);
    for (size_t i = 0; i < all.count; i++)
        if (!has(before, all.list[i]))
            net->own.list[net->own.count++] = all.list[i];
}

static void rest(uv_handle_t *handle, void *arg)
{
    const struct net *net = arg;
    if (has(&net->own, handle))
        uv_unref(handle);
}

void context_rest(struct net *net)
{
    uv_walk(loop_uv(net->options.loop), rest, net);
}

/* The context and its one vhost are made apart: a context whose vhost fails inside can not be taken down. */
carnet_err context_start(struct net *net)
{
    static const lws_retry_bo_t no_policy; /* we send the pings: libwebsockets' list of timers is walked at each insertion */
    char address[64];
    int port = 0;
    TRY(split_listen(address, &port, net->options.listen));
    TRY(try_to_listen(address, port));
    net->address = mem_text(address);
    bool any = strcmp(address, "0.0.0.0") == 0 || strcmp(address, "::") == 0;
    void *loops[] = { loop_uv(net->options.loop) };
    describe_protocols(net);
    struct lws_context_creation_info info = {
        .port = port, .iface = any ? NULL : net->address, .protocols = net->protocols, .user = net, .foreign_loops = loops,
        .pcontext = &net->context, .headers = own_answers, .retry_and_idle_policy = &no_policy, .alpn = "http/1.1",
        .options = LWS_SERVER_OPTION_LIBUV | LWS_SERVER_OPTION_EXPLICIT_VHOSTS |
                   LWS_SERVER_OPTION_FALLBACK_TO_APPLY_LISTEN_ACCEPT_CONFIG,
        .max_http_header_data = HEAD_MAX, .pt_serv_buf_size = PIECE, .timeout_secs = 20, .timeout_secs_ah_idle = 10,
        .keepalive_timeout = 60,
    };
    if (!strchr(address, ':'))
        info.options |= LWS_SERVER_OPTION_DISABLE_IPV6;
    if (net->tls) {
        info.options |= LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT;
        info.ssl_cert_filepath = config_text("tls-certificate");
        info.ssl_private_key_filepath = config_text("tls-key");
    }
    lws_set_log_level(LLL_ERR, log_from_lws);
    bound_descriptors();
    struct handles before = { .count = 0 };
    uv_walk(loop_uv(net->options.loop), gather, &before);
    net->context = lws_create_context(&info);
    net->vhost = net->context ? lws_create_vhost(net->context, &info) : NULL;
    if (!net->vhost)
        return err_set(CARNET_IO, net->tls ? "net.tls" : "net.listen", "libwebsockets cannot serve %s", net->options.listen);
    net->port = lws_get_vhost_listen_port(net->vhost);
    note_own(net, &before);
    return CARNET_OK;
}

/* With a foreign loop, libwebsockets ends in two steps: the first closes every handle it has, and once the loop has let them go the
 * second frees the rest. */
void context_close(struct net *net)
{
    if (!net->context)
        return;
    lws_context_destroy(net->context);
    struct conn *conn;
    uint64_t id;
    for (size_t at = 0; (conn = table_next(&net->conns, &at, &id));)
        conn_gone(conn);
}

void context_free(struct net *net)
{
    if (net->context)
        lws_context_destroy(net->context);
    if (net->context)
        log_warn("net", "libwebsockets kept its context", "sockets=%zu", net->sockets);
    struct conn *conn; /* a socket that was closing when the context went is never reported destroyed */
    for (size_t at = 0; (conn = table_next(&net->departed, &at, NULL));)
        conn_free(net, conn);
}
