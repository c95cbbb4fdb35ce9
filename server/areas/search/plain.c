/* Line by line: what opens the line (heading, quotation, list), then the signs inside it. */
#include "areas/search/plain.h"

#include <string.h>

static bool is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

static size_t skip_blank(bytes line, size_t at)
{
    while (at < line.len && (line.ptr[at] == ' ' || line.ptr[at] == '\t'))
        at++;
    return at;
}

/* "- ", "* ", "+ ", "12. ", and a task's box. */
static size_t skip_list(bytes line, size_t at)
{
    size_t end = at;
    while (end < line.len && is_digit(line.ptr[end]))
        end++;
    bool numbered = end > at && end < line.len && (line.ptr[end] == '.' || line.ptr[end] == ')');
    if (!numbered && !(end == at && at < line.len && strchr("-*+", line.ptr[at])))
        return at;
    if (end + 1 >= line.len || line.ptr[end + 1] != ' ')
        return at;
    end = skip_blank(line, end + 1);
    if (line.len - end >= 4 && line.ptr[end] == '[' && line.ptr[end + 2] == ']' && line.ptr[end + 3] == ' ')
        end = skip_blank(line, end + 3);
    return end;
}

static size_t skip_opening(bool *heading, bytes line)
{
    size_t at = skip_blank(line, 0);
    while (at < line.len && line.ptr[at] == '>')
        at = skip_blank(line, at + 1);
    size_t signs = at;
    while (signs < line.len && line.ptr[signs] == '#')
        signs++;
    *heading = signs > at && signs - at <= 6 && signs < line.len && line.ptr[signs] == ' ';
    return *heading ? skip_blank(line, signs) : skip_list(line, at);
}

/* Behind "](": up to the bracket that closes the address. */
static size_t skip_address(bytes line, size_t at)
{
    size_t end = at;
    for (int depth = 1; end < line.len; end++) {
        depth += line.ptr[end] == '(' ? 1 : line.ptr[end] == ')' ? -1 : 0;
        if (!depth)
            return end + 1;
    }
    return at; /* not an address after all */
}

static void put_space(struct buf *out)
{
    if (out->len && out->ptr[out->len - 1] != ' ' && out->ptr[out->len - 1] != '\n')
        buf_put_byte(out, ' ');
}

static bool is_sign(uint8_t c)
{
    return c == '*' || c == '`' || c == '~' || c == '[' || c == ']' || c == '|' || c == '\\';
}

/* "snake_case" keeps its signs; "_emphasis_" does not. */
static bool is_emphasis(bytes line, size_t at)
{
    bool before = at > 0 && line.ptr[at - 1] > ' ', after = at + 1 < line.len && line.ptr[at + 1] > ' ';
    return line.ptr[at] == '_' && before != after;
}

static void put_line(struct buf *out, bytes line, size_t at)
{
    while (at < line.len) {
        uint8_t c = line.ptr[at];
        if (c == ']' && at + 1 < line.len && line.ptr[at + 1] == '(') {
            at = skip_address(line, at + 2);
            continue;
        }
        if (c == '[' && at + 1 < line.len && line.ptr[at + 1] == '^') { /* the sign of a note */
            const uint8_t *end = memchr(line.ptr + at, ']', line.len - at);
            at = end ? (size_t)(end - line.ptr) + 1 : at + 1;
            continue;
        }
        if (c == ' ' || c == '\t' || c == '|')
            put_space(out);
        else if (!is_sign(c) && !is_emphasis(line, at) && c >= ' ')
            buf_put_byte(out, c);
        at++;
    }
}

static void add_heading(struct plain *out, struct arena *arena, size_t *room, size_t from)
{
    if (out->heading_count == *room) {
        *room = *room ? *room * 2 : 16;
        struct plain_heading *larger = arena_alloc(arena, *room * sizeof *larger);
        if (out->heading_count)
            memcpy(larger, out->headings, out->heading_count * sizeof *larger);
        out->headings = larger;
    }
    out->headings[out->heading_count++] = (struct plain_heading){ from, out->text.len };
}

void plain_of(struct plain *out, struct arena *arena, bytes markdown)
{
    *out = (struct plain){ 0 };
    size_t room = 0;
    for (size_t at = 0; at < markdown.len;) {
        const uint8_t *end = memchr(markdown.ptr + at, '\n', markdown.len - at);
        size_t len = end ? (size_t)(end - markdown.ptr) - at : markdown.len - at;
        bytes line = { markdown.ptr + at, len };
        at += len + 1;
        bool heading;
        size_t from = out->text.len;
        put_line(&out->text, line, skip_opening(&heading, line));
        if (out->text.len == from)
            continue;
        if (heading)
            add_heading(out, arena, &room, from);
        buf_put_byte(&out->text, '\n');
    }
}

void plain_clear(struct plain *plain)
{
    buf_clear(&plain->text);
}
