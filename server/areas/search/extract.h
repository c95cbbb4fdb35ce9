#pragma once
/* A few words of a text around what was searched, with ranges in UTF-16 units, as browsers count. Any thread. */
#include <jansson.h>

#include "areas/search/query.h"

struct extract_range {
    size_t from, to; /* UTF-16 units */
};
struct extract {
    const char *text;    /* one line; "…" where it was cut */
    const char *section; /* the heading above; NULL: none */
    struct extract_range *marks;
    size_t mark_count;
    unsigned found; /* words of the query that are anywhere in the text */
};
void extract_of(struct extract *out, struct ctx *ctx, const struct query *query, bytes markdown);
/* A title or a name, whole: its marks. */
void extract_line(struct extract *out, struct ctx *ctx, const struct query *query, const char *line);
json_t *extract_marks_json(const struct extract *extract); /* [[from, to]…] */
