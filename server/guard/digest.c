/* libsodium's. */
#include "guard/digest.h"

#include <sodium.h>

_Static_assert((int)DIGEST_HEX == (int)crypto_hash_sha256_BYTES * 2 + 1, "two digits an octet, and an end");

void digest_hex(char out[DIGEST_HEX], bytes content)
{
    uint8_t digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(digest, content.ptr, content.len);
    sodium_bin2hex(out, DIGEST_HEX, digest, sizeof digest);
}

void digest_id(char out[GUARD_ID], bytes content)
{
    uint8_t digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(digest, content.ptr, content.len);
    guard_id_of(out, digest);
}
