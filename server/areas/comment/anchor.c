/* Searching in order of certainty. The last search allows for errors (Sellers, with Ukkonen's cut-off): of all stretches of the section the
 * one that needs the fewest changes to become the quote. */
#include "areas/comment/anchor.h"

#include <string.h>

#include "base/utf.h"

enum { STRETCH = 4096 }; /* bytes between two known counts of units */
#define BUDGET (UINT64_C(400) * 1000 * 1000)

const char *anchor_state_text(enum anchor_state state)
{
    static const char *const TEXTS[] = { [ANCHOR_PLACED] = "placed", [ANCHOR_CHANGED] = "changed", [ANCHOR_DETACHED] = "detached" };
    return TEXTS[state];
}

static bool continues(uint8_t byte)
{
    return (byte & 0xC0) == 0x80;
}

static uint32_t units_of(uint8_t byte)
{
    return continues(byte) ? 0 : byte >= 0xF0 ? 2 : 1;
}

void anchor_text_init(struct anchor_text *out, struct arena *arena, bytes text, const struct crdt_doc *doc, const char *root)
{
    *out = (struct anchor_text){ .text = text, .doc = doc, .root = root, .budget = BUDGET, .arena = arena };
    out->units = arena_alloc(arena, (text.len / STRETCH + 1) * sizeof *out->units);
    uint32_t units = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (i % STRETCH == 0)
            out->units[i / STRETCH] = units;
        units += units_of(text.ptr[i]);
    }
    if (text.len % STRETCH == 0)
        out->units[text.len / STRETCH] = units;
}

size_t anchor_units(const struct anchor_text *text, size_t offset)
{
    size_t units = text->units[offset / STRETCH];
    for (size_t i = offset - offset % STRETCH; i < offset; i++)
        units += units_of(text->text.ptr[i]);
    return units;
}

size_t anchor_offset(const struct anchor_text *text, size_t units)
{
    size_t low = 0, high = text->text.len / STRETCH;
    while (low < high) {
        size_t middle = (low + high + 1) / 2;
        if (text->units[middle] <= units)
            low = middle;
        else
            high = middle - 1;
    }
    size_t at = low * STRETCH, seen = text->units[low];
    while (at < text->text.len && (seen < units || continues(text->text.ptr[at])))
        seen += units_of(text->text.ptr[at++]);
    return at;
}

/* ---- sections ---- */

static size_t line_end(bytes text, size_t at)
{
    const uint8_t *end = at < text.len ? memchr(text.ptr + at, '\n', text.len - at) : NULL;
    return end ? (size_t)(end - text.ptr) : text.len;
}

/* "## Words" at the beginning of a line; *words is what follows the marks. */
static bool heading_at(bytes *words, bytes text, size_t at)
{
    size_t end = line_end(text, at), marks = at;
    while (marks < end && text.ptr[marks] == '#')
        marks++;
    if (marks == at || marks - at > 6 || (marks < end && text.ptr[marks] != ' '))
        return false;
    while (marks < end && text.ptr[marks] == ' ')
        marks++;
    while (end > marks && (text.ptr[end - 1] == ' ' || text.ptr[end - 1] == '\r'))
        end--;
    *words = (bytes){ text.ptr + marks, end - marks };
    return true;
}

struct section {
    size_t from, to; /* with its heading */
    bytes heading;   /* empty before the first */
};

/* The section that begins at .to of the one before; false at the end. {0} begins. */
static bool section_next(struct section *section, bytes text)
{
    if (section->to >= text.len)
        return false;
    *section = (struct section){ .from = section->to };
    (void)heading_at(&section->heading, text, section->from);
    size_t at = line_end(text, section->from);
    bytes next;
    while (at < text.len && !heading_at(&next, text, at + 1))
        at = line_end(text, at + 1);
    section->to = at < text.len ? at + 1 : text.len;
    return true;
}

static const char *section_of(const struct anchor_text *text, size_t offset)
{
    struct section section = { 0 };
    bytes heading = { 0 };
    while (section_next(&section, text->text) && section.from <= offset)
        heading = section.heading;
    size_t len = heading.len < 400 ? heading.len : 400;
    while (len < heading.len && len && continues(heading.ptr[len]))
        len--;
    return len ? arena_span(text->arena, (const char *)heading.ptr, len) : "";
}

