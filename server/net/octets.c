/* SIOCINQ and TCP_INFO. */
#include "net/octets.h"

#include <linux/sockios.h>
#include <linux/tcp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <netinet/in.h>

uint64_t octets_taken(int fd, bool high)
{
    struct tcp_info info = { 0 };
    socklen_t len = sizeof info;
    int waiting = 0;
    if (high && ioctl(fd, SIOCINQ, &waiting) != 0)
        return 0;
    if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &len) != 0)
        return 0;
    if (!high && ioctl(fd, SIOCINQ, &waiting) != 0)
        return 0;
    return info.tcpi_bytes_received - (uint64_t)waiting;
}
