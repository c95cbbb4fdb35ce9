#pragma once
/* Folders and plain files, for what is laid out before it is moved in place. Any thread; never carnet.db while it is served. */
#include <stdbool.h>

#include "base/bytes.h"
#include "base/err.h"

MUST_CHECK carnet_err tree_make(const char *path);   /* a private folder, which may be there already */
MUST_CHECK carnet_err tree_remove(const char *path); /* with all it holds; what is not there is fine. Follows no link */

/* Every plain file below a folder that is there, by its name below it ("a/b"), in no order. Hidden ones and links are left out. */
typedef carnet_err tree_file_fn(void *self, const char *name);
MUST_CHECK carnet_err tree_each_file(const char *path, tree_file_fn *fn, void *self);
/* The entries of one folder, likewise; an absent folder has none. */
MUST_CHECK carnet_err tree_each_entry(const char *path, tree_file_fn *fn, void *self);

MUST_CHECK carnet_err tree_read(struct buf *out, const char *path, size_t most); /* MISSING, or LIMIT above most */
/* The file holds exactly this, or what it held before; synced, private. */
MUST_CHECK carnet_err tree_write(const char *path, bytes data);
MUST_CHECK carnet_err tree_move(const char *from, const char *to);
bool tree_is_there(const char *path);
const char *tree_join(struct buf *out, const char *folder, const char *name); /* "folder/name", in out */
