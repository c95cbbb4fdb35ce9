/* Ed25519 by libsodium, detached. */
#include "guard/signature.h"

#include <sodium.h>

_Static_assert(SIGNATURE_SECRET == crypto_sign_SECRETKEYBYTES && SIGNATURE_PUBLIC == crypto_sign_PUBLICKEYBYTES &&
                   SIGNATURE_SEED == crypto_sign_SEEDBYTES && SIGNATURE_LEN == crypto_sign_BYTES,
               "libsodium's sizes");

void signature_new_pair(struct signature_pair *out)
{
    crypto_sign_keypair(out->public_key, out->secret);
}

void signature_from_seed(struct signature_pair *out, const uint8_t seed[SIGNATURE_SEED])
{
    crypto_sign_seed_keypair(out->public_key, out->secret, seed);
}

void signature_pair_clear(struct signature_pair *pair)
{
    sodium_memzero(pair, sizeof *pair);
}

void signature_sign(uint8_t out[SIGNATURE_LEN], const struct signature_pair *pair, bytes message)
{
    crypto_sign_detached(out, NULL, message.ptr, message.len, pair->secret);
}

carnet_err signature_verify(const uint8_t public_key[SIGNATURE_PUBLIC], bytes message,
                            const uint8_t signature[SIGNATURE_LEN])
{
    if (crypto_sign_verify_detached(signature, message.ptr, message.len, public_key) != 0)
        return err_set(CARNET_INVALID, "signature.wrong", "len=%zu", message.len);
    return CARNET_OK;
}
