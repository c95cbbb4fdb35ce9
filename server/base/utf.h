#pragma once
/* UTF-8, and its length in UTF-16 units, which is how Yjs and browsers count. */
#include <stdbool.h>

#include "base/bytes.h"

bool utf8_valid(bytes text);        /* strict: no overlong form, no surrogate, at most U+10FFFF */
size_t utf16_length(bytes text);    /* of valid UTF-8 */
size_t utf8_points(bytes text);     /* code points of valid UTF-8 */

uint32_t utf8_point_at(bytes text, size_t at); /* the code point that begins there */
/* Letters and digits of any script, and the middle dot that joins « habitant·e·s »; not punctuation, not spaces. */
bool utf_is_letter(uint32_t point);
