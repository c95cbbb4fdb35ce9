/* What handlers get and give: routes, JSON, errors, cookies, Origin, credentials, addresses. */
#include "net/server.h"

#include <stdio.h>

#include "base/config.h"
#include "net/inner.h"

static const char JSON[] = "application/json";

TEST(request, json_is_strict)
{
    struct server *s = server_begin();
    struct answer_seen seen;
    char deep[200] = "{\"text\":";
    for (int i = 0; i < 33; i++)
        strcat(deep, "[");
    static const char *const bad[] = {
        "", "null", "[]", "\"a\"", "{", "{\"text\":\"a\"} x", "{\"text\":\"a\",\"text\":\"b\"}", "{\"text\":\"a\",\"more\":1}", "{}",
        "{\"text\":1}", "{\"text\":null}", "{\"text\":\"\\u0000\"}", "{\"text\":\"\xff\"}", "{\"text\":\"\xed\xa0\x80\"}", "{'text':'a'}",
        "{\"text\":\"a\",}", "\xef\xbb\xbf{\"text\":\"a\"}",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        int status = ask_body(&seen, s, "POST /api/echo", "", JSON, bad[i]);
        if (status != 400 || !strstr(seen.body, "\"code\":\"request.json\""))
            test_fail(__FILE__, __LINE__, "%s: %d %s", bad[i], status, seen.body);
    }
    CHECK_INT(400, ask_body(&seen, s, "POST /api/echo", "", JSON, deep));
    CHECK_TEXT("application/problem+json", header_seen(&seen, "content-type"));
    CHECK_INT(415, ask_body(&seen, s, "POST /api/echo", "", "text/plain", "{\"text\":\"a\"}"));
    CHECK_INT(415, ask_body(&seen, s, "POST /api/echo", "", NULL, "{\"text\":\"a\"}"));
    CHECK_INT(415, ask_body(&seen, s, "POST /api/binary", "", JSON, "{}"));
    CHECK_INT(200, ask_body(&seen, s, "POST /api/echo", "", "Application/JSON; charset=utf-8", "{\"text\":\"a\"}"));
    server_end(s);
}

TEST(request, depth_counts_brackets_outside_of_text)
{
    CHECK(json_depth_is_fine(bytes_text("[[1]]"), 2));
    CHECK(!json_depth_is_fine(bytes_text("[[[1]]]"), 2));
    CHECK(json_depth_is_fine(bytes_text("[\"[[[\\\"[[\",[]]"), 2));
    CHECK(json_depth_is_fine(bytes_text("\"\\"), 2));
}

TEST(request, errors_have_one_status_each_and_keep_their_detail)
{
    struct server *s = server_begin();
    struct answer_seen seen;
    static const struct {
        const char *how, *key;
        int status;
        bool again;
    } cases[] = {
        { "invalid", "thing.bad", 400, false },    { "denied", "thing.not_yours", 403, false },
        { "none", "session.none", 401, false },    { "wrong", "session.wrong", 401, false },
        { "missing", "thing.missing", 404, false }, { "conflict", "thing.moved", 409, false },
        { "limit", "thing.too_long", 413, false }, { "often", "session.too_many", 429, true },
        { "full", "store.full", 503, true },       { "busy", "jobs.full", 503, true },
        { "corrupt", "thing.corrupt", 500, false }, { "io", "thing.io", 503, true },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[200], code[64];
        snprintf(text, sizeof text, "GET /api/fail?how=%s HTTP/1.1\r\nHost: x\r\n\r\n", cases[i].how);
        snprintf(code, sizeof code, "\"code\":\"%s\"", cases[i].key);
        CHECK_INT(cases[i].status, ask(&seen, s, text));
        CHECK(strstr(seen.body, code));
        CHECK(!strstr(seen.body, "secret"));
        CHECK(cases[i].again == (header_seen(&seen, "retry-after") != NULL));
    }
    server_end(s);
}

