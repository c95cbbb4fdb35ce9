/* Whoever reads a name or a title must see all of it, in the order in which it is written: so what turns the line round (UAX #9) or is
 * not drawn goes, but for what changes how its neighbours are drawn, and beside those only. */
#include "areas/event/line.h"

#include <unictype.h>
#include <unistr.h>

#include "base/utf.h"

enum { NON_JOINER = 0x200c, JOINER = 0x200d };

static bool is_control(uint32_t c) /* line and paragraph separators too */
{
    return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Cc | UC_CATEGORY_MASK_Zl | UC_CATEGORY_MASK_Zp);
}

static bool is_space(uint32_t c)
{
    return is_control(c) || uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Zs);
}

static bool is_unseen(uint32_t c)
{
    return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Cf) || uc_is_property_default_ignorable_code_point(c);
}

/* Scripts whose letters join, or do not, as their spelling wants: from Arabic to Sinhala, of Myanmar, Khmer and Mongolian. */
static bool joins(uint32_t c)
{
    return ((c >= 0x620 && c <= 0xdff) || (c >= 0x1000 && c <= 0x109f) || (c >= 0x1780 && c <= 0x18af)) && !is_unseen(c);
}

static bool is_picture(uint32_t c)
{
    return c > 0x7f && uc_is_property(c, UC_PROPERTY_EMOJI);
}

static bool is_variant(uint32_t c)
{
    return uc_is_property_variation_selector(c);
}

/* before: what was kept, 0 at the beginning; after: as typed, 0 at the end. */
static bool is_needed(uint32_t before, uint32_t c, uint32_t after)
{
    if (c == JOINER && (is_picture(before) || is_variant(before)) && is_picture(after))
        return true;
    if (c == JOINER || c == NON_JOINER)
        return joins(before) && joins(after);
    return is_variant(c) && (is_picture(before) || uc_is_property_ideographic(before));
}

bool line_clean(const char **out, struct ctx *ctx, const char *typed, size_t longest)
{
    bytes text = bytes_text(typed);
    if (text.len > longest * 4 || !utf8_valid(text) || utf8_points(text) > longest)
        return false;
    CLEANUP(buf_clear) struct buf clean = { 0 };
    bytes space = { 0 }; /* the first of those since the last letter */
    uint32_t c, before = 0, after;
    for (const uint8_t *at = text.ptr, *next; (next = u8_next(&c, at)); at = next) {
        bytes one = { at, (size_t)(next - at) };
        u8_next(&after, next);
        if (is_space(c)) {
            if (clean.len && !space.len)
                space = is_control(c) ? bytes_text(" ") : one;
            before = c;
        } else if (!is_unseen(c) || is_needed(before, c, after)) {
            buf_put(&clean, space);
            buf_put(&clean, one);
            space = (bytes){ 0 };
            before = c;
        }
    }
    *out = arena_text(ctx->arena, buf_text(&clean));
    return true;
}
