/* Letters are compared as libunistring folds them: without case, without accents, œ as oe; hyphens and apostrophes count for nothing. */
#include "base/french.h"

#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

#include <stdlib.h>
#include <string.h>

/* Its letters without case and accents, and without what joins words. */
static void plain_letters(struct buf *out, bytes text)
{
    size_t len;
    uint8_t *folded = text.len ? u8_casefold(text.ptr, text.len, NULL, UNINORM_NFD, NULL, &len) : NULL;
    for (size_t at = 0; folded && at < len;) {
        ucs4_t point;
        int step = u8_mbtouc(&point, folded + at, len - at);
        if (point == 0x153 || point == 0xe6) /* œ, æ */
            buf_put_text(out, point == 0x153 ? "oe" : "ae");
        else if (point != '-' && point != '\'' && point != 0x2019 && !uc_is_general_category_withtable(point, UC_CATEGORY_MASK_M))
            buf_put(out, (bytes){ folded + at, (size_t)step });
        at += (size_t)step;
    }
    free(folded);
}

static int octets_compare(bytes a, bytes b)
{
    size_t both = a.len < b.len ? a.len : b.len;
    int order = both ? memcmp(a.ptr, b.ptr, both) : 0;
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

int french_compare(bytes a, bytes b)
{
    CLEANUP(buf_clear) struct buf one = { 0 }, other = { 0 };
    plain_letters(&one, a);
    plain_letters(&other, b);
    int order = octets_compare(buf_bytes(&one), buf_bytes(&other));
    return order ? order : octets_compare(a, b);
}

/* The h that nobody hears, by the names that have it, since no rule tells it: web/src/i18n/elide.ts has the same. */
static const char *const SILENT[] = { "hele", "helo", "henr", "herm", "herv", "hect", "hila", "hipp", "hono", "hora",
                                      "hort", "hub",  "hug",  "hya",  "hom",  "heur" };

bool french_elides(const char *name)
{
    CLEANUP(buf_clear) struct buf plain = { 0 };
    plain_letters(&plain, bytes_text(name));
    const char *text = buf_text(&plain);
    if (text[0] == 'y')
        return text[1] && !strchr("aeiouy", text[1]);
    if (text[0] == 'h')
        for (size_t i = 0; i < sizeof SILENT / sizeof *SILENT; i++)
            if (strncmp(text, SILENT[i], strlen(SILENT[i])) == 0)
                return true;
    return text[0] && strchr("aeiou", text[0]);
}
