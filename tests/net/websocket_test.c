/* Websockets: messages, limits, closing. */
#include "net/server.h"

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

TEST(websocket, stopping_closes_with_1012)
{
    struct server *s = server_begin();
    int fd = ws_dial(s, "/live/some-document", "");
    CHECK(fd >= 0);
    server_end(s);
    CHECK_INT(1012, ws_hear_close(fd));
    dial_end(fd);
}
