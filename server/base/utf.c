/* Validation by the table of Unicode 15, §3.9 (well-formed UTF-8 byte sequences). */
#include "base/utf.h"

static bool tail(uint8_t c)
{
    return (c & 0xc0) == 0x80;
}

bool utf8_valid(bytes text)
{
    const uint8_t *p = text.ptr, *end = p + text.len;
    while (p < end) {
        uint8_t c = *p;
        if (c < 0x80) {
            p++;
        } else if (c >= 0xc2 && c <= 0xdf) {
            if (end - p < 2 || !tail(p[1]))
                return false;
            p += 2;
        } else if (c >= 0xe0 && c <= 0xef) {
            if (end - p < 3 || !tail(p[1]) || !tail(p[2]) || (c == 0xe0 && p[1] < 0xa0) || (c == 0xed && p[1] > 0x9f))
                return false;
            p += 3;
        } else if (c >= 0xf0 && c <= 0xf4) {
            if (end - p < 4 || !tail(p[1]) || !tail(p[2]) || !tail(p[3]) || (c == 0xf0 && p[1] < 0x90) ||
                (c == 0xf4 && p[1] > 0x8f))
                return false;
            p += 4;
        } else {
            return false;
        }
    }
    return true;
}

size_t utf16_length(bytes text)
{
    size_t units = 0;
    for (size_t i = 0; i < text.len; i++)
        units += (size_t)!tail(text.ptr[i]) + (text.ptr[i] >= 0xf0);
    return units;
}

size_t utf8_points(bytes text)
{
    size_t points = 0;
    for (size_t i = 0; i < text.len; i++)
        points += !tail(text.ptr[i]);
    return points;
}

uint32_t utf8_point_at(bytes text, size_t at)
{
    uint8_t lead = text.ptr[at++];
    uint32_t point = lead < 0x80 ? lead : lead < 0xe0 ? lead & 0x1fu : lead < 0xf0 ? lead & 0x0fu : lead & 0x07u;
    while (at < text.len && tail(text.ptr[at]))
        point = point << 6 | (text.ptr[at++] & 0x3fu);
    return point;
}

bool utf_is_letter(uint32_t point)
{
    if (point < 0x80)
        return (point >= '0' && point <= '9') || (point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z');
    if (point < 0xc0) /* « », no-break space and so on; ª µ · º are letters to us */
        return point == 0xaa || point == 0xb5 || point == 0xb7 || point == 0xba;
    return point < 0x2000 || point > 0x207f; /* narrow spaces, dashes, curly quotes, ellipsis */
}
