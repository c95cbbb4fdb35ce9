/* Control characters count as spaces. */
#include "areas/event/line.h"

#include "base/utf.h"

static bool is_space(unsigned char c)
{
    return c <= ' ' || c == 0x7f;
}

bool line_clean(const char **out, struct ctx *ctx, const char *typed, size_t longest)
{
    bytes text = bytes_text(typed);
    if (text.len > longest * 4 || !utf8_valid(text) || utf8_points(text) > longest)
        return false;
    char *clean = arena_alloc(ctx->arena, text.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (!is_space(text.ptr[i]))
            clean[len++] = (char)text.ptr[i];
        else if (len && clean[len - 1] != ' ')
            clean[len++] = ' ';
    }
    while (len && clean[len - 1] == ' ')
        clean[--len] = 0;
    *out = clean;
    return true;
}
