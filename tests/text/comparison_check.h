#pragma once
/* What every comparison must be, whatever the two texts: its runs give them back, its passages are whole and apart. NULL when right. */
#include <string.h>

#include "text/compare.h"

static inline bool comparison_gives(const struct comparison *c, enum compare_kind kind, bytes text)
{
    size_t at = 0;
    for (size_t i = 0; i < c->run_count; i++) {
        const struct compare_run *run = &c->runs[i];
        if (run->kind != COMPARE_SAME && run->kind != kind)
            continue;
        if (!run->text.len || run->text.len > text.len - at || memcmp(run->text.ptr, text.ptr + at, run->text.len) != 0)
            return false;
        at += run->text.len;
    }
    return at == text.len;
}

static inline const char *comparison_wrong(const struct comparison *c, bytes from, bytes to)
{
    if (!comparison_gives(c, COMPARE_REMOVED, from))
        return "what stays and what is removed is not the first text";
    if (!comparison_gives(c, COMPARE_ADDED, to))
        return "what stays and what is added is not the second text";
    size_t at = 0;
    for (size_t p = 0; p < c->passage_count; p++) {
        bool changes = false;
        if (c->passages[p].first < at || c->passages[p].end > c->run_count)
            return "passages overlap";
        for (; at < c->passages[p].first; at++)
            if (c->runs[at].kind != COMPARE_SAME)
                return "a change outside every passage";
        for (; at < c->passages[p].end; at++)
            changes |= c->runs[at].kind != COMPARE_SAME;
        if (!changes)
            return "a passage in which nothing changed";
    }
    for (; at < c->run_count; at++)
        if (c->runs[at].kind != COMPARE_SAME)
            return "a change behind the last passage";
    return NULL;
}
