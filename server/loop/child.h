#pragma once
/* A supervised child process: a program with its arguments, something to read, a cap on what it writes and a deadline.
 * It gets its own process group, which is killed as a whole. Loop thread only; never a shell. */
#include "base/bytes.h"
#include "loop/loop.h"

enum child_end { CHILD_EXITED, CHILD_KILLED /* by a signal not ours */, CHILD_TOO_LONG, CHILD_TOO_MUCH, CHILD_STOPPED };
struct child_result { /* the spans are borrowed until done returns */
    enum child_end end;
    int status; /* CHILD_EXITED: exit status; CHILD_KILLED: the signal */
    bytes output;
    bytes errors; /* the first 4 kB of standard error, for the log */
};
typedef void child_done_fn(void *arg, const struct child_result *result);
struct child_options { /* all copied */
    const char *const *argv; /* ended by NULL; argv[0] is looked for in PATH */
    const char *const *env;  /* ended by NULL; NULL: only PATH, LANG=C.UTF-8 and HOME=/nonexistent */
    const char *folder;      /* to run in; NULL: ours */
    bytes input;
    size_t output_most;   /* bytes; above: killed */
    uint64_t deadline_ms; /* from the start; 0: none */
    child_done_fn *done;  /* exactly once, never from within child_start */
    void *arg;
};
struct child;
/* CARNET_IO "child.start" when the program cannot be run; then done is not called. *out lives until done returns. */
MUST_CHECK carnet_err child_start(struct child **out, struct loop *loop, const struct child_options *options);
void child_stop(struct child *child); /* kills it; done follows with CHILD_STOPPED */
