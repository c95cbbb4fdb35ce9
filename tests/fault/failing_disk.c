/* Preloaded into the server: once the file named by CARNET_FAILING exists, every write and sync of the database fails with EIO, as a
 * broken disk would. Compiled by io.test.mjs. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int broken(int fd)
{
    const char *sign = getenv("CARNET_FAILING");
    char link[64], path[512];
    if (!sign || access(sign, F_OK) != 0)
        return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t len = readlink(link, path, sizeof path - 1);
    if (len < 0)
        return 0;
    path[len] = 0;
    return strstr(path, "carnet.db") != NULL;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t pwrite64(int fd, const void *data, size_t len, off64_t at)
{
    if (broken(fd))
        return errno = EIO, -1;
    return REAL(pwrite64)(fd, data, len, at);
}

int fdatasync(int fd)
{
    if (broken(fd))
        return errno = EIO, -1;
    return REAL(fdatasync)(fd);
}

int fsync(int fd)
{
    if (broken(fd))
        return errno = EIO, -1;
    return REAL(fsync)(fd);
}
