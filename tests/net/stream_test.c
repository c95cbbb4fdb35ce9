/* Answers made piece by piece: framing, slow readers, peers that leave, and what fails half-way. */
#include "net/server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/mem.h"

enum { PIECE_LEN = 70000 };

/* All that comes until the peer closes; the caller frees. */
static char *hear_all(int fd, size_t *len)
{
    char *all = mem_alloc(1 << 21);
    ssize_t n;
    *len = 0;
    while (*len < (1 << 21) - 1 && (n = recv(fd, all + *len, (1 << 21) - 1 - *len, 0)) > 0)
        *len += (size_t)n;
    all[*len] = 0;
    return all;
}

static char *answer_to(const struct server *s, const char *request, size_t *len)
{
    int fd = dial(s);
    CHECK(say(fd, request));
    char *all = hear_all(fd, len);
    dial_end(fd);
    return all;
}

/* Takes the chunks apart in place; false when the last is missing. */
static bool unchunk(char *body, size_t *len)
{
    char *to = body, *at = body;
    for (;;) {
        char *end;
        size_t size = strtoul(at, &end, 16);
        if (end == at || strncmp(end, "\r\n", 2) != 0)
            return false;
        at = end + 2;
        if (!size)
            break;
        memmove(to, at, size);
        to += size;
        at += size;
        if (strncmp(at, "\r\n", 2) != 0)
            return false;
        at += 2;
    }
    *len = (size_t)(to - body);
    return strcmp(at, "\r\n") == 0;
}

TEST(stream, pieces_come_in_order_in_chunks_and_end_the_connection)
{
    struct server *s = server_begin();
    size_t len;
    char *all = answer_to(s, "GET /api/pieces?pieces=5 HTTP/1.1\r\nHost: x\r\n\r\n", &len), *body = strstr(all, "\r\n\r\n");
    CHECK(strncmp(all, "HTTP/1.1 200 OK\r\n", 17) == 0);
    CHECK(body);
    *body = 0;
    body += 4;
    CHECK(strstr(all, "\r\ntransfer-encoding: chunked\r\n") && strstr(all, "\r\nconnection: close"));
    CHECK(strstr(all, "\r\nx-test: pieces\r\n") && strstr(all, "\r\ncache-control: no-store\r\n"));
    CHECK(!strstr(all, "content-length"));
    CHECK(unchunk(body, &len));
    CHECK_INT(5 * PIECE_LEN, len);
    for (int i = 0; i < 5; i++)
        CHECK(body[i * PIECE_LEN] == 'a' + 5 - i && body[(i + 1) * PIECE_LEN - 1] == 'a' + 5 - i);
    mem_free(all);
    CHECK(wait_for("dropped", 1));
    server_end(s);
}

TEST(stream, an_answer_without_a_piece_is_whole)
{
    struct server *s = server_begin();
    size_t len;
    char *all = answer_to(s, "GET /api/pieces?pieces=0 HTTP/1.1\r\nHost: x\r\n\r\n", &len);
    CHECK(strstr(all, "\r\n\r\n0\r\n\r\n"));
    mem_free(all);
    CHECK(wait_for("dropped", 1));
    server_end(s);
}

TEST(stream, the_first_version_of_http_gets_it_without_chunks)
{
    struct server *s = server_begin();
    size_t len;
    char *all = answer_to(s, "GET /api/pieces?pieces=3 HTTP/1.0\r\nHost: x\r\n\r\n", &len), *body = strstr(all, "\r\n\r\n");
    CHECK(body);
    CHECK_INT(3 * PIECE_LEN, len - (size_t)(body + 4 - all));
    *body = 0;
    CHECK(!strstr(all, "transfer-encoding"));
    mem_free(all);
    server_end(s);
}

TEST(stream, to_head_only_its_head_is_said)
{
    struct server *s = server_begin();
    size_t len;
    char *all = answer_to(s, "HEAD /api/pieces?pieces=3 HTTP/1.1\r\nHost: x\r\n\r\n", &len);
    CHECK(strcmp(strstr(all, "\r\n\r\n"), "\r\n\r\n") == 0);
    CHECK(wait_for("dropped", 1));
    CHECK_INT(0, server_count("pieces"));
    mem_free(all);
    server_end(s);
}

TEST(stream, what_fails_half_way_is_cut_off_and_cannot_be_taken_for_whole)
{
    struct server *s = server_begin();
    size_t len;
    char *all = answer_to(s, "GET /api/pieces?pieces=2&fails=1 HTTP/1.1\r\nHost: x\r\n\r\n", &len), *body = strstr(all, "\r\n\r\n");
    CHECK(body);
    CHECK(len > 2 * PIECE_LEN);
    CHECK(!unchunk(body + 4, &len));
    mem_free(all);
    CHECK(wait_for("dropped", 1));
    server_end(s);
}

TEST(stream, who_does_not_read_gets_no_further_piece_and_who_leaves_frees_it)
{
    struct server *s = server_begin();
    int fd = dial(s);
    CHECK(say(fd, "GET /api/pieces?pieces=100000 HTTP/1.1\r\nHost: x\r\n\r\n"));
    long made = -1;
    while (made != server_count("pieces") || !made) { /* what the kernel takes, and no more */
        made = server_count("pieces");
        wait_ms(300);
    }
    CHECK(made < 1000);
    dial_end(fd);
    CHECK(wait_for("dropped", 1));
    server_end(s);
}

TEST(stream, stopping_does_not_wait_for_its_end)
{
    struct server *s = server_begin();
    int fd = dial(s);
    CHECK(say(fd, "GET /api/pieces?pieces=100000 HTTP/1.1\r\nHost: x\r\n\r\n"));
    CHECK(wait_for("pieces", 1));
    server_end(s);
    dial_end(fd);
}
