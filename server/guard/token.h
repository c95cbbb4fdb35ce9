#pragma once
/* Tokens: 32 random bytes as 43 characters of base64url. They are given once; only their BLAKE2b hash is stored. */
#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/err.h"

enum { TOKEN_TEXT = 44, TOKEN_HASH = 32 };

void token_new(char out[TOKEN_TEXT]);
MUST_CHECK carnet_err token_hash(uint8_t out[TOKEN_HASH], bytes text); /* INVALID when it cannot be a token */
/* Of a guard_id, which is a secret of 26 characters with one spelling; INVALID for anything else. */
MUST_CHECK carnet_err token_id_hash(uint8_t out[TOKEN_HASH], bytes text);
void token_digest(uint8_t out[TOKEN_HASH], bytes secret); /* of a secret in another spelling (guard_id), never stored itself */
bool token_equal(const uint8_t a[TOKEN_HASH], const uint8_t b[TOKEN_HASH]); /* constant time */
