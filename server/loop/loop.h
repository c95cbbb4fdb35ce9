#pragma once
/* The loop thread: one libuv loop that owns sockets, rooms and live documents, and never waits for a disk.
 * loop_post may be called from any thread; everything else on the loop thread. */
#include <stdint.h>

#include "base/err.h"

struct loop;
typedef void loop_fn(void *arg);

MUST_CHECK carnet_err loop_new(struct loop **out);
void loop_free(struct loop *loop);           /* closes its own handles and drains; aborts the process if one is left open */
void *loop_uv(struct loop *loop);            /* the uv_loop_t, for net/ */
void loop_run(struct loop *loop);            /* until loop_stop was called and nothing is left (net closed, no timer running) */
void loop_stop(struct loop *loop);
void loop_post(struct loop *loop, loop_fn *fn, void *arg); /* runs fn(arg) on the loop, in order of arrival */
void loop_drain(struct loop *loop);          /* runs what is posted now, without waiting; for what stops a thread */
void loop_on_signal(struct loop *loop, int signal, loop_fn *fn, void *arg);

/* Timers. A timer is one-shot unless every_ms > 0; stopping a stopped one is fine. */
struct loop_timer;
struct loop_timer *loop_timer_new(struct loop *loop, loop_fn *fn, void *arg);
void loop_timer_start(struct loop_timer *timer, uint64_t after_ms, uint64_t every_ms);
void loop_timer_stop(struct loop_timer *timer);
void loop_timer_free(struct loop_timer *timer); /* NULL is fine; memory goes when libuv has closed it */
uint64_t loop_now(struct loop *loop); /* ms, monotonic, cached per turn */
