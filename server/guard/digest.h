#pragma once
/* SHA-256 of content, as the name under which it is kept. Any thread. */
#include "base/bytes.h"

enum { DIGEST_HEX = 65 };
void digest_hex(char out[DIGEST_HEX], bytes content);