TEST(request, a_handler_that_says_nothing_is_an_error_of_ours)
{
    struct server *s = server_begin();
    struct answer_seen seen;
    CHECK_INT(500, ask(&seen, s, "GET /api/silent HTTP/1.1\r\nHost: x\r\n\r\n"));
    CHECK_INT(500, ask(&seen, s, "GET /api/later?nothing=1 HTTP/1.1\r\nHost: x\r\n\r\n"));
    server_end(s);
}

TEST(request, paths_queries_and_headers_reach_the_handler)
{
    struct server *s = server_begin();
    struct answer_seen seen;
    CHECK_INT(200, ask(&seen, s, "GET /api/documents/abc-123?x=1&q=caf%C3%A9+noir%26 HTTP/1.1\r\nHost: x\r\nCarnet-State-Vector: AAEC_w\r\n\r\n"));
    CHECK_TEXT("{\"id\":\"abc-123\",\"q\":\"caf\xc3\xa9 noir&\",\"vector\":\"AAEC_w\",\"address\":\"127.0.0.1\"}", seen.body);
    CHECK_INT(1, server_count("before"));
    CHECK_INT(404, ask(&seen, s, "GET /api/documents/ABC HTTP/1.1\r\nHost: x\r\n\r\n"));
    CHECK_INT(404, ask(&seen, s, "GET /api/documents/a_b HTTP/1.1\r\nHost: x\r\n\r\n"));
    CHECK_INT(404, ask(&seen, s, "GET /api/documents/ HTTP/1.1\r\nHost: x\r\n\r\n"));
    CHECK_INT(404, ask(&seen, s, "GET /api/documents/abc/text HTTP/1.1\r\nHost: x\r\n\r\n"));
    CHECK_INT(400, ask(&seen, s, "GET /api/documents/abc?q=%ff HTTP/1.1\r\nHost: x\r\n\r\n"));
    CHECK_INT(0, ask(&seen, s, "GET /api/documents/abc?q=a%00b HTTP/1.1\r\nHost: x\r\n\r\n"));
    CHECK_INT(405, ask(&seen, s, "DELETE /api/documents/abc HTTP/1.1\r\nHost: x\r\n\r\n"));
    CHECK_TEXT("GET, HEAD", header_seen(&seen, "allow"));
    CHECK_INT(405, ask(&seen, s, "OPTIONS /api/documents/abc HTTP/1.1\r\nHost: x\r\n\r\n"));
    CHECK_INT(404, ask(&seen, s, "GET /api HTTP/1.1\r\nHost: x\r\n\r\n"));
    CHECK_INT(404, ask(&seen, s, "GET /live/abc HTTP/1.1\r\nHost: x\r\n\r\n"));
    server_end(s);
}

TEST(request, head_is_get_without_a_body)
{
    struct server *s = server_begin();
    struct answer_seen seen;
    int fd = dial(s);
    CHECK(say(fd, "HEAD /api/documents/abc HTTP/1.1\r\nHost: x\r\n\r\n"));
    CHECK(hear_no_body(&seen, fd));
    CHECK_INT(200, seen.status);
    CHECK_TEXT("53", header_seen(&seen, "content-length"));
    CHECK(say(fd, "HEAD /icon.png HTTP/1.1\r\nHost: x\r\n\r\n"));
    CHECK(hear_no_body(&seen, fd));
    CHECK_TEXT("3", header_seen(&seen, "content-length"));
    CHECK(say(fd, "HEAD /api/nothing HTTP/1.1\r\nHost: x\r\n\r\n"));
    CHECK(hear_no_body(&seen, fd));
    CHECK_INT(404, seen.status);
    CHECK(say(fd, "GET /icon.png HTTP/1.1\r\nHost: x\r\n\r\n"));
    CHECK(hear(&seen, fd));
    CHECK_TEXT("png", seen.body);
    dial_end(fd);
    server_end(s);
}

