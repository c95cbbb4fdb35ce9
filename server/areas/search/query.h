#pragma once
/* What somebody typed, as words to find. There is no syntax: signs part words and mean nothing. Pure; any thread. */
#include "areas/search/fold.h"
#include "store/ctx.h"

enum { QUERY_WORDS = 12, QUERY_LONGEST = 200 };

/* A word of a text answers it when one of its forms is one of these, or begins as the typed one does (the last word, while it is being
 * typed: nothing follows it). */
struct query_word {
    char forms[FOLD_FORMS][FOLD_LONGEST + 1];
    size_t count;
    bool begins;
};
struct query {
    struct query_word words[QUERY_WORDS];
    size_t count;
};
/* INVALID "search.empty" without a word; "search.too_long" above QUERY_LONGEST characters or QUERY_WORDS words. */
MUST_CHECK carnet_err query_parse(struct query *out, const char *typed);
unsigned query_answered(const struct query *query, const struct fold_word *word); /* bits: 1u << word */
unsigned query_all(const struct query *query);
/* For the index: one word in its language, quoted, so that nothing of it is taken for anything else. */
const char *query_match(struct ctx *ctx, const struct query_word *word);

/* Where a text answers, in order. */
struct query_mark {
    size_t from, to;
    unsigned words;
};
struct query_marks {
    struct query_mark *marks; /* in the arena; at most QUERY_MARKS */
    size_t count;
    unsigned found; /* of the whole text */
};
enum { QUERY_MARKS = 400 };
void query_find(struct query_marks *out, struct ctx *ctx, const struct query *query, bytes text);
unsigned query_found(const struct query *query, bytes text); /* only which words are in it */
