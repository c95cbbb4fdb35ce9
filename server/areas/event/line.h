#pragma once
/* One line of text as people type it: names, titles, rooms, reasons. Any thread. */
#include <stdbool.h>

#include "store/ctx.h"

/* Trimmed, inner spaces and line breaks made one space, what nobody would see taken out. False when it is not UTF-8 or longer than this many characters. */
bool line_clean(const char **out, struct ctx *ctx, const char *typed, size_t longest);
