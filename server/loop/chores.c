/* A few numbers for each. */
#include "loop/chores.h"

#include "base/clock.h"

static struct chore_state states[CHORE_COUNT];

const char *chore_text(enum chore chore)
{
    static const char *const TEXTS[CHORE_COUNT] = {
        [CHORE_CLOCK] = "clock", [CHORE_MAIL] = "mail",       [CHORE_REVISION] = "revision",
        [CHORE_INDEX] = "index", [CHORE_BACKUP] = "backup",   [CHORE_COMPACTION] = "compaction",
        [CHORE_CHECK] = "check", [CHORE_ERASURE] = "erasure", [CHORE_ERASURE_LISTS] = "erasure_lists",
    };
    return TEXTS[chore];
}

void chore_began(enum chore chore)
{
    states[chore].under_way++;
}

void chore_ended(enum chore chore, bool well)
{
    struct chore_state *state = &states[chore];
    state->under_way--;
    state->failures += !well;
    state->ended_at = clock_now();
    state->well = well;
}

struct chore_state chore_state(enum chore chore)
{
    return states[chore];
}
