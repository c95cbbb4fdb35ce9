#pragma once
/* Signes: characters of the rendered text, spaces included (the school's rules for counting).
 * Only the types are for the server; measure_markdown parses, so it runs in the child (text/renderer.h). */
#include <stdint.h>

#include "base/bytes.h"
#include "base/err.h"

enum { MEASURE_PAGE = 1800 }; /* signes in an estimated page */

struct text_measure {
    int64_t signes, signes_without_footnotes, estimated_pages;
};

/* A heading and what follows it up to the next heading, footnotes apart. The first section, level 0 and without a
 * heading, is what stands before the first one. Together they are signes_without_footnotes. */
struct text_section {
    int level;
    const char *heading; /* plain text, cut at 200 characters */
    int64_t signes;
};

struct text_outline {
    struct text_measure measure;
    struct text_section *sections;
    size_t count;
};

/* In the child: appends "signes, without footnotes, section count, then level, signes, heading of each" as varints and
 * sized texts. */
MUST_CHECK carnet_err measure_markdown(struct buf *out, bytes markdown);
const char *text_version(void); /* of the Markdown library in service; anywhere */
