#pragma once
/* Applying an update: see apply.c and news.c. */
#include "crdt/pending.h"

/* What the document, pending included, does not have. fresh may be NULL. */
void news_find(struct crdt_news *out, const struct crdt_doc *doc, struct crdt_update *update, struct buf *fresh);

/* Applies without the checks of limits. What waits is tried again when Yjs would; with `settle`, whenever anything came:
 * Yjs can forget to try until the next update of the right client. */
void update_apply(struct crdt_doc *doc, struct crdt_update *update, bool settle);

/* Whether text_bytes more of text and added bytes of encoding fit. */
carnet_err limits_check(const struct crdt_doc *doc, size_t text_bytes, size_t added, size_t clients);
