/* HTTP: what frames a request, the traps of libwebsockets, answers in order, slow peers. */
#include "net/server.h"

#include <dirent.h>
#include <stdio.h>
#include <sys/socket.h>
#include <time.h>

#include "net/inner.h"

static const char JSON[] = "application/json";

/* The status to this request on a connection of its own, and whether the connection ends after it. */
static int refused_with(const struct server *s, const char *request, bool *ended)
{
    struct answer_seen seen;
    int fd = dial(s);
    int status = say(fd, request) && hear(&seen, fd) ? seen.status : 0;
    *ended = hear_end(fd, 30000);
    dial_end(fd);
    return status;
}

TEST(http, a_json_route_answers)
{
    struct server *s = server_begin();
    struct answer_seen seen;
    CHECK_INT(200, ask_body(&seen, s, "POST /api/echo", "", JSON, "{\"text\":\"h\\u00e9\"}"));
    CHECK_TEXT("{\"text\":\"h\xc3\xa9\",\"actor\":0}", seen.body);
    CHECK_TEXT("application/json", header_seen(&seen, "content-type"));
    CHECK_TEXT("no-store", header_seen(&seen, "cache-control"));
    CHECK_TEXT("nosniff", header_seen(&seen, "x-content-type-options"));
    CHECK(header_seen(&seen, "content-security-policy"));
    CHECK(!header_seen(&seen, "strict-transport-security"));
    CHECK_INT(200, ask_body(&seen, s, "PUT /api/echo", "", JSON, "{\"text\":\"worker\"}"));
    CHECK_TEXT("{\"text\":\"worker\",\"actor\":0}", seen.body);
    server_end(s);
}

TEST(http, answers_on_one_connection_come_in_order)
{
    struct server *s = server_begin();
    struct answer_seen seen;
    int fd = dial(s);
    CHECK(say(fd, "GET /api/slow?ms=300 HTTP/1.1\r\nHost: x\r\n\r\n"
                  "GET /api/slow?ms=1 HTTP/1.1\r\nHost: x\r\n\r\n"
                  "GET /icon.png HTTP/1.1\r\nHost: x\r\n\r\n"
                  "GET /api/nothing HTTP/1.1\r\nHost: x\r\n\r\n"
                  "GET /api/later HTTP/1.1\r\nHost: x\r\n\r\n"));
    CHECK(hear(&seen, fd));
    CHECK_TEXT("{\"slow\":\"300\"}", seen.body);
    CHECK(hear(&seen, fd));
    CHECK_TEXT("{\"slow\":\"1\"}", seen.body);
    CHECK(hear(&seen, fd));
    CHECK_TEXT("png", seen.body);
    CHECK(hear(&seen, fd));
    CHECK_INT(404, seen.status);
    CHECK(hear(&seen, fd));
    CHECK_TEXT("said later", seen.body);
    dial_end(fd);
    server_end(s);
}

TEST(http, a_connection_serves_many_requests_with_bodies)
{
    struct server *s = server_begin();
    struct answer_seen seen;
    int fd = dial(s);
    for (int i = 0; i < 50; i++) {
        CHECK(say(fd, "POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n"));
        CHECK(say(fd, "{\"text\":\"a\"}"));
        CHECK(hear(&seen, fd));
        CHECK_INT(200, seen.status);
        CHECK(say(fd, "GET /assets/app-1a2b.js HTTP/1.1\r\nHost: x\r\n\r\n"));
        CHECK(hear(&seen, fd));
        CHECK_INT(200, seen.status);
        CHECK(say(fd, "POST /api/nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"));
        CHECK(hear(&seen, fd));
        CHECK_INT(404, seen.status);
    }
    dial_end(fd);
    server_end(s);
}

/* libwebsockets would never leave its loop. */
TEST(http, a_body_sent_before_the_answer_to_the_request_before_it_ends_the_connection)
{
    struct server *s = server_begin();
    struct answer_seen seen;
    static const char *const first[] = { "GET /api/slow?ms=50", "GET /icon.png", "GET /api/nothing", "PUT /none" };
    static const char *const second[] = {
        "POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n{\"text\":\"a\"}",
        "PUT /api/nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 12\r\n\r\n{\"text\":\"a\"}",
        "POST /api/echo HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /api/echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\nabcd",
        "GET /live/x HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
    };
    for (size_t i = 0; i < sizeof first / sizeof *first; i++)
        for (size_t j = 0; j < sizeof second / sizeof *second; j++) {
            char text[1000];
            int fd = dial(s);
            snprintf(text, sizeof text, "%s HTTP/1.1\r\nHost: x\r\n%s\r\n%s%s", first[i],
                     first[i][0] == 'P' ? "Content-Length: 0\r\n" : "", second[j], "GET /icon.png HTTP/1.1\r\nHost: x\r\n\r\n");
            CHECK(say(fd, text));
            if (j % 2)
                shutdown(fd, SHUT_WR);
            CHECK(hear(&seen, fd));
            CHECK(!hear(&seen, fd));
            dial_end(fd);
        }
    CHECK_INT(200, ask(&seen, s, "GET /icon.png HTTP/1.1\r\nHost: x\r\n\r\n"));
    CHECK_INT(0, server_count("opened"));
    server_end(s);
}

