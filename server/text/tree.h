#pragma once
/* Markdown to cmark's tree: CommonMark with tables, task lists, ~~strikethrough~~ and footnotes; no bare-address links.
 * In the child only: memory is counted, and a text that needs more than 400 MB ends the process. */
#include "base/bytes.h"
#include "base/err.h"

#include <cmark-gfm.h>

/* Exported by libcmark-gfm-extensions, whose own headers for them Debian does not ship. Set once tree_parse was called. */
extern cmark_node_type CMARK_NODE_TABLE, CMARK_NODE_TABLE_ROW, CMARK_NODE_TABLE_CELL, CMARK_NODE_STRIKETHROUGH;

static inline bool tree_is_block(cmark_node_type type)
{
    return ((unsigned)type & CMARK_NODE_TYPE_MASK) == CMARK_NODE_TYPE_BLOCK;
}

struct tree {
    cmark_parser *parser;
    cmark_node *root;
};

MUST_CHECK carnet_err tree_parse(struct tree *out, bytes markdown);
void tree_clear(struct tree *tree);
