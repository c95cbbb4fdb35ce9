/* Before cmark: front matter goes, and lines that would make absurd tables are made harmless. cmark completes every row
 * of a table to the width of its header, and looks for cells in time quadratic in a line's bars; so in a line with more
 * than 100 bars each bar is escaped, and the line is text. Fenced code keeps its bars, as well as can be told without
 * parsing; what slips through meets the child's limits. */
#include "text/tree.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "text/renderer.h"

enum { BARS_MAX = 100, MEMORY_MAX = 400 << 20 };

/* ---- memory: counted, because RLIMIT_AS cannot be used together with the sanitizers -------------------------------- */

static size_t in_use;

static void *account(void *ptr)
{
    if ((in_use += malloc_usable_size(ptr)) > MEMORY_MAX)
        abort();
    return ptr;
}

static void *count_calloc(size_t count, size_t size)
{
    return account(mem_zero(count ? count : 1, size ? size : 1));
}

static void *count_realloc(void *ptr, size_t size)
{
    in_use -= ptr ? malloc_usable_size(ptr) : 0;
    return account(mem_grow(ptr, size ? size : 1));
}

static void count_free(void *ptr)
{
    in_use -= ptr ? malloc_usable_size(ptr) : 0;
    mem_free(ptr);
}

static cmark_mem memory = { count_calloc, count_realloc, count_free };

/* ---- lines ---------------------------------------------------------------------------------------------------------- */

static bytes line_next(struct reader *r) /* with its end */
{
    size_t left = reader_left(r);
    const uint8_t *end = left ? memchr(r->at, '\n', left) : NULL;
    bytes line = { r->at, end ? (size_t)(end + 1 - r->at) : left };
    r->at += line.len;
    return line;
}

static bytes line_trimmed(bytes line)
{
    while (line.len && strchr(" \t\r\n", line.ptr[line.len - 1]) && line.ptr[line.len - 1])
        line.len--;
    return line;
}

static bool line_is(bytes line, const char *text)
{
    return bytes_equal(line_trimmed(line), bytes_text(text));
}

static bool is_key(uint8_t c, bool first)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (!first && ((c >= '0' && c <= '9') || c == '-'));
}

static bool line_is_setting(bytes line) /* "key: …" */
{
    size_t i = 0;
    while (i < line.len && is_key(line.ptr[i], i == 0))
        i++;
    return i > 0 && i < line.len && line.ptr[i] == ':';
}

/* Front matter is "---", a setting on the very next line, and a closing "---" or "...". Without the setting it is a rule
 * or a heading's underline, which people do write at the top of a page. */
static bytes without_front_matter(bytes text)
{
    if (text.len >= 3 && memcmp(text.ptr, "\xef\xbb\xbf", 3) == 0)
        text = (bytes){ text.ptr + 3, text.len - 3 };
    struct reader r = reader_of(text);
    if (!line_is(line_next(&r), "---") || !reader_left(&r) || !line_is_setting(line_next(&r)))
        return text;
    while (reader_left(&r)) {
        bytes line = line_next(&r);
        if (line_is(line, "---") || line_is(line, "..."))
            return (bytes){ r.at, reader_left(&r) };
    }
    return text;
}

static size_t count_bars(bytes line)
{
    size_t bars = 0;
    for (size_t i = 0; i < line.len; i++) {
        if (line.ptr[i] == '\\')
            i++;
        else if (line.ptr[i] == '|')
            bars++;
    }
    return bars;
}

static void put_escaped(struct buf *out, bytes line)
{
    for (size_t i = 0; i < line.len; i++) {
        if (line.ptr[i] == '|')
            buf_put_byte(out, '\\');
        buf_put_byte(out, line.ptr[i]);
        if (line.ptr[i] == '\\' && i + 1 < line.len)
            buf_put_byte(out, line.ptr[++i]);
    }
}

struct fence {
    uint8_t mark; /* ` or ~, 0 outside */
    size_t len;
};

static void fence_follow(struct fence *fence, bytes line)
{
    size_t at = 0;
    while (at < line.len && (line.ptr[at] == ' ' || line.ptr[at] == '>'))
        at++;
    size_t end = at;
    while (end < line.len && line.ptr[end] == line.ptr[at])
        end++;
    if (end - at < 3 || (line.ptr[at] != '`' && line.ptr[at] != '~'))
        return;
    if (!fence->mark)
        *fence = (struct fence){ line.ptr[at], end - at };
    else if (fence->mark == line.ptr[at] && end - at >= fence->len && line_trimmed(line).len == end)
        *fence = (struct fence){ 0 };
}

static void put_tamed(struct buf *out, bytes text)
{
    struct reader r = reader_of(text);
    struct fence fence = { 0 };
    while (reader_left(&r)) {
        bytes line = line_next(&r);
        fence_follow(&fence, line);
        if (!fence.mark && count_bars(line) > BARS_MAX)
            put_escaped(out, line);
        else
            buf_put(out, line);
    }
}

/* ---- the tree ------------------------------------------------------------------------------------------------------- */

static void attach(cmark_parser *parser)
{
    static const char *const names[] = { "table", "strikethrough", "tasklist" };
    cmark_gfm_core_extensions_ensure_registered();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        cmark_syntax_extension *extension = cmark_find_syntax_extension(names[i]);
        if (!extension || !cmark_parser_attach_syntax_extension(parser, extension))
            abort();
    }
}

carnet_err tree_parse(struct tree *out, bytes markdown)
{
    if (markdown.len > RENDERER_INPUT)
        return err_set(CARNET_LIMIT, "text.too_long", "len=%zu", markdown.len);
    CLEANUP(buf_clear) struct buf tamed = { 0 };
    put_tamed(&tamed, without_front_matter(markdown));
    int options = CMARK_OPT_FOOTNOTES | CMARK_OPT_VALIDATE_UTF8 | CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE;
    out->parser = cmark_parser_new_with_mem(options, &memory);
    attach(out->parser);
    cmark_parser_feed(out->parser, buf_text(&tamed), tamed.len);
    out->root = cmark_parser_finish(out->parser);
    return CARNET_OK;
}

void tree_clear(struct tree *tree)
{
    if (tree->root)
        cmark_node_free(tree->root);
    if (tree->parser)
        cmark_parser_free(tree->parser);
    *tree = (struct tree){ 0 };
}
