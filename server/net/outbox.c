/* The only place that writes to websockets. A message leaves at once when nothing waits before it, libwebsockets holds nothing back,
 * and we are not inside one of its callbacks for somebody else; otherwise it waits in a ring of pointers that exists only meanwhile. What
 * libwebsockets could not hand to the kernel it keeps; we add nothing before that is gone, so a reader that stands still costs one
 * message plus the ring. The message being sent does not count against the ring's limit: a document may be larger than it. */
#include "net/inner.h"

static int write_message(struct ws *ws, struct message *message)
{
    int written = lws_write(ws->conn->wsi, message->payload, message->len, LWS_WRITE_BINARY);
    return written < 0 || (size_t)written < message->len ? -1 : 0;
}

static void enqueue(struct ws *ws, struct message *message)
{
    size_t before = ws->count ? ws->bytes - ws->ring[ws->first]->len : 0;
    if (ws->count == OUTBOX_COUNT || (ws->count && before + message->len > OUTBOX_BYTES)) {
        ws_close(ws, 1013, "too slow");
        return;
    }
    if (!ws->ring)
        ws->ring = mem_alloc(OUTBOX_COUNT * sizeof *ws->ring);
    ws->ring[(ws->first + ws->count++) % OUTBOX_COUNT] = message_keep(message);
    ws->bytes += message->len;
    ws->held = true;
    if (ws->count == 1)
        lws_callback_on_writable(ws->conn->wsi);
}

void ws_send(struct ws *ws, struct message *message)
{
    if (ws->code || ws->broken || !ws->open)
        return;
    struct net *net = ws->conn->net;
    if (ws->count || (net->inside && net->receiving != ws) || lws_partial_buffered(ws->conn->wsi)) {
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
    struct message *message = ws->ring[ws->first];
    ws->first = (ws->first + 1) % OUTBOX_COUNT;
    ws->count--;
    ws->bytes -= message->len;
    return message;
}

void outbox_empty(struct ws *ws)
{
    while (ws->count)
        message_drop(take(ws));
    mem_free(ws->ring);
    ws->ring = NULL;
    ws->first = 0;
}

/* In WRITEABLE. -1: the socket is broken. */
int outbox_send_next(struct ws *ws)
{
    struct lws *wsi = ws->conn->wsi;
    for (int turn = 0; ws->count && turn < OUTBOX_TURN && !lws_partial_buffered(wsi); turn++) {
        struct message *message = take(ws);
        int failed = write_message(ws, message);
        message_drop(message);
        if (failed)
            return -1;
    }
    if (ws->count || lws_partial_buffered(wsi)) {
        lws_callback_on_writable(wsi);
        return 0;
    }
    if (ws->ring)
        outbox_empty(ws);
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
