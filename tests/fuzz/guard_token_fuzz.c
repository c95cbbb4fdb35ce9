/* Any bytes as a token or a secret: what is accepted has one spelling and one hash, everything else is refused. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "guard/random.h"
#include "guard/token.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void must_be(const uint8_t *data, size_t len, size_t wanted, const char *letters)
{
    if (len != wanted)
        abort();
    for (size_t i = 0; i < len; i++)
        if (!data[i] || !strchr(letters, data[i]))
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    uint8_t hash[TOKEN_HASH], again[TOKEN_HASH];
    if (token_id_hash(hash, (bytes){ data, len }) == CARNET_OK) {
        must_be(data, len, GUARD_ID - 1, "abcdefghijklmnopqrstuvwxyz234567");
        if (token_id_hash(again, (bytes){ data, len }) != CARNET_OK || !token_equal(hash, again))
            abort();
    }
    if (token_hash(hash, (bytes){ data, len }) == CARNET_OK)
        must_be(data, len, TOKEN_TEXT - 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
    return 0;
}
