#pragma once
/* What the program does by itself: when it was last done, how that ended. Known since the start and no longer; for /api/system.
 * Loop thread. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum chore {
    CHORE_CLOCK,         /* what is due: links that end, letters of the day, what is old goes */
    CHORE_MAIL,          /* one letter */
    CHORE_REVISION,      /* a text's revision, or its commit */
    CHORE_COMPACTION,    /* a text's log folded into a snapshot */
    CHORE_INDEX,         /* a round of the search index */
    CHORE_BACKUP,
    CHORE_CHECK,
    CHORE_ERASURE,       /* what journals were asked to forget, and content that no row names */
    CHORE_ERASURE_LISTS, /* the same, told to the backups */
    CHORE_COUNT
};
const char *chore_text(enum chore chore);

void chore_began(enum chore chore);
void chore_ended(enum chore chore, bool well);

struct chore_state {
    size_t under_way, failures;
    int64_t ended_at; /* 0: not once since the start */
    bool well;        /* the last one */
};
struct chore_state chore_state(enum chore chore);
