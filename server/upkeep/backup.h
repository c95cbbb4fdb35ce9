#pragma once
/* Backing up while everybody writes (DESIGN §8): one copy of carnet.db as of one moment; then the keys, so that every sealed row has its
 * own; then files, then repositories, none of which lose anything meanwhile. What repositories hold beyond the database is
 * forgotten at restore. One encrypted file, which has its name only when it is whole and on disk. */
#include "store/db.h"
#include "upkeep/upkeep.h"

struct backup_order {
    const char *file; /* from the root */
    const char *key;  /* file of the key; NULL: the folder's own */
};
/* db: a connection in no transaction. Says how it went, and where the key is. */
MUST_CHECK carnet_err backup_make(struct upkeep *upkeep, struct db *db, const struct backup_order *order);
MUST_CHECK carnet_err backup_tidy(const char *folder); /* what a killed one left in the folder */
