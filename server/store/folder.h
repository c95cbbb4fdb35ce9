#pragma once
/* The data folder: one process at a time. Made with its sub-folders groups/ works/ files/ tmp/, for this account alone.
 * Holds a lock on the file `lock` from open to close. Never touches carnet.db: closing a descriptor of it would drop SQLite's locks. */
#include <stdbool.h>

#include "base/err.h"

struct folder;
/* CARNET_CONFLICT "folder.in_use" while another process has it; CARNET_MISSING "folder.missing" when create is false and it is not there. */
MUST_CHECK carnet_err folder_open(struct folder **out, const char *path, bool create);
const char *folder_path(const struct folder *folder);
void folder_close(struct folder *folder); /* NULL is fine */
