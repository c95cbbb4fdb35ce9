#define _GNU_SOURCE /* CLOCK_REALTIME_COARSE */
/* One server owns the data folder and has one writer per repository, so a lock older than this process belongs to
 * nobody. A younger one may be that of a `git gc` of ours and stays. Both times come from the kernel's coarse clock, the
 * one file times are taken from. */
#include "vault/lock.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"

enum { DEPTH = 6 };

static struct timespec started;

void lock_start(void)
{
    clock_gettime(CLOCK_REALTIME_COARSE, &started);
}

static bool is_older(struct timespec a, struct timespec b)
{
    return a.tv_sec < b.tv_sec || (a.tv_sec == b.tv_sec && a.tv_nsec < b.tv_nsec);
}

static bool ends_with_lock(const char *name)
{
    size_t len = strlen(name);
    return len > 5 && strcmp(name + len - 5, ".lock") == 0;
}

/* Takes fd. Follows no symbolic link, and enters folders only below refs. */
static void sweep(int fd, const char *dir, int depth)
{
    DIR *folder = fd < 0 ? NULL : fdopendir(fd);
    if (!folder) {
        if (fd >= 0)
            close(fd);
        return;
    }
    for (struct dirent *e; (e = readdir(folder));) {
        struct stat s;
        if (e->d_name[0] == '.' || fstatat(fd, e->d_name, &s, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        if (S_ISREG(s.st_mode) && ends_with_lock(e->d_name) && is_older(s.st_mtim, started)) {
            if (unlinkat(fd, e->d_name, 0) == 0)
                log_warn("vault", "stale lock removed", "dir=%s file=%s", dir, e->d_name);
        } else if (S_ISDIR(s.st_mode) && depth < DEPTH && (depth > 0 || strcmp(e->d_name, "refs") == 0)) {
            sweep(openat(fd, e->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), dir, depth + 1);
        }
    }
    closedir(folder);
}

void lock_remove_stale(const char *dir)
{
    sweep(open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC), dir, 0);
}
