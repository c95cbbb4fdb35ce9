#pragma once
/* Which events are told, to whom, how soon. Every kind that an area tells has a row, also those that stay silent: a test reads them out of
 * the areas. One that has none all the same goes into the digest of everybody it concerns but its author. Any thread. Only for notice/. */
#include <stdbool.h>

enum notice_family {
    FAMILY_ACCOUNT,   /* security of one's account */
    FAMILY_DECISION,  /* decisions and summons: the law wants them told */
    FAMILY_RECEIPT,   /* what one did oneself and wants proof of */
    FAMILY_DEADLINE, FAMILY_CHANGE /* reopened, moved, cancelled */, FAMILY_JOURNAL,
    FAMILY_PLACE /* enrolment, accompaniment, accommodations */, FAMILY_GROUP, FAMILY_PAGE, FAMILY_COMMENT,
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
    NOTICE_SHOWN,   /* among the news; a letter of its own says more */
    NOTICE_DIGEST,  /* once a day */
    NOTICE_PROMPT,  /* as soon as it is neither night nor Sunday */
    NOTICE_AT_ONCE, /* also then: receipts, and what changes the same day */
};
enum notice_about { /* whose public id the subject of the event is */
    ABOUT_DOCUMENT, ABOUT_COHORT, ABOUT_TRAINEE, ABOUT_GROUP
};
struct notice_kind {
    enum notice_family family;
    enum notice_urgency mine, theirs; /* for who did it; for the others it concerns */
    enum notice_about about;
    bool of_today; /* at once when a day it names is today */
};
struct notice_kind kind_of(const char *event_kind);
bool kind_is_listed(const char *event_kind); /* it has a row of its own */
