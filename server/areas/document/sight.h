#pragma once
/* What people may open, before and after a rule changes who is what. Where a right differs, or now ends sooner, the document's
 * epoch is raised: its open sockets are judged again before the answer leaves. Database thread.
 *
 *     TRY(sight_of(&sight, ctx, people, count));     the change comes after this
 *     TRY(sight_settle(ctx, sight, count)); */
#include "areas/document/document.h"

struct sight {
    int64_t person;
    struct document *documents; /* all they could open */
    size_t count;
};
MUST_CHECK carnet_err sight_of(struct sight **out, struct ctx *ctx, const int64_t *people, size_t count);
MUST_CHECK carnet_err sight_settle(struct ctx *ctx, const struct sight *sights, size_t count);
