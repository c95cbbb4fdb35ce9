/* Requests of every kind, cut, mixed and bent at random, several on one connection: the server answers others all the time, and the
 * sanitizers find nothing. The seed is printed, CARNET_SEED repeats it. */
#include "net/server.h"

#include <poll.h>
#include <sys/socket.h>

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static uint64_t state;

static size_t pick(size_t below)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return below ? (size_t)(state % below) : 0;
}

static const char *const requests[] = {
    "GET /api/slow?ms=2 HTTP/1.1\r\nHost: x\r\n\r\n",
    "GET /icon.png HTTP/1.1\r\nHost: x\r\n\r\n",
    "POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n{\"text\":\"a\"}",
    "PUT /api/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 0\r\n\r\n",
    "GET /api/large?kb=200 HTTP/1.1\r\nHost: x\r\n\r\n",
    "POST /api/upload HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n0123456789",
    "GET /live/abc HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n\x82\x83\x01\x01\x01\x01" "abc\x82\x83\x01\x01\x01\x01`mm\x89\x81\x01\x01\x01\x01x",
    "GET /api/documents/abc?q=1&r=%20 HTTP/1.1\r\nHost: x\r\nCookie: carnet_session=good\r\n\r\n",
    "DELETE /api/fail HTTP/1.1\r\nHost: x\r\n\r\n",
    "HEAD / HTTP/1.1\r\nHost: x\r\n\r\n",
    "POST /api/none HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nabcde",
    "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n",
    "POST /api/echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
};
static const char *const bits[] = {
    "%0a", "%00", "\r\n", "\n", "Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n", "%", "/../", "\xff", ";", "&", "?",
    "Upgrade: websocket\r\n", "Expect: 100-continue\r\n", "HTTP/1.0", "Content-Length: 99999999\r\n", "Connection: close\r\n",
};
#define COUNT(list) (sizeof(list) / sizeof *(list))

static void put_bent(struct buf *out, const char *request)
{
    size_t len = strlen(request), start = out->len;
    buf_put(out, (bytes){ (const uint8_t *)request, len });
    for (size_t n = pick(4); n; n--) {
        size_t at = start + pick(out->len - start), cut = pick(9);
        const char *bit = bits[pick(COUNT(bits))];
        switch (pick(3)) {
        case 0: out->ptr[at] = (uint8_t)pick(256); break;
        case 1:
            if (at + cut < out->len) {
                memmove(out->ptr + at, out->ptr + at + cut, out->len - at - cut);
                out->len -= cut;
            }
            break;
        case 2:
            buf_reserve(out, strlen(bit));
            memmove(out->ptr + at + strlen(bit), out->ptr + at, out->len - at);
            memcpy(out->ptr + at, bit, strlen(bit));
            out->len += strlen(bit);
            break;
        }
    }
}

static void talk(const struct server *s)
{
    CLEANUP(buf_clear) struct buf text = { 0 };
    static char heard[65536];
    struct pollfd p = { .fd = dial(s), .events = POLLIN };
    for (size_t n = 1 + pick(4); n; n--)
        put_bent(&text, requests[pick(COUNT(requests))]);
    size_t cut = pick(2) ? pick(text.len) : text.len;
    say_bytes(p.fd, text.ptr, cut);
    if (cut < text.len) {
        wait_ms((int)pick(3));
        say_bytes(p.fd, text.ptr + cut, text.len - cut);
    }
    if (pick(3) == 0)
        shutdown(p.fd, SHUT_WR);
    if (pick(2) && poll(&p, 1, (int)pick(20)) == 1)
        (void)!recv(p.fd, heard, sizeof heard, 0);
    dial_end(p.fd);
}

TEST(hostile, bent_requests_harm_nobody)
{
    const char *seed = getenv("CARNET_SEED");
    state = seed ? strtoull(seed, NULL, 10) : (uint64_t)time(NULL) * 2654435761u;
    printf("# CARNET_SEED=%llu\n", (unsigned long long)state);
    struct server *s = server_begin();
    struct answer_seen seen;
    for (int i = 0, rounds = test_long() ? 40000 : 1500; i < rounds; i++) {
        talk(s);
        if (i % 50 == 0)
            CHECK_INT(200, ask(&seen, s, "GET /icon.png HTTP/1.1\r\nHost: x\r\n\r\n"));
    }
    server_end(s);
}
