#pragma once
/* Markdown to a safe HTML fragment, a pure function. It parses, so it runs in the child (text/renderer.h), never in the
 * server. Every block has an id (p-1, p-2…) in order, by which reviewers name paragraphs. */
#include "base/bytes.h"
#include "base/err.h"

MUST_CHECK carnet_err render_html(struct buf *out, bytes markdown); /* appends */
