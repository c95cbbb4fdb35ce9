#pragma once
/* After a restore from a backup, people's devices still hold words that the restored database never saw, their own and those of others.
 * For 14 days they are welcome from whoever has them; whose they were cannot be proved any more, so their author is called
 * "récupéré" (DESIGN §4). */
#include "areas/people/people.h"

MUST_CHECK carnet_err recovered_begin(struct ctx *ctx); /* this folder was restored just now */
/* Who counts as the author of such words in a document made then; 0: none are accepted (no restore, too long ago, a newer document). */
MUST_CHECK carnet_err recovered_author(int64_t *person, struct ctx *ctx, int64_t created_at);
/* How long devices are to mind that what is missing here may be lost, not taken away; 0: not at all. */
MUST_CHECK carnet_err recovered_until(int64_t *until, struct ctx *ctx);
