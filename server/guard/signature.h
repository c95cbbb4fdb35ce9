#pragma once
/* Ed25519 signatures: receipts that can be checked offline. A pair is kept as its seed. Any thread. */
#include <stdint.h>

#include "base/bytes.h"
#include "base/err.h"

enum { SIGNATURE_SEED = 32, SIGNATURE_PUBLIC = 32, SIGNATURE_SECRET = 64, SIGNATURE_LEN = 64 };

struct signature_pair {
    uint8_t public_key[SIGNATURE_PUBLIC];
    uint8_t secret[SIGNATURE_SECRET]; /* its first SIGNATURE_SEED bytes are the seed */
};

void signature_new_pair(struct signature_pair *out);
void signature_from_seed(struct signature_pair *out, const uint8_t seed[SIGNATURE_SEED]);
void signature_pair_clear(struct signature_pair *pair); /* wipes */
void signature_sign(uint8_t out[SIGNATURE_LEN], const struct signature_pair *pair, bytes message);
/* INVALID "signature.wrong" when this key did not sign this message. */
MUST_CHECK carnet_err signature_verify(const uint8_t public_key[SIGNATURE_PUBLIC], bytes message,
                                       const uint8_t signature[SIGNATURE_LEN]);
