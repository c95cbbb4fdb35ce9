/* The libuv loop. Posts from other threads wait in one queue; its first entry wakes the loop, which then runs all of them.
 * SIGPIPE and SIGXFSZ are ignored: both come back as errors of the write that caused them. */
#include "loop/loop.h"

#include "base/mem.h"
#include "loop/queue.h"

#include <uv.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

struct post {
    loop_fn *fn;
    void *arg;
};

struct loop_signal {
    uv_signal_t handle;
    loop_fn *fn;
    void *arg;
    struct loop_signal *next;
};

struct loop {
    uv_loop_t uv;
    uv_async_t wake;
    struct queue *posts;
    struct loop_signal *signals;
};

struct loop_timer {
    uv_timer_t handle;
    loop_fn *fn;
    void *arg;
};

enum { POSTS_AT_ONCE = 64 };

static size_t run_some(struct loop *loop)
{
    struct post posts[POSTS_AT_ONCE];
    bool closed;
    size_t n = queue_take(loop->posts, posts, POSTS_AT_ONCE, 0, &closed);
    for (size_t i = 0; i < n; i++)
        posts[i].fn(posts[i].arg);
    return n;
}

void loop_drain(struct loop *loop)
{
    while (run_some(loop))
        ;
}

/* One batch per wake-up, then the sockets get their turn. */
static void woken(uv_async_t *handle)
{
    struct loop *loop = handle->data;
    if (run_some(loop) && !queue_empty(loop->posts))
        uv_async_send(handle);
}

carnet_err loop_new(struct loop **out)
{
    struct loop *loop = mem_zero(1, sizeof *loop);
    int result = uv_loop_init(&loop->uv);
    if (result == 0)
        result = uv_async_init(&loop->uv, &loop->wake, woken);
    if (result != 0) {
        mem_free(loop);
        return err_set(CARNET_IO, "loop.io", "%s", uv_strerror(result));
    }
    loop->wake.data = loop;
    loop->posts = queue_new(sizeof(struct post));
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    *out = loop;
    return CARNET_OK;
}

static void signal_closed(uv_handle_t *handle)
{
    mem_free(handle->data);
}

void loop_free(struct loop *loop)
{
    loop_drain(loop);
    uv_close((uv_handle_t *)&loop->wake, NULL);
    for (struct loop_signal *s = loop->signals; s; s = s->next)
        uv_close((uv_handle_t *)&s->handle, signal_closed);
    uv_run(&loop->uv, UV_RUN_NOWAIT);
    if (uv_loop_close(&loop->uv) != 0) {
        fputs("carnet: a handle is still open:\n", stderr);
        uv_print_all_handles(&loop->uv, stderr);
        abort();
    }
    queue_free(loop->posts);
    mem_free(loop);
}

void *loop_uv(struct loop *loop)
{
    return &loop->uv;
}

void loop_run(struct loop *loop)
{
    do {
        uv_run(&loop->uv, UV_RUN_DEFAULT);
        loop_drain(loop);
    } while (uv_loop_alive(&loop->uv));
}

void loop_stop(struct loop *loop)
{
    uv_unref((uv_handle_t *)&loop->wake);
    for (struct loop_signal *s = loop->signals; s; s = s->next)
        uv_unref((uv_handle_t *)&s->handle);
}

void loop_post(struct loop *loop, loop_fn *fn, void *arg)
{
    struct post post = { fn, arg };
    if (queue_put(loop->posts, &post) == QUEUE_FIRST)
        uv_async_send(&loop->wake);
}

static void signal_came(uv_signal_t *handle, int number)
{
    struct loop_signal *s = handle->data;
    (void)number;
    s->fn(s->arg);
}

void loop_on_signal(struct loop *loop, int number, loop_fn *fn, void *arg)
{
    struct loop_signal *s = mem_zero(1, sizeof *s);
    s->fn = fn;
    s->arg = arg;
    s->handle.data = s;
    s->next = loop->signals;
    loop->signals = s;
    if (uv_signal_init(&loop->uv, &s->handle) != 0 || uv_signal_start(&s->handle, signal_came, number) != 0) {
        fputs("carnet: cannot watch a signal\n", stderr);
        abort();
    }
}

/* ---- timers ---- */

struct loop_timer *loop_timer_new(struct loop *loop, loop_fn *fn, void *arg)
{
    struct loop_timer *timer = mem_zero(1, sizeof *timer);
    timer->fn = fn;
    timer->arg = arg;
    timer->handle.data = timer;
    uv_timer_init(&loop->uv, &timer->handle);
    return timer;
}

static void timer_rang(uv_timer_t *handle)
{
    struct loop_timer *timer = handle->data;
    timer->fn(timer->arg);
}

void loop_timer_start(struct loop_timer *timer, uint64_t after_ms, uint64_t every_ms)
{
    uv_timer_start(&timer->handle, timer_rang, after_ms, every_ms);
}

void loop_timer_stop(struct loop_timer *timer)
{
    uv_timer_stop(&timer->handle);
}

static void timer_closed(uv_handle_t *handle)
{
    mem_free(handle->data);
}

void loop_timer_free(struct loop_timer *timer)
{
    if (timer)
        uv_close((uv_handle_t *)&timer->handle, timer_closed);
}

uint64_t loop_now(struct loop *loop)
{
    return uv_now(&loop->uv);
}