size_t anchor_section_end(const struct anchor_text *text, const char *heading)
{
    struct section section = { 0 };
    while (section_next(&section, text->text))
        if (bytes_equal(section.heading, bytes_text(heading)))
            return section.to - (text->text.ptr[section.to - 1] == '\n');
    return text->text.len;
}

/* ---- whole words ---- */

static size_t back_points(bytes text, size_t from, size_t points)
{
    while (points-- && from) {
        from--;
        while (from && continues(text.ptr[from]))
            from--;
    }
    return from;
}

/* Whether one word goes on from one side of this place to the other. */
static bool is_inside_word(bytes text, size_t at)
{
    return at && at < text.len && utf_is_letter(utf8_point_at(text, back_points(text, at, 1))) && utf_is_letter(utf8_point_at(text, at));
}

struct borders { /* where the quote was cut between words, not inside one */
    bool start, end;
};

static bool ends_in_letter(bytes text)
{
    return text.len && utf_is_letter(utf8_point_at(text, back_points(text, text.len, 1)));
}

static bool begins_with_letter(bytes text)
{
    return text.len && utf_is_letter(utf8_point_at(text, 0));
}

static struct borders borders_of(const struct anchor *anchor)
{
    bytes exact = bytes_text(anchor->exact);
    return (struct borders){ !ends_in_letter(bytes_text(anchor->prefix)) || !begins_with_letter(exact),
                             !ends_in_letter(exact) || !begins_with_letter(bytes_text(anchor->suffix)) };
}

static bool is_whole(const struct anchor_text *text, const struct anchor *anchor, size_t from, size_t to)
{
    struct borders borders = borders_of(anchor);
    return !(borders.start && is_inside_word(text->text, from)) && !(borders.end && is_inside_word(text->text, to));
}

/* ---- the same words ---- */

static bool spend(struct anchor_text *text, uint64_t steps)
{
    bool enough = text->budget >= steps;
    text->budget = enough ? text->budget - steps : 0;
    return enough;
}

static bool stands_at(bytes text, size_t at, bytes words)
{
    return at <= text.len && words.len <= text.len - at && (!words.len || memcmp(text.ptr + at, words.ptr, words.len) == 0);
}

static bool by_positions(struct anchor_span *out, const struct anchor_text *text, const struct anchor *anchor)
{
    size_t start, end;
    if (!text->doc || !anchor->start.len || !anchor->end.len)
        return false;
    if (crdt_position_resolve(&start, text->doc, text->root, anchor->start) != CARNET_OK ||
        crdt_position_resolve(&end, text->doc, text->root, anchor->end) != CARNET_OK) {
        err_take(&(struct err_note){ 0 }); /* of another document, or forgotten */
        return false;
    }
    if (end <= start)
        return false;
    *out = (struct anchor_span){ anchor_offset(text, start), anchor_offset(text, end), ANCHOR_PLACED, true, true };
    return true;
}

static bool same_words(const struct anchor_text *text, const struct anchor_span *span, bytes exact)
{
    return span->to - span->from == exact.len && stands_at(text->text, span->from, exact);
}

/* The next occurrence from `at` on; false when there is none. */
static bool occurs(size_t *found, bytes text, size_t at, bytes exact)
{
    if (at > text.len)
        return false;
    const uint8_t *from = text.ptr + at, *end = text.ptr + text.len;
    while (from && (size_t)(end - from) >= exact.len) {
        from = memchr(from, exact.ptr[0], (size_t)(end - from) - exact.len + 1);
        if (from && memcmp(from, exact.ptr, exact.len) == 0) {
            *found = (size_t)(from - text.ptr);
            return true;
        }
        from = from ? from + 1 : NULL;
    }
    return false;
}

/* With its context, or the only one. whole: not inside other words. */
static bool by_quote_as(struct anchor_span *out, struct anchor_text *text, const struct anchor *anchor, bool whole)
{
    bytes exact = bytes_text(anchor->exact), prefix = bytes_text(anchor->prefix), suffix = bytes_text(anchor->suffix);
    size_t at = 0, count = 0, in_context = 0, first = 0, only = 0;
    if (!spend(text, text->text.len / 16 + 1))
        return false;
    for (size_t found; in_context < 2 && occurs(&found, text->text, at, exact); at = found + 1) {
        if (!spend(text, 1))
            return false;
        if (whole && !is_whole(text, anchor, found, found + exact.len))
            continue;
        only = found;
        count++;
        if (found >= prefix.len && stands_at(text->text, found - prefix.len, prefix) && stands_at(text->text, found + exact.len, suffix) &&
            !in_context++)
            first = found;
    }
    if (!in_context && count != 1)
        return false;
    size_t from = in_context ? first : only;
    *out = (struct anchor_span){ from, from + exact.len, ANCHOR_PLACED, in_context == 1, false };
    return true;
}