TEST(request, a_prepared_route_prepares_on_a_worker_and_sets_its_cookie)
{
    struct server *s = server_begin();
    struct answer_seen seen;
    CHECK_INT(200, ask_body(&seen, s, "POST /api/session", "", JSON, "{\"who\":\"me\"}"));
    CHECK_TEXT("{\"prepared\":\"prepared me\"}", seen.body);
    CHECK_TEXT("carnet_session=token123; Path=/; HttpOnly; SameSite=Lax; Max-Age=3600", header_seen(&seen, "set-cookie"));
    CHECK_TEXT("a  set-cookie: evil=1", header_seen(&seen, "x-test"));
    CHECK_INT(1, server_count("prepared"));
    CHECK_INT(400, ask_body(&seen, s, "POST /api/session", "", JSON, "{\"whom\":\"me\"}"));
    server_end(s);
    CHECK_OK(config_set("secure-cookies", "on"));
    s = server_begin();
    CHECK_INT(200, ask_body(&seen, s, "POST /api/session", "", JSON, "{\"who\":\"me\"}"));
    CHECK_TEXT("__Host-carnet_session=token123; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=3600", header_seen(&seen, "set-cookie"));
    CHECK(header_seen(&seen, "strict-transport-security"));
    CHECK_INT(401, ask(&seen, s, "GET /api/private HTTP/1.1\r\nHost: x\r\nCookie: carnet_session=good\r\n\r\n"));
    CHECK_INT(200, ask(&seen, s, "GET /api/private HTTP/1.1\r\nHost: x\r\nCookie: __Host-carnet_session=good\r\n\r\n"));
    CHECK_OK(config_set("secure-cookies", "off"));
    server_end(s);
}

TEST(request, credentials_and_origins_are_checked_before_the_handler)
{
    struct server *s = server_begin();
    struct answer_seen seen;
    static const char *const origins[][2] = { /* before and behind the port */
        { "", NULL }, { "http://127.0.0.1:", "" }, { "http://localhost:", "" }, { "https://127.0.0.1:", "" },
        { "http://127.0.0.1:", "0" }, { "http://localhost.evil.example:", "" }, { "null", NULL },
    };
    static const char *const credentials[] = { "", "Cookie: a=b; carnet_session=good\r\n", "Authorization: Bearer good\r\n" };
    static const int wanted[3][7] = {
        { 401, 401, 401, 403, 403, 403, 403 }, { 403, 200, 200, 403, 403, 403, 403 }, { 200, 200, 200, 403, 403, 403, 403 },
    };
    for (int c = 0; c < 3; c++)
        for (int o = 0; o < 7; o++) {
            char headers[400], port[16] = "";
            if (origins[o][1])
                snprintf(port, sizeof port, "%d%s", server_port(s), origins[o][1]);
            snprintf(headers, sizeof headers, "%s%s%s%s%s", credentials[c], o ? "Origin: " : "", origins[o][0], port, o ? "\r\n" : "");
            int status = ask_body(&seen, s, "POST /api/private", headers, JSON, "{}");
            if (status != wanted[c][o])
                test_fail(__FILE__, __LINE__, "%s: %d", headers, status);
            if (status == 403)
                CHECK(strstr(seen.body, "\"code\":\"origin.foreign\""));
        }
    CHECK_INT(200, ask(&seen, s, "GET /api/private HTTP/1.1\r\nHost: x\r\nOrigin: http://evil.example\r\nCookie: carnet_session=good\r\n\r\n"));
    CHECK_TEXT("{\"actor\":7}", seen.body);
    CHECK_INT(401, ask(&seen, s, "GET /api/private HTTP/1.1\r\nHost: x\r\nCookie: carnet_session=bad\r\n\r\n"));
    CHECK_INT(200, ask(&seen, s, "GET /api/private HTTP/1.1\r\nHost: x\r\nCookie: a=b\r\nCookie: carnet_session=good\r\n\r\n"));
    CHECK_INT(401, ask(&seen, s, "GET /git/abc.git/info/refs HTTP/1.1\r\nHost: x\r\n\r\n"));
    CHECK_TEXT("Basic realm=\"Carnet\"", header_seen(&seen, "www-authenticate"));
    CHECK_INT(200, ask(&seen, s, "GET /git/abc.git/info/refs HTTP/1.1\r\nHost: x\r\nAuthorization: Basic bWU6Z29vZA==\r\n\r\n"));
    CHECK_TEXT("{\"actor\":8}", seen.body);
    CHECK_INT(401, ask(&seen, s, "GET /api/private HTTP/1.1\r\nHost: x\r\nAuthorization: Basic bWU6Z29vZA==\r\n\r\n"));
    CHECK_INT(404, ask(&seen, s, "GET /git/abc/info/refs HTTP/1.1\r\nHost: x\r\n\r\n"));
    server_end(s);
}

