#pragma once
/* keys.db: one 32-byte key per journal, in a file of its own so that erasing is final (DESIGN §8). On the database thread only;
 * a worker holds a remote one, which asks the database thread and waits. Each change is committed before the call returns. */
#include <stdint.h>

#include "base/bytes.h"
#include "base/err.h"
#include "store/db.h"

enum { KEY_BYTES = 32, KEY_MARK = 16 };

struct keys;
MUST_CHECK carnet_err keys_open(struct keys **out, const char *path);
MUST_CHECK carnet_err keys_open_memory(struct keys **out); /* tests */
typedef carnet_err keys_get_fn(void *self, uint8_t key[KEY_BYTES], int64_t journal);
struct keys *keys_remote(keys_get_fn *get, void *self);
void keys_close(struct keys *keys); /* NULL is fine */

MUST_CHECK carnet_err keys_get(uint8_t key[KEY_BYTES], struct keys *keys, int64_t journal); /* CARNET_MISSING: erased */
MUST_CHECK carnet_err keys_put(struct keys *keys, int64_t journal, const uint8_t key[KEY_BYTES]); /* new journals only: CARNET_CONFLICT "keys.taken" */
/* For good, at once, whatever becomes of the turn: so only in a turn after the one that committed the journal's erasure. mark tells
 * which key it was without giving it away; it stays, so that the key is known and erased again if an old copy brings it back. */
MUST_CHECK carnet_err keys_erase(struct keys *keys, int64_t journal, const uint8_t mark[KEY_MARK], int64_t now);

/* A mark of something less than a whole key's worth that was erased: it stays like those of keys. */
MUST_CHECK carnet_err keys_mark(struct keys *keys, const uint8_t mark[KEY_MARK], int64_t now);

/* What is there, and the marks of what is not any more, oldest first. fn must not change the keys. Not remote. */
typedef carnet_err keys_each_fn(void *self, int64_t journal, const uint8_t key[KEY_BYTES]);
MUST_CHECK carnet_err keys_each(struct keys *keys, keys_each_fn *fn, void *self);
typedef carnet_err keys_erased_fn(void *self, const uint8_t mark[KEY_MARK], int64_t at);
MUST_CHECK carnet_err keys_each_erased(struct keys *keys, keys_erased_fn *fn, void *self);
/* keys.db as it is now, octet for octet, appended; it never lies in another file on its way into a backup. Not remote. */
MUST_CHECK carnet_err keys_image(struct buf *out, struct keys *keys);

/* The turn's side. A key that was put serves at once, but counts as taken only when the rows that use it are committed:
 * after a failed turn the same journal number may come again, with another key. */
size_t keys_unsettled(const struct keys *keys);              /* how many were put since the last settle */
void keys_forget_unsettled(struct keys *keys, size_t keep);  /* the rule that put the later ones was undone */
MUST_CHECK carnet_err keys_settle(struct keys *keys);        /* after the commit of carnet.db */
enum db_trouble keys_trouble(const struct keys *keys);       /* as db_trouble */
carnet_err keys_trouble_note(const struct keys *keys);
void keys_trouble_clear(struct keys *keys);
