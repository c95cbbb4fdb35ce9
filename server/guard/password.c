/* argon2id by libsodium: INTERACTIVE (2 passes, 64 MiB), or the light cost for samples. */
#include "guard/password.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

_Static_assert(PASSWORD_HASH == crypto_pwhash_STRBYTES, "libsodium's hash strings");

enum { LIGHT_PASSES = 2, LIGHT_MEMORY = 19 << 20 };

static unsigned long long passes = crypto_pwhash_OPSLIMIT_INTERACTIVE;
static size_t memory = crypto_pwhash_MEMLIMIT_INTERACTIVE;

void password_cost_light(bool light)
{
    passes = light ? LIGHT_PASSES : crypto_pwhash_OPSLIMIT_INTERACTIVE;
    memory = light ? LIGHT_MEMORY : crypto_pwhash_MEMLIMIT_INTERACTIVE;
}

carnet_err password_hash(char out[PASSWORD_HASH], bytes password)
{
    if (password.len > PASSWORD_MAX)
        return err_set(CARNET_LIMIT, "password.too_long", "len=%zu", password.len);
    const char *text = password.len ? (const char *)password.ptr : "";
    if (crypto_pwhash_str_alg(out, text, password.len, passes, memory, crypto_pwhash_ALG_ARGON2ID13) != 0)
        return err_set(CARNET_IO, "password.memory", "argon2id found no memory");
    return CARNET_OK;
}

/* A well-formed hash at today's cost whose password nobody knows: 16 bytes of salt and 32 of hash, all zero. */
static void dummy_hash(char out[PASSWORD_HASH])
{
    memset(out, 0, PASSWORD_HASH);
    snprintf(out, PASSWORD_HASH, "$argon2id$v=19$m=%zu,t=%llu,p=1$%.22s$%.43s", memory / 1024, passes,
             "AAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
}

carnet_err password_verify(const char *hash, bytes password)
{
    char padded[PASSWORD_HASH];
    dummy_hash(padded);
    if (hash) {
        memset(padded, 0, sizeof padded);
        strncpy(padded, hash, sizeof padded - 1);
    }
    /* No stored password is longer, so one that is cannot be right; it costs as much as any other. */
    size_t len = password.len > PASSWORD_MAX ? PASSWORD_MAX : password.len;
    const char *text = len ? (const char *)password.ptr : "";
    errno = 0;
    bool right = crypto_pwhash_str_verify(padded, text, len) == 0;
    if (!right && errno == ENOMEM)
        return err_set(CARNET_IO, "password.memory", "argon2id found no memory");
    if (!right || !hash || password.len > PASSWORD_MAX)
        return err_set(CARNET_DENIED, "session.wrong", "password");
    return CARNET_OK;
}

bool password_needs_rehash(const char *hash)
{
    char padded[PASSWORD_HASH] = { 0 };
    strncpy(padded, hash, sizeof padded - 1);
    return crypto_pwhash_str_needs_rehash(padded, passes, memory) != 0;
}
