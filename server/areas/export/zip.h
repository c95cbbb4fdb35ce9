#pragma once
/* A zip written into memory, file by file, by libarchive: what the calls make is appended to out and not kept. Names are UTF-8. Only for
 * export/; one thread at a time. */
#include "base/bytes.h"
#include "base/err.h"

struct zip;
MUST_CHECK carnet_err zip_new(struct zip **out);
struct zip_file {
    const char *name; /* with its folders */
    int64_t at;       /* ms */
    bytes content;
    bool packed; /* pictures are already */
};
MUST_CHECK carnet_err zip_put(struct buf *out, struct zip *zip, const struct zip_file *file);
MUST_CHECK carnet_err zip_end(struct buf *out, struct zip *zip); /* the list of what is in it */
void zip_free(struct zip *zip);                                  /* NULL is fine; half-way too */
