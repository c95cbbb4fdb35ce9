#pragma once
/* Words as search compares them. "L'Œuvre", "œuvres" and "OEUVRE" meet; so do "candidat·e·s", "candidates" and "candidats".
 *
 * Folding: compatibility decomposition without marks, lower case, œ and æ in two letters. Words end at whatever is no letter or digit, so
 * also at apostrophes and hyphens; an elided word ("l'", "qu'") is none. No dictionary: only the plural's s and x, and -aux, are taken
 * off. Pure; any thread. Raise FOLD_VERSION when a text gives other words than before: the index is then made again. */
#include "base/bytes.h"

enum { FOLD_VERSION = 1, FOLD_LONGEST = 48, FOLD_FORMS = 8 };

/* One written word and what it can be found by: as written, singular, and both genders when it says both. */
struct fold_word {
    size_t from, to; /* octets of the text */
    char forms[FOLD_FORMS][FOLD_LONGEST + 1]; /* the first is the word as written, folded; longer ones are cut */
    size_t count;
};
typedef void fold_fn(void *arg, const struct fold_word *word);
void fold_words(bytes text, fold_fn *each, void *arg); /* text: UTF-8; what is not is passed over */
