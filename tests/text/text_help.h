#pragma once
/* What the tests of text/ share: one renderer whose child is this very program, and the fixtures. */
#include "harness/test.h"

#include "text/renderer.h"

struct renderer *help_renderer(void);
void help_file(struct buf *out, const char *name); /* of tests/fixtures/cpsl */
const char *help_html(const char *markdown);       /* until the next call */
int64_t help_signes(const char *markdown);
