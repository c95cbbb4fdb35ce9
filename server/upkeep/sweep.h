#pragma once
/* Content in files/ that no row names: of a file that was erased, of an upload that was refused or cut off after its content was kept. It goes in
 * two steps, days apart: seen for the first time it is only marked (store/content.h), and it goes when it still has no row SWEEP_DAYS later. A
 * database that is not the right one (an older copy, an empty one made because it was away) so takes nothing with it: with the right one back
 * in time, what is named loses its mark. */
#include "base/table.h"
#include "upkeep/upkeep.h"

enum { SWEEP_DAYS = 7, SWEEP_MOST = 500 /* forgotten in one turn; the rest another day */ };
struct sweep {
    struct names due; /* by hash */
    size_t marked;
};
/* Marks what has no row, takes marks from what has one, and finds what is due. A worker, never beside a backup. */
MUST_CHECK carnet_err sweep_look(struct sweep *out, struct ctx *ctx, struct upkeep *upkeep);
/* Forgets what is due and has no row now. The database thread, in a turn after sweep_look: whoever adds a row there asks first whether its
 * content is there, so one of the two comes first. */
MUST_CHECK carnet_err sweep_forget(size_t *count, struct ctx *ctx, struct sweep *sweep);
void sweep_clear(struct sweep *sweep);
