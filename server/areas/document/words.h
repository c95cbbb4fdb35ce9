#pragma once
/* A few words beside a text: a question, a sentence. Kept as they are, or sealed with the journal the text belongs to. */
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
