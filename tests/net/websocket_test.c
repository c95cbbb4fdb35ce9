/* Websockets: messages, limits, rates, closing. */
#include "net/server.h"

#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <time.h>

#include "base/config.h"
#include "net/inner.h"

static bool silent(int fd, int ms)
{
    struct pollfd p = { .fd = fd, .events = POLLIN };
    return poll(&p, 1, ms) == 0;
}

TEST(websocket, messages_go_both_ways)
{
    struct server *s = server_begin();
    int fd = ws_dial(s, "/live/some-document", "");
    uint8_t data[1000];
    size_t len;
    CHECK(fd >= 0);
    ws_say_text(fd, 2, "hello");
    CHECK_INT(2, ws_hear(fd, data, sizeof data, &len));
    CHECK_INT(5, len);
    CHECK(memcmp(data, "hello", 5) == 0);
    server_broadcast(s, 300, 3);
    for (int i = 0; i < 3; i++) {
        CHECK_INT(2, ws_hear(fd, data, sizeof data, &len));
        CHECK_INT(300, len);
    }
    dial_end(fd);
    CHECK(wait_for("closed", 1));
    server_end(s);
}

TEST(websocket, a_close_code_arrives)
{
    struct server *s = server_begin();
    int fd = ws_dial(s, "/live/some-document", "");
    CHECK(fd >= 0);
    server_close_sockets(s, 4403, "right lost");
    CHECK_INT(4403, ws_hear_close(fd));
    dial_end(fd);
    fd = ws_dial(s, "/live/refused", "");
    CHECK_INT(4404, ws_hear_close(fd));
    dial_end(fd);
    fd = ws_dial(s, "/live/some-document", "");
    ws_say_text(fd, 2, "close");
    CHECK_INT(4403, ws_hear_close(fd));
    dial_end(fd);
    fd = ws_dial(s, "/live/some-document", "");
    ws_say_text(fd, 1, "text");
    CHECK_INT(4400, ws_hear_close(fd));
    dial_end(fd);
    server_end(s);
}

TEST(websocket, nothing_follows_a_close)
{
    struct server *s = server_begin();
    int fd = ws_dial(s, "/live/some-document", "");
    server_broadcast(s, 70000, 60); /* in the outbox still, most of it */
    server_close_sockets(s, 4403, "right lost");
    server_broadcast(s, 10, 5);
    for (int i = 0; i < 10; i++)
        ws_say_text(fd, 2, "too late");
    uint8_t data[16];
    size_t len;
    int opcode;
    while ((opcode = ws_hear(fd, data, sizeof data, &len)) == 2)
        CHECK_INT(70000, len);
    CHECK_INT(8, opcode);
    CHECK_INT(0, server_count("received"));
    dial_end(fd);
    server_end(s);
}

TEST(websocket, a_peer_that_closes_is_answered)
{
    struct server *s = server_begin();
    int fd = ws_dial(s, "/live/some-document", "");
    ws_say(fd, 8, true, "\x03\xe8" "bye", 5);
    CHECK_INT(1000, ws_hear_close(fd));
    CHECK(wait_for("closed", 1));
    dial_end(fd);
    server_end(s);
}

TEST(websocket, stopping_closes_with_1012)
{
    struct server *s = server_begin();
    int fd = ws_dial(s, "/live/some-document", ""), dead = ws_dial(s, "/live/some-document", "");
    CHECK(fd >= 0 && dead >= 0);
    server_end(s);
    CHECK_INT(1012, ws_hear_close(fd));
    dial_end(fd);
    dial_end(dead);
}

TEST(websocket, fragments_with_pings_between_become_one_message)
{
    struct server *s = server_begin();
    int fd = ws_dial(s, "/live/some-document", "");
    uint8_t data[1000];
    size_t len;
    ws_say(fd, 2, false, "one ", 4);
    ws_say_text(fd, 9, "are you there");
    ws_say(fd, 0, false, "two ", 4);
    ws_say(fd, 0, false, "", 0);
    CHECK_INT(10, ws_hear(fd, data, sizeof data, &len));
    CHECK_INT(13, len);
    ws_say(fd, 0, true, "three", 5);
    CHECK_INT(2, ws_hear(fd, data, sizeof data, &len));
    CHECK_INT(13, len);
    CHECK(memcmp(data, "one two three", 13) == 0);
    ws_say(fd, 2, false, "a", 1);
    ws_say(fd, 0, true, "", 0); /* an empty last fragment */
    ws_say_text(fd, 2, "b");
    CHECK_INT(2, ws_hear(fd, data, sizeof data, &len));
    CHECK(len == 1 && data[0] == 'a');
    CHECK_INT(2, ws_hear(fd, data, sizeof data, &len));
    CHECK(len == 1 && data[0] == 'b');
    dial_end(fd);
    server_end(s);
}

