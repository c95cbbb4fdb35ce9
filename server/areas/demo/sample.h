#pragma once
/* The sample's files, carried by the program (demo/sample/ in the sources), and the head of its texts. Only for demo/. */
#include <jansson.h>

#include "base/bytes.h"
#include "base/mem.h"

bytes sample_file(const char *name); /* must exist */

/* A text's front matter, which says what it is, and the text behind it. */
struct sample_text {
    const char *author, *date, *group, *title, *visibility; /* NULL: not said */
    json_t *tags; /* array; freed with json_decref */
    bytes text;   /* borrowed from the file */
};
MUST_CHECK carnet_err sample_text(struct sample_text *out, struct arena *arena, bytes file);