/* Whoever quotes without context did not say that these are whole words: they are looked for first. */
static bool by_quote(struct anchor_span *out, struct anchor_text *text, const struct anchor *anchor)
{
    return by_quote_as(out, text, anchor, true) || (!*anchor->prefix && !*anchor->suffix && by_quote_as(out, text, anchor, false));
}

/* ---- nearly the same words ---- */

struct points { /* a text as code points */
    uint32_t *at;
    size_t count;
};

static struct points points_of(struct arena *arena, bytes text)
{
    struct points points = { arena_alloc(arena, (text.len + 1) * sizeof(uint32_t)), 0 };
    for (size_t i = 0; text.ptr && i < text.len; i++) {
        uint8_t byte = text.ptr[i];
        if (continues(byte))
            points.at[points.count - 1] = points.at[points.count - 1] << 6 | (byte & 0x3Fu);
        else
            points.at[points.count++] = byte < 0x80 ? byte : byte < 0xE0 ? byte & 0x1Fu : byte < 0xF0 ? byte & 0x0Fu : byte & 0x07u;
    }
    return points;
}

struct cell { /* how many changes, and where the stretch begins */
    uint32_t cost, start;
};
struct near { /* code points */
    size_t from, to;
    uint32_t cost;
};

/* 0.85 of the longer of the two must be the same. */
static bool is_near(size_t quote, size_t stretch, uint32_t cost)
{
    size_t longer = quote > stretch ? quote : stretch;
    return (uint64_t)cost * 100 <= (uint64_t)longer * 15;
}

static uint32_t column(struct cell *cells, uint32_t last, const struct points *quote, uint32_t point, uint32_t at, uint32_t most)
{
    uint32_t top = last < quote->count ? last + 1 : (uint32_t)quote->count;
    struct cell diagonal = { 0, at }, above = { 0, at + 1 };
    for (uint32_t i = 1; i <= top; i++) {
        struct cell old = i <= last ? cells[i] : (struct cell){ most + 1, at };
        struct cell best = { diagonal.cost + (quote->at[i - 1] != point), diagonal.start };
        if (old.cost + 1 < best.cost)
            best = (struct cell){ old.cost + 1, old.start };
        if (above.cost + 1 < best.cost)
            best = (struct cell){ above.cost + 1, above.start };
        diagonal = old;
        above = cells[i] = best;
    }
    while (top && cells[top].cost > most)
        top--;
    return top;
}

static bool is_inside(const struct points *in, size_t at)
{
    return at && at < in->count && utf_is_letter(in->at[at - 1]) && utf_is_letter(in->at[at]);
}

/* The stretch of a text that is nearest to the quote. */
static bool nearest(struct near *out, struct anchor_text *text, struct arena *arena, const struct points *quote, const struct points *in,
                    struct borders borders)
{
    uint32_t most = (uint32_t)(quote->count * 3 / 17 + 1);
    struct cell *cells = arena_alloc(arena, (quote->count + 1) * sizeof *cells);
    uint32_t last = most < quote->count ? most : (uint32_t)quote->count;
    for (uint32_t i = 0; i <= last; i++)
        cells[i] = (struct cell){ i, 0 };
    bool found = false;
    for (size_t at = 0; at < in->count; at++) {
        if (!spend(text, last + 2))
            return false;
        last = column(cells, last, quote, in->at[at], (uint32_t)at, most);
        if (last < quote->count || cells[last].cost > most)
            continue;
        struct near here = { cells[last].start, at + 1, cells[last].cost };
        if ((borders.start && is_inside(in, here.from)) || (borders.end && is_inside(in, here.to)))
            continue;
        if ((!found || here.cost < out->cost) && is_near(quote->count, here.to - here.from, here.cost)) {
            *out = here;
            found = true;
        }
    }
    return found;
}

