#pragma once
/* What people upload: each content once, in the folder files/ beside the database, under the hash of what is kept. On disk before anybody
 * is told. Content without a row is harmless; a row without content never is, so content goes in before its row. Any thread. */
#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/err.h"

struct db;

enum { CONTENT_LARGEST = 1 << 30 };
MUST_CHECK carnet_err content_read_path(struct buf *out, const char *path); /* any file, for an upload; LIMIT above CONTENT_LARGEST */
/* unique: a word nobody else uses now, for the file while it is written. LIMIT "store.full". There already: the same octets again. */
MUST_CHECK carnet_err content_keep(struct db *db, const char *hash, const char *unique, bytes content);
MUST_CHECK carnet_err content_read(struct buf *out, struct db *db, const char *hash); /* MISSING "content.missing" */
/* For sealed content only, whose hash is nobody else's. What is not there is fine. */
MUST_CHECK carnet_err content_forget(struct db *db, const char *hash);
/* Asked where the row is added, on the database thread: what nobody named may have been forgotten since it was kept. IO "content.gone" if not. */
MUST_CHECK carnet_err content_is_there(struct db *db, const char *hash);

/* Content that no row names is marked first and forgotten much later (upkeep/sweep.h). The mark is on the file itself: kept again, it has none.
 * since: when it was marked, ms; 0: it is not. */
typedef carnet_err content_fn(void *self, const char *hash, int64_t since);
MUST_CHECK carnet_err content_each(struct db *db, content_fn *fn, void *self); /* everything that is there, in no order */
MUST_CHECK carnet_err content_mark(struct db *db, const char *hash, int64_t since);
/* Database thread, where rows are added. gone false: it is not marked, or later than that. */
MUST_CHECK carnet_err content_forget_marked(bool *gone, struct db *db, const char *hash, int64_t until);
