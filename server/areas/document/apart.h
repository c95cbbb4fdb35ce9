#pragma once
/* A sentence that two people changed apart, without having seen each other's words. Their letters are all in the text, one among the
 * other; what is kept here is the sentence as each of them left it, so that they can choose.
 *
 * The page that comes back finds it (web/INTERNALS.md) and says what it saw; whose the others' words are is not its to say: the log
 * knows the client ids. Only those who changed the sentence, and may still write the text, are shown it. Sealed where the text is.
 * Calls that write are for the database thread. */
#include "areas/document/document.h"

enum {
    APART_CLIENTS = 16,     /* that the others wrote under, in one sentence */
    APART_LONGEST = 10000,  /* characters of a version */
    APART_POSITION = 256,   /* of an encoded position */
    APART_MOST = 50,        /* per text */
    APART_DAYS = 30,
};

struct apart_words {
    const char *mine, *theirs; /* the author's version, the others' */
    const char *merged;        /* what stands in the text… */
    const char *start, *end;   /* …between these relative positions, base64url */
};
struct apart {
    int64_t id, document, author, made_at;
    const char *uid;
    struct apart_words words;
    int64_t *others;
    size_t other_count;
};

/* By the client ids of the others' words; without any, words were only taken out, and it is with whoever else wrote here last.
 * id 0: nobody else is concerned, nothing is kept. made false: it was known already, perhaps from the other's page.
 * INVALID "apart.words", "apart.position", "apart.clients"; LIMIT "apart.full". */
MUST_CHECK carnet_err apart_add(struct apart *out, bool *made, struct ctx *ctx, const char *document, const struct apart_words *words,
                                const uint64_t *clients, size_t count);
/* The actor's, oldest first. */
MUST_CHECK carnet_err apart_list(struct apart **out, size_t *count, struct ctx *ctx, const char *document);
/* One of those concerned has chosen. MISSING "apart.missing". */
MUST_CHECK carnet_err apart_end(struct ctx *ctx, const char *uid);
MUST_CHECK carnet_err apart_beat(struct ctx *ctx); /* the old ones are forgotten */

extern const struct route apart_routes[]; /* /api/documents/:document/apart, /api/apart/:apart */
