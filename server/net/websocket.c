/* Websockets: reassembly, pings, rates, closing. Closing with a code works only from outside of WRITEABLE (libwebsockets on libuv
 * would drop the close frame), so ws_close notes the code, and a timer that rings in the loop's next turn closes all that are
 * noted; a socket whose last frame is still half sent waits for it first. */
#include <stdio.h>
#include <string.h>

#include "guard/random.h"
#include "net/inner.h"

static size_t open_sockets;

size_t ws_count(void)
{
    return open_sockets;
}

static uint64_t now_of(const struct ws *ws)
{
    return loop_now(ws->conn->net->options.loop);
}

static void forget_request(struct ws *ws)
{
    struct ws_request *request = ws->request;
    if (!request)
        return;
    ws->request = NULL;
    mem_free((char *)request->document);
    mem_free((char *)request->address);
    guard_wipe(&request->credential, sizeof request->credential);
    mem_free(request);
}

int ws_opened(struct conn *conn)
{
    struct ws *ws = conn->ws;
    const struct net_hooks *hooks = conn->net->options.hooks;
    if (!ws)
        return -1;
    lws_set_timeout(conn->wsi, NO_PENDING_TIMEOUT, 0);
    conn->deadline = 0;
    ws->open = true;
    open_sockets++;
    ws->heard = ws->pinged = ws->allowance_at = now_of(ws);
    ws->allowance = conn->net->rate * 10000;
    ws->user = hooks && hooks->ws.opened ? hooks->ws.opened(hooks->self, ws, ws->request) : NULL;
    forget_request(ws);
    return 0;
}

void ws_gone(struct conn *conn)
{
    struct ws *ws = conn->ws;
    if (!ws)
        return;
    struct net *net = conn->net;
    conn->ws = NULL;
    for (struct ws **at = &net->closers; *at; at = &(*at)->next_closer)
        if (*at == ws) {
            *at = ws->next_closer;
            break;
        }
    for (struct ws **at = &net->slowed; *at; at = &(*at)->next_slowed)
        if (*at == ws) {
            *at = ws->next_slowed;
            break;
        }
    forget_request(ws);
    outbox_empty(ws);
    buf_clear(&ws->partial);
    if (ws->open) {
        ws->open = false;
        open_sockets--;
        if (net->options.hooks && net->options.hooks->ws.closed)
            net->options.hooks->ws.closed(ws->user);
    }
    mem_free(ws);
}

/* ---- receiving ---- */

void ws_heard(struct conn *conn)
{
    if (conn->ws)
        conn->ws->heard = now_of(conn->ws);
}

void ws_pause(struct ws *ws, bool paused)
{
    ws->pauses += paused ? 1 : -1u;
    if (!ws->code && ws->pauses == (paused ? 1 : 0))
        lws_rx_flow_control(ws->conn->wsi, !paused);
}

/* A bucket of ten seconds' messages; a socket that has emptied it is not read until it has a twentieth of a second's again. */
static void refill(struct ws *ws)
{
    int64_t rate = ws->conn->net->rate;
    uint64_t now = now_of(ws);
    ws->allowance += (int64_t)(now - ws->allowance_at) * rate;
    ws->allowance_at = now;
    if (ws->allowance > rate * 10000)
        ws->allowance = rate * 10000;
}

static void count_message(struct ws *ws)
{
    struct net *net = ws->conn->net;
    if (!net->rate)
        return;
    refill(ws);
    ws->allowance -= 1000;
    if (ws->allowance > 0 || ws->slow)
        return;
    if (!net->slowed)
        loop_timer_start(net->pace, 50, 50);
    ws->slow = true;
    ws->next_slowed = net->slowed;
    net->slowed = ws;
    ws_pause(ws, true);
}

void ws_pace(void *arg)
{
    struct net *net = arg;
    for (struct ws **at = &net->slowed; *at;) {
        struct ws *ws = *at;
        refill(ws);
        if (ws->allowance < net->rate * 50) {
            at = &ws->next_slowed;
            continue;
        }
        *at = ws->next_slowed;
        ws->slow = false;
        ws_pause(ws, false);
    }
    if (!net->slowed)
        loop_timer_stop(net->pace);
}

static void deliver(struct ws *ws, bytes message)
{
    struct net *net = ws->conn->net;
    const struct net_hooks *hooks = net->options.hooks;
    count_message(ws);
    if (!hooks || !hooks->ws.received)
        return;
    net->receiving = ws;
    hooks->ws.received(ws->user, message);
    net->receiving = NULL;
}

