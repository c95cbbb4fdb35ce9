#pragma once
/* Looking for damage (DESIGN §8, §10): databases, rows, seals, documents, revisions, repositories. */
#include "store/ctx.h"
#include "upkeep/upkeep.h"

/* Says every fault in plain words, one line each, without content; findings: how many. An error means that it could not look. */
MUST_CHECK carnet_err check_all(size_t *findings, struct ctx *ctx, struct upkeep *upkeep);

/* On a folder that nobody serves: makes every repository with a fault again, from the newest backup at hand and from the rows, and keeps the
 * damaged one beside it. remaining: the faults that are still there afterwards, and everything that is no repository's. */
MUST_CHECK carnet_err check_repair(size_t *remaining, struct ctx *ctx, struct upkeep *upkeep);

/* One repository again, in dir, which must not be there: from the backup (NULL: none), then from the rows. */
MUST_CHECK carnet_err check_rebuild(struct ctx *ctx, struct upkeep *upkeep, const char *repository, const char *dir,
                                    const char *backup);
