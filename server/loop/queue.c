/* Rings that grow by doubling under one mutex each. A writer signals only when somebody sleeps, so a busy reader costs no
 * system call; a reader takes everything at once, so the mutex is taken once per batch. */
#include "loop/queue.h"

#include "base/mem.h"

#include <errno.h>
#include <string.h>
#include <time.h>

struct queue {
    pthread_mutex_t mutex;
    pthread_cond_t arrived;
    size_t item_size, head, count, cap; /* cap: a power of two, or 0 */
    unsigned sleepers;
    bool closed;
    unsigned char *items;
};

static void condition_init(pthread_cond_t *condition)
{
    pthread_condattr_t how;
    pthread_condattr_init(&how);
    pthread_condattr_setclock(&how, CLOCK_MONOTONIC);
    pthread_cond_init(condition, &how);
    pthread_condattr_destroy(&how);
}

struct queue *queue_new(size_t item_size)
{
    struct queue *q = mem_zero(1, sizeof *q);
    q->item_size = item_size;
    pthread_mutex_init(&q->mutex, NULL);
    condition_init(&q->arrived);
    return q;
}

void queue_free(struct queue *q)
{
    if (!q)
        return;
    pthread_cond_destroy(&q->arrived);
    pthread_mutex_destroy(&q->mutex);
    mem_free(q->items);
    mem_free(q);
}

static unsigned char *slot(const struct queue *q, size_t at)
{
    return q->items + ((q->head + at) & (q->cap - 1)) * q->item_size;
}

static void grow(struct queue *q)
{
    size_t cap = q->cap ? q->cap * 2 : 64;
    unsigned char *items = mem_alloc(cap * q->item_size);
    for (size_t i = 0; i < q->count; i++)
        memcpy(items + i * q->item_size, slot(q, i), q->item_size);
    mem_free(q->items);
    q->items = items;
    q->cap = cap;
    q->head = 0;
}

enum queue_put queue_put(struct queue *q, const void *item)
{
    enum queue_put answer = QUEUE_CLOSED;
    pthread_mutex_lock(&q->mutex);
    if (!q->closed) {
        if (q->count == q->cap)
            grow(q);
        answer = q->count ? QUEUE_MORE : QUEUE_FIRST;
        memcpy(slot(q, q->count++), item, q->item_size);
        if (q->sleepers)
            pthread_cond_signal(&q->arrived);
    }
    pthread_mutex_unlock(&q->mutex);
    return answer;
}

static struct timespec after(int ms)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    at.tv_sec += ms / 1000;
    at.tv_nsec += (long)(ms % 1000) * 1000000;
    if (at.tv_nsec >= 1000000000) {
        at.tv_sec++;
        at.tv_nsec -= 1000000000;
    }
    return at;
}

static void sleep_until_some(struct queue *q, int wait_ms)
{
    struct timespec end = after(wait_ms > 0 ? wait_ms : 0);
    int result = 0;
    q->sleepers++;
    while (!q->count && !q->closed && result != ETIMEDOUT)
        result = wait_ms < 0 ? pthread_cond_wait(&q->arrived, &q->mutex)
                             : pthread_cond_timedwait(&q->arrived, &q->mutex, &end);
    q->sleepers--;
}

size_t queue_take(struct queue *q, void *items, size_t most, int wait_ms, bool *closed)
{
    pthread_mutex_lock(&q->mutex);
    if (wait_ms)
        sleep_until_some(q, wait_ms);
    size_t n = q->count < most ? q->count : most;
    for (size_t i = 0; i < n; i++)
        memcpy((unsigned char *)items + i * q->item_size, slot(q, i), q->item_size);
    q->count -= n;
    if (n)
        q->head = (q->head + n) & (q->cap - 1);
    *closed = q->closed && !n && !q->count;
    pthread_mutex_unlock(&q->mutex);
    return n;
}

bool queue_empty(struct queue *q)
{
    pthread_mutex_lock(&q->mutex);
    bool empty = !q->count;
    pthread_mutex_unlock(&q->mutex);
    return empty;
}

void queue_close(struct queue *q)
{
    pthread_mutex_lock(&q->mutex);
    q->closed = true;
    pthread_cond_broadcast(&q->arrived);
    pthread_mutex_unlock(&q->mutex);
}

/* ---- lanes ---- */

