#pragma once
/* Reading what others write: what has changed since somebody last said "J'ai lu", and what they said then, a sentence at most,
 * for the authors. Calls that write are for the database thread. */
#include "areas/document/document.h"

/* What there is to read for the actor in a document of others. */
struct reading_news {
    bool any;         /* others wrote something since */
    bool first;       /* the actor never said they had read it */
    int64_t since;    /* when the oldest of it was written, as far as they may know */
    int64_t read_at;  /* 0: never */
    int64_t read;     /* the last row of the log then */
    const char *revision; /* the text as they read it, if that was kept and they may still read it; NULL */
};
MUST_CHECK carnet_err reading_news(struct reading_news *out, struct ctx *ctx, const struct document *document);

MUST_CHECK carnet_err reading_last(int64_t *at, struct ctx *ctx, int64_t document); /* when the actor last said so; 0: never */

/* "J'ai lu", up to this moment. CONFLICT "reading.own" for who writes the text. INVALID "reading.sentence" when it is long. */
MUST_CHECK carnet_err reading_put(struct ctx *ctx, const char *uid, const char *sentence);

struct reading {
    struct person person;
    int64_t at;
    const char *sentence; /* "" when there is none */
};
/* Newest first: all of them for its authors, one's own for a reader. */
MUST_CHECK carnet_err reading_list(struct reading **out, size_t *count, struct ctx *ctx, const struct document *document);
