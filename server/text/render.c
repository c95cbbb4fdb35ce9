/* cmark reads, this file writes: HTML is made of the tags below and escaped text, nothing else, so raw HTML in a text has
 * no way through. Addresses pass text/link.h. An image from elsewhere is not loaded by readers: it becomes a link.
 * Leaf blocks (paragraph, heading, code, table, a tight list item's text) are numbered p-1, p-2… in document order. */
#include "text/render.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <stdlib.h>
#include <string.h>

#include "text/link.h"
#include "text/renderer.h"
#include "text/tree.h"

struct page {
    struct buf *out;
    int blocks;        /* ids given */
    cmark_node *link;  /* the open link that was written as one */
    cmark_node *image; /* inside it only text is written: into alt, or as the label of a link */
    bool alt;          /* into alt */
    bool in_head;      /* the table's header row */
    bool body;         /* the table's body is open */
    int column;
    int note;          /* the open footnote, 0 outside */
    int notes;         /* footnotes begun: cmark puts them at the end, in the order of their numbers */
    uint32_t *calls;   /* how often each footnote was called so far, by number */
    size_t calls_size;
};

static void put(struct page *p, const char *html)
{
    buf_put_text(p->out, html);
}

static void put_escaped(struct page *p, const char *text)
{
    while (*text) {
        size_t plain = strcspn(text, "&<>\"");
        buf_put(p->out, (bytes){ (const uint8_t *)text, plain });
        text += plain;
        if (*text)
            put(p, *text == '&' ? "&amp;" : *text == '<' ? "&lt;" : *text == '>' ? "&gt;" : "&quot;");
        text += *text != 0;
    }
}

static void put_id(struct page *p)
{
    buf_printf(p->out, " id=\"p-%d\"", ++p->blocks);
}

static void tag(struct page *p, bool entering, const char *name)
{
    buf_printf(p->out, entering ? "<%s>" : "</%s>", name);
}

/* ---- blocks --------------------------------------------------------------------------------------------------------- */

static bool is_task(cmark_node *node)
{
    return strcmp(cmark_node_get_type_string(node), "tasklist") == 0;
}

static cmark_node *item_of(cmark_node *paragraph) /* the list item it opens, or NULL */
{
    cmark_node *parent = cmark_node_parent(paragraph);
    return cmark_node_get_type(parent) == CMARK_NODE_ITEM && !cmark_node_previous(paragraph) ? parent : NULL;
}

static bool is_tight(cmark_node *item)
{
    return item && cmark_node_get_list_tight(cmark_node_parent(item));
}

/* Arrows back to each call of the open footnote. */
static void put_back_links(struct page *p)
{
    uint32_t calls = (size_t)p->note < p->calls_size ? p->calls[p->note] : 0;
    for (uint32_t i = 1; i <= calls; i++)
        buf_printf(p->out, " <a href=\"#fnref-%d-%u\" class=\"footnote-back\" role=\"doc-backlink\">↩ %d</a>", p->note, i,
                   p->note);
}

static bool ends_note(struct page *p, cmark_node *node)
{
    return p->note && cmark_node_get_type(cmark_node_parent(node)) == CMARK_NODE_FOOTNOTE_DEFINITION &&
           !cmark_node_next(node);
}

/* An image of ours alone in its paragraph, with a title: a figure, the title its caption. NULL otherwise. */
static cmark_node *figure_of(cmark_node *paragraph)
{
    cmark_node *image = cmark_node_first_child(paragraph);
    cmark_node_type parent = cmark_node_get_type(cmark_node_parent(paragraph));
    if (!image || cmark_node_next(image) || cmark_node_get_type(image) != CMARK_NODE_IMAGE || parent == CMARK_NODE_ITEM ||
        parent == CMARK_NODE_FOOTNOTE_DEFINITION || !link_is_own_image(cmark_node_get_url(image)))
        return NULL;
    const char *title = cmark_node_get_title(image);
    return title && *title ? image : NULL;
}

