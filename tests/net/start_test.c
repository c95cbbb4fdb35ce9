/* Starting and refusing to. */
#include <stdio.h>

#include "base/config.h"
#include "net/inner.h"
#include "net/server.h"

static carnet_err start_on(const char *listen)
{
    struct loop *loop;
    struct net *net;
    CHECK_OK(loop_new(&loop));
    static const struct route *const none[] = { NULL };
    carnet_err err = net_start(&net, &(struct net_options){ .loop = loop, .routes = none, .listen = listen });
    if (!err)
        net_free(net);
    loop_free(loop);
    return err;
}

TEST(start, an_address_that_is_none_or_taken_is_an_error)
{
    static const char *const bad[] = { "", "8080", "localhost:8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:70000",
                                       "[::1", "300.0.0.1:80" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        CHECK_ERR(CARNET_INVALID, start_on(bad[i]));
    struct server *s = server_begin();
    char taken[32];
    snprintf(taken, sizeof taken, "127.0.0.1:%d", server_port(s));
    CHECK_ERR(CARNET_IO, start_on(taken));
    server_end(s);
    CHECK_OK(start_on("127.0.0.1:0"));
    CHECK_OK(start_on("[::1]:0"));
    CHECK_OK(start_on("0.0.0.0:0"));
}

TEST(start, half_of_tls_is_refused)
{
    CHECK_OK(config_set("tls-key", "/nowhere/key.pem"));
    CHECK_ERR(CARNET_INVALID, start_on("127.0.0.1:0"));
    CHECK_OK(config_set("tls-certificate", "/nowhere/certificate.pem"));
    CHECK_ERR(CARNET_IO, start_on("127.0.0.1:0"));
    CHECK_OK(config_set("tls-key", ""));
    CHECK_OK(config_set("tls-certificate", ""));
}

TEST(start, connections_of_one_address_are_bounded)
{
    struct net net = { .port = 0 };
    struct peer *peers[3];
    CHECK_OK(config_set("connections-per-address", "2"));
    for (int i = 0; i < 3; i++) {
        CHECK(peer_may_enter(&net, "192.0.2.1") == (i < 2));
        peers[i] = peer_enter(&net, "192.0.2.1");
    }
    CHECK(peer_may_enter(&net, "192.0.2.2"));
    peer_leave(&net, peers[0]);
    CHECK(!peer_may_enter(&net, "192.0.2.1"));
    peer_leave(&net, peers[1]);
    CHECK(peer_may_enter(&net, "192.0.2.1"));
    peer_leave(&net, peers[2]);
    for (int i = 0; i < 3; i++)
        peers[i] = peer_enter(&net, "127.0.0.1");
    CHECK(peer_may_enter(&net, "127.0.0.1"));
    for (int i = 0; i < 3; i++)
        peer_leave(&net, peers[i]);
    names_clear(&net.peers);
    CHECK_OK(config_set("connections-per-address", "200"));
}
