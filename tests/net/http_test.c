/* HTTP: framing, the traps of libwebsockets, bodies, answers in order. */
#include "net/server.h"

static const char JSON[] = "application/json";

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
                  "GET /api/later HTTP/1.1\r\nHost: x\r\n\r\n"));
    CHECK(hear(&seen, fd));
    CHECK_TEXT("{\"slow\":\"300\"}", seen.body);
    CHECK(hear(&seen, fd));
    CHECK_TEXT("{\"slow\":\"1\"}", seen.body);
    CHECK(hear(&seen, fd));
    CHECK_TEXT("png", seen.body);
    CHECK(hear(&seen, fd));
    CHECK_TEXT("said later", seen.body);
    dial_end(fd);
    server_end(s);
}
