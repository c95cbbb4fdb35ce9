#pragma once
/* The history of a document: revisions.
 *
 * After a writing burst (live_hooks.burst), three steps, each on its own thread:
 *   1. a worker: history_draft builds the text from the log and compares it with the last revision;
 *   2. the database thread: history_keep stores the row and adds EFFECT_REVISION, if anything changed;
 *   3. a worker in LANE_GIT: history_commit makes the git commit from the row alone; then the database thread:
 *      history_committed keeps its id. Rows of journals are sealed and have no third step.
 * At start, history_waiting gives the rows whose third step never ended. Repeating any step changes nothing. */
#include "areas/document/document.h"

struct history_draft {
    int64_t document;
    int64_t after;    /* the revision it was compared with; 0: none */
    int64_t sequence; /* last log row in it */
    int64_t epoch;    /* rights epoch it was built under: words from before a change of readers never surface after it */
    bool changed;     /* nothing else is filled when false */
    bytes text;       /* compressed, sealed if need be; in the arena */
    int64_t *authors;
    size_t author_count;
};
MUST_CHECK carnet_err history_draft(struct history_draft *out, struct ctx *ctx, int64_t document); /* any thread */
/* revision: 0 when nothing changed, or when another burst was kept or the rights changed meanwhile. */
MUST_CHECK carnet_err history_keep(int64_t *revision, struct ctx *ctx, const struct history_draft *draft);
MUST_CHECK carnet_err history_burst(int64_t *revision, struct ctx *ctx, int64_t document); /* both, on the database thread */
MUST_CHECK carnet_err history_last(int64_t *revision, struct ctx *ctx, int64_t document);  /* 0: none */

struct history_commit {
    int64_t revision;
    char id[41];
};
/* Worker, lane LANE_GIT. folder: the data folder. CONFLICT "revision.overtaken" when a later text of the document has its commit: the
 * older one would lie on top of it, so it stays a row and never comes into git. */
MUST_CHECK carnet_err history_commit(struct history_commit *out, struct ctx *ctx, const char *folder, int64_t revision);
MUST_CHECK carnet_err history_committed(struct ctx *ctx, const struct history_commit *commit);
/* Oldest first, at most 1,000 behind that one; none that was overtaken. */
MUST_CHECK carnet_err history_waiting(int64_t **revisions, size_t *count, struct ctx *ctx, int64_t after);

struct revision {
    int64_t id, at;
    const char *uid;
    struct person *authors;
    size_t author_count;
    const char *name; /* given by a person; NULL: none */
    struct person named_by;
    int64_t named_at;
    const char *restored; /* the revision it took words back from; NULL: none, or not for the actor */
    int64_t restored_at;  /* when that one was made */
};
/* Newest first; only those the actor may read. */
MUST_CHECK carnet_err history_list(struct revision **out, size_t *count, struct ctx *ctx, const struct document *document);
MUST_CHECK carnet_err history_read(struct revision *out, bytes *text, struct ctx *ctx, const struct document *document,
                                   const char *uid);
/* Their ids alone. */
MUST_CHECK carnet_err history_latest(int64_t **out, size_t *count, struct ctx *ctx, const struct document *document, int64_t most);
MUST_CHECK carnet_err history_text(struct buf *out, struct ctx *ctx, int64_t revision); /* no right asked */
