#pragma once
/* Who can read what is mine: each of one's entries and works, and the pages one decides about, with every reader by name, why, and until when.
 * Readers are found by asking the rights in each person's place (cohort/readers.h), so this list cannot differ from what happens. Nobody is
 * told anything about what is not theirs. A worker's. */
#include "areas/deliverable/work.h"
#include "areas/document/guest.h"
#include "areas/journal/journal.h"

struct audience_reader {
    struct person person;
    struct rights rights;
    int64_t until; /* the moment from which they cannot read any more, as things are; 0: no end is known */
};
struct audience {
    struct document document;
    struct document_about about;
    struct entry entry; /* of an entry */
    struct work work;   /* of a work */
    struct audience_reader *readers;
    size_t reader_count;
    struct guest_link *guests; /* of a page: people without an account */
    size_t guest_count;
};
MUST_CHECK carnet_err audience_mine(struct audience **out, size_t *count, struct ctx *ctx);

extern const struct route audience_routes[]; /* /api/me/readers */