static size_t skip_points(bytes text, size_t from, size_t points)
{
    while (points--) {
        from++;
        while (from < text.len && continues(text.ptr[from]))
            from++;
    }
    return from;
}

static bool likeness_in(struct anchor_span *out, struct anchor_text *text, const struct anchor *anchor, const char *heading, struct arena *arena)
{
    struct points quote = points_of(arena, bytes_text(anchor->exact));
    struct section section = { 0 };
    struct near best = { 0 };
    bool found = false;
    while (section_next(&section, text->text)) {
        if (!spend(text, (section.to - section.from) / 16 + 1))
            return found;
        if (!bytes_equal(section.heading, bytes_text(heading)))
            continue;
        bytes part = { text->text.ptr + section.from, section.to - section.from };
        if (!spend(text, part.len))
            return found;
        struct points points = points_of(arena, part);
        struct near here = { 0 };
        if (!nearest(&here, text, arena, &quote, &points, borders_of(anchor)) || (found && here.cost >= best.cost))
            continue;
        best = here;
        found = true;
        size_t from = skip_points(text->text, section.from, here.from);
        *out = (struct anchor_span){ from, skip_points(text->text, from, here.to - here.from), ANCHOR_CHANGED, false, false };
    }
    return found;
}

/* What it takes is given back: a text may have a thousand threads. */
static bool by_likeness(struct anchor_span *out, struct anchor_text *text, const struct anchor *anchor, const char *heading)
{
    struct arena *arena = arena_new();
    bool found = likeness_in(out, text, anchor, heading, arena);
    arena_free(arena);
    return found;
}

static bool touch(const struct anchor_span *a, const struct anchor_span *b)
{
    return a->from < b->to && b->from < a->to;
}

struct anchor_span anchor_find(struct anchor_text *text, const struct anchor *anchor)
{
    struct anchor_span at, found;
    bytes exact = bytes_text(anchor->exact);
    bool positions = by_positions(&at, text, anchor);
    if (positions && same_words(text, &at, exact)) {
        at.sure = is_whole(text, anchor, at.from, at.to);
        return at;
    }
    if (exact.len && by_quote(&found, text, anchor)) {
        bool told = text->doc && anchor->start.len && anchor->end.len;
        found.there = positions && touch(&at, &found);
        found.sure = found.sure && (positions ? found.there : anchor->alone || !told);
        return found;
    }
    if (exact.len && by_likeness(&found, text, anchor, anchor->section))
        return found;
    if (exact.len && positions && spend(text, text->text.len / 16 + 1) && by_likeness(&found, text, anchor, section_of(text, at.from)))
        return found;
    return (struct anchor_span){ .state = ANCHOR_DETACHED };
}

bool anchor_quoted(struct anchor_span *out, struct anchor_text *text, const struct anchor *anchor)
{
    return by_quote(out, text, anchor);
}

/* ---- making one ---- */

static const char *words_between(const struct anchor_text *text, size_t from, size_t to)
{
    return arena_span(text->arena, (const char *)text->text.ptr + from, to - from);
}

static carnet_err position(bytes *out, const struct anchor_text *text, size_t offset, int side)
{
    *out = (bytes){ 0 };
    if (!text->doc)
        return CARNET_OK;
    CLEANUP(buf_clear) struct buf encoded = { 0 };
    TRY(crdt_position_encode(&encoded, text->doc, text->root, anchor_units(text, offset), side));
    *out = (bytes){ arena_copy(text->arena, encoded.ptr, encoded.len), encoded.len };
    return CARNET_OK;
}

carnet_err anchor_make(struct anchor *out, struct anchor_text *text, size_t from, size_t to)
{
    size_t before = back_points(text->text, from, ANCHOR_CONTEXT), after = to;
    for (int i = 0; i < ANCHOR_CONTEXT && after < text->text.len; i++)
        after = skip_points(text->text, after, 1);
    *out = (struct anchor){
        .exact = words_between(text, from, to),
        .prefix = words_between(text, before, from),
        .suffix = words_between(text, to, after),
        .section = section_of(text, from),
    };
    struct anchor_span found;
    out->alone = from < to && by_quote_as(&found, text, out, true) && found.sure;
    TRY(position(&out->start, text, from, 0));
    return position(&out->end, text, to, -1);
}
