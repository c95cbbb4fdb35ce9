#pragma once
/* Which events are told, to whom, how soon. A kind that is not in the table goes into the digest of everybody it concerns but its author,
 * so that an area may tell of something new before anybody thought of it here. Any thread. Only for notice/. */
#include <stdbool.h>

enum notice_family {
    FAMILY_ACCOUNT,   /* security of one's account */
    FAMILY_DECISION,  /* decisions and summons: the law wants them told */
    FAMILY_RECEIPT,   /* what one did oneself and wants proof of */
    FAMILY_DEADLINE, FAMILY_CHANGE /* reopened, moved, cancelled */, FAMILY_JOURNAL, FAMILY_PAGE, FAMILY_COMMENT,
    FAMILY_READING /* named to read something */, FAMILY_WORK,
    FAMILY_REVIEW, FAMILY_OTHER,
    FAMILY_DIGEST, /* of no event: the letter of the day as a whole */
    FAMILY_COUNT
};
const char *family_text(enum notice_family family);
bool family_parse(enum notice_family *out, const char *text);
bool family_is_legal(enum notice_family family); /* cannot be refused */

enum notice_urgency {
    NOTICE_NEVER,   /* in the log of what one did, not among the news */
    NOTICE_DIGEST,  /* once a day */
    NOTICE_PROMPT,  /* as soon as it is neither night nor Sunday */
    NOTICE_AT_ONCE, /* also then: receipts, and what changes the same day */
};
struct notice_kind {
    enum notice_family family;
    enum notice_urgency mine, theirs; /* for who did it; for the others it concerns */
};
struct notice_kind kind_of(const char *event_kind);
