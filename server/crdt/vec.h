#pragma once
/* Growing arrays: `struct { T *at; uint32_t count, room; }`, grown by half. Elements move when it grows. */
#include <stdint.h>

#include "base/mem.h"

#define VEC(type)                                                                                                      \
    struct {                                                                                                           \
        type *at;                                                                                                      \
        uint32_t count, room;                                                                                          \
    }

/* Room for `more` elements beyond count. */
#define VEC_RESERVE(vec, more)                                                                                         \
    do {                                                                                                               \
        if ((vec)->room - (vec)->count < (more))                                                                       \
            (vec)->at = vec_grow((vec)->at, &(vec)->room, (size_t)(vec)->count + (more), sizeof *(vec)->at);           \
    } while (0)

#define VEC_PUSH(vec, ...)                                                                                             \
    do {                                                                                                               \
        VEC_RESERVE(vec, 1u);                                                                                          \
        (vec)->at[(vec)->count++] = (__VA_ARGS__);                                                                     \
    } while (0)

#define VEC_CLEAR(vec)                                                                                                 \
    do {                                                                                                               \
        mem_free((vec)->at);                                                                                           \
        (vec)->at = NULL;                                                                                              \
        (vec)->count = (vec)->room = 0;                                                                                \
    } while (0)

#define VEC_BYTES(vec) ((vec)->room * sizeof *(vec)->at)

static inline void *vec_grow(void *at, uint32_t *room, size_t need, size_t size)
{
    size_t more = (size_t)*room + *room / 2 + 4;
    *room = (uint32_t)(more > need ? more : need);
    return mem_grow(at, *room * size);
}
