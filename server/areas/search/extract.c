/* The stretch that answers most of the words, the first of equals; it stays within its section and begins and ends between words. */
#include "areas/search/extract.h"

#include "areas/search/plain.h"
#include "base/utf.h"

enum { BEFORE = 70, STRETCH = 160, LONGEST = 260 }; /* octets */
#define ELLIPSIS "\xe2\x80\xa6"

static unsigned count_bits(unsigned bits)
{
    unsigned count = 0;
    for (; bits; bits &= bits - 1)
        count++;
    return count;
}

static size_t best_mark(const struct query_marks *marks)
{
    size_t best = 0;
    unsigned best_words = 0;
    for (size_t i = 0; i < marks->count; i++) {
        unsigned bits = 0;
        for (size_t j = i; j < marks->count && marks->marks[j].to <= marks->marks[i].from + STRETCH; j++)
            bits |= marks->marks[j].words;
        if (count_bits(bits) > best_words) {
            best_words = count_bits(bits);
            best = i;
        }
    }
    return best;
}

struct stretch {
    size_t from, to;
};

/* The section around a place: from behind its heading to the next one. */
static struct stretch section_around(const struct plain *plain, size_t at, const struct plain_heading **heading)
{
    struct stretch s = { 0, plain->text.len };
    *heading = NULL;
    for (size_t i = 0; i < plain->heading_count; i++) {
        const struct plain_heading *one = &plain->headings[i];
        if (one->from > at) {
            s.to = one->from;
            break;
        }
        *heading = one;
        s.from = one->to <= at ? one->to + 1 : one->from;
    }
    return s;
}

static bool is_gap(const struct buf *text, size_t at)
{
    return text->ptr[at] == ' ' || text->ptr[at] == '\n';
}

/* Narrows to words; what has no gap nearby (or is one long word) is cut between characters. */
static struct stretch between_words(const struct buf *text, struct stretch section, size_t at, size_t longest)
{
    size_t from = at > section.from + BEFORE ? at - BEFORE : section.from;
    if (from > section.from) {
        size_t gap = from;
        while (gap < at && !is_gap(text, gap))
            gap++;
        from = gap < at ? gap + 1 : at;
    }
    size_t to = from + longest < section.to ? from + longest : section.to;
    if (to < section.to) {
        size_t gap = to;
        while (gap > from + longest / 2 && !is_gap(text, gap))
            gap--;
        if (is_gap(text, gap))
            to = gap;
        while (to > from && (text->ptr[to] & 0xc0) == 0x80)
            to--;
    }
    while (to > from && is_gap(text, to - 1))
        to--;
    return (struct stretch){ from, to };
}

static void put_marks(struct extract *out, struct ctx *ctx, const struct query_marks *marks, bytes text, struct stretch shown, size_t shift)
{
    out->marks = arena_alloc(ctx->arena, (marks->count + 1) * sizeof *out->marks);
    for (size_t i = 0; i < marks->count; i++) {
        const struct query_mark *mark = &marks->marks[i];
        if (mark->from < shown.from || mark->to > shown.to)
            continue;
        size_t from = shift + utf16_length((bytes){ text.ptr + shown.from, mark->from - shown.from });
        size_t len = utf16_length((bytes){ text.ptr + mark->from, mark->to - mark->from });
        out->marks[out->mark_count++] = (struct extract_range){ from, from + len };
    }
}

static const char *line_of(struct ctx *ctx, const uint8_t *text, size_t len)
{
    char *line = arena_span(ctx->arena, (const char *)text, len);
    for (char *c = line; *c; c++)
        if (*c == '\n')
            *c = ' ';
    return line;
}

static void show(struct extract *out, struct ctx *ctx, const struct plain *plain, const struct query_marks *marks)
{
    const struct plain_heading *heading;
    size_t at = marks->count ? marks->marks[best_mark(marks)].from : 0;
    struct stretch section = section_around(plain, at, &heading);
    struct stretch shown = between_words(&plain->text, section, at, LONGEST);
    bool cut_before = shown.from > section.from, cut_after = shown.to + 1 < section.to;
    const char *line = line_of(ctx, plain->text.ptr + shown.from, shown.to - shown.from);
    out->text = arena_printf(ctx->arena, "%s%s%s", cut_before ? ELLIPSIS " " : "", line, cut_after ? " " ELLIPSIS : "");
    if (heading)
        out->section = line_of(ctx, plain->text.ptr + heading->from, heading->to - heading->from);
    put_marks(out, ctx, marks, buf_bytes(&plain->text), shown, cut_before ? 2 : 0);
}

void extract_of(struct extract *out, struct ctx *ctx, const struct query *query, bytes markdown)
{
    CLEANUP(plain_clear) struct plain plain;
    struct query_marks marks;
    *out = (struct extract){ .text = "" };
    plain_of(&plain, ctx->arena, markdown);
    if (!plain.text.len || !utf8_valid(buf_bytes(&plain.text)))
        return;
    query_find(&marks, ctx, query, buf_bytes(&plain.text));
    out->found = marks.found;
    show(out, ctx, &plain, &marks);
}

void extract_line(struct extract *out, struct ctx *ctx, const struct query *query, const char *line)
{
    bytes text = bytes_text(line);
    struct query_marks marks;
    query_find(&marks, ctx, query, text);
    *out = (struct extract){ .text = line, .found = marks.found };
    put_marks(out, ctx, &marks, text, (struct stretch){ 0, text.len }, 0);
}

json_t *extract_marks_json(const struct extract *extract)
{
    json_t *list = json_array();
    for (size_t i = 0; i < extract->mark_count; i++)
        json_array_append_new(list, json_pack("[I, I]", (json_int_t)extract->marks[i].from, (json_int_t)extract->marks[i].to));
    return list;
}
