#pragma once
/* Reading a repository back: a file at a commit, and the commits that changed a file, newest first (first parents).
 * Worker threads, also beside the writer. */
#include <stdint.h>

#include "base/bytes.h"
#include "base/err.h"
#include "base/mem.h"
#include "vault/commit.h"

struct vault_entry {
    char id[VAULT_ID];
    int64_t at;                   /* ms, whole seconds */
    struct vault_person *authors; /* the author, then the co-authors */
    size_t author_count;
    const char *message; /* without the trailers */
};

struct vault_log {
    struct vault_entry *entries; /* in the arena */
    size_t count;
};

/* id NULL reads the tip. MISSING when the commit or the path is absent, LIMIT above 64 MiB. Appends to out. */
MUST_CHECK carnet_err vault_read(struct buf *out, const char *dir, const char *id, const char *path);

/* path NULL lists every commit. At most limit entries; after (NULL for the start) is the id that ended the last page. */
MUST_CHECK carnet_err vault_log(struct vault_log *out, struct arena *arena, const char *dir, const char *path,
                                const char *after, size_t limit);
