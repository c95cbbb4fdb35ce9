#pragma once
/* Texts of ours with places in them, {{like_this}}, filled in one pass, so that nothing a person wrote becomes part of the text. Any thread. */
#include "base/bytes.h"

struct word {
    const char *name, *text;
};
/* words: ended by { NULL, NULL }; every place has its word. In the arena. */
const char *filled(struct arena *arena, const char *text, const struct word *words);
const char *filled_html(struct arena *arena, const char *text, size_t len); /* a person's words, harmless as HTML */