struct lane {
    struct lane_limits limits;
    void **items;
    size_t head, count, cap, running;
};

struct lanes {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    bool closed;
    size_t count;
    struct lane lane[];
};

struct lanes *lanes_new(size_t count, const struct lane_limits *limits)
{
    struct lanes *lanes = mem_zero(1, sizeof *lanes + count * sizeof *lanes->lane);
    lanes->count = count;
    pthread_mutex_init(&lanes->mutex, NULL);
    condition_init(&lanes->changed);
    for (size_t i = 0; i < count; i++)
        lanes->lane[i].limits = limits[i];
    return lanes;
}

void lanes_free(struct lanes *lanes)
{
    if (!lanes)
        return;
    for (size_t i = 0; i < lanes->count; i++)
        mem_free(lanes->lane[i].items);
    pthread_cond_destroy(&lanes->changed);
    pthread_mutex_destroy(&lanes->mutex);
    mem_free(lanes);
}

static void lane_push(struct lane *lane, void *item)
{
    if (lane->count == lane->cap) {
        size_t cap = lane->cap ? lane->cap * 2 : 16;
        void **items = mem_alloc(cap * sizeof *items);
        for (size_t i = 0; i < lane->count; i++)
            items[i] = lane->items[(lane->head + i) % lane->cap];
        mem_free(lane->items);
        lane->items = items;
        lane->cap = cap;
        lane->head = 0;
    }
    lane->items[(lane->head + lane->count++) % lane->cap] = item;
}

static void *lane_pop(struct lane *lane)
{
    void *item = lane->items[lane->head];
    lane->head = (lane->head + 1) % lane->cap;
    lane->count--;
    lane->running++;
    return item;
}

bool lanes_put(struct lanes *lanes, size_t at, void *item)
{
    struct lane *lane = &lanes->lane[at];
    pthread_mutex_lock(&lanes->mutex);
    bool taken = !lanes->closed && lane->count < lane->limits.waiting;
    if (taken) {
        lane_push(lane, item);
        pthread_cond_signal(&lanes->changed);
    }
    pthread_mutex_unlock(&lanes->mutex);
    return taken;
}

static struct lane *lane_ready(struct lanes *lanes, bool *waiting)
{
    *waiting = false;
    for (size_t i = 0; i < lanes->count; i++) {
        struct lane *lane = &lanes->lane[i];
        if (lane->count && lane->running < lane->limits.running)
            return lane;
        *waiting = *waiting || lane->count;
    }
    return NULL;
}

void *lanes_take(struct lanes *lanes, size_t *at)
{
    void *item = NULL;
    bool waiting;
    struct lane *lane;
    pthread_mutex_lock(&lanes->mutex);
    while (!(lane = lane_ready(lanes, &waiting)) && (waiting || !lanes->closed))
        pthread_cond_wait(&lanes->changed, &lanes->mutex);
    if (lane) {
        item = lane_pop(lane);
        *at = (size_t)(lane - lanes->lane);
    }
    pthread_mutex_unlock(&lanes->mutex);
    return item;
}

void lanes_done(struct lanes *lanes, size_t at)
{
    pthread_mutex_lock(&lanes->mutex);
    lanes->lane[at].running--;
    pthread_cond_broadcast(&lanes->changed);
    pthread_mutex_unlock(&lanes->mutex);
}

void lanes_close(struct lanes *lanes)
{
    pthread_mutex_lock(&lanes->mutex);
    lanes->closed = true;
    pthread_cond_broadcast(&lanes->changed);
    pthread_mutex_unlock(&lanes->mutex);
}

/* ---- gate ---- */

void gate_init(struct gate *gate)
{
    pthread_mutex_init(&gate->mutex, NULL);
    condition_init(&gate->opened);
    gate->open = false;
}

void gate_open(struct gate *gate)
{
    pthread_mutex_lock(&gate->mutex);
    gate->open = true;
    pthread_cond_signal(&gate->opened);
    pthread_mutex_unlock(&gate->mutex);
}

void gate_wait(struct gate *gate)
{
    pthread_mutex_lock(&gate->mutex);
    while (!gate->open)
        pthread_cond_wait(&gate->opened, &gate->mutex);
    pthread_mutex_unlock(&gate->mutex);
    pthread_cond_destroy(&gate->opened);
    pthread_mutex_destroy(&gate->mutex);
}
