#pragma once
/* What people upload: each content once, in the folder files/ beside the database, under the hash of what is kept. On disk before anybody
 * is told. Content without a row is harmless; a row without content never is, so content goes in before its row. Any thread. */
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
