#pragma once
/* Passwords as argon2id strings. Slow on purpose (140 ms and 64 MiB each): worker threads only, few at once. */
#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/err.h"

enum { PASSWORD_MAX = 1024, PASSWORD_HASH = 128 };

/* Lowers the cost of new hashes, for tests and sample people: 2 passes over 19 MiB. Verifying always follows the hash
 * itself. Before threads. */
void password_cost_light(bool light);

MUST_CHECK carnet_err password_hash(char out[PASSWORD_HASH], bytes password); /* LIMIT above PASSWORD_MAX */

/* OK or DENIED "session.wrong". hash is NULL for somebody unknown: takes as long, and is always DENIED. */
MUST_CHECK carnet_err password_verify(const char *hash, bytes password);

bool password_needs_rehash(const char *hash); /* made with another cost than today's */
