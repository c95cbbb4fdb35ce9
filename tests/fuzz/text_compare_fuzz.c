/* Any bytes as two texts, cut at the first zero: the comparison gives both back, and taking back one
 * passage after another ends at the first text. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "../text/comparison_check.h"

enum { ROUNDS = 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    const uint8_t *zero = len ? memchr(data, 0, len) : NULL;
    size_t cut = zero ? (size_t)(zero - data) : len;
    bytes from = { data, cut }, to = { data + cut, len - cut };
    struct arena *arena = arena_new();
    CLEANUP(buf_clear) struct buf text = { 0 };
    buf_put(&text, to);
    for (int round = 0; round < ROUNDS; round++) {
        CLEANUP(buf_clear) struct buf next = { 0 };
        struct comparison c;
        if (compare_texts(&c, arena, from, buf_bytes(&text)) != CARNET_OK)
            abort();
        const char *wrong = comparison_wrong(&c, from, buf_bytes(&text));
        if (!c.passage_count && !bytes_equal(from, buf_bytes(&text)))
            wrong = "texts that differ in nothing are not the same";
        if (wrong) {
            fprintf(stderr, "%s\n", wrong);
            abort();
        }
        if (!c.passage_count)
            break;
        compare_take_back(&next, &c, (size_t)round % c.passage_count);
        text.len = 0;
        buf_put(&text, buf_bytes(&next));
    }
    arena_free(arena);
    return 0;
}
