/* The confined process. It reads "kind, length (4 bytes, low first), Markdown" and answers "status, length, result" until
 * its input closes. Limits: 2 s of processor time for each job (ITIMER_PROF kills), 512 MB, no new file, no core.
 * Then seccomp: only read, write, memory, time, signals to itself and exit; any other call kills the process.
 * With the sanitizers, whose runtime maps much and asks much, there is no limit of address space (text/tree.c counts
 * cmark's memory in every build) and a refused call fails instead of killing. */
#include "text/child.h"

#include <errno.h>
#include <seccomp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

#include "text/measure.h"
#include "text/render.h"
#include "text/wire.h"

enum { CPU_SECONDS = 2, MEMORY = 512 << 20 };

#ifdef __SANITIZE_ADDRESS__
enum { SANITIZED = true };
#define OF_SANITIZERS SCMP_SYS(sigaltstack), SCMP_SYS(sched_yield),
#else
enum { SANITIZED = false };
#define OF_SANITIZERS
#endif

/* ---- confinement ---------------------------------------------------------------------------------------------------- */

static const int ALLOWED[] = {
    SCMP_SYS(read),       SCMP_SYS(write),          SCMP_SYS(brk),          SCMP_SYS(munmap),
    SCMP_SYS(mremap),     SCMP_SYS(madvise),        SCMP_SYS(futex),        SCMP_SYS(clock_gettime),
    SCMP_SYS(setitimer),  SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigreturn),
    SCMP_SYS(getpid),     SCMP_SYS(gettid),         SCMP_SYS(getrandom),    SCMP_SYS(restart_syscall),
    SCMP_SYS(exit),       SCMP_SYS(exit_group),     OF_SANITIZERS
};

static bool add_rules(scmp_filter_ctx filter)
{
    for (size_t i = 0; i < sizeof ALLOWED / sizeof *ALLOWED; i++)
        if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, ALLOWED[i], 0) != 0)
            return false;
    /* abort() signals itself and nobody else; memory is never executable. */
    unsigned long executable = SANITIZED ? 0 : PROT_EXEC;
    struct scmp_arg_cmp self = SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid());
    struct scmp_arg_cmp data = SCMP_A2(SCMP_CMP_MASKED_EQ, executable, 0);
    return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, &self) == 0 &&
           seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, &data) == 0 &&
           seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, &data) == 0;
}

static bool filter_calls(void)
{
    scmp_filter_ctx filter = seccomp_init(SANITIZED ? SCMP_ACT_ERRNO(EPERM) : SCMP_ACT_KILL_PROCESS);
    if (!filter)
        return false;
    bool done = add_rules(filter) && seccomp_load(filter) == 0;
    seccomp_release(filter);
    return done;
}

static bool limit(int what, rlim_t value)
{
    return setrlimit((__rlimit_resource_t)what, &(struct rlimit){ value, value }) == 0;
}

bool render_child_confine(void)
{
    return prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && prctl(PR_SET_DUMPABLE, 0) == 0 && limit(RLIMIT_CORE, 0) &&
           limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_NOFILE, 3) && (SANITIZED || limit(RLIMIT_AS, MEMORY)) &&
           filter_calls();
}

/* ---- jobs ----------------------------------------------------------------------------------------------------------- */

static bool read_all(uint8_t *to, size_t len)
{
    while (len) {
        ssize_t n = read(STDIN_FILENO, to, len);
        if (n <= 0)
            return false;
        to += n;
        len -= (size_t)n;
    }
    return true;
}

static bool write_all(const uint8_t *from, size_t len)
{
    while (len) {
        ssize_t n = write(STDOUT_FILENO, from, len);
        if (n <= 0)
            return false;
        from += n;
        len -= (size_t)n;
    }
    return true;
}

static bool read_job(struct buf *text, enum wire_job *job)
{
    uint8_t head[WIRE_HEAD];
    if (!read_all(head, sizeof head))
        return false;
    size_t len = wire_length(head);
    *job = head[0];
    if (len > WIRE_INPUT)
        return false;
    text->len = 0;
    buf_reserve(text, len);
    text->len = len;
    return read_all(text->ptr, len);
}

static void stopwatch(time_t seconds) /* of processor time; 0 stops it */
{
    struct itimerval timer = { .it_value = { .tv_sec = seconds } };
    setitimer(ITIMER_PROF, &timer, NULL);
}

static carnet_err run_job(struct buf *result, enum wire_job job, bytes markdown)
{
    switch (job) {
    case WIRE_HTML:
        return render_html(result, markdown);
    case WIRE_MEASURE:
        return measure_markdown(result, markdown);
    }
    return CARNET_INVALID;
}

static bool answer(struct buf *result, carnet_err err)
{
    uint8_t head[WIRE_HEAD];
    if (err)
        result->len = 0;
    wire_head(head, (uint8_t)err, result->len);
    return write_all(head, sizeof head) && write_all(result->ptr, result->len);
}

int render_child_main(void)
{
    if (!render_child_confine()) {
        fprintf(stderr, "carnet: render-child cannot confine itself: %s\n", strerror(errno));
        return 1;
    }
    struct buf text = { 0 }, result = { 0 };
    enum wire_job job;
    while (read_job(&text, &job)) {
        stopwatch(CPU_SECONDS);
        carnet_err err = run_job(&result, job, buf_bytes(&text));
        stopwatch(0);
        if (!answer(&result, err))
            break;
        if (result.cap > WIRE_INPUT)
            buf_clear(&result);
        result.len = 0;
    }
    buf_clear(&text);
    buf_clear(&result);
    _exit(0);
}
