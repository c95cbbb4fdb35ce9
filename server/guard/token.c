/* Tokens: libsodium's randomness, our base64url, BLAKE2b. */
#include "guard/token.h"

#include "guard/random.h"

#include <sodium.h>
#include <string.h>

enum { TOKEN_OCTETS = 32 };

void token_new(char out[TOKEN_TEXT])
{
    uint8_t octets[TOKEN_OCTETS];
    randombytes_buf(octets, sizeof octets);
    sodium_bin2base64(out, TOKEN_TEXT, octets, sizeof octets, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    sodium_memzero(octets, sizeof octets);
}

carnet_err token_hash(uint8_t out[TOKEN_HASH], bytes text)
{
    uint8_t octets[TOKEN_OCTETS];
    size_t len = 0;
    /* Strict about characters and stray bits: a token has one spelling. */
    if (text.len != TOKEN_TEXT - 1 ||
        sodium_base642bin(octets, sizeof octets, (const char *)text.ptr, text.len, NULL, &len, NULL,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        len != sizeof octets)
        return err_set(CARNET_INVALID, "token.malformed", "len=%zu", text.len);
    crypto_generichash(out, TOKEN_HASH, octets, sizeof octets, NULL, 0);
    sodium_memzero(octets, sizeof octets);
    return CARNET_OK;
}

carnet_err token_id_hash(uint8_t out[TOKEN_HASH], bytes text)
{
    bool good = text.len == GUARD_ID - 1;
    for (size_t i = 0; good && i < text.len; i++)
        good = (text.ptr[i] >= 'a' && text.ptr[i] <= 'z') || (text.ptr[i] >= '2' && text.ptr[i] <= '7');
    if (!good)
        return err_set(CARNET_INVALID, "token.malformed", "len=%zu", text.len);
    token_digest(out, text);
    return CARNET_OK;
}

void token_digest(uint8_t out[TOKEN_HASH], bytes secret)
{
    crypto_generichash(out, TOKEN_HASH, secret.ptr, secret.len, NULL, 0);
}

bool token_equal(const uint8_t a[TOKEN_HASH], const uint8_t b[TOKEN_HASH])
{
    return sodium_memcmp(a, b, TOKEN_HASH) == 0;
}
