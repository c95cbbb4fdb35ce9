/* Open connections per address, counted from accept to close. libwebsockets' own limits are not in Debian's build. */
#include <arpa/inet.h>
#include <sys/socket.h>

#include <stdio.h>
#include <string.h>

#include "base/config.h"
#include "net/inner.h"

struct peer {
    char address[INET6_ADDRSTRLEN];
    size_t open;
};

/* IPv4 in IPv6 becomes IPv4. */
static bool address_text(char out[INET6_ADDRSTRLEN], const struct sockaddr_storage *from)
{
    if (from->ss_family == AF_INET)
        return inet_ntop(AF_INET, &((const struct sockaddr_in *)from)->sin_addr, out, INET6_ADDRSTRLEN) != NULL;
    if (from->ss_family != AF_INET6)
        return false;
    const struct in6_addr *six = &((const struct sockaddr_in6 *)from)->sin6_addr;
    if (IN6_IS_ADDR_V4MAPPED(six))
        return inet_ntop(AF_INET, six->s6_addr + 12, out, INET6_ADDRSTRLEN) != NULL;
    return inet_ntop(AF_INET6, six, out, INET6_ADDRSTRLEN) != NULL;
}

bool address_of_socket(char out[INET6_ADDRSTRLEN], int fd)
{
    struct sockaddr_storage from;
    socklen_t len = sizeof from;
    return getpeername(fd, (struct sockaddr *)&from, &len) == 0 && address_text(out, &from);
}

bool address_is_loopback(const char *address)
{
    return strncmp(address, "127.", 4) == 0 || strcmp(address, "::1") == 0;
}

static size_t allowed(const struct net *net, const char *address)
{
    if (address_is_loopback(address) || word_listed(net->proxies, address))
        return LOOPBACK_CONNECTIONS;
    return (size_t)config_number("connections-per-address");
}

bool peer_may_enter(struct net *net, const char *address)
{
    const struct peer *peer = names_get(&net->peers, address);
    return !peer || peer->open < allowed(net, address);
}

struct peer *peer_enter(struct net *net, const char *address)
{
    struct peer *peer = names_get(&net->peers, address);
    if (!peer) {
        peer = mem_zero(1, sizeof *peer);
        snprintf(peer->address, sizeof peer->address, "%s", address);
        names_put(&net->peers, address, peer);
    }
    peer->open++;
    return peer;
}

void peer_leave(struct net *net, struct peer *peer)
{
    if (--peer->open)
        return;
    names_remove(&net->peers, peer->address);
    mem_free(peer);
}

const char *peer_address(const struct peer *peer)
{
    return peer->address;
}
