#pragma once
/* What changed from one text to another, in words that people can read.
 *
 * Lines are compared first, then words inside what differs; changes that only a few common letters keep apart are told as one.
 * No parsing and no recursion: two texts of any bytes are compared in bounded time, and where they have too little in common the
 * whole stretch is told as replaced. Runs are borrowed from the two texts; everything else is in the arena. */
#include "base/bytes.h"
#include "base/err.h"

enum { COMPARE_LONGEST = 1 << 20 }; /* bytes of each text */

enum compare_kind { COMPARE_SAME, COMPARE_REMOVED, COMPARE_ADDED };
struct compare_run {
    enum compare_kind kind;
    bytes text;
};
/* Whole lines around changes that stand together: runs [first, end). */
struct compare_passage {
    size_t first, end;
    uint64_t key; /* of its words before and after: the same as long as both are */
};
struct comparison {
    struct compare_run *runs; /* in order of reading; what is removed stands before what is added in its place */
    size_t run_count;
    struct compare_passage *passages;
    size_t passage_count;
    size_t words_added, words_removed;
};

/* LIMIT "text.too_long". */
MUST_CHECK carnet_err compare_texts(struct comparison *out, struct arena *arena, bytes from, bytes to);
/* The second text, with that passage as it was in the first. */
void compare_take_back(struct buf *out, const struct comparison *comparison, size_t passage);
void compare_take_back_all(struct buf *out, const struct comparison *comparison, const bool *taken); /* those passages */
