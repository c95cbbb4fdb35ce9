#define _GNU_SOURCE /* posix_spawn_file_actions_addclosefrom_np */
/* The supervisor. One child per renderer, on one socket pair that is its standard input and output. Everything the child
 * says is bounded and checked: it reads hostile text, so it counts as hostile itself.
 * How it ends tells why: the processor timer, a crash or our deadline mean that this text is too costly; anything else
 * (somebody killed it, it had just died) is nobody's fault, and the job is tried once more with a new child. */
#include "text/renderer.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/utf.h"
#include "text/wire.h"

enum {
    DEADLINE_MS = 8000,
    JOBS_PER_CHILD = 1000, /* then it is replaced, so that nothing can build up in it */
};
_Static_assert((int)RENDERER_INPUT == (int)WIRE_INPUT && (int)RENDERER_OUTPUT == (int)WIRE_OUTPUT, "one set of caps");

struct renderer {
    char *program;
    int deadline_ms;
    pid_t pid; /* 0 without a child */
    int fd;
    int jobs;
};

struct renderer *renderer_new(const char *program)
{
    struct renderer *r = mem_zero(1, sizeof *r);
    *r = (struct renderer){ .program = mem_text(program), .deadline_ms = DEADLINE_MS, .fd = -1 };
    return r;
}

pid_t renderer_pid(const struct renderer *r)
{
    return r->pid;
}

void renderer_set_deadline(struct renderer *r, int ms)
{
    r->deadline_ms = ms;
}

/* ---- the child's life ----------------------------------------------------------------------------------------------- */

/* Ends the child and says how it ended (a wait status). A stopped process dies of SIGKILL too. */
static int child_end(struct renderer *r)
{
    int status = 0;
    if (!r->pid)
        return 0;
    close(r->fd);
    kill(r->pid, SIGKILL);
    while (waitpid(r->pid, &status, 0) < 0 && errno == EINTR)
        ;
    r->pid = 0;
    r->fd = -1;
    return status;
}

void renderer_free(struct renderer *r)
{
    if (!r)
        return;
    child_end(r);
    mem_free(r->program);
    mem_free(r);
}

static int spawn_on(pid_t *pid, char *program, int fd)
{
    char *argv[] = { program, "render-child", NULL };
#ifdef __SANITIZE_ADDRESS__
    char *envp[] = { "ASAN_OPTIONS=detect_leaks=0:symbolize=0", NULL }; /* the leak check needs calls that are refused */
#else
    char *envp[] = { NULL };
#endif
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attr;
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attr);
    posix_spawn_file_actions_adddup2(&files, fd, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&files, fd, STDOUT_FILENO);
    posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
    posix_spawnattr_setsigmask(&attr, &none);
    posix_spawnattr_setsigdefault(&attr, &all);
    posix_spawnattr_setpgroup(&attr, 0); /* a Ctrl-C is for the server, which then ends its children */
    posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    int failed = posix_spawn(pid, program, &files, &attr, argv, envp);
    posix_spawnattr_destroy(&attr);
    posix_spawn_file_actions_destroy(&files);
    return failed;
}

static carnet_err child_start(struct renderer *r)
{
    if (r->pid && r->jobs >= JOBS_PER_CHILD)
        child_end(r);
    if (r->pid)
        return CARNET_OK;
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return err_set(CARNET_IO, "text.child", "socketpair: %s", strerror(errno));
    pid_t pid = 0;
    int failed = spawn_on(&pid, r->program, ends[1]);
    close(ends[1]);
    if (failed) {
        close(ends[0]);
        return err_set(CARNET_IO, "text.child", "%s: %s", r->program, strerror(failed));
    }
    r->pid = pid;
    r->fd = ends[0];
    r->jobs = 0;
    return CARNET_OK;
}

/* ---- one exchange --------------------------------------------------------------------------------------------------- */

enum end {
    DONE,
    GONE, /* the child closed its end */
    LATE, /* the deadline passed */
    ODD,  /* it answered something it should not */
};

static enum end wait_for(struct renderer *r, short what, int64_t until_us)
{
    for (;;) {
        int64_t left = until_us - clock_steady_us();
        if (left <= 0)
            return LATE;
        struct pollfd p = { .fd = r->fd, .events = what };
        int n = poll(&p, 1, (int)(left / 1000) + 1);
        if (n > 0)
            return DONE;
        if (n < 0 && errno != EINTR)
            return GONE;
    }
}

static enum end send_all(struct renderer *r, bytes data, int64_t until_us)
{
    while (data.len) {
        ssize_t n = send(r->fd, data.ptr, data.len, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n >= 0) {
            data = (bytes){ data.ptr + n, data.len - (size_t)n };
            continue;
        }
        if (errno != EAGAIN && errno != EINTR)
            return GONE;
        enum end end = wait_for(r, POLLOUT, until_us);
        if (end != DONE)
            return end;
    }
    return DONE;
}

static enum end receive_all(struct renderer *r, uint8_t *to, size_t len, int64_t until_us)
{
    while (len) {
        ssize_t n = recv(r->fd, to, len, MSG_DONTWAIT);
        if (n > 0) {
            to += n;
            len -= (size_t)n;
            continue;
        }
        if (n == 0 || (errno != EAGAIN && errno != EINTR))
            return GONE;
        enum end end = wait_for(r, POLLIN, until_us);
        if (end != DONE)
            return end;
    }
    return DONE;
}

