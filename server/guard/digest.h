#pragma once
/* SHA-256 of content, as the name under which it is kept. Any thread. */
#include "base/bytes.h"
#include "guard/random.h"

enum { DIGEST_HEX = 65 };
void digest_hex(char out[DIGEST_HEX], bytes content);

/* In the form of an id (guard_id): its first 26 octets, 5 bits of each. Whoever knows the content can compute it. */
void digest_id(char out[GUARD_ID], bytes content);
