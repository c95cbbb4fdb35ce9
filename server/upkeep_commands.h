#pragma once
/* The sub-commands backup, restore and check (DESIGN §10). Each returns the exit status. */
#include "base/err.h"

struct upkeep_words {
    const char *data, *file;
    const char *key; /* file of a backup key; NULL: the folder's own */
};
int upkeep_backup(const struct upkeep_words *words);  /* asks the server, or does it alone */
int upkeep_restore(const struct upkeep_words *words);
int upkeep_check(const struct upkeep_words *words);   /* 1: something was found */
int upkeep_repair(const struct upkeep_words *words);  /* 1: something is left */

/* Says this thread's note: 3 for a folder in use or not free, else 1. */
int command_failed(carnet_err err);
