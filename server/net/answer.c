/* Answers on the wire. Head and the first piece of the body leave in one write; a longer body follows piece by piece, one per
 * HTTP_WRITEABLE, because libwebsockets keeps what the kernel does not take in memory without bound. The pieces are copied into one
 * buffer of net's, so that bodies need no headroom and can be shared (static files). */
#include <sys/socket.h>

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/log.h"
#include "net/inner.h"

static void put_date(struct buf *out)
{
    static time_t at;
    static char text[48];
    time_t now = time(NULL);
    if (now != at) {
        struct tm utc;
        at = now;
        if (!gmtime_r(&now, &utc) || !strftime(text, sizeof text, "date: %a, %d %b %Y %H:%M:%S GMT\r\n", &utc))
            text[0] = 0;
    }
    buf_put_text(out, text);
}

/* The out buffer with an answer's head in it, behind LWS_PRE bytes. */
static struct buf *compose(struct net *net, const struct answer *a, bool last)
{
    struct buf *out = &net->out;
    buf_reserve(out, LWS_PRE + PIECE);
    memset(out->ptr, 0, LWS_PRE);
    out->len = LWS_PRE;
    buf_printf(out, "HTTP/1.1 %d %s\r\n", a->status, status_title(a->status));
    put_date(out);
    if (a->type)
        buf_printf(out, "content-type: %s\r\n", a->type);
    if (a->status != 204 && a->status != 304)
        buf_printf(out, "content-length: %zu\r\n", a->body.len);
    if (a->no_store && !(a->headers && strstr(a->headers, "cache-control:")))
        buf_put_text(out, "cache-control: no-store\r\n");
    buf_put_text(out, net->security);
    if (a->headers)
        buf_put_text(out, a->headers);
    buf_put_text(out, last ? "connection: close\r\n\r\n" : "\r\n");
    return out;
}

static int write_out(struct conn *conn, struct buf *out)
{
    int len = (int)(out->len - LWS_PRE);
    return lws_write(conn->wsi, out->ptr + LWS_PRE, (size_t)len, LWS_WRITE_HTTP) < 0 ? -1 : 0;
}

/* Closing with unread input would reset the connection and may take the answer with it: say that nothing more comes, and give the
 * peer a moment. */
static int linger(struct conn *conn)
{
    if (!conn->unread)
        return -1;
    conn->lingering = true;
    conn->deadline = loop_now(conn->net->options.loop) + 1000;
    lws_rx_flow_control(conn->wsi, 0);
    if (!conn->net->tls && !lws_partial_buffered(conn->wsi))
        shutdown(lws_get_socket_fd(conn->wsi), SHUT_WR);
    return 0;
}

static int finish(struct conn *conn)
{
    uint64_t now = loop_now(conn->net->options.loop);
    struct exchange *x = conn->exchange;
    conn->exchange = NULL;
    conn->sending = conn->talked = false;
    conn->rest_len = 0;
    if (x)
        exchange_free(x);
    conn->deadline = lws_partial_buffered(conn->wsi) ? now + net_patience.reader : conn->unread ? now + net_patience.discard : 0;
    if (conn->end)
        return linger(conn);
    return lws_http_transaction_completed(conn->wsi) ? -1 : 0;
}

static int send_rest(struct conn *conn, struct buf *out)
{
    size_t room = LWS_PRE + PIECE - out->len, len = conn->rest_len < room ? conn->rest_len : room;
    buf_put(out, (bytes){ conn->rest, len });
    conn->rest += len;
    conn->rest_len -= len;
    if (write_out(conn, out) != 0)
        return -1;
    if (!conn->rest_len)
        return finish(conn);
    conn->sending = true;
    conn->talked = false;
    conn->deadline = loop_now(conn->net->options.loop) + net_patience.reader;
    lws_callback_on_writable(conn->wsi);
    return 0;
}

int answer_send(struct conn *conn, const struct answer *a)
{
    conn->end = a->end == END_CLOSE || conn->net->closing;
    struct buf *out = compose(conn->net, a, conn->end || !conn->keep);
    conn->rest = a->body.ptr;
    conn->rest_len = a->head ? 0 : a->body.len;
    lws_set_timeout(conn->wsi, NO_PENDING_TIMEOUT, 0);
    return send_rest(conn, out);
}

int answer_problem(struct conn *conn, int status, const char *key, const char *headers, bool head, enum answer_end end)
{
    CLEANUP(buf_clear) struct buf body = { 0 };
    problem_body(&body, status, key);
    return answer_send(conn, &(struct answer){
        .status = status, .type = "application/problem+json", .body = buf_bytes(&body), .headers = headers, .head = head,
        .no_store = true, .end = end,
    });
}

static int answer_exchange(struct conn *conn, struct exchange *x)
{
    struct reply *reply = &x->reply;
    return answer_send(conn, &(struct answer){
        .status = reply->status, .type = reply->type, .body = buf_bytes(&reply->body), .headers = buf_text(&reply->headers),
        .head = x->head, .no_store = true, .end = END_KEEP,
    });
}

int answer_writeable(struct conn *conn)
{
    struct exchange *x = conn->exchange;
    if (conn->sending) {
        conn->net->out.len = LWS_PRE;
        return send_rest(conn, &conn->net->out);
    }
    return x && x->state == EXCHANGE_ANSWERED ? answer_exchange(conn, x) : 0;
}

/* For sockets that are no conn's request: the whole text, in net's buffer. */
bytes answer_raw(struct net *net, int status, const char *key, const char *headers)
{
    CLEANUP(buf_clear) struct buf body = { 0 };
    problem_body(&body, status, key);
    struct buf *out = compose(net, &(struct answer){ .status = status, .type = "application/problem+json",
                                                     .body = buf_bytes(&body), .headers = headers, .no_store = true }, true);
    buf_put(out, buf_bytes(&body));
    return (bytes){ out->ptr + LWS_PRE, out->len - LWS_PRE };
}

int answer_upgrade_refused(struct conn *conn, int status, const char *key)
{
    bytes answer = answer_raw(conn->net, status, key, NULL);
    (void)!lws_write(conn->wsi, (uint8_t *)answer.ptr, answer.len, LWS_WRITE_HTTP);
    return -1;
}
