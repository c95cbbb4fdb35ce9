#pragma once
/* keys.db: one 32-byte key per journal, in a file of its own so that erasing is final (DESIGN §8). On the database thread only;
 * a worker holds a remote one, which asks the database thread and waits. Each change is committed before the call returns. */
#include <stdint.h>

#include "base/err.h"

enum { KEY_BYTES = 32 };

struct keys;
MUST_CHECK carnet_err keys_open(struct keys **out, const char *path);
MUST_CHECK carnet_err keys_open_memory(struct keys **out); /* tests */
typedef carnet_err keys_get_fn(void *self, uint8_t key[KEY_BYTES], int64_t journal);
struct keys *keys_remote(keys_get_fn *get, void *self);
void keys_close(struct keys *keys); /* NULL is fine */

MUST_CHECK carnet_err keys_get(uint8_t key[KEY_BYTES], struct keys *keys, int64_t journal); /* CARNET_MISSING: erased */
MUST_CHECK carnet_err keys_put(struct keys *keys, int64_t journal, const uint8_t key[KEY_BYTES]); /* new journals only */
MUST_CHECK carnet_err keys_erase(struct keys *keys, int64_t journal);
