#pragma once
/* A data folder that no server uses, taken for one sub-command: its lock, its databases, a ctx that writes. */
#include "store/ctx.h"
#include "store/db.h"
#include "store/folder.h"
#include "store/keys.h"

struct direct {
    struct folder *folder;
    struct db *db;
    struct keys *keys;
    struct arena *arena;
    struct effects effects;
    struct ctx ctx;
};
MUST_CHECK carnet_err direct_lock(struct direct *d, const char *folder, bool create); /* CONFLICT "folder.in_use" */
MUST_CHECK carnet_err direct_begin(struct direct *d, const char *folder);            /* opens, migrates */
void direct_end(struct direct *d); /* for CLEANUP: undoes an open transaction, lets the lock go */