TEST(websocket, large_messages_pass_up_to_the_cap)
{
    struct server *s = server_begin();
    size_t cap = WS_MESSAGE_MAX, len;
    uint8_t *data = mem_zero(1, cap + 1), *back = mem_zero(1, cap);
    for (size_t i = 0; i < cap; i++)
        data[i] = (uint8_t)(i * 7);
    int fd = ws_dial(s, "/live/some-document", "");
    ws_say(fd, 2, true, data, cap);
    CHECK_INT(2, ws_hear(fd, back, cap, &len));
    CHECK_INT(cap, len);
    ws_say(fd, 2, true, data, 65536); /* a header of another length */
    CHECK_INT(2, ws_hear(fd, back, cap, &len));
    CHECK_INT(65536, len);
    ws_say(fd, 2, true, data, cap + 1);
    CHECK_INT(4413, ws_hear_close(fd));
    dial_end(fd);
    fd = ws_dial(s, "/live/some-document", "");
    for (int i = 0; i < 9; i++)
        ws_say(fd, i ? 0 : 2, false, data, 1 << 20);
    CHECK_INT(4413, ws_hear_close(fd));
    dial_end(fd);
    CHECK_INT(2, server_count("received"));
    mem_free(data);
    mem_free(back);
    server_end(s);
}

TEST(websocket, a_reader_that_lags_is_closed_with_1013)
{
    struct server *s = server_begin();
    int many = ws_dial(s, "/live/some-document", ""), large = ws_dial(s, "/live/some-document", "");
    for (int i = 0; i < 200 && server_sockets(s) == 2; i++)
        server_broadcast(s, 60000, 10);
    CHECK_INT(1013, ws_hear_close(large));
    CHECK_INT(1013, ws_hear_close(many));
    dial_end(many);
    dial_end(large);
    CHECK(wait_for("closed", 2));
    server_end(s);
}

TEST(websocket, a_lagging_reader_that_never_reads_is_gone_in_time)
{
    struct net_patience usual = net_patience;
    net_patience.closing = 300;
    net_patience.tick = 100;
    struct server *s = server_begin();
    int fd = ws_dial(s, "/live/some-document", "");
    for (int i = 0; i < 100; i++)
        server_broadcast(s, 100000, 10);
    CHECK(wait_for("closed", 1));
    CHECK_INT(0, server_sockets(s));
    dial_end(fd);
    server_end(s);
    net_patience = usual;
}

TEST(websocket, one_message_may_be_larger_than_the_outbox)
{
    struct server *s = server_begin();
    int fd = ws_dial(s, "/live/some-document", "");
    uint8_t data[16];
    size_t len;
    server_broadcast(s, 20 << 20, 1);
    server_broadcast(s, 1000, 5);
    CHECK_INT(2, ws_hear(fd, data, sizeof data, &len));
    CHECK_INT(20 << 20, len);
    for (int i = 0; i < 5; i++) {
        CHECK_INT(2, ws_hear(fd, data, sizeof data, &len));
        CHECK_INT(1000, len);
    }
    CHECK(wait_for("drained", 1));
    dial_end(fd);
    server_end(s);
}

TEST(websocket, many_small_messages_may_come_while_a_large_one_leaves)
{
    struct server *s = server_begin();
    int fd = ws_dial(s, "/live/some-document", "");
    uint8_t data[16];
    size_t len;
    server_broadcast(s, 20 << 20, 1);
    for (int i = 0; i < 30; i++) /* sizes tell whether they come in order */
        server_broadcast(s, (size_t)(100 + i), 100);
    CHECK_INT(2, ws_hear(fd, data, sizeof data, &len));
    CHECK_INT(20 << 20, len);
    for (int i = 0; i < 3000; i++) {
        CHECK_INT(2, ws_hear(fd, data, sizeof data, &len));
        CHECK_INT(100 + i / 100, len);
    }
    server_broadcast(s, 20 << 20, 1);
    server_broadcast(s, 1, 20000); /* a megabyte of nothing but messages */
    CHECK_INT(1013, ws_hear_close(fd));
    dial_end(fd);
    CHECK(wait_for("closed", 1));
    server_end(s);
}

TEST(websocket, everybody_gets_what_a_hook_sends_to_all)
{
    struct server *s = server_begin();
    int fds[20];
    uint8_t data[16];
    size_t len;
    for (int i = 0; i < 20; i++)
        CHECK((fds[i] = ws_dial(s, "/live/some-document", "")) >= 0);
    CHECK_INT(20, server_sockets(s));
    ws_say_text(fds[3], 2, "all");
    for (int i = 0; i < 20; i++) {
        CHECK_INT(2, ws_hear(fds[i], data, sizeof data, &len));
        CHECK_INT(3, len);
        dial_end(fds[i]);
    }
    CHECK(wait_for("closed", 20));
    CHECK_INT(0, server_sockets(s));
    server_end(s);
}

TEST(websocket, silent_peers_are_pinged_and_then_gone)
{
    struct net_patience usual = net_patience;
    net_patience.ping = 200;
    net_patience.silence = 2000;
    net_patience.tick = 50;
    struct server *s = server_begin();
    int lively = ws_dial(s, "/live/some-document", ""), dead = ws_dial(s, "/live/some-document", "");
    uint8_t data[16];
    size_t len;
    while (server_count("closed") == 0) {
        CHECK_INT(9, ws_hear(lively, data, sizeof data, &len));
        ws_say(lively, 10, true, data, len);
    }
    CHECK_INT(1, server_sockets(s));
    dial_end(lively);
    dial_end(dead);
    server_end(s);
    net_patience = usual;
}

