#pragma once
/* A few words beside a text: a question, a sentence. Kept as they are, or sealed with the journal the text belongs to. */
#include <jansson.h>

#include "areas/document/sealed.h"

struct words_place {
    int64_t journal; /* 0: not sealed */
    int64_t document;
    const char *kind; /* part of the seal and never renamed */
    int64_t number;   /* tells those of one kind on one document apart */
};
/* Trimmed, line ends kept, at most `longest` characters. INVALID with the key otherwise. */
MUST_CHECK carnet_err words_clean(const char **out, struct ctx *ctx, const char *typed, size_t longest, const char *key);
/* As a column holds them; ptr NULL for "", to be bound as NULL. In the arena. */
MUST_CHECK carnet_err words_close(bytes *out, struct ctx *ctx, const struct words_place *place, const char *words);
MUST_CHECK carnet_err words_open(const char **out, struct ctx *ctx, const struct words_place *place, bytes column);
/* Several in one column, each under its name. Takes `parts`, an object of strings; INVALID with the key when one of them is not text (NULL). */
MUST_CHECK carnet_err words_close_parts(bytes *out, struct ctx *ctx, const struct words_place *place, json_t *parts, const char *key);
/* To be released with json_decref. */
MUST_CHECK carnet_err words_open_parts(json_t **out, struct ctx *ctx, const struct words_place *place, bytes column);
const char *words_part(struct ctx *ctx, const json_t *parts, const char *name); /* "" when there is none; in the arena */
