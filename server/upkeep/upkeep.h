#pragma once
/* What backups and checks need of whoever runs them: a worker of the server, or a sub-command that has the folder to itself. */
#include "loop/database.h"

struct upkeep {
    const char *folder;
    carnet_err (*keys)(struct upkeep *upkeep, database_keys_fn *fn, void *self); /* fn with the keys, where they may be read */
    void (*say)(struct upkeep *upkeep, const char *line);                        /* progress, or what was found */
    bool (*stop)(struct upkeep *upkeep);                                          /* true: somebody wants it to end */
};
