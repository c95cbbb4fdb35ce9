#pragma once
/* Asking that an entry, or all of one's journal, be erased: effective in 30 days, history included, and until then taken back as easily
 * (DOMAIN §7.3.8). Meanwhile the author reads and exports, nobody else does. And the journals of those who left a year ago. */
#include "areas/journal/journal.h"

enum { JOURNAL_ENDS_IN_DAYS = 30 };

/* The author alone. Again: the date stays. */
MUST_CHECK carnet_err journal_end_entry(struct entry *out, struct ctx *ctx, const char *uid);
MUST_CHECK carnet_err journal_keep_entry(struct entry *out, struct ctx *ctx, const char *uid);
/* All the actor's journals; MISSING without any. */
struct ending {
    bool any;        /* there is a journal */
    int64_t erase_at; /* 0: nobody asked */
};
MUST_CHECK carnet_err journal_ending(struct ending *out, struct ctx *ctx);
MUST_CHECK carnet_err journal_end(struct ending *out, struct ctx *ctx);
MUST_CHECK carnet_err journal_keep(struct ending *out, struct ctx *ctx);

MUST_CHECK carnet_err journal_beat(struct ctx *ctx); /* what is due by the clock: begins erasures (erase.h), tells those who left */
