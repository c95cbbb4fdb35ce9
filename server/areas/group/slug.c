/* Titles are decomposed (NFKD), so that accents fall off and letters stay. */
#include "areas/group/slug.h"

#include <stdlib.h>
#include <string.h>
#include <uninorm.h>

enum { LONGEST = 60 };

const char *slug_of(struct ctx *ctx, const char *title)
{
    size_t len;
    uint8_t *plain = u8_normalize(UNINORM_NFKD, (const uint8_t *)title, strlen(title), NULL, &len);
    char slug[LONGEST + 1];
    size_t n = 0;
    for (size_t i = 0; plain && i < len && n < LONGEST; i++) {
        unsigned char c = plain[i];
        if (c >= 'A' && c <= 'Z')
            c = (unsigned char)(c + 'a' - 'A');
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            slug[n++] = (char)c;
        else if (c < 0x80 && n && slug[n - 1] != '-')
            slug[n++] = '-';
    }
    free(plain);
    while (n && slug[n - 1] == '-')
        n--;
    return n ? arena_span(ctx->arena, slug, n) : "page";
}
