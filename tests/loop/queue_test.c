/* Queues keep order and lose nothing between threads; lanes keep their limits and their priority. */
#include "harness/test.h"

#include "base/clock.h"
#include "loop/queue.h"
#include "loop/thread.h"

#include <stdatomic.h>

enum { WRITERS = 4, EACH = 20000 };

static struct queue *queue;

static void write_many(void *arg)
{
    uint64_t item = (uint64_t)(uintptr_t)arg << 32;
    for (int i = 0; i < EACH; i++, item++)
        queue_put(queue, &item);
}

TEST(queue, four_writers_lose_nothing_and_each_keeps_its_order)
{
    struct thread writers[WRITERS];
    uint32_t next[WRITERS] = { 0 };
    uint64_t items[100];
    size_t seen = 0;
    bool closed = false;
    queue = queue_new(sizeof(uint64_t));
    for (size_t i = 0; i < WRITERS; i++)
        thread_start(&writers[i], "writer", write_many, (void *)(uintptr_t)i);
    while (seen < (size_t)WRITERS * EACH) {
        size_t n = queue_take(queue, items, 100, -1, &closed);
        for (size_t i = 0; i < n; i++)
            CHECK(next[items[i] >> 32]++ == (uint32_t)items[i]);
        seen += n;
    }
    for (size_t i = 0; i < WRITERS; i++)
        thread_join(&writers[i]);
    queue_close(queue);
    CHECK_INT(0, queue_take(queue, items, 100, -1, &closed));
    CHECK(closed);
    queue_free(queue);
}

TEST(queue, a_closed_one_gives_what_it_has_and_takes_nothing_more)
{
    struct queue *q = queue_new(sizeof(int));
    int items[4];
    bool closed;
    CHECK_INT(QUEUE_FIRST, queue_put(q, &(int){ 1 }));
    CHECK_INT(QUEUE_MORE, queue_put(q, &(int){ 2 }));
    queue_close(q);
    CHECK_INT(QUEUE_CLOSED, queue_put(q, &(int){ 3 }));
    CHECK_INT(1, queue_take(q, items, 1, -1, &closed));
    CHECK(items[0] == 1 && !closed);
    CHECK_INT(1, queue_take(q, items, 4, -1, &closed));
    CHECK(items[0] == 2 && !closed);
    CHECK_INT(0, queue_take(q, items, 4, -1, &closed));
    CHECK(closed);
    queue_free(q);
}

TEST(queue, waiting_ends_after_the_given_time)
{
    struct queue *q = queue_new(sizeof(int));
    int item;
    bool closed;
    int64_t before = clock_steady_us();
    CHECK_INT(0, queue_take(q, &item, 1, 0, &closed));
    CHECK_INT(0, queue_take(q, &item, 1, 30, &closed));
    CHECK(clock_steady_us() - before >= 29000 && !closed);
    queue_free(q);
}

static struct lanes *lanes;
static char ran[64];
static _Atomic size_t ran_count;

static void take_all(void *arg)
{
    size_t lane;
    void *item;
    (void)arg;
    while ((item = lanes_take(lanes, &lane))) {
        ran[ran_count++] = *(char *)item;
        lanes_done(lanes, lane);
    }
}

TEST(lanes, go_by_priority_then_by_age)
{
    static const struct lane_limits limits[] = { { 10, 1 }, { 10, 1 }, { 10, 1 } };
    struct thread worker;
    static char names[] = "abcdef";
    lanes = lanes_new(3, limits);
    ran_count = 0;
    memset(ran, 0, sizeof ran);
    lanes_put(lanes, 2, &names[4]);
    lanes_put(lanes, 1, &names[2]);
    lanes_put(lanes, 0, &names[0]);
    lanes_put(lanes, 2, &names[5]);
    lanes_put(lanes, 1, &names[3]);
    lanes_put(lanes, 0, &names[1]);
    lanes_close(lanes);
    thread_start(&worker, "taker", take_all, NULL);
    thread_join(&worker);
    CHECK_TEXT("abcdef", ran);
    lanes_free(lanes);
}

TEST(lanes, hold_no_more_than_their_limit)
{
    static const struct lane_limits limits[] = { { 3, 1 }, { 1, 1 } };
    struct lanes *l = lanes_new(2, limits);
    size_t lane;
    int item;
    for (int i = 0; i < 3; i++)
        CHECK(lanes_put(l, 0, &item));
    CHECK(!lanes_put(l, 0, &item));
    CHECK(lanes_put(l, 1, &item));
    CHECK(lanes_take(l, &lane) && lane == 0);
    CHECK(lanes_put(l, 0, &item));
    CHECK(lanes_take(l, &lane) && lane == 1); /* lane 0 has one running already */
    lanes_done(l, 0);
    CHECK(lanes_take(l, &lane) && lane == 0);
    lanes_close(l);
    CHECK(!lanes_put(l, 1, &item));
    lanes_free(l);
}