static void figure(struct page *p, cmark_node *image, bool entering)
{
    if (entering) {
        put(p, "<figure");
        put_id(p);
        put(p, ">");
        return;
    }
    put(p, "<figcaption>");
    put_escaped(p, cmark_node_get_title(image));
    put(p, "</figcaption></figure>\n");
}

/* The first paragraph of a tight item has no tags: its item carries the id, or in a task a span, which names the box. */
static void paragraph(struct page *p, cmark_node *node, bool entering)
{
    cmark_node *image = figure_of(node);
    if (image) {
        figure(p, image, entering);
        return;
    }
    cmark_node *item = item_of(node);
    bool tight = is_tight(item), task = item && is_task(item);
    if (!entering) {
        if (ends_note(p, node))
            put_back_links(p);
        put(p, tight && task ? "</span>" : tight ? "" : "</p>\n");
        return;
    }
    if (task) {
        bool done = cmark_gfm_extensions_get_tasklist_item_checked(item);
        buf_printf(p->out, "<input type=\"checkbox\" disabled%s aria-labelledby=\"p-%d\"> ", done ? " checked" : "",
                   p->blocks + 1);
    }
    if (tight && !task)
        return;
    put(p, tight ? "<span" : "<p");
    put_id(p);
    put(p, ">");
}

static void list(struct page *p, cmark_node *node, bool entering)
{
    bool ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
    int start = cmark_node_get_list_start(node);
    if (entering && ordered && start != 1)
        buf_printf(p->out, "<ol start=\"%d\">", start);
    else
        tag(p, entering, ordered ? "ol" : "ul");
    put(p, "\n");
}

static void item(struct page *p, cmark_node *node, bool entering)
{
    if (!entering) {
        put(p, "</li>\n");
        return;
    }
    cmark_node *first = cmark_node_first_child(node);
    bool text = first && cmark_node_get_type(first) == CMARK_NODE_PARAGRAPH;
    put(p, is_task(node) ? "<li class=\"task\"" : "<li");
    if (text && is_tight(node) && !is_task(node))
        put_id(p);
    put(p, ">");
}

