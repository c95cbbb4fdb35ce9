#pragma once
/* What the renderer and its child say to each other: five bytes of head, then the body.
 * To the child: a job and the Markdown. Back: a carnet_err (OK or LIMIT) and the result, empty unless OK. */
#include <stddef.h>
#include <stdint.h>

enum { WIRE_HEAD = 5, WIRE_INPUT = 1 << 20, WIRE_OUTPUT = 8 << 20 };

enum wire_job { WIRE_HTML = 1, WIRE_MEASURE = 2 };

static inline void wire_head(uint8_t out[WIRE_HEAD], uint8_t first, size_t len)
{
    out[0] = first;
    for (int i = 0; i < 4; i++)
        out[1 + i] = (uint8_t)(len >> (8 * i));
}

static inline size_t wire_length(const uint8_t head[WIRE_HEAD])
{
    return (size_t)head[1] | (size_t)head[2] << 8 | (size_t)head[3] << 16 | (size_t)head[4] << 24;
}
