#pragma once
/* What is written in the files of a zip; the French of it is in words/. Only for export/. */
#include "areas/comment/comment.h"
#include "areas/deliverable/work.h"
#include "areas/document/filled.h"
#include "areas/journal/journal.h"

/* One text that goes into the zip: an entry of the journal, or a work. */
struct taken_text {
    struct document document; /* with the actor's rights */
    const char *day, *title;  /* title: never empty */
    const char *tags;         /* JSON array */
    const char *visible;      /* who may read it */
};
MUST_CHECK carnet_err words_of_entry(struct taken_text *out, struct ctx *ctx, const struct entry *entry);
void words_of_work(struct taken_text *out, struct ctx *ctx, const struct document *document, const struct work *work);

const char *words_file(struct arena *arena, const char *name, const struct word *words); /* one of words/, filled */
const char *words_say(struct arena *arena, const char *key, const struct word *words);   /* a line of words/lines.md, filled; words NULL: as it is */
const char *words_day(struct arena *arena, const char *day); /* 12/06/2026 */

/* A file's name, without its ending: the day and what of the title can be in a name everywhere, in lower case and at most 60 characters. */
const char *words_stem(struct arena *arena, const char *day, const char *title);
void words_head(struct buf *out, struct ctx *ctx, const struct taken_text *text); /* above the text */
/* threads: how many; 0: nothing was put. file: of the text. */
MUST_CHECK carnet_err words_comments(struct buf *out, size_t *threads, struct ctx *ctx, const struct taken_text *text, const char *file);