static void code_block(struct page *p, cmark_node *node)
{
    put(p, "<pre");
    put_id(p);
    put(p, "><code");
    const char *info = cmark_node_get_fence_info(node);
    size_t len = info ? strspn(info, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+-") : 0;
    if (len && len <= 30)
        buf_printf(p->out, " class=\"language-%.*s\"", (int)len, info);
    put(p, ">");
    put_escaped(p, cmark_node_get_literal(node));
    put(p, "</code></pre>\n");
}

static void heading(struct page *p, cmark_node *node, bool entering)
{
    int level = cmark_node_get_heading_level(node);
    if (!entering) {
        buf_printf(p->out, "</h%d>\n", level);
        return;
    }
    buf_printf(p->out, "<h%d", level);
    put_id(p);
    put(p, ">");
}

static void note(struct page *p, cmark_node *node, bool entering)
{
    if (!entering) {
        cmark_node *last = cmark_node_last_child(node);
        if (!last || cmark_node_get_type(last) != CMARK_NODE_PARAGRAPH)
            put_back_links(p);
        put(p, "</li>\n");
        p->note = 0;
        return;
    }
    if (!p->notes)
        put(p, "<section class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n");
    p->note = ++p->notes;
    buf_printf(p->out, "<li id=\"fn-%d\">\n", p->note);
}

/* ---- tables --------------------------------------------------------------------------------------------------------- */

static void table(struct page *p, bool entering)
{
    if (entering) {
        put(p, "<table");
        put_id(p);
        put(p, ">\n");
        p->body = false;
    } else {
        put(p, p->body ? "</tbody>\n</table>\n" : "</table>\n");
    }
}

static void row(struct page *p, cmark_node *node, bool entering)
{
    if (!entering) {
        put(p, p->in_head ? "</tr>\n</thead>\n" : "</tr>\n");
        return;
    }
    p->in_head = cmark_gfm_extensions_get_table_row_is_header(node);
    p->column = 0;
    put(p, p->in_head ? "<thead>\n<tr>\n" : p->body ? "<tr>\n" : "<tbody>\n<tr>\n");
    p->body = !p->in_head;
}

static void cell(struct page *p, cmark_node *node, bool entering)
{
    if (!entering) {
        put(p, p->in_head ? "</th>\n" : "</td>\n");
        return;
    }
    cmark_node *table_node = cmark_node_parent(cmark_node_parent(node));
    const uint8_t *sides = cmark_gfm_extensions_get_table_alignments(table_node);
    uint8_t side = p->column < cmark_gfm_extensions_get_table_columns(table_node) ? sides[p->column] : 0;
    p->column++;
    put(p, p->in_head ? "<th scope=\"col\"" : "<td");
    if (side == 'l' || side == 'c' || side == 'r')
        put(p, side == 'l' ? " class=\"align-start\"" : side == 'c' ? " class=\"align-center\"" : " class=\"align-end\"");
    put(p, ">");
}

/* ---- in the line ---------------------------------------------------------------------------------------------------- */

static void put_title(struct page *p, cmark_node *node)
{
    const char *title = cmark_node_get_title(node);
    if (!title || !*title)
        return;
    put(p, " title=\"");
    put_escaped(p, title);
    put(p, "\"");
}

static void open_link(struct page *p, cmark_node *node, enum link_kind kind)
{
    put(p, "<a href=\"");
    link_put(p->out, cmark_node_get_url(node));
    put(p, kind == LINK_WEB ? "\" rel=\"noopener noreferrer\"" : "\"");
    put_title(p, node);
    put(p, ">");
    p->link = node;
}

static void close_link(struct page *p, cmark_node *node)
{
    if (p->link == node) {
        put(p, "</a>");
        p->link = NULL;
    }
}

static void link_node(struct page *p, cmark_node *node, bool entering)
{
    enum link_kind kind = link_kind(cmark_node_get_url(node));
    if (!entering)
        close_link(p, node);
    else if (kind != LINK_REFUSED && !p->link)
        open_link(p, node, kind);
}

static void open_image(struct page *p, cmark_node *node)
{
    const char *url = cmark_node_get_url(node);
    p->image = node;
    p->alt = link_is_own_image(url);
    if (p->alt) {
        put(p, "<img src=\"");
        link_put(p->out, url);
        put(p, "\" alt=\"");
        return;
    }
    bool elsewhere = link_kind(url) == LINK_WEB;
    if (elsewhere && !p->link)
        open_link(p, node, LINK_WEB);
    if (elsewhere && !cmark_node_first_child(node))
        put_escaped(p, url);
}

static void close_image(struct page *p, cmark_node *node)
{
    if (p->alt) {
        put(p, "\"");
        if (!figure_of(cmark_node_parent(node)))
            put_title(p, node);
        put(p, " loading=\"lazy\">");
    }
    close_link(p, node);
    p->image = NULL;
    p->alt = false;
}

static void note_call(struct page *p, cmark_node *node)
{
    long number = strtol(cmark_node_get_literal(node), NULL, 10);
    if (number < 1 || number > RENDERER_INPUT)
        return;
    if ((size_t)number >= p->calls_size) {
        size_t size = (size_t)number * 2 + 16;
        p->calls = mem_grow(p->calls, size * sizeof *p->calls);
        memset(p->calls + p->calls_size, 0, (size - p->calls_size) * sizeof *p->calls);
        p->calls_size = size;
    }
    buf_printf(p->out,
               "<sup class=\"footnote\"><a href=\"#fn-%ld\" id=\"fnref-%ld-%u\" role=\"doc-noteref\">%ld</a></sup>", number,
               number, ++p->calls[number], number);
}

/* Text, breaks and code: what also goes into an image's alternative text, there without tags. */
static bool text_node(struct page *p, cmark_node *node, cmark_node_type type)
{
    bool plain = p->image != NULL;
    if (type == CMARK_NODE_TEXT) {
        put_escaped(p, cmark_node_get_literal(node));
    } else if (type == CMARK_NODE_CODE) {
        put(p, plain ? "" : "<code>");
        put_escaped(p, cmark_node_get_literal(node));
        put(p, plain ? "" : "</code>");
    } else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK) {
        put(p, plain ? " " : type == CMARK_NODE_SOFTBREAK ? "\n" : "<br>\n");
    } else {
        return false;
    }
    return true;
}