/* Leaves the result in *result and the child's verdict in *err. */
static enum end exchange(carnet_err *err, struct buf *result, struct renderer *r, enum wire_job job, bytes markdown)
{
    int64_t until = clock_steady_us() + (int64_t)r->deadline_ms * 1000;
    uint8_t head[WIRE_HEAD];
    wire_head(head, (uint8_t)job, markdown.len);
    enum end end = send_all(r, (bytes){ head, sizeof head }, until);
    end = end == DONE ? send_all(r, markdown, until) : end;
    end = end == DONE ? receive_all(r, head, sizeof head, until) : end;
    if (end != DONE)
        return end;
    size_t len = wire_length(head);
    if (len > RENDERER_OUTPUT || (head[0] != CARNET_OK && head[0] != CARNET_LIMIT))
        return ODD;
    buf_reserve(result, len);
    end = receive_all(r, result->ptr, len, until);
    if (end != DONE)
        return end;
    result->len = len;
    result->ptr[len] = 0;
    *err = (carnet_err)head[0];
    return DONE;
}

/* ---- one job -------------------------------------------------------------------------------------------------------- */

static bool is_costly(enum end end, int status)
{
    if (end == LATE)
        return true;
    if (end != GONE || !WIFSIGNALED(status))
        return false;
    int sig = WTERMSIG(status);
    return sig == SIGPROF || sig == SIGABRT || sig == SIGSEGV || sig == SIGBUS;
}

/* A child that already died is waited for as it ended; one that still lives ends by our SIGKILL. */
static carnet_err job_once(bool *again, struct buf *result, struct renderer *r, enum wire_job job, bytes markdown)
{
    *again = false;
    TRY(child_start(r));
    r->jobs++;
    carnet_err err = CARNET_OK;
    enum end end = exchange(&err, result, r, job, markdown);
    if (end == DONE)
        return err ? err_set(err, "text.too_costly", "the child's own cap") : CARNET_OK;
    int status = child_end(r);
    result->len = 0;
    /* A crash or a refused system call is a bug or an attack; the rest happens. */
    int sig = end == GONE && WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    log_line(sig == SIGSEGV || sig == SIGBUS || sig == SIGSYS || end == ODD ? LOG_ERROR : LOG_WARN, "text",
             "child replaced", "why=%s status=%d", end == GONE ? "gone" : end == LATE ? "late" : "odd", status);
    if (is_costly(end, status))
        return err_set(CARNET_LIMIT, "text.too_costly", "len=%zu status=%d", markdown.len, status);
    *again = true;
    return err_set(CARNET_IO, "text.child", "status=%d", status);
}

static carnet_err run_job(struct buf *result, struct renderer *r, enum wire_job job, bytes markdown)
{
    if (markdown.len > RENDERER_INPUT)
        return err_set(CARNET_LIMIT, "text.too_long", "len=%zu", markdown.len);
    if (!utf8_valid(markdown))
        return err_set(CARNET_INVALID, "text.not_utf8", "len=%zu", markdown.len);
    bool again;
    carnet_err err = job_once(&again, result, r, job, markdown);
    return again ? job_once(&again, result, r, job, markdown) : err;
}

carnet_err renderer_html(struct buf *out, struct renderer *r, bytes markdown)
{
    CLEANUP(buf_clear) struct buf html = { 0 };
    TRY(run_job(&html, r, WIRE_HTML, markdown));
    buf_put(out, buf_bytes(&html));
    return CARNET_OK;
}

static carnet_err read_measure(struct text_measure *out, struct reader *answer)
{
    uint64_t signes, without;
    TRY(reader_varint(&signes, answer));
    TRY(reader_varint(&without, answer));
    *out = (struct text_measure){
        .signes = (int64_t)signes,
        .signes_without_footnotes = (int64_t)without,
        .estimated_pages = (int64_t)((signes + MEASURE_PAGE - 1) / MEASURE_PAGE),
    };
    return CARNET_OK;
}

static carnet_err read_section(struct text_section *out, struct arena *arena, struct reader *answer)
{
    uint64_t level, signes;
    bytes heading;
    TRY(reader_varint(&level, answer));
    TRY(reader_varint(&signes, answer));
    TRY(reader_sized(&heading, answer));
    *out = (struct text_section){
        .level = (int)(level & 7),
        .signes = (int64_t)signes,
        .heading = arena_span(arena, (const char *)heading.ptr, heading.len),
    };
    return CARNET_OK;
}

carnet_err renderer_measure(struct text_measure *out, struct renderer *r, bytes markdown)
{
    CLEANUP(buf_clear) struct buf result = { 0 };
    TRY(run_job(&result, r, WIRE_MEASURE, markdown));
    struct reader answer = reader_of(buf_bytes(&result));
    return read_measure(out, &answer);
}

carnet_err renderer_outline(struct text_outline *out, struct arena *arena, struct renderer *r, bytes markdown)
{
    CLEANUP(buf_clear) struct buf result = { 0 };
    TRY(run_job(&result, r, WIRE_MEASURE, markdown));
    struct reader answer = reader_of(buf_bytes(&result));
    *out = (struct text_outline){ 0 };
    TRY(read_measure(&out->measure, &answer));
    uint64_t count;
    TRY(reader_varint(&count, &answer));
    if (count > reader_left(&answer)) /* a section takes three bytes at least */
        return err_set(CARNET_IO, "text.child", "count=%llu", (unsigned long long)count);
    out->sections = arena_alloc(arena, (size_t)count * sizeof *out->sections);
    for (; out->count < count; out->count++)
        TRY(read_section(&out->sections[out->count], arena, &answer));
    return CARNET_OK;
}
