#pragma once
/* Loads the sample cohort into an empty database: people, teams, journals, works, with their texts written through the CRDT
 * under their authors' names. One thread, a ctx that writes, migrated; guard and vault initialised. */
#include <stdbool.h>

#include "store/ctx.h"

struct demo_options {
    const char *folder;   /* data folder, for the git repositories; NULL: none are made */
    const char *password; /* NULL: CARNET_DEMO_PASSWORD, else passerelles-2026 */
    bool as_is;           /* keep the sample's dates; else they move by whole weeks so that its snapshot is this week */
};
/* Opens and commits its own transaction. CONFLICT "demo.not_empty" when there already are people. */
MUST_CHECK carnet_err demo_load(struct ctx *ctx, const struct demo_options *options);