TEST(request, forwarded_addresses_are_believed_from_proxies_only)
{
    struct server *s = server_begin();
    struct answer_seen seen;
    CHECK_INT(200, ask(&seen, s, "GET /api/documents/a HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 9.9.9.9\r\n\r\n"));
    CHECK(strstr(seen.body, "\"address\":\"127.0.0.1\""));
    CHECK_INT(200, ask(&seen, s, "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n"));
    CHECK_INT(404, ask(&seen, s, "GET /metrics HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 9.9.9.9\r\n\r\n"));
    server_end(s);
    CHECK_OK(config_set("proxies", "127.0.0.1 10.0.0.1"));
    s = server_begin();
    CHECK_INT(200, ask(&seen, s, "GET /api/documents/a HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 1.1.1.1, 9.9.9.9, 10.0.0.1\r\n\r\n"));
    CHECK(strstr(seen.body, "\"address\":\"9.9.9.9\""));
    CHECK_INT(200, ask(&seen, s, "GET /api/documents/a HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 1.1.1.1\r\nX-Forwarded-For: 9.9.9.9\r\n\r\n"));
    CHECK(strstr(seen.body, "\"address\":\"9.9.9.9\""));
    CHECK_INT(404, ask(&seen, s, "GET /metrics HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 9.9.9.9\r\n\r\n"));
    CHECK_INT(200, ask(&seen, s, "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n"));
    CHECK_INT(200, ask_body(&seen, s, "POST /api/session", "X-Forwarded-Proto: https\r\n", JSON, "{\"who\":\"me\"}"));
    CHECK(strncmp(header_seen(&seen, "set-cookie"), "__Host-carnet_session=", 22) == 0);
    CHECK_OK(config_set("proxies", ""));
    server_end(s);
}

/* libwebsockets loses the Content-Length here; a proxy would not. */
TEST(request, a_body_that_a_proxy_sees_is_no_second_request)
{
    CHECK_OK(config_set("proxies", "127.0.0.1"));
    struct server *s = server_begin();
    struct answer_seen seen;
    int fd = dial(s);
    CHECK(say(fd, "GET /api/documents/first HTTP/1.1\r\nHost: x\r\nX-A: b\r\nContent-Length: 52\r\n\r\n"
                  "GET /api/documents/second HTTP/1.1\r\nHost: x\r\n\r\n  "));
    CHECK(hear(&seen, fd));
    CHECK_INT(200, seen.status);
    CHECK_TEXT("close", header_seen(&seen, "connection"));
    CHECK(!hear(&seen, fd));
    CHECK_INT(1, server_count("handled"));
    dial_end(fd);
    CHECK_OK(config_set("proxies", ""));
    server_end(s);
}

TEST(request, cookies_are_found_among_others)
{
    char out[128];
    CHECK(cookie_find(out, "carnet_session=abc", "carnet_session"));
    CHECK_TEXT("abc", out);
    CHECK(cookie_find(out, "a=b; carnet_session=abc; c=d", "carnet_session"));
    CHECK_TEXT("abc", out);
    CHECK(cookie_find(out, "a=b carnet_session=abc c=d", "carnet_session"));
    CHECK_TEXT("abc", out);
    CHECK(cookie_find(out, "carnet_session=first; carnet_session=second", "carnet_session"));
    CHECK_TEXT("first", out);
    CHECK(cookie_find(out, "carnet_session=a\"b", "carnet_session"));
    CHECK_TEXT("", out);
    CHECK(!cookie_find(out, "xcarnet_session=abc; carnet_sessionx=abc; carnet_session", "carnet_session"));
    char long_one[300] = "carnet_session=";
    memset(long_one + 15, 'a', 200);
    CHECK(cookie_find(out, long_one, "carnet_session"));
    CHECK_TEXT("", out);
    struct credential credential;
    credential_parse(&credential, "Bearer abc", "carnet_session=def", false, false);
    CHECK_INT(CREDENTIAL_BEARER, credential.kind);
    CHECK_TEXT("abc", credential.token);
    credential_parse(&credential, "Basic eDp5", "carnet_session=def", false, false);
    CHECK_INT(CREDENTIAL_COOKIE, credential.kind);
    credential_parse(&credential, NULL, "a=b", false, false);
    CHECK_INT(CREDENTIAL_NONE, credential.kind);
}

