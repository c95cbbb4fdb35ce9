#pragma once
/* Where a quoted passage is in a text that has changed since (DOMAIN §8.5). Pure: no database, no clock. Offsets are bytes of UTF-8. */
#include "base/bytes.h"
#include "crdt/crdt.h"

enum { ANCHOR_EXACT = 2000, ANCHOR_CONTEXT = 32 }; /* longest, in characters */

struct anchor {
    const char *exact, *prefix, *suffix, *section; /* section: the heading above, "" for none */
    bytes start, end;                              /* relative positions; empty: none */
    bool alone; /* its words, with that context, were there once when it was made */
};

/* A text and what is computed about it once for many anchors. */
struct anchor_text {
    bytes text;
    const struct crdt_doc *doc; /* NULL: relative positions are not looked at */
    const char *root;
    uint32_t *units;  /* UTF-16 units before each stretch */
    uint64_t budget;  /* steps that searching may still take; what is not found within them counts as not found */
    struct arena *arena;
};
void anchor_text_init(struct anchor_text *out, struct arena *arena, bytes text, const struct crdt_doc *doc, const char *root);
size_t anchor_units(const struct anchor_text *text, size_t offset);
size_t anchor_offset(const struct anchor_text *text, size_t units);

enum anchor_state { ANCHOR_PLACED, ANCHOR_CHANGED /* the words are not quite the same */, ANCHOR_DETACHED };
const char *anchor_state_text(enum anchor_state state);
struct anchor_span {
    size_t from, to; /* nothing when detached */
    enum anchor_state state;
    bool sure;       /* it is this passage, not only the same words: by its positions, or by a context that is there once */
    bool there;      /* where its positions are */
};
/* In this order: the positions, if the words between them are still the quote; the quote with its context; the quote, if it is there
 * once; what is nearly the quote, in the same section; detached. A quote of whole words is not found inside others. Where its own letters
 * are gone, the same words in the same context are sure to be it only if no others were when it was made: they were moved, then. */
struct anchor_span anchor_find(struct anchor_text *text, const struct anchor *anchor);

/* The quote alone: with its context, or if it is there once. Never what is only nearly it. */
bool anchor_quoted(struct anchor_span *out, struct anchor_text *text, const struct anchor *anchor);

/* Where the section with this heading ends, before its last line break; the end of the text when there is none. */
size_t anchor_section_end(const struct anchor_text *text, const char *heading);

/* The anchor of a span: quote, context, section, positions. */
MUST_CHECK carnet_err anchor_make(struct anchor *out, struct anchor_text *text, size_t from, size_t to);
