#define _GNU_SOURCE /* pipe2 */
/* libgit2 has no fsck. git runs without anybody's settings and without a terminal; what it says beyond a few kilobytes is left out. */
#include "vault/fsck.h"

#include "base/bytes.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SAID_MOST = 16384 };

static carnet_err start(pid_t *pid, int *from, const char *dir)
{
    static char *const env[] = { "PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8", "HOME=/nonexistent",
                                 "GIT_CONFIG_NOSYSTEM=1", "GIT_TERMINAL_PROMPT=0", NULL };
    const char *const argv[] = { "git", "-c", "safe.directory=*", "--git-dir", dir, "fsck", "--strict", "--no-dangling",
                                 "--no-progress", NULL };
    int ends[2];
    posix_spawn_file_actions_t actions;
    if (pipe2(ends, O_CLOEXEC) < 0)
        return err_set(CARNET_IO, "vault.git", "pipe: %s", strerror(errno));
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 2);
    int failed = posix_spawnp(pid, "git", &actions, NULL, (char *const *)(uintptr_t)argv, env);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    if (failed) {
        close(ends[0]);
        return err_set(CARNET_IO, "vault.git", "git cannot be run: %s", strerror(failed));
    }
    *from = ends[0];
    return CARNET_OK;
}

/* True: to its end; false: somebody wants it to stop. */
static bool listen(struct buf *said, int from, fsck_stop_fn *stop, void *self)
{
    enum { PATIENCE_MS = 200 };
    uint8_t piece[4096];
    for (;;) {
        struct pollfd poll_fd = { .fd = from, .events = POLLIN };
        if (stop && stop(self))
            return false;
        if (poll(&poll_fd, 1, PATIENCE_MS) == 0)
            continue;
        ssize_t n = read(from, piece, sizeof piece);
        if (n == 0 || (n < 0 && errno != EINTR))
            return true;
        if (n > 0 && said->len < SAID_MOST)
            buf_put(said, (bytes){ piece, (size_t)n });
    }
}

static void tell(const char *dir, const char *what, fsck_say_fn *say, void *self)
{
    CLEANUP(buf_clear) struct buf line = { 0 };
    buf_printf(&line, "%s: %s", dir, what);
    say(self, buf_text(&line));
}

carnet_err vault_fsck(const char *dir, fsck_say_fn *say, fsck_stop_fn *stop, void *self)
{
    pid_t pid;
    int from = -1, status = 0;
    CLEANUP(buf_clear) struct buf said = { 0 };
    TRY(start(&pid, &from, dir));
    bool ended = listen(&said, from, stop, self);
    close(from);
    if (!ended)
        kill(pid, SIGKILL);
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            return err_set(CARNET_IO, "vault.git", "waitpid: %s", strerror(errno));
    if (!ended)
        return err_set(CARNET_IO, "vault.stopped", "asked to stop");
    bool told = false;
    char *rest = (char *)said.ptr;
    for (char *line; rest && (line = strtok_r(rest, "\n", &rest));) {
        if (strncmp(line, "notice:", 7) == 0) /* no commit yet */
            continue;
        tell(dir, line, say, self);
        told = true;
    }
    if (status != 0 && !told)
        tell(dir, "git fsck ended badly and said nothing", say, self);
    return CARNET_OK;
}
