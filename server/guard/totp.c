/* liboath computes the codes; comparing and refusing what was used before is done here, because its own check knows no last step. */
#include "guard/totp.h"

#include <liboath/oath.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { DIGITS = 6, RECOVERY_LETTERS = 16 };

void totp_secret_new(uint8_t out[TOTP_SECRET])
{
    randombytes_buf(out, TOTP_SECRET);
}

carnet_err totp_secret_text(struct buf *out, const uint8_t secret[TOTP_SECRET])
{
    char *text = NULL;
    size_t len = 0;
    if (oath_base32_encode((const char *)secret, TOTP_SECRET, &text, &len) != OATH_OK)
        return err_set(CARNET_IO, "totp.memory", "base32");
    buf_put(out, (bytes){ (const uint8_t *)text, len });
    free(text);
    return CARNET_OK;
}

static bool is_code(const char *code)
{
    return strlen(code) == DIGITS && strspn(code, "0123456789") == DIGITS;
}

bool totp_check(int64_t *step, const uint8_t secret[TOTP_SECRET], const char *code, int64_t now_ms, int64_t last_step)
{
    int64_t now = now_ms / TOTP_STEP_MS;
    bool found = false;
    if (!is_code(code))
        return false;
    for (int64_t at = now - 1; at <= now + 1; at++) {
        char right[DIGITS + 1];
        if (oath_totp_generate((const char *)secret, TOTP_SECRET, (time_t)(at * (TOTP_STEP_MS / 1000)), TOTP_STEP_MS / 1000, 0, DIGITS, right) !=
            OATH_OK)
            return false;
        if (sodium_memcmp(right, code, DIGITS) == 0 && at > last_step && !found) {
            *step = at;
            found = true;
        }
    }
    return found;
}

void recovery_new(char out[RECOVERY_TEXT])
{
    static const char LETTERS[] = "abcdefghijklmnopqrstuvwxyz234567";
    char *at = out;
    for (int i = 0; i < RECOVERY_LETTERS; i++) {
        if (i && i % 4 == 0)
            *at++ = '-';
        *at++ = LETTERS[randombytes_uniform(sizeof LETTERS - 1)];
    }
    *at = 0;
}

bool recovery_hash(uint8_t out[RECOVERY_HASH], const char *typed)
{
    char plain[RECOVERY_LETTERS];
    size_t len = 0;
    for (const char *at = typed; *at; at++) {
        char c = (char)(*at >= 'A' && *at <= 'Z' ? *at - 'A' + 'a' : *at);
        if (c == ' ' || c == '-')
            continue;
        if (!((c >= 'a' && c <= 'z') || (c >= '2' && c <= '7')) || len == RECOVERY_LETTERS)
            return false;
        plain[len++] = c;
    }
    if (len != RECOVERY_LETTERS)
        return false;
    crypto_generichash(out, RECOVERY_HASH, (const uint8_t *)plain, sizeof plain, NULL, 0);
    sodium_memzero(plain, sizeof plain);
    return true;
}
