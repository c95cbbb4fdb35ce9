/* The only place that writes to websockets. A message leaves at once when nothing waits before it, libwebsockets holds nothing back,
 * and we are not inside one of its callbacks for somebody else; otherwise it waits in a queue. What
 * libwebsockets could not hand to the kernel it keeps; we add nothing before that is gone, so a reader that stands still costs one
 * message plus the queue. The message being sent does not count against the queue's limit: a document may be larger than it. The limit is
 * one of octets, with what a message costs besides: while a document leaves on a slow line, many small ones may come behind it. */
#include "net/inner.h"

static int write_message(struct ws *ws, struct message *message)
{
    int written = lws_write(ws->conn->wsi, message->payload, message->len, LWS_WRITE_BINARY);
    return written < 0 || (size_t)written < message->len ? -1 : 0;
}

static size_t cost(const struct message *message)
{
    return message->len + OUTBOX_MESSAGE;
}

static void enqueue(struct ws *ws, struct message *message)
{
    size_t before = ws->queue ? ws->bytes - cost(ws->queue->message) : 0;
    if (ws->queue && before + cost(message) > OUTBOX_BYTES) {
        ws_close(ws, 1013, "too slow");
        return;
    }
    struct queued *queued = mem_alloc(sizeof *queued);
    *queued = (struct queued){ message_keep(message), NULL };
    if (ws->queue)
        ws->queue_last->next = queued;
    else
        ws->queue = queued;
    ws->queue_last = queued;
    ws->bytes += cost(message);
    ws->held = true;
    if (ws->queue == queued)
        lws_callback_on_writable(ws->conn->wsi);
}

void ws_send(struct ws *ws, struct message *message)
{
    if (ws->code || ws->broken || !ws->open)
        return;
    struct net *net = ws->conn->net;
    if (ws->queue || (net->inside && net->receiving != ws) || lws_partial_buffered(ws->conn->wsi)) {
        enqueue(ws, message);
        return;
    }
    if (write_message(ws, message) != 0)
        ws_break(ws);
    else if (lws_partial_buffered(ws->conn->wsi))
        ws->held = true;
}

static struct message *take(struct ws *ws)
{
    struct queued *queued = ws->queue;
    struct message *message = queued->message;
    ws->queue = queued->next;
    ws->bytes -= cost(message);
    mem_free(queued);
    return message;
}

void outbox_empty(struct ws *ws)
{
    while (ws->queue)
        message_drop(take(ws));
}

/* In WRITEABLE. -1: the socket is broken. */
int outbox_send_next(struct ws *ws)
{
    struct lws *wsi = ws->conn->wsi;
    for (int turn = 0; ws->queue && turn < OUTBOX_TURN && !lws_partial_buffered(wsi); turn++) {
        struct message *message = take(ws);
        int failed = write_message(ws, message);
        message_drop(message);
        if (failed)
            return -1;
    }
    if (ws->queue || lws_partial_buffered(wsi))
        lws_callback_on_writable(wsi);
    return 0;
}

void outbox_ping(struct ws *ws)
{
    uint8_t room[LWS_PRE + 1] = { 0 }; /* one octet: libwebsockets reports no empty pong */
    if (lws_partial_buffered(ws->conn->wsi))
        return; /* its silence will tell */
    if (lws_write(ws->conn->wsi, room + LWS_PRE, 1, LWS_WRITE_PING) < 0)
        ws_break(ws);
}
