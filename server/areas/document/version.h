#pragma once
/* Versions of a text as people look at them: moments of writing, what changed between two of them, names, coming back to one.
 *
 * Rights are those of history.h: whoever gained access later finds nothing earlier, nor learns that it was. Calls that write are for the
 * database thread and for those who may write the text. */
#include "areas/document/history.h"
#include "text/compare.h"

/* Revisions that follow each other closely. One that has a name, or that came back to another, ends a moment. */
struct moment {
    const struct revision *steps; /* newest first */
    size_t step_count;
    bool counted; /* of the oldest ones, and of what follows something the actor may not read, the words are not counted */
    size_t words_added, words_removed;
};
MUST_CHECK carnet_err version_moments(struct moment **out, size_t *count, struct ctx *ctx, const struct document *document); /* newest first */

#define VERSION_NOW "now" /* stands for the text after the last commit; no revision's id is that short */
struct version_comparison {
    struct revision from, to; /* uid VERSION_NOW: `to` is the present text */
    struct comparison changes;
};
MUST_CHECK carnet_err version_compare(struct version_comparison *out, struct ctx *ctx, const struct document *document, const char *from,
                                      const char *to);
/* The name of a passage among those of one comparison, in the arena. */
const char *version_passage_name(struct ctx *ctx, const struct comparison *changes, size_t passage);

/* Names a revision, the present text when uid is NULL; "" takes the name away. CONFLICT "revision.empty": nothing was ever written;
 * "revision.named": the present text has another name already, which only its own uid replaces. */
MUST_CHECK carnet_err version_name(struct revision *out, struct ctx *ctx, const char *document, const char *uid, const char *typed);

/* The text becomes, as one edit by the actor, what it was in a revision, or one passage of the comparison between it and the present text does.
 * The text of before is kept as a revision too. CONFLICT "revision.same" when nothing would change, "revision.passage_changed" when that
 * passage is not there any more, "revision.written_since" when what is to be undone was rewritten. */
struct version_part { /* both NULL: the whole */
    const char *passage;
    const char *undone; /* the revision that a coming back made of this one: what that changed is taken back, what was written since stays */
};
struct version_restored {
    struct revision before, after;
};
MUST_CHECK carnet_err version_restore(struct version_restored *out, struct ctx *ctx, const char *document, const char *uid,
                                      const struct version_part *part);

/* Somebody opens a text of others: what there was when they last looked, or said "J'ai lu", whichever is later. uid NULL: it is the first
 * time, nothing changed since, or nothing of then was kept for them. */
struct version_visit {
    const char *uid;
    int64_t at; /* when they last looked */
};
MUST_CHECK carnet_err version_visit(struct version_visit *out, struct ctx *ctx, const char *document);
