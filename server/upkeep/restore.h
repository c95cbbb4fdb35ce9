#pragma once
/* Restoring a backup into a folder that has no carnet.db (DESIGN §8). The backup is read to its end first, so one that was cut or altered is
 * refused before anything is written; everything is then laid out in the folder's tmp/ and moved in place at the very end, the database
 * last. Killed in between, the folder is refused by everything but another restore. */
#include "base/err.h"

struct restore_order {
    const char *file, *folder;
    const char *key; /* file of the key; NULL: it is looked for */
    void (*say)(void *self, const char *line);
    void *self;
};
/* CONFLICT "folder.in_use", or "restore.not_empty" when there is a database. */
MUST_CHECK carnet_err restore_run(const struct restore_order *order);
MUST_CHECK carnet_err restore_tidy(const char *folder); /* what a killed one left in tmp/ */
