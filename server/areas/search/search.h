#pragma once
/* Finding words in everything one may open, and nothing else.
 *
 * What one may open comes first (document_list, the rights themselves); the words are looked for in that alone. So what a query costs and
 * answers depends on nothing hidden: the one exception, reading the index's lists of a word, takes about a microsecond for each hidden
 * text. Texts that are not sealed are looked up in the index (index.h); entries of journals, and comments on whatever text, are opened for the
 * query and forgotten, and never indexed. Titles and names, of files too, are compared as they are now. A worker's. */
#include "areas/document/document.h"
#include "areas/group/file.h"
#include "areas/search/extract.h"

enum { SEARCH_HITS = 20, SEARCH_FILES = 20 /* shown; their count is told */ };

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
    bool has_page;      /* of a trainee, for the actor */
    struct extract name;
};
struct search_comment {
    struct document document; /* it is on */
    struct document_about about;
    const char *written_on, *id, *thread, *quote; /* written_on: of an entry; thread: what opens it, perhaps itself; quote: its passage */
    struct person by;
    int64_t at;
    struct extract text;
};
struct search_file {
    struct group_file file;
    struct group group;
    struct extract name, description;
};
struct search_result {
    struct search_hit *hits;
    size_t hit_count;
    struct search_person *people; /* with the first page only */
    size_t person_count;
    struct search_file *files; /* all of them, newest first, likewise */
    size_t file_count;
    struct search_comment *comments; /* newest first, likewise */
    size_t comment_count;
    const char *after, *comments_after; /* for the next page; NULL: that was all */
    bool complete;     /* false: so much was written that the oldest entries were found by their titles only */
};
/* after: of the page before, NULL: the first. INVALID "search.empty", "search.too_long", "search.after". */
MUST_CHECK carnet_err search_find(struct search_result *out, struct ctx *ctx, const char *typed, const char *after);
/* Only the comments, behind those of a page before. */
MUST_CHECK carnet_err search_find_comments(struct search_result *out, struct ctx *ctx, const char *typed, const char *after);

/* The parts of it. Only for search/. What is damaged is not found, and keeps nothing else from being found; who opens it is told loudly. */
MUST_CHECK carnet_err search_passes_over(carnet_err err);
MUST_CHECK carnet_err search_comments(struct search_result *out, struct ctx *ctx, const struct query *query, const struct document *documents,
                                      size_t document_count, const char *after);
MUST_CHECK carnet_err search_files(struct search_result *out, struct ctx *ctx, const struct query *query);

/* Queries cost; a person has a reserve of them that fills up again. Database thread. LIMIT "search.too_many", and then how long to wait. */
MUST_CHECK carnet_err search_allow(long *seconds, struct ctx *ctx);

struct jobs;
void search_use(struct jobs *jobs); /* once, at start: where queries run */
extern const struct route search_routes[];
