#pragma once
/* What is written in the files of a journal's zip; the French of it is in words/. Only for export/. */
#include "areas/comment/comment.h"
#include "areas/document/filled.h"
#include "areas/journal/journal.h"

const char *words_file(struct arena *arena, const char *name, const struct word *words); /* one of words/, filled */
const char *words_say(struct arena *arena, const char *key, const struct word *words);   /* a line of words/lines.md, filled; words NULL: as it is */
const char *words_day(struct arena *arena, const char *day); /* 12/06/2026 */

/* A file's name, without its ending: the day and what of the title can be in a name everywhere, in lower case and at most 60 characters. */
const char *words_stem(struct arena *arena, const char *day, const char *title);
const char *words_title(struct arena *arena, const struct entry *entry);
MUST_CHECK carnet_err words_visible(const char **out, struct ctx *ctx, const struct entry *entry); /* who may read it */
MUST_CHECK carnet_err words_head(struct buf *out, struct ctx *ctx, const struct entry *entry);     /* above the text */
/* threads: how many; 0: nothing was put. file: of the text. */
MUST_CHECK carnet_err words_comments(struct buf *out, size_t *threads, struct ctx *ctx, const struct entry *entry, const char *file);
