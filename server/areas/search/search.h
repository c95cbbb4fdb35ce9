#pragma once
/* Finding words in everything one may open, and nothing else.
 *
 * What one may open comes first (document_list, the rights themselves); the words are looked for in that alone. So what a query costs and
 * answers depends on nothing hidden: the one exception, reading the index's lists of a word, takes about a microsecond for each hidden
 * text. Texts that are not sealed are looked up in the index (index.h); entries of journals are opened for the query and forgotten, and
 * never indexed. Titles and names are compared as they are now. A worker's. */
#include "areas/document/document.h"
#include "areas/search/extract.h"

enum { SEARCH_HITS = 20 };

struct search_hit {
    struct document document;
    struct document_about about;
    const char *written_on; /* of an entry: its day; NULL */
    struct extract title, text;
    bool by_title; /* every word is in the title: these come first, then by date */
};
struct search_person {
    struct person person;
    struct group *team; /* NULL: in none */
    struct extract name;
};
struct search_result {
    struct search_hit *hits;
    size_t hit_count;
    struct search_person *people; /* with the first page only */
    size_t person_count;
    const char *after; /* for the next page; NULL: that was all */
    bool complete;     /* false: so much was written that the oldest entries were found by their titles only */
};
/* after: of the page before, NULL: the first. INVALID "search.empty", "search.too_long", "search.after". */
MUST_CHECK carnet_err search_find(struct search_result *out, struct ctx *ctx, const char *typed, const char *after);

/* Queries cost; a person has a reserve of them that fills up again. Database thread. LIMIT "search.too_many", and then how long to wait. */
MUST_CHECK carnet_err search_allow(long *seconds, struct ctx *ctx);

struct jobs;
void search_use(struct jobs *jobs); /* once, at start: where queries run */
extern const struct route search_routes[];