TEST(websocket, reading_stops_above_the_rate_and_goes_on)
{
    CHECK_OK(config_set("live-rate", "2")); /* a burst of 20, then two a second */
    struct server *s = server_begin();
    int fd = ws_dial(s, "/live/some-document", "");
    uint8_t data[16];
    size_t len;
    for (int i = 0; i < 30; i++)
        ws_say_text(fd, 2, "m");
    for (int i = 0; i < 20; i++)
        CHECK_INT(2, ws_hear(fd, data, sizeof data, &len));
    CHECK(server_count("received") < 30); /* the last would come five seconds later */
    CHECK(wait_for("received", 30));
    for (int i = 0; i < 10; i++)
        CHECK_INT(2, ws_hear(fd, data, sizeof data, &len));
    dial_end(fd);
    server_end(s);
    CHECK_OK(config_set("live-rate", "0"));
    s = server_begin();
    fd = ws_dial(s, "/live/some-document", "");
    for (int i = 0; i < 20000; i++) {
        ws_say_text(fd, 2, "m");
        if (i % 100 == 99)
            for (int j = 0; j < 100; j++)
                CHECK_INT(2, ws_hear(fd, data, sizeof data, &len));
    }
    dial_end(fd);
    CHECK_OK(config_set("live-rate", "200"));
    server_end(s);
}

TEST(websocket, a_paused_socket_is_not_read_but_can_be_written_and_closed)
{
    struct server *s = server_begin();
    int fd = ws_dial(s, "/live/some-document", "");
    uint8_t data[16];
    size_t len;
    ws_say_text(fd, 2, "pause");
    for (int i = 0; i < 10; i++)
        ws_say_text(fd, 2, "not read");
    CHECK(silent(fd, 200));
    CHECK_INT(1, server_count("received"));
    server_broadcast(s, 10, 1);
    CHECK_INT(2, ws_hear(fd, data, sizeof data, &len));
    server_close_sockets(s, 4503, "again");
    CHECK_INT(4503, ws_hear_close(fd));
    CHECK_INT(1, server_count("received"));
    dial_end(fd);
    server_end(s);
}

TEST(websocket, an_upgrade_shows_who_asks)
{
    struct server *s = server_begin();
    char headers[300], text[64];
    uint8_t data[200];
    size_t len;
    int fd = ws_dial(s, "/live/hello", "Authorization: Bearer tok\r\nSec-WebSocket-Protocol: carnet\r\n");
    CHECK_INT(2, ws_hear(fd, data, sizeof data - 1, &len));
    data[len] = 0;
    CHECK_TEXT("2 tok 1 127.0.0.1", (char *)data);
    dial_end(fd);
    snprintf(headers, sizeof headers, "Cookie: carnet_session=abc\r\nOrigin: http://127.0.0.1:%d\r\n", server_port(s));
    fd = ws_dial(s, "/live/hello", headers);
    CHECK_INT(2, ws_hear(fd, data, sizeof data - 1, &len));
    data[len] = 0;
    CHECK_TEXT("1 abc 0 127.0.0.1", (char *)data);
    dial_end(fd);
    CHECK_INT(-403, ws_dial(s, "/live/hello", "Origin: http://evil.example\r\n"));
    CHECK_INT(-403, ws_dial(s, "/live/hello", "Authorization: Bearer tok\r\nOrigin: http://evil.example\r\n"));
    CHECK_INT(-403, ws_dial(s, "/live/hello", "Cookie: carnet_session=abc\r\n"));
    CHECK_INT(-403, ws_dial(s, "/live/hello", "Cookie: carnet_session=abc\r\nOrigin: null\r\n"));
    CHECK_INT(2, server_count("opened"));
    snprintf(text, sizeof text, "/live/%s", "NOT-OF-THAT-FORM");
    fd = ws_dial(s, text, "");
    CHECK(fd >= 0);
    dial_end(fd);
    server_end(s);
}

/* Nothing must break; what the frames mean is up to libwebsockets. */
TEST(websocket, broken_frames_do_no_harm)
{
    struct server *s = server_begin();
    static const char *const frames[] = {
        "\x82\x03" "abc", "\xf2\x83\x01\x01\x01\x01" "abc", "\x83\x83\x01\x01\x01\x01" "abc", "\x80\x83\x01\x01\x01\x01" "abc",
        "\x89\xfe\x7f\xff", "\x88\x81\x01\x01\x01\x01\x01", "\x82\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        "\x82\xff\x7f\xff\xff\xff\xff\xff\xff\xff\x01\x01\x01\x01" "x",
    };
    for (size_t i = 0; i < sizeof frames / sizeof *frames; i++) {
        int fd = ws_dial(s, "/live/some-document", "");
        say_bytes(fd, frames[i], strlen(frames[i]));
        ws_say_text(fd, 2, "after");
        wait_ms(20);
        dial_end(fd);
    }
    CHECK(wait_for("closed", (long)(sizeof frames / sizeof *frames)));
    server_end(s);
}
