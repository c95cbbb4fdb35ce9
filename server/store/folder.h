#pragma once
/* The data folder: one process at a time. Made with its sub-folders groups/ works/ files/ tmp/, for this account alone.
 * Holds a lock on the file `lock` from open to close. Never touches carnet.db: closing a descriptor of it would drop SQLite's locks. */
#include <stdbool.h>

#include "base/err.h"

struct folder;
/* CARNET_CONFLICT "folder.in_use" while another process has it; CARNET_MISSING "folder.missing" when create is false and it is not there. */
MUST_CHECK carnet_err folder_open(struct folder **out, const char *path, bool create);
/* For restoring: a folder in which an earlier restore did not end opens too. Otherwise such a folder is refused with CARNET_CONFLICT
 * "folder.half_restored": it has parts of a backup and no database. */
MUST_CHECK carnet_err folder_open_to_restore(struct folder **out, const char *path);
/* Between the two, parts are moved in; the database comes last, and with it the folder is whole. */
MUST_CHECK carnet_err folder_restore_begin(const struct folder *folder);
MUST_CHECK carnet_err folder_restore_end(const struct folder *folder);
bool folder_half_restored(const struct folder *folder);
/* What lies whole and synced in FOLDER_FRESH (carnet.db, keys.db and the three sub-folders) takes the place of what is there, which is kept in
 * `aside`, a new folder in this one. Nobody may have the databases open. Fails with everything as it was; once the first part has moved, whatever
 * stops it, the next opening finishes it first, so that no one sees a mixture. CONFLICT "folder.elsewhere": a part is on another disk. */
#define FOLDER_FRESH "tmp/fresh"
MUST_CHECK carnet_err folder_replace(const struct folder *folder, const char *aside);
MUST_CHECK carnet_err folder_sync(const char *path); /* a folder's own entries are on disk */
const char *folder_path(const struct folder *folder);
void folder_close(struct folder *folder); /* NULL is fine */