/* ---- the walk ------------------------------------------------------------------------------------------------------- */

static void inline_node(struct page *p, cmark_node *node, cmark_node_type type, bool entering)
{
    if (type == CMARK_NODE_LINK)
        link_node(p, node, entering);
    else if (type == CMARK_NODE_IMAGE && entering)
        open_image(p, node);
    else if (type == CMARK_NODE_EMPH)
        tag(p, entering, "em");
    else if (type == CMARK_NODE_STRONG)
        tag(p, entering, "strong");
    else if (type == CMARK_NODE_STRIKETHROUGH)
        tag(p, entering, "del");
    else if (type == CMARK_NODE_FOOTNOTE_REFERENCE && entering)
        note_call(p, node);
}

static void block_node(struct page *p, cmark_node *node, cmark_node_type type, bool entering)
{
    if (type == CMARK_NODE_PARAGRAPH)
        paragraph(p, node, entering);
    else if (type == CMARK_NODE_HEADING)
        heading(p, node, entering);
    else if (type == CMARK_NODE_LIST)
        list(p, node, entering);
    else if (type == CMARK_NODE_ITEM)
        item(p, node, entering);
    else if (type == CMARK_NODE_BLOCK_QUOTE)
        put(p, entering ? "<blockquote>\n" : "</blockquote>\n");
    else if (type == CMARK_NODE_CODE_BLOCK)
        code_block(p, node);
    else if (type == CMARK_NODE_THEMATIC_BREAK)
        put(p, "<hr>\n");
    else if (type == CMARK_NODE_TABLE)
        table(p, entering);
    else if (type == CMARK_NODE_TABLE_ROW)
        row(p, node, entering);
    else if (type == CMARK_NODE_TABLE_CELL)
        cell(p, node, entering);
    else if (type == CMARK_NODE_FOOTNOTE_DEFINITION)
        note(p, node, entering);
    else if (type == CMARK_NODE_DOCUMENT && !entering && p->notes)
        put(p, "</ol>\n</section>\n");
}

static void visit(struct page *p, cmark_node *node, bool entering)
{
    cmark_node_type type = cmark_node_get_type(node);
    if (p->image) {
        if (node == p->image && !entering)
            close_image(p, node);
        else if (entering)
            text_node(p, node, type);
    } else if (tree_is_block(type)) {
        block_node(p, node, type, entering);
    } else if (!(entering && text_node(p, node, type))) {
        inline_node(p, node, type, entering);
    }
}

carnet_err render_html(struct buf *out, bytes markdown)
{
    CLEANUP(tree_clear) struct tree tree = { 0 };
    TRY(tree_parse(&tree, markdown));
    struct page page = { .out = out };
    size_t start = out->len;
    cmark_iter *iter = cmark_iter_new(tree.root);
    for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
        visit(&page, cmark_iter_get_node(iter), event == CMARK_EVENT_ENTER);
        if (out->len - start > RENDERER_OUTPUT)
            break;
    }
    cmark_iter_free(iter);
    mem_free(page.calls);
    if (out->len - start > RENDERER_OUTPUT)
        return err_set(CARNET_LIMIT, "text.too_costly", "out=%zu", out->len - start);
    return CARNET_OK;
}
