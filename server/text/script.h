#pragma once
/* The shortest way from one list of tokens to another (Myers, An O(ND) Difference Algorithm, 1986), within a budget. */
#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"

struct token {
    uint32_t at, size, hash; /* bytes of the text */
};
struct tokens {
    const uint8_t *text;
    struct token *list;
    size_t count, cap;
};
void tokens_add(struct tokens *tokens, size_t from, size_t to);
void tokens_clear(struct tokens *tokens);

/* Bytes [a, a_end) of the first text become [b, b_end) of the second. */
struct hunk {
    size_t a, a_end, b, b_end;
};
struct script {
    struct hunk *list; /* from the beginning to the end */
    size_t count, cap;
    int64_t budget; /* steps left; below zero everything is replaced */
};
void script_add(struct script *script, struct hunk hunk);
/* Adds the hunks between two non-overlapping stretches, given as their tokens; one hunk when they are too far apart. */
void script_compare(struct script *script, const struct tokens *a, const struct tokens *b);
void script_clear(struct script *script);
