/* Preloaded into the server: with CARNET_KILL_AT=n it is killed outright instead of making its nth change of names (mkdir, rename, remove,
 * unlink) to what belongs to a folder that gives way to another. Compiled by afresh.test.mjs. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static void step(const char *path)
{
    static int steps;
    const char *at = getenv("CARNET_KILL_AT");
    if (!at || !(strstr(path, "tmp/fresh") || strstr(path, "/replacing") || strstr(path, "/sample-")))
        return;
    if (++steps == atoi(at))
        kill(getpid(), SIGKILL);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

int mkdir(const char *path, mode_t mode)
{
    step(path);
    return REAL(mkdir)(path, mode);
}

int rename(const char *from, const char *to)
{
    step(strstr(from, "tmp/fresh") ? from : to);
    return REAL(rename)(from, to);
}

int remove(const char *path)
{
    step(path);
    return REAL(remove)(path);
}

int unlink(const char *path)
{
    step(path);
    return REAL(unlink)(path);
}
