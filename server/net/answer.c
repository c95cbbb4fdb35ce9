/* Answers on the wire. Head and the first piece of the body leave in one write; a longer body follows piece by piece, one per
 * HTTP_WRITEABLE, because libwebsockets keeps what the kernel does not take in memory without bound. The pieces are copied into one
 * buffer of net's, so that bodies need no headroom and can be shared (static files). An answer that is a stream ends its connection. */
#include <sys/socket.h>

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "net/inner.h"
#include "net/octets.h"

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
    if (a->stream && a->chunks)
        buf_put_text(out, "transfer-encoding: chunked\r\n");
    else if (!a->stream && a->status != 204 && a->status != 304)
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

/* The kernel counts the end of the stream as one octet. */
bool was_pipelined(struct conn *conn)
{
    return conn->read_at_answer && octets_taken(lws_get_socket_fd(conn->wsi), false) <= conn->read_at_answer + 1;
}

/* The answer is out; the connection takes the next request. */
static int complete(struct conn *conn)
{
    struct exchange *x = conn->exchange;
    bool end = conn->end;
    conn->exchange = NULL;
    conn->sending = conn->flushing = conn->talked = false;
    conn->deadline = 0;
    later_free(conn);
    if (x)
        exchange_free(x);
    if (end)
        return linger(conn);
    return lws_http_transaction_completed(conn->wsi) ? -1 : 0;
}

/* What there was to send is with the kernel: the next piece, or the end. */
static int sent(struct conn *conn)
{
    struct exchange *x = conn->exchange;
    if (!x || x->state != EXCHANGE_ANSWERED || !x->reply.begun || x->reply.last || x->head)
        return complete(conn);
    conn->sending = conn->flushing = conn->talked = false;
    conn->deadline = 0;
    lws_rx_flow_control(conn->wsi, 0);
    exchange_more(x);
    return 0;
}

static void wait_for_reader(struct conn *conn)
{
    conn->sending = true;
    conn->talked = false;
    conn->deadline = loop_now(conn->net->options.loop) + net_patience.reader;
    lws_callback_on_writable(conn->wsi);
}

static int send_rest(struct conn *conn, struct buf *out)
{
    size_t room = out->len < LWS_PRE + PIECE ? LWS_PRE + PIECE - out->len : 0;
    size_t len = conn->rest_len < room ? conn->rest_len : room;
    if (len)
        buf_put(out, (bytes){ conn->rest, len });
    conn->rest += len;
    conn->rest_len -= len;
    if (!conn->rest_len)
        conn->read_at_answer = octets_taken(lws_get_socket_fd(conn->wsi), true);
    if (write_out(conn, out) != 0)
        return -1;
    conn->flushing = !conn->rest_len && lws_partial_buffered(conn->wsi);
    if (!conn->rest_len && !conn->flushing)
        return sent(conn);
    wait_for_reader(conn);
    return 0;
}

static int send_answer(struct conn *conn, const struct answer *a)
{
    conn->end = conn->end || conn->unread || conn->net->closing || a->stream;
    struct buf *out = compose(conn->net, a, conn->end || !conn->keep);
    conn->rest = a->body.ptr;
    conn->rest_len = a->head ? 0 : a->body.len;
    lws_set_timeout(conn->wsi, NO_PENDING_TIMEOUT, 0);
    return send_rest(conn, out);
}

/* Answers that need no handler are made while libwebsockets is still parsing; they leave in WRITEABLE like all others, when it has
 * put aside what it read beyond this request. */
struct later {
    struct answer answer;
    struct buf headers, body;
};

void later_free(struct conn *conn)
{
    struct later *later = conn->later;
    conn->later = NULL;
    if (!later)
        return;
    buf_clear(&later->headers);
    buf_clear(&later->body);
    mem_free(later);
}

void answer_later(struct conn *conn, const struct answer *answer)
{
    struct later *later = conn->later = mem_zero(1, sizeof *later);
    buf_put_text(&later->headers, answer->headers ? answer->headers : "");
    later->answer = *answer;
    later->answer.headers = buf_text(&later->headers);
    if (!conn->skipping)
        lws_callback_on_writable(conn->wsi);
}

static struct answer problem(const struct buf *body, int status, const char *headers, bool head)
{
    return (struct answer){
        .status = status, .type = "application/problem+json", .body = buf_bytes(body), .headers = headers, .head = head,
        .no_store = true,
    };
}

void problem_later(struct conn *conn, int status, const char *key, const char *headers, bool head)
{
    struct buf body = { 0 };
    problem_body(&body, status, key);
    struct answer answer = problem(&body, status, headers, head);
    answer_later(conn, &answer);
    conn->later->body = body;
}

int problem_and_close(struct conn *conn, int status, const char *key, const char *headers, bool head)
{
    CLEANUP(buf_clear) struct buf body = { 0 };
    problem_body(&body, status, key);
    struct answer answer = problem(&body, status, headers, head);
    conn->end = true;
    return send_answer(conn, &answer);
}

static int answer_exchange(struct conn *conn, struct exchange *x)
{
    struct reply *reply = &x->reply;
    reply->begun = reply->more != NULL;
    return send_answer(conn, &(struct answer){
        .status = reply->status, .type = reply->type, .body = buf_bytes(&reply->body), .headers = buf_text(&reply->headers),
        .head = x->head, .no_store = true, .stream = reply->begun, .chunks = x->chunks,
    });
}

static int send_piece(struct conn *conn, struct exchange *x)
{
    conn->rest = x->reply.body.ptr;
    conn->rest_len = x->reply.body.len;
    conn->net->out.len = LWS_PRE;
    return conn->rest_len ? send_rest(conn, &conn->net->out) : sent(conn);
}

int answer_writeable(struct conn *conn)
{
    struct exchange *x = conn->exchange;
    if (conn->lingering || conn->skipping)
        return 0;
    if (conn->flushing && !lws_partial_buffered(conn->wsi)) {
        conn->read_at_answer = octets_taken(lws_get_socket_fd(conn->wsi), true);
        return sent(conn);
    }
    if (conn->flushing) {
        lws_callback_on_writable(conn->wsi);
        return 0;
    }
    if (conn->sending) {
        conn->net->out.len = LWS_PRE;
        return send_rest(conn, &conn->net->out);
    }
    if (conn->later)
        return send_answer(conn, &conn->later->answer);
    if (!x || x->state != EXCHANGE_ANSWERED)
        return 0;
    return x->reply.begun ? send_piece(conn, x) : answer_exchange(conn, x);
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
