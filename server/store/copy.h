#pragma once
/* Whole databases: consistent copies for a backup, and looking for damage. */
#include "store/ctx.h"
#include "store/db.h"
#include "store/keys.h"

/* A copy as of one moment, private and synced; the path must not exist. db: any connection that is not in a transaction, so not in
 * a job of LANE_READ. The keys that go with it are taken afterwards (keys_image), so that every sealed row has its key. */
MUST_CHECK carnet_err db_copy(struct db *db, const char *path);

/* Each says every fault it finds, one line without any content, and returns an error only when it could not look. */
typedef void complaint_fn(void *self, const char *line);
MUST_CHECK carnet_err db_check(struct db *db, complaint_fn *complain, void *self); /* pages, indexes, references */
MUST_CHECK carnet_err keys_check(struct keys *keys, complaint_fn *complain, void *self); /* not remote */
/* Every row and snapshot of every document: checksum, and seal where its key is there. A sealed document without key is said
 * through keyless instead: whether it is being erased is not known here. */
MUST_CHECK carnet_err log_check(struct ctx *ctx, complaint_fn *complain, void (*keyless)(void *self, int64_t document),
                                void *self);