int ws_receive(struct conn *conn, bytes piece)
{
    struct ws *ws = conn->ws;
    struct lws *wsi = conn->wsi;
    if (!ws || ws->code || ws->broken)
        return 0;
    ws->heard = now_of(ws);
    size_t left = lws_remaining_packet_payload(wsi);
    bool last = lws_is_final_fragment(wsi) && !left;
    if (!lws_frame_is_binary(wsi)) {
        ws_close(ws, 4400, "binary messages only");
    } else if (left > WS_MESSAGE_MAX || ws->partial.len + piece.len + left > WS_MESSAGE_MAX) {
        ws_close(ws, 4413, "message too big");
    } else if (last && !ws->assembling) {
        deliver(ws, piece);
    } else {
        ws->assembling = !last;
        buf_put(&ws->partial, piece);
        if (last) {
            struct buf whole = ws->partial;
            ws->partial = (struct buf){ 0 };
            deliver(ws, buf_bytes(&whole));
            buf_clear(&whole);
        }
    }
    return 0;
}

/* ---- sending and closing ---- */

static void close_soon(struct ws *ws)
{
    struct net *net = ws->conn->net;
    if (ws->queued_to_close)
        return;
    if (!net->closers)
        loop_timer_start(net->soon, 0, 0);
    ws->queued_to_close = true;
    ws->next_closer = net->closers;
    net->closers = ws;
}

int ws_writeable(struct conn *conn)
{
    struct ws *ws = conn->ws;
    if (!ws)
        return 0;
    if (ws->broken)
        return -1;
    if (ws->code) {
        if (!ws->frame_sent && !lws_partial_buffered(conn->wsi))
            close_soon(ws);
        return 0;
    }
    if (outbox_send_next(ws) != 0)
        return -1;
    const struct net_hooks *hooks = conn->net->options.hooks;
    if (ws->held && !ws->queue && !lws_partial_buffered(conn->wsi)) {
        ws->held = false;
        if (hooks && hooks->ws.drained)
            hooks->ws.drained(ws->user);
    }
    return 0;
}

void ws_close(struct ws *ws, unsigned code, const char *reason)
{
    if (ws->code || ws->broken)
        return;
    ws->code = code;
    ws->closing_since = now_of(ws);
    snprintf(ws->reason, sizeof ws->reason, "%s", reason ? reason : "");
    outbox_empty(ws);
    buf_clear(&ws->partial);
    ws->assembling = false;
    close_soon(ws);
}

void ws_break(struct ws *ws)
{
    ws->broken = true;
    outbox_empty(ws);
    close_soon(ws);
}

/* In the loop's next turn, outside of any callback of libwebsockets. Killing with a reason set sends the close frame, waits for the
 * peer's, and only then ends. */
void ws_close_waiting(void *arg)
{
    struct net *net = arg;
    struct ws *ws;
    while ((ws = net->closers)) {
        net->closers = ws->next_closer;
        ws->queued_to_close = false;
        struct conn *conn = ws->conn;
        if (ws->broken) {
            conn_kill(conn);
            continue;
        }
        lws_rx_flow_control(conn->wsi, 1); /* the peer's answer must be read */
        if (lws_partial_buffered(conn->wsi)) {
            lws_callback_on_writable(conn->wsi);
            continue;
        }
        ws->frame_sent = true;
        lws_close_reason(conn->wsi, (enum lws_close_status)ws->code, (unsigned char *)ws->reason, strlen(ws->reason));
        lws_set_timeout(conn->wsi, PENDING_TIMEOUT_USER_OK, LWS_TO_KILL_SYNC);
    }
}

/* The peer has said goodbye and libwebsockets answers it; it gets nothing more from us. */
void ws_leaving(struct conn *conn)
{
    struct ws *ws = conn->ws;
    if (!ws || ws->code)
        return;
    ws->code = 1000;
    ws->frame_sent = true;
    ws->closing_since = now_of(ws);
    outbox_empty(ws);
}

void ws_tick(struct conn *conn, uint64_t now)
{
    struct ws *ws = conn->ws;
    if (!ws->open)
        return;
    if (ws->pauses)
        ws->heard = now; /* its pongs are not read */
    if (now - ws->heard > net_patience.silence || (ws->code && now - ws->closing_since > net_patience.closing)) {
        ws->broken = true;
        conn_kill(conn);
    } else if (!ws->code && now - ws->pinged >= net_patience.ping) {
        ws->pinged = now;
        outbox_ping(ws);
    }
}
