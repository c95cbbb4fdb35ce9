#pragma once
/* Taking one's journal away, at any time (DOMAIN §7.3.8): a zip with a Markdown file for each entry, its images, the comments received, and a
 * page that lists them. Made piece by piece: one entry or one image is in memory at a time, and nothing touches the disk. Any thread. */
#include "areas/journal/journal.h"

struct journal_zip;
/* Of what the actor may read in their own journals now; each entry is asked for again when its turn comes, and passed over when it has gone.
 * MISSING "journal.none". journal_zip_free */
MUST_CHECK carnet_err journal_zip_new(struct journal_zip **out, struct ctx *ctx);
MUST_CHECK carnet_err journal_zip_more(struct buf *out, bool *last, struct ctx *ctx, struct journal_zip *zip);
void journal_zip_free(struct journal_zip *zip);

extern const struct route export_routes[]; /* /api/journal/export */
