/* libsodium's start, and its generator. */
#include "guard/random.h"

#include <sodium.h>

carnet_err guard_init(void)
{
    if (sodium_init() < 0)
        return err_set(CARNET_IO, "guard.start", "libsodium does not start");
    return CARNET_OK;
}

const char *guard_version(void)
{
    return sodium_version_string();
}

void guard_random(void *out, size_t len)
{
    randombytes_buf(out, len);
}

uint64_t guard_number(void)
{
    uint64_t number;
    randombytes_buf(&number, sizeof number);
    return number;
}

void guard_id(char out[GUARD_ID])
{
    uint8_t random[GUARD_ID - 1];
    randombytes_buf(random, sizeof random);
    guard_id_of(out, random);
}

void guard_id_of(char out[GUARD_ID], const uint8_t octets[GUARD_ID - 1])
{
    static const char digits[] = "abcdefghijklmnopqrstuvwxyz234567";
    for (int i = 0; i < GUARD_ID - 1; i++)
        out[i] = digits[octets[i] & 31];
    out[GUARD_ID - 1] = 0;
}

void guard_wipe(void *secret, size_t len)
{
    sodium_memzero(secret, len);
}
