#pragma once
/* UTF-8, and its length in UTF-16 units, which is how Yjs and browsers count. */
#include <stdbool.h>

#include "base/bytes.h"

bool utf8_valid(bytes text);        /* strict: no overlong form, no surrogate, at most U+10FFFF */
size_t utf16_length(bytes text);    /* of valid UTF-8 */
size_t utf8_points(bytes text);     /* code points of valid UTF-8 */
