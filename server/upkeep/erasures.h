#pragma once
/* Erasures outlive backups. Beside every backup lies a list, `carnet-erasures`, to which marks of erased journal keys are only ever added;
 * a restore erases again what it names. The data folder remembers where backups were put (`backups`), so that an erasure made after a
 * backup reaches the list beside it: at the next start and with every backup. */
#include "areas/journal/erase.h"
#include "base/bytes.h"
#include "upkeep/upkeep.h"

/* A backup was put there. Newest first; the newest that is still there is the one a repair may use. */
MUST_CHECK carnet_err backups_remember(const char *folder, const char *file);
MUST_CHECK carnet_err backups_newest(struct buf *file, const char *folder); /* MISSING when there is none */

/* Adds what keys.db knows to the lists beside every backup remembered; folders that are not there now are passed over. */
MUST_CHECK carnet_err erasures_publish(struct upkeep *upkeep);

struct erasures {
    struct buf marks; /* KEY_MARK octets each */
    bool listed;      /* there was a list */
};
MUST_CHECK carnet_err erasures_beside(struct erasures *out, const char *file); /* the list beside this backup, appended */
journal_was_erased_fn erasures_name;                                           /* self: the struct erasures */
void erasures_clear(struct erasures *erasures);