TEST(http, bytes_that_wait_while_a_handler_works_cost_no_time)
{
    struct server *s = server_begin();
    struct answer_seen seen;
    struct timespec from, to;
    int fd = dial(s);
    CHECK(say(fd, "POST /api/slow?ms=800 HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"));
    CHECK(wait_for("handled", 1));
    CHECK(say(fd, "GET /icon.png HTTP/1.1\r\nHost: x\r\n\r\nGET /icon.png HTTP/1.1\r\nHost: x\r\n\r\n"));
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
    wait_ms(500);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
    CHECK((to.tv_sec - from.tv_sec) * 1000 + (to.tv_nsec - from.tv_nsec) / 1000000 < 200);
    for (int i = 0; i < 3; i++)
        CHECK(hear(&seen, fd));
    CHECK_TEXT("png", seen.body);
    CHECK_INT(1, server_count("handled"));
    dial_end(fd);
    server_end(s);
}

TEST(http, what_is_not_framed_clearly_is_refused_and_closed)
{
    struct server *s = server_begin();
    static const struct {
        int status;
        const char *request;
    } cases[] = {
        { 400, "GET / HTTP/1.1\r\n\r\n" },
        { 400, "GET /x%0aX-Carnet:1 HTTP/1.1\r\nHost: x\r\n\r\n" },
        { 400, "GET /x%0d%0aX-Carnet:1 HTTP/1.1\r\nHost: x\r\n\r\n" },
        { 0, "GET /x%00y HTTP/1.1\r\nHost: x\r\n\r\n" },
        { 400, "GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n" },
        { 400, "GET /%00/icon.png HTTP/1.1\r\nHost: x\r\n\r\n" },
        { 400, "GET /icon.png;a HTTP/1.1\r\nHost: x\r\n\r\n" },
        { 400, "GET /x%1by HTTP/1.1\r\nHost: x\r\n\r\n" },
        { 400, "GET / HTTP/3.0\r\nHost: x\r\n\r\n" },
        { 411, "POST /api/echo HTTP/1.1\r\nHost: x\r\n\r\n" },
        { 411, "PUT /api/echo HTTP/1.1\r\nHost: x\r\n\r\n" },
        { 411, "PATCH /api/echo HTTP/1.1\r\nHost: x\r\n\r\n" },
        { 411, "POST /api/echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n" },
        { 411, "GET /icon.png HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" },
        { 400, "POST /api/echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n{}GET / HTTP/1.1\r\n" },
        { 400, "POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: identity\r\n\r\n{}" },
        { 400, "POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n{}" },
        { 400, "POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Length: +5\r\n\r\n{}" },
        { 400, "POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5abc\r\n\r\n{}" },
        { 400, "POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 0x10\r\n\r\n{}" },
        { 400, "POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n{}" },
        { 400, "POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}" },
        { 400, "POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2, 2\r\n\r\n{}" },
        { 400, "GET /icon.png HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}" },
        { 405, "TRACE / HTTP/1.1\r\nHost: x\r\n\r\n" },
        { 405, "BREW /pot HTTP/1.1\r\nHost: x\r\n\r\n" },
        { 405, "CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: x\r\n\r\n" },
        { 405, "\x16\x03\x01\x02" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool ended;
        int status = refused_with(s, cases[i].request, &ended);
        if (status != cases[i].status || !ended)
            test_fail(__FILE__, __LINE__, "%s: status %d, ended %d", cases[i].request, status, ended);
    }
    CHECK_INT(0, server_count("handled"));
    server_end(s);
}

TEST(http, an_upgrade_to_something_else_is_refused)
{
    struct server *s = server_begin();
    struct answer_seen seen;
    static const char *const what[] = { "h2c", "tls/1.0", "websocket2" };
    for (int i = 0; i < 3; i++) {
        char text[300];
        snprintf(text, sizeof text, "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: %s\r\n"
                 "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n", what[i]);
        int status = ask(&seen, s, text);
        CHECK(status == 0 || status == 403);
    }
    CHECK_INT(200, ask(&seen, s, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
    server_end(s);
}

TEST(http, bodies_of_every_kind_are_answered_once)
{
    struct server *s = server_begin();
    struct answer_seen seen;
    CHECK_INT(400, ask(&seen, s, "POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"));
    CHECK_INT(1, server_count("handled"));
    CHECK_INT(400, ask(&seen, s, "PUT /api/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"));
    CHECK_INT(2, server_count("handled"));
    CHECK_INT(204, ask(&seen, s, "DELETE /api/fail HTTP/1.1\r\nHost: x\r\n\r\n"));
    CHECK_INT(204, ask(&seen, s, "DELETE /api/fail HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"));
    CHECK_INT(204, ask_body(&seen, s, "DELETE /api/fail", "", JSON, "{}"));
    CHECK_INT(405, ask(&seen, s, "PATCH /api/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"));
    CHECK_TEXT("POST, PUT", header_seen(&seen, "allow"));
    int fd = dial(s); /* octet by octet */
    for (const char *at = "POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n{\"text\":\"a\"}";
         *at; at++) {
        CHECK(say_bytes(fd, at, 1));
        wait_ms(1);
    }
    CHECK(hear(&seen, fd));
    CHECK_INT(200, seen.status);
    dial_end(fd);
    server_end(s);
}

TEST(http, a_body_above_its_cap_is_refused)
{
    struct server *s = server_begin();
    struct answer_seen seen;
    size_t len = 1500 * 1024;
    char *text = mem_zero(1, len);
    memset(text, ' ', len);
    int fd = dial(s);
    CHECK(say(fd, "POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1536000\r\n\r\n"));
    say_bytes(fd, text, len);
    CHECK(hear(&seen, fd));
    CHECK_INT(413, seen.status);
    CHECK(strstr(seen.body, "\"code\":\"request.too_big\""));
    CHECK_TEXT("close", header_seen(&seen, "connection"));
    dial_end(fd);
    fd = dial(s);
    CHECK(say(fd, "POST /api/binary HTTP/1.1\r\nHost: x\r\nContent-Type: application/octet-stream\r\nContent-Length: 1536000\r\n\r\n"));
    CHECK(say_bytes(fd, text, len));
    CHECK(hear(&seen, fd));
    CHECK_INT(200, seen.status);
    CHECK_INT(1536000, seen.body_len);
    dial_end(fd);
    mem_free(text);
    server_end(s);
}

TEST(http, an_early_refusal_leaves_the_connection_usable)
{
    struct server *s = server_begin();
    struct answer_seen seen;
    int fd = dial(s);
    CHECK(say(fd, "POST /api/private HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 6\r\n\r\n{\"a\""));
    wait_ms(50);
    CHECK(say(fd, ":1"));
    CHECK(hear(&seen, fd));
    CHECK_INT(401, seen.status);
    CHECK(say(fd, "GET /icon.png HTTP/1.1\r\nHost: x\r\n\r\n"));
    CHECK(hear(&seen, fd));
    CHECK_TEXT("png", seen.body);
    dial_end(fd);
    server_end(s);
}

TEST(http, old_versions_and_close_end_the_connection)
{
    struct server *s = server_begin();
    bool ended;
    CHECK_INT(200, refused_with(s, "GET /icon.png HTTP/1.0\r\nHost: x\r\n\r\n", &ended));
    CHECK(ended);
    CHECK_INT(200, refused_with(s, "GET /icon.png HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", &ended));
    CHECK(ended);
    CHECK_INT(200, refused_with(s, "GET /api/later HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", &ended));
    CHECK(ended);
    server_end(s);
}

TEST(http, a_peer_that_leaves_takes_its_answer_with_it)
{
    struct server *s = server_begin();
    struct answer_seen seen;
    for (int i = 0; i < 20; i++) {
        int fd = dial(s);
        CHECK(say(fd, i % 2 ? "GET /api/slow?ms=20 HTTP/1.1\r\nHost: x\r\n\r\n"
                            : "POST /api/slow?ms=20 HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"));
        if (i % 3)
            wait_ms(5);
        dial_end(fd);
    }
    CHECK_INT(200, ask(&seen, s, "GET /api/slow?ms=1 HTTP/1.1\r\nHost: x\r\n\r\n"));
    int fd = dial(s); /* still at work when the server stops */
    CHECK(say(fd, "GET /api/slow?ms=400 HTTP/1.1\r\nHost: x\r\n\r\n"));
    wait_ms(100);
    server_end(s);
    CHECK(hear(&seen, fd));
    CHECK_INT(200, seen.status);
    dial_end(fd);
}

TEST(http, a_large_answer_arrives_whole_also_to_a_slow_reader)
{
    struct server *s = server_begin();
    struct answer_seen seen;
    int fd = dial(s);
    CHECK(say(fd, "GET /api/large?kb=9000 HTTP/1.1\r\nHost: x\r\n\r\n"));
    wait_ms(200);
    CHECK(hear(&seen, fd));
    CHECK_INT(9000 * 1024, seen.body_len);
    CHECK(memcmp(seen.body, "abcdefghij", 10) == 0);
    CHECK(say(fd, "GET /icon.png HTTP/1.1\r\nHost: x\r\n\r\n"));
    CHECK(hear(&seen, fd));
    CHECK_TEXT("png", seen.body);
    dial_end(fd);
    server_end(s);
}

TEST(http, bodies_that_drip_and_readers_that_stand_still_are_cut_off)
{
    struct net_patience usual = net_patience;
    net_patience.body = net_patience.reader = net_patience.discard = 400;
    net_patience.tick = 100;
    struct server *s = server_begin();
    struct answer_seen seen;
    int drip = dial(s), stand = dial(s), talk = dial(s), skip = dial(s);
    CHECK(say(skip, "POST /api/nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n"));
    CHECK(say(stand, "GET /api/large?kb=30000 HTTP/1.1\r\nHost: x\r\n\r\n"));
    CHECK(say(talk, "GET /api/large?kb=30000 HTTP/1.1\r\nHost: x\r\n\r\n"));
    CHECK(wait_for("handled", 2));
    say(talk, "GET /icon.png HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(say(drip, "POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n"));
    bool writable = true;
    for (int i = 0; i < 200 && writable; i++) {
        wait_ms(50);
        writable = say(drip, " ");
    }
    CHECK(!writable); /* however long it would go on */
    CHECK(hear_end(skip, 30000));
    wait_ms(1000);
    CHECK(!hear(&seen, stand));
    CHECK(seen.body_len < 30000 * 1024);
    CHECK(!hear(&seen, talk));
    dial_end(drip);
    dial_end(stand);
    dial_end(talk);
    dial_end(skip);
    server_end(s);
    net_patience = usual;
}

TEST(http, a_body_may_take_as_long_as_it_takes_while_it_comes)
{
    struct net_patience usual = net_patience;
    net_patience.body = 2500;
    net_patience.tick = 50;
    struct server *s = server_begin();
    struct answer_seen seen;
    char piece[500] = { 0 };
    int fd = dial(s);
    CHECK(say(fd, "POST /api/upload HTTP/1.1\r\nHost: x\r\nContent-Length: 16000\r\n\r\n"));
    for (int i = 0; i < 32; i++) {
        wait_ms(100);
        CHECK(say_bytes(fd, piece, sizeof piece));
    }
    CHECK(hear(&seen, fd));
    CHECK_TEXT("{\"size\":16000}", seen.body);
    dial_end(fd);
    server_end(s);
    net_patience = usual;
}

TEST(http, an_upload_becomes_a_file_and_the_file_goes)
{
    struct server *s = server_begin();
    struct answer_seen seen;
    size_t len = 5 << 20;
    char *data = mem_zero(1, len), temp[300];
    int fd = dial(s);
    CHECK(say(fd, "POST /api/upload HTTP/1.1\r\nHost: x\r\nContent-Length: 5242880\r\n\r\n"));
    CHECK(say_bytes(fd, data, len));
    CHECK(hear(&seen, fd));
    CHECK_TEXT("{\"size\":5242880}", seen.body);
    CHECK(say(fd, "POST /api/upload HTTP/1.1\r\nHost: x\r\nContent-Length: 10000000\r\n\r\n"));
    CHECK(say_bytes(fd, data, len));
    dial_end(fd); /* half of it */
    CHECK_INT(201, ask(&seen, s, "POST /api/upload HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"));
    CHECK_TEXT("{\"size\":0}", seen.body);
    CHECK_INT(413, ask(&seen, s, "POST /api/upload HTTP/1.1\r\nHost: x\r\nContent-Length: 30000000\r\n\r\n"));
    snprintf(temp, sizeof temp, "%s/temp", server_folder(s));
    int left = -1;
    for (int i = 0; i < 100 && left != 0; i++) {
        DIR *dir = opendir(temp);
        left = -2;
        while (readdir(dir))
            left++;
        closedir(dir);
        wait_ms(20);
    }
    CHECK_INT(0, left);
    mem_free(data);
    server_end(s);
}
