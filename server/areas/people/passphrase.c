/* What is compared is the stem: letters only, without case and accents. So "Motdepasse2026!" is found under "motdepasse", and digits alone, or
 * one letter many times, leave nothing or one letter. The list holds stems that lists of leaked passwords begin with. */
#include "areas/people/passphrase.h"

#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <uninorm.h>

#include "base/utf.h"
#include "guard/password.h"

#include <passphrases.h> /* made from common/ */

enum { SHORTEST = 12, DISTINCT_LEAST = 4 };

/* Letters of a to z after decomposition, any other letter as it is. */
static const char *stem_of(struct ctx *ctx, const char *text)
{
    size_t len = 0;
    uint8_t *folded = u8_casefold((const uint8_t *)text, strlen(text), NULL, UNINORM_NFD, NULL, &len);
    if (!folded)
        return "";
    char *stem = arena_alloc(ctx->arena, len + 1);
    size_t kept = 0;
    for (size_t i = 0; i < len; i++) {
        bool mark = folded[i] == 0xcc || (folded[i] == 0xcd && i + 1 < len && folded[i + 1] < 0xb0); /* combining accents */
        if (mark)
            i++;
        else if ((folded[i] >= 'a' && folded[i] <= 'z') || folded[i] >= 0x80)
            stem[kept++] = (char)folded[i];
    }
    free(folded);
    return stem;
}

static bool is_listed(const char *stem)
{
    const char *at = (const char *)FILES[0].data, *end = at + FILES[0].len;
    size_t len = strlen(stem);
    while (at < end) {
        size_t line = (size_t)((const char *)memchr(at, '\n', (size_t)(end - at)) - at);
        if (line == len && memcmp(at, stem, len) == 0)
            return true;
        at += line + 1;
    }
    return false;
}

static size_t distinct(const char *text)
{
    bool seen[256] = { false };
    size_t count = 0;
    for (const unsigned char *at = (const unsigned char *)text; *at; at++) {
        count += !seen[*at];
        seen[*at] = true;
    }
    return count;
}

static bool is_own(struct ctx *ctx, const char *stem, const struct person *of)
{
    const char *local = arena_span(ctx->arena, of->email, strcspn(of->email, "@"));
    const char *const own[] = { of->name, arena_printf(ctx->arena, "%s%s", of->family_name, of->given_name), of->given_name, of->family_name,
                                of->email, local };
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        const char *mine = stem_of(ctx, own[i]);
        if (*mine && strcmp(mine, stem) == 0)
            return true;
    }
    return false;
}

carnet_err passphrase_check(struct ctx *ctx, const char *passphrase, const struct person *of)
{
    if (utf8_points(bytes_text(passphrase)) < SHORTEST)
        return err_set(CARNET_INVALID, "password.too_short", "at least %d characters", SHORTEST);
    if (strlen(passphrase) > PASSWORD_MAX)
        return err_set(CARNET_LIMIT, "password.too_long", "len=%zu", strlen(passphrase));
    const char *stem = stem_of(ctx, passphrase);
    if (!*stem || distinct(passphrase) < DISTINCT_LEAST || is_listed(stem) || is_own(ctx, stem, of))
        return err_set(CARNET_INVALID, "password.too_common", "among the first that are tried");
    return CARNET_OK;
}
