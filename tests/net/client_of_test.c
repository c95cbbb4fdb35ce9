/* Blocking sockets for the tests of net/. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <time.h>

#include "net/server.h"

void wait_ms(int ms)
{
    struct timespec t = { ms / 1000, ms % 1000 * 1000000L };
    while (nanosleep(&t, &t) != 0 && errno == EINTR)
        ;
}

bool wait_for(const char *what, long wanted)
{
    for (int i = 0; i < 3000; i++) {
        if (server_count(what) >= wanted)
            return true;
        wait_ms(10);
    }
    return false;
}

int dial(const struct server *server)
{
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)server_port(server)) };
    struct timeval patience = { 30, 0 };
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    inet_pton(AF_INET, "127.0.0.1", &to.sin_addr);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    if (connect(fd, (struct sockaddr *)&to, sizeof to) != 0)
        test_fail(__FILE__, __LINE__, "cannot connect");
    return fd;
}

void dial_end(int fd)
{
    close(fd);
}

bool say_bytes(int fd, const void *data, size_t len)
{
    for (size_t sent = 0; sent < len;) {
        ssize_t n = send(fd, (const char *)data + sent, len - sent, MSG_NOSIGNAL);
        if (n <= 0)
            return false;
        sent += (size_t)n;
    }
    return true;
}

bool say(int fd, const char *text)
{
    return say_bytes(fd, text, strlen(text));
}

static bool read_head(struct answer_seen *out, int fd)
{
    size_t len = 0;
    memset(out, 0, sizeof *out);
    while (len < sizeof out->head - 1 && recv(fd, out->head + len, 1, 0) == 1) {
        len++;
        if (len >= 4 && memcmp(out->head + len - 4, "\r\n\r\n", 4) == 0) {
            out->status = atoi(out->head + 9);
            return true;
        }
    }
    return false;
}

const char *header_seen(const struct answer_seen *seen, const char *name)
{
    static char value[512];
    size_t len = strlen(name);
    for (const char *line = strstr(seen->head, "\r\n"); line; line = strstr(line + 2, "\r\n"))
        if (strncasecmp(line + 2, name, len) == 0 && line[2 + len] == ':') {
            snprintf(value, sizeof value, "%.*s", (int)strcspn(line + 4 + len, "\r"), line + 4 + len);
            return value;
        }
    return NULL;
}

bool hear_no_body(struct answer_seen *out, int fd)
{
    return read_head(out, fd);
}

bool hear(struct answer_seen *out, int fd)
{
    if (!read_head(out, fd))
        return false;
    const char *length = header_seen(out, "content-length");
    size_t wanted = length ? (size_t)atoll(length) : 0;
    while (out->body_len < wanted) {
        char piece[4096];
        size_t ask_for = wanted - out->body_len < sizeof piece ? wanted - out->body_len : sizeof piece;
        ssize_t n = recv(fd, piece, ask_for, 0);
        if (n <= 0)
            return false;
        if (out->body_len + (size_t)n < sizeof out->body)
            memcpy(out->body + out->body_len, piece, (size_t)n);
        out->body_len += (size_t)n;
    }
    return true;
}

bool hear_end(int fd, int ms)
{
    struct pollfd p = { .fd = fd, .events = POLLIN };
    char byte;
    return poll(&p, 1, ms) == 1 && recv(fd, &byte, 1, 0) <= 0;
}

int ask(struct answer_seen *out, const struct server *server, const char *text)
{
    int fd = dial(server);
    bool heard = say(fd, text) && hear(out, fd);
    close(fd);
    return heard ? out->status : 0;
}

int ask_body(struct answer_seen *out, const struct server *server, const char *line, const char *headers, const char *type,
             const char *body)
{
    char text[8192], content[128] = "";
    if (type)
        snprintf(content, sizeof content, "Content-Type: %s\r\n", type);
    snprintf(text, sizeof text, "%s HTTP/1.1\r\nHost: x\r\n%s%sContent-Length: %zu\r\n\r\n%s", line, headers, content,
             strlen(body), body);
    return ask(out, server, text);
}

int ws_dial(const struct server *server, const char *path, const char *headers)
{
    char text[8192];
    struct answer_seen seen;
    int fd = dial(server);
    snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
             "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n%s\r\n", path, headers);
    if (say(fd, text) && hear(&seen, fd) && seen.status == 101)
        return fd;
    close(fd);
    return -(seen.status ? seen.status : 1);
}

void ws_say(int fd, int opcode, bool final, const void *data, size_t len)
{
    static const uint8_t mask[4] = { 0x12, 0x34, 0x56, 0x78 };
    uint8_t *frame = mem_alloc(len + 14);
    size_t at = 2;
    frame[0] = (uint8_t)((final ? 0x80 : 0) | opcode);
    if (len < 126) {
        frame[1] = (uint8_t)(0x80 | len);
    } else if (len < 65536) {
        frame[1] = 0x80 | 126;
        frame[at++] = (uint8_t)(len >> 8);
        frame[at++] = (uint8_t)len;
    } else {
        frame[1] = 0x80 | 127;
        for (int shift = 56; shift >= 0; shift -= 8)
            frame[at++] = (uint8_t)(len >> shift);
    }
    memcpy(frame + at, mask, 4);
    for (size_t i = 0; i < len; i++)
        frame[at + 4 + i] = ((const uint8_t *)data)[i] ^ mask[i % 4];
    say_bytes(fd, frame, at + 4 + len);
    mem_free(frame);
}

void ws_say_text(int fd, int opcode, const char *text)
{
    ws_say(fd, opcode, true, text, strlen(text));
}

static bool read_whole(int fd, void *out, size_t len)
{
    for (size_t have = 0; have < len;) {
        ssize_t n = recv(fd, (char *)out + have, len - have, 0);
        if (n <= 0)
            return false;
        have += (size_t)n;
    }
    return true;
}

int ws_hear(int fd, uint8_t *out, size_t size, size_t *len)
{
    uint8_t head[10];
    if (!read_whole(fd, head, 2))
        return -1;
    uint64_t n = head[1] & 127;
    int more = n == 126 ? 2 : n == 127 ? 8 : 0;
    if (more && !read_whole(fd, head + 2, (size_t)more))
        return -1;
    if (more)
        n = 0;
    for (int i = 0; i < more; i++)
        n = n << 8 | head[2 + i];
    *len = (size_t)n;
    for (uint64_t at = 0; at < n;) {
        uint8_t piece[4096];
        size_t part = n - at < sizeof piece ? (size_t)(n - at) : sizeof piece;
        if (!read_whole(fd, piece, part))
            return -1;
        if (at + part <= size)
            memcpy(out + at, piece, part);
        at += part;
    }
    return head[0] & 15;
}

int ws_hear_close(int fd)
{
    uint8_t data[256];
    size_t len;
    int opcode;
    while ((opcode = ws_hear(fd, data, sizeof data, &len)) >= 0)
        if (opcode == 8)
            return len >= 2 ? data[0] << 8 | data[1] : 1005;
    return -1;
}
