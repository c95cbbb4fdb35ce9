/* The school's counting rules on cmark's tree: each block's text is gathered, put in NFC, freed of invisible characters,
 * its spaces collapsed and trimmed, and its code points counted. Nothing is counted between blocks.
 * A block of raw HTML counts nothing, as it shows nothing; so does a footnote nobody calls. In a code block line ends
 * vanish before spaces are collapsed. */
#include "text/measure.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <uninorm.h>

#include "text/renderer.h"
#include "text/tree.h"

enum { HEADING_MAX = 200 };

struct section {
    int level;
    int64_t signes;
    struct buf heading;
};

struct count {
    struct buf block;    /* the text of the open block */
    cmark_node *image;   /* inside it nothing counts */
    bool in_note;
    int64_t signes, in_notes;
    struct section *sections;
    size_t section_count, section_cap;
};

static void count_clear(struct count *c)
{
    buf_clear(&c->block);
    for (size_t i = 0; i < c->section_count; i++)
        buf_clear(&c->sections[i].heading);
    mem_free(c->sections);
}

static struct section *section_add(struct count *c, int level)
{
    if (c->section_count == c->section_cap) {
        c->section_cap = c->section_cap ? c->section_cap * 2 : 16;
        c->sections = mem_grow(c->sections, c->section_cap * sizeof *c->sections);
    }
    c->sections[c->section_count] = (struct section){ .level = level };
    return &c->sections[c->section_count++];
}

/* ---- one block's text ----------------------------------------------------------------------------------------------- */

/* Length of the invisible character at *p: U+200B, U+FEFF, U+00AD, U+2060; 0 for any other. */
static size_t invisible(const uint8_t *p, size_t left)
{
    if (left >= 2 && p[0] == 0xc2 && p[1] == 0xad)
        return 2;
    if (left < 3)
        return 0;
    bool match = (p[0] == 0xe2 && p[1] == 0x80 && p[2] == 0x8b) || (p[0] == 0xe2 && p[1] == 0x81 && p[2] == 0xa0) ||
                 (p[0] == 0xef && p[1] == 0xbb && p[2] == 0xbf);
    return match ? 3 : 0;
}

/* In place: invisible characters go, runs of spaces become one, both ends are trimmed. */
static void squeeze(struct buf *text)
{
    size_t to = 0;
    bool space = false;
    for (size_t at = 0; at < text->len;) {
        size_t gone = invisible(text->ptr + at, text->len - at);
        if (gone) {
            at += gone;
            continue;
        }
        uint8_t c = text->ptr[at++];
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            space = to > 0;
            continue;
        }
        if (space)
            text->ptr[to++] = ' ';
        space = false;
        text->ptr[to++] = c;
    }
    text->len = to;
    if (text->ptr)
        text->ptr[to] = 0;
}

/* Nothing below U+0300, whose first byte is 0xcc, changes in NFC. */
static bool is_composed(const struct buf *text)
{
    for (size_t i = 0; i < text->len; i++)
        if (text->ptr[i] >= 0xcc)
            return false;
    return true;
}

static void normalize(struct buf *text)
{
    if (is_composed(text))
        return;
    size_t len = 0;
    uint8_t *composed = u8_normalize(UNINORM_NFC, text->ptr, text->len, NULL, &len);
    if (!composed)
        abort(); /* no memory: cmark has already replaced what is not UTF-8 */
    text->len = 0;
    buf_put(text, (bytes){ composed, len });
    free(composed);
}

static int64_t points(const struct buf *text)
{
    int64_t n = 0;
    for (size_t i = 0; i < text->len; i++)
        n += (text->ptr[i] & 0xc0) != 0x80;
    return n;
}

static void put_heading(struct section *section, const struct buf *text)
{
    size_t len = 0, characters = 0;
    for (; len < text->len; len++)
        if ((text->ptr[len] & 0xc0) != 0x80 && ++characters > HEADING_MAX)
            break;
    buf_put(&section->heading, (bytes){ text->ptr, len });
}

static bool is_title(cmark_node *node) /* a heading of the document itself, not one inside a quote or a list */
{
    return cmark_node_get_type(node) == CMARK_NODE_HEADING &&
           cmark_node_get_type(cmark_node_parent(node)) == CMARK_NODE_DOCUMENT;
}

static void block_end(struct count *c, cmark_node *node)
{
    normalize(&c->block);
    squeeze(&c->block);
    int64_t n = points(&c->block);
    c->signes += n;
    if (c->in_note) {
        c->in_notes += n;
    } else {
        struct section *section = &c->sections[c->section_count - 1];
        if (is_title(node))
            put_heading(section, &c->block);
        section->signes += n;
    }
    c->block.len = 0;
}

/* ---- the walk ------------------------------------------------------------------------------------------------------- */

static void put_without_line_ends(struct buf *out, const char *text)
{
    while (*text) {
        size_t len = strcspn(text, "\n");
        buf_put(out, (bytes){ (const uint8_t *)text, len });
        text += len + (text[len] == '\n');
    }
}

static bool is_text_block(cmark_node_type type)
{
    return type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING || type == CMARK_NODE_TABLE_CELL;
}

static void enter(struct count *c, cmark_node *node, cmark_node_type type)
{
    if (is_title(node))
        section_add(c, cmark_node_get_heading_level(node));
    else if (type == CMARK_NODE_FOOTNOTE_DEFINITION)
        c->in_note = true;
    else if (type == CMARK_NODE_IMAGE && !c->image)
        c->image = node;
    if (c->image)
        return;
    if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE) {
        buf_put_text(&c->block, cmark_node_get_literal(node));
    } else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK) {
        buf_put_byte(&c->block, ' ');
    } else if (type == CMARK_NODE_CODE_BLOCK) {
        put_without_line_ends(&c->block, cmark_node_get_literal(node));
        block_end(c, node);
    }
}

static void leave(struct count *c, cmark_node *node, cmark_node_type type)
{
    if (node == c->image)
        c->image = NULL;
    else if (is_text_block(type))
        block_end(c, node);
    else if (type == CMARK_NODE_FOOTNOTE_DEFINITION)
        c->in_note = false;
}

carnet_err measure_markdown(struct buf *out, bytes markdown)
{
    CLEANUP(tree_clear) struct tree tree = { 0 };
    TRY(tree_parse(&tree, markdown));
    CLEANUP(count_clear) struct count c = { 0 };
    section_add(&c, 0);
    cmark_iter *iter = cmark_iter_new(tree.root);
    for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
        cmark_node *node = cmark_iter_get_node(iter);
        if (event == CMARK_EVENT_ENTER)
            enter(&c, node, cmark_node_get_type(node));
        else
            leave(&c, node, cmark_node_get_type(node));
    }
    cmark_iter_free(iter);
    buf_put_varint(out, (uint64_t)c.signes);
    buf_put_varint(out, (uint64_t)(c.signes - c.in_notes));
    buf_put_varint(out, c.section_count);
    for (size_t i = 0; i < c.section_count; i++) {
        buf_put_varint(out, (uint64_t)c.sections[i].level);
        buf_put_varint(out, (uint64_t)c.sections[i].signes);
        buf_put_sized(out, buf_bytes(&c.sections[i].heading));
    }
    return CARNET_OK;
}

const char *text_version(void)
{
    return cmark_version_string();
}
