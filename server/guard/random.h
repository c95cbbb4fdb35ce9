#pragma once
/* Randomness, identifiers, and forgetting. Everything in guard/ is libsodium; guard_init comes first, once, before any
 * other thread starts. All calls are then safe from any thread. */
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

enum { GUARD_ID = 27 };

MUST_CHECK carnet_err guard_init(void);
const char *guard_version(void); /* of the library in service */
void guard_random(void *out, size_t len);
uint64_t guard_number(void);      /* 64 random bits */
void guard_id(char out[GUARD_ID]); /* 26 characters of [a-z2-7]: 130 bits nobody can guess */
void guard_id_of(char out[GUARD_ID], const uint8_t octets[GUARD_ID - 1]); /* that form, from 5 bits of each octet */
void guard_wipe(void *secret, size_t len); /* zeroes, also when the compiler thinks nobody looks */
