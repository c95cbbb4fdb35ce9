#pragma once
/* What one's next entries begin as (DOMAIN §7.2): private until their author chooses otherwise. An entry begins so only for who was shown its
 * readers before: the same visibility, and nobody among those who would read it now whom the page did not name. Else it is private. */
#include "areas/journal/journal.h"

/* The actor's, and what each choice would mean today, by name. DENIED "journal.not_enrolled" for who writes no journal. */
struct entry_default {
    enum visibility visibility;
    struct choice *choices; /* without a team, none for the group */
    size_t choice_count;
};
MUST_CHECK carnet_err journal_default(struct entry_default *out, struct ctx *ctx);
MUST_CHECK carnet_err journal_default_set(struct ctx *ctx, enum visibility visibility); /* database thread; CONFLICT "journal.no_team" */
/* The entry was made just now: shares it as its author chose, by the way of every sharing, if they were shown so. */
MUST_CHECK carnet_err journal_default_apply(struct entry *entry, struct ctx *ctx, const struct entry_begun *begun);
