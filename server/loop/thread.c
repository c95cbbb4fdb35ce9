/* Threads are few and made at start: failing to make one ends the program. */
#include "loop/thread.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>

static void *thread_main(void *self)
{
    struct thread *thread = self;
    prctl(PR_SET_NAME, thread->name, 0, 0, 0);
    thread->run(thread->arg);
    return NULL;
}

void thread_start(struct thread *thread, const char *name, thread_fn *run, void *arg)
{
    sigset_t all, before;
    thread->run = run;
    thread->arg = arg;
    thread->name = name;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int result = pthread_create(&thread->id, NULL, thread_main, thread);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (result != 0) {
        fputs("carnet: cannot make a thread\n", stderr);
        abort();
    }
}

void thread_join(struct thread *thread)
{
    pthread_join(thread->id, NULL);
}
