#pragma once
/* How much of what a peer sent was taken from the kernel, as the kernel counts it. In a file of its own, because the C library's
 * tcp_info, which libwebsockets brings along, does not have the count. Any thread. */
#include <stdbool.h>
#include <stdint.h>

/* What comes while we ask counts as taken when high is true, as waiting when it is false. */
uint64_t octets_taken(int fd, bool high);
