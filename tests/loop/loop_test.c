/* The loop: posts keep their order, timers ring, a stopped loop ends. Children are supervised. */
#include "harness/test.h"

#include "loop/child.h"
#include "loop/loop.h"
#include "loop/thread.h"

#include <signal.h>

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
