#pragma once
/* A thread of ours: all signals blocked (they belong to the loop), a name for the tools that show threads. */
#include <pthread.h>

typedef void thread_fn(void *arg);
struct thread {
    pthread_t id;
    thread_fn *run;
    void *arg;
    const char *name; /* a literal, at most 15 characters */
};
void thread_start(struct thread *thread, const char *name, thread_fn *run, void *arg); /* aborts if there can be none */
void thread_join(struct thread *thread);
