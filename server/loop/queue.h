#pragma once
/* How threads pass messages: the only place with a mutex. Messages are small values, copied in and out.
 * queue   first in, first out; any number of writers, one or more readers.
 * lanes   several queues in order of priority, each bounded in what waits and in what runs at once.
 * gate    one thread waits until another has filled in an answer. */
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct queue;
struct queue *queue_new(size_t item_size);
void queue_free(struct queue *queue); /* what is still in it is dropped */
enum queue_put { QUEUE_CLOSED, QUEUE_MORE, QUEUE_FIRST /* it was empty: a sleeping reader may need a nudge */ };
enum queue_put queue_put(struct queue *queue, const void *item);
/* Up to most items, in order; waits for the first until wait_ms have passed (0: not at all, -1: for ever).
 * *closed: closed and nothing left. */
size_t queue_take(struct queue *queue, void *items, size_t most, int wait_ms, bool *closed);
bool queue_empty(struct queue *queue);
void queue_close(struct queue *queue); /* puts are refused from now on, takes go on until it is empty */

struct lanes;
struct lane_limits {
    size_t waiting, running;
};
struct lanes *lanes_new(size_t count, const struct lane_limits *limits);
void lanes_free(struct lanes *lanes);
bool lanes_put(struct lanes *lanes, size_t lane, void *item); /* false: the lane is full, or all are closed */
/* The first item of the first lane that may run one more; waits for it. NULL: closed and nothing left to start. */
void *lanes_take(struct lanes *lanes, size_t *lane);
void lanes_done(struct lanes *lanes, size_t lane); /* what was taken from it has ended */
void lanes_close(struct lanes *lanes);

struct gate {
    pthread_mutex_t mutex;
    pthread_cond_t opened;
    bool open;
};
void gate_init(struct gate *gate);
void gate_open(struct gate *gate);
void gate_wait(struct gate *gate); /* until open, then clears it for good */
