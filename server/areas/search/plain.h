#pragma once
/* A text without its marks, for showing a few words of it on a line: one pass over the octets, line by line. Not a reading of Markdown (that
 * is text/'s, in its own process): what it gets wrong leaves a sign too many in an extract. Any thread. */
#include "base/bytes.h"
#include "base/mem.h"

struct plain_heading {
    size_t from, to; /* octets of the plain text */
};
struct plain {
    struct buf text; /* lines ended by \n */
    struct plain_heading *headings;
    size_t heading_count;
};
void plain_of(struct plain *out, struct arena *arena, bytes markdown); /* headings live in the arena */
void plain_clear(struct plain *plain);
