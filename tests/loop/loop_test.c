/* The loop: posts keep their order, timers ring, signals arrive, a stopped loop ends. */
#include "harness/test.h"

#include "loop/loop.h"
#include "loop/thread.h"

#include <signal.h>
#include <unistd.h>

enum { POSTS = 20000 };

static struct posts {
    struct loop *loop;
    int seen, wrong;
} posts;

static void take_post(void *arg)
{
    if ((int)(intptr_t)arg != posts.seen)
        posts.wrong++;
    if (++posts.seen == POSTS)
        loop_stop(posts.loop);
}

static void post_many(void *arg)
{
    for (int i = 0; i < POSTS; i++)
        loop_post(arg, take_post, (void *)(intptr_t)i);
}

TEST(loop, runs_what_another_thread_posts_in_order)
{
    struct thread thread;
    posts = (struct posts){ 0 };
    CHECK_OK(loop_new(&posts.loop));
    thread_start(&thread, "poster", post_many, posts.loop);
    loop_run(posts.loop);
    thread_join(&thread);
    loop_free(posts.loop);
    CHECK_INT(POSTS, posts.seen);
    CHECK_INT(0, posts.wrong);
}

static struct bell {
    struct loop *loop;
    struct loop_timer *timer, *never;
    int rings;
} bell;

static void ring(void *arg)
{
    struct bell *b = arg;
    if (++b->rings < 3)
        return;
    loop_timer_free(b->timer);
    loop_timer_free(b->never);
    loop_stop(b->loop);
}

static void never(void *arg)
{
    ((struct bell *)arg)->rings = 1000;
}

TEST(loop, timers_ring_again_until_freed_and_stopped_ones_do_not)
{
    bell = (struct bell){ 0 };
    CHECK_OK(loop_new(&bell.loop));
    bell.timer = loop_timer_new(bell.loop, ring, &bell);
    bell.never = loop_timer_new(bell.loop, never, &bell);
    uint64_t before = loop_now(bell.loop);
    loop_timer_start(bell.never, 5, 0);
    loop_timer_stop(bell.never);
    loop_timer_stop(bell.never); /* again is fine */
    loop_timer_start(bell.timer, 10, 10);
    loop_run(bell.loop);
    CHECK_INT(3, bell.rings);
    CHECK(loop_now(bell.loop) - before >= 30);
    loop_free(bell.loop);
    loop_timer_free(NULL);
}

static void signalled(void *arg)
{
    bell.rings++;
    loop_stop(arg);
}

static void raise_it(void *arg)
{
    (void)arg;
    kill(getpid(), SIGUSR1); /* our threads block it, so the loop gets it */
}

TEST(loop, a_signal_arrives_on_the_loop)
{
    struct thread thread;
    bell = (struct bell){ 0 };
    CHECK_OK(loop_new(&bell.loop));
    loop_on_signal(bell.loop, SIGUSR1, signalled, bell.loop);
    thread_start(&thread, "raiser", raise_it, NULL);
    loop_run(bell.loop);
    thread_join(&thread);
    CHECK_INT(1, bell.rings);
    loop_free(bell.loop);
}

static void post_again(void *arg)
{
    if (++bell.rings < 10)
        loop_post(arg, post_again, arg);
}

TEST(loop, what_is_posted_after_the_stop_still_runs)
{
    bell = (struct bell){ 0 };
    CHECK_OK(loop_new(&bell.loop));
    loop_stop(bell.loop);
    loop_post(bell.loop, post_again, bell.loop);
    loop_run(bell.loop);
    CHECK_INT(10, bell.rings);
    loop_free(bell.loop);
}
