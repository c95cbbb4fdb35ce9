#pragma once
/* Taking one's journal or one's works away, at any time (DOMAIN §7.3.8, TRN-15): a zip with a Markdown file for each text, its images, the
 * comments received, and a page that lists them. Two zips, so that the works can be given to somebody without the journal (§7.3.7). Made
 * piece by piece: one text or one image is in memory at a time, and nothing touches the disk. Any thread. */
#include "areas/journal/journal.h"

struct take_away;
enum taken_kind { TAKEN_JOURNAL, TAKEN_WORKS };
/* Of what the actor may read of their own now; each text is asked for again when its turn comes, and passed over when it has gone.
 * MISSING "journal.none", "work.none". take_away_free */
MUST_CHECK carnet_err take_away_new(struct take_away **out, struct ctx *ctx, enum taken_kind kind);
MUST_CHECK carnet_err take_away_more(struct buf *out, bool *last, struct ctx *ctx, struct take_away *zip);
void take_away_free(struct take_away *zip);

extern const struct route export_routes[]; /* /api/journal/export, /api/me/works/export */
