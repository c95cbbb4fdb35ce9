#pragma once
/* Named readers: somebody whom the author of an entry or of a draft lets read and comment it until a day, whatever its
 * visibility, often with a question (DOMAIN §7.1, §7.3.5). They see the text as it is from then on, never its earlier history.
 * Calls that write are for the database thread. */
#include "areas/document/document.h"

/* The document, if it is one whose author names readers, and the actor may. As document_find otherwise. */
MUST_CHECK carnet_err named_find(struct document *out, struct ctx *ctx, const char *uid, unsigned needs);

struct named_reader {
    struct person person;
    int64_t named_at;
    const char *until;    /* day, the last one */
    const char *question; /* "" when there is none */
};
/* For those who may share the document. */
MUST_CHECK carnet_err named_list(struct named_reader **out, size_t *count, struct ctx *ctx, const struct document *document);

struct named_candidate {
    struct person person;
    enum role role; /* the first that makes them one */
};
/* Who could be named: trainees and their accompaniment, trainers; for a draft also the manager. Not the author. */
MUST_CHECK carnet_err named_candidates(struct named_candidate **out, size_t *count, struct ctx *ctx,
                                       const struct document *document);

/* Names somebody, or changes the day and the question. INVALID "named_reader.until" for a day that is past or too far,
 * "named_reader.person" for who cannot be one. question NULL or "": none. */
MUST_CHECK carnet_err named_put(struct ctx *ctx, const char *uid, const char *person, const char *until, const char *question);
/* Ends it at once, open sockets included. MISSING "named_reader.missing". */
MUST_CHECK carnet_err named_remove(struct ctx *ctx, const char *uid, const char *person);

/* What the author asks of the actor and they have not answered by reading since; "" when there is nothing. read_at: when they
 * last said they had read it, 0: never. */
MUST_CHECK carnet_err named_unanswered(const char **out, struct ctx *ctx, const struct document *document, int64_t read_at);