TEST(request, encodings_and_tags_are_read_from_lists)
{
    CHECK(encoding_accepted("gzip, deflate, br", "br"));
    CHECK(encoding_accepted("br;q=0.5", "br"));
    CHECK(!encoding_accepted("br;q=0, gzip", "br"));
    CHECK(!encoding_accepted("brotli", "br"));
    CHECK(etag_listed("\"a\", W/\"b\"", "\"b\""));
    CHECK(etag_listed("*", "\"b\""));
    CHECK(!etag_listed("\"bb\", \"a\"", "\"b\""));
}

TEST(request, static_files_come_from_memory)
{
    struct server *s = server_begin();
    struct answer_seen seen;
    char again[300], etag[64];
    CHECK_INT(200, ask(&seen, s, "GET /assets/app-1a2b.js HTTP/1.1\r\nHost: x\r\n\r\n"));
    CHECK_INT(36 * 3000, seen.body_len);
    CHECK_TEXT("text/javascript; charset=utf-8", header_seen(&seen, "content-type"));
    CHECK_TEXT("public, max-age=31536000, immutable", header_seen(&seen, "cache-control"));
    CHECK_TEXT("accept-encoding", header_seen(&seen, "vary"));
    CHECK(header_seen(&seen, "content-security-policy"));
    snprintf(etag, sizeof etag, "%s", header_seen(&seen, "etag"));
    snprintf(again, sizeof again, "GET /assets/app-1a2b.js HTTP/1.1\r\nHost: x\r\nIf-None-Match: \"x\", W/%s\r\n\r\n", etag);
    CHECK_INT(304, ask(&seen, s, again));
    CHECK_TEXT(etag, header_seen(&seen, "etag"));
    CHECK_INT(200, ask(&seen, s, "GET /assets/app-1a2b.js HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n\r\n"));
    CHECK_TEXT("gzip", header_seen(&seen, "content-encoding"));
    CHECK(seen.body_len < 2000 && (uint8_t)seen.body[0] == 0x1f && (uint8_t)seen.body[1] == 0x8b);
    CHECK(strcmp(etag, header_seen(&seen, "etag")) != 0);
    CHECK_INT(200, ask(&seen, s, "GET /assets/app-1a2b.js HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip, br\r\n\r\n"));
    CHECK_TEXT("br", header_seen(&seen, "content-encoding"));
    CHECK_TEXT("not really brotli", seen.body);
    CHECK_INT(200, ask(&seen, s, "GET /journal/some-entry HTTP/1.1\r\nHost: x\r\n\r\n"));
    CHECK_TEXT("<!doctype html><title>page</title>", seen.body);
    CHECK_TEXT("no-cache", header_seen(&seen, "cache-control"));
    CHECK_INT(404, ask(&seen, s, "GET /assets/gone-9z.js HTTP/1.1\r\nHost: x\r\n\r\n"));
    CHECK_INT(404, ask(&seen, s, "GET /assets/app-1a2b.js.br HTTP/1.1\r\nHost: x\r\n\r\n"));
    CHECK_INT(405, ask(&seen, s, "POST /journal HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"));
    CHECK_TEXT("GET, HEAD", header_seen(&seen, "allow"));
    CHECK_INT(200, ask(&seen, s, "GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n"));
    CHECK_TEXT("<!doctype html><title>page</title>", seen.body);
    server_end(s);
}
