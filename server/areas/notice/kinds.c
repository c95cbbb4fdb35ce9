/* The table. Names end with '.' where they stand for all kinds that begin so; the first row that fits counts. Signs of life of one's
 * account are receipts of what was done in one's name, and so come at once, at night too: whoever did it is awake. */
#include "areas/notice/kinds.h"

#include <string.h>

static const char *const FAMILIES[FAMILY_COUNT] = {
    [FAMILY_ACCOUNT] = "account", [FAMILY_DECISION] = "decision", [FAMILY_RECEIPT] = "receipt", [FAMILY_DEADLINE] = "deadline",
    [FAMILY_CHANGE] = "change",   [FAMILY_JOURNAL] = "journal",   [FAMILY_PAGE] = "page",       [FAMILY_COMMENT] = "comment",
    [FAMILY_READING] = "reading", [FAMILY_WORK] = "work",         [FAMILY_REVIEW] = "review",   [FAMILY_OTHER] = "other",
    [FAMILY_DIGEST] = "digest",
};

static const struct {
    const char *name;
    struct notice_kind kind;
} TABLE[] = {
    { "account.invited", { FAMILY_ACCOUNT, NOTICE_NEVER, NOTICE_NEVER } }, /* the letter says it */
    { "account.password_forgotten", { FAMILY_ACCOUNT, NOTICE_NEVER, NOTICE_NEVER } },
    { "account.address_asked", { FAMILY_ACCOUNT, NOTICE_NEVER, NOTICE_NEVER } },
    { "account.closed", { FAMILY_ACCOUNT, NOTICE_NEVER, NOTICE_NEVER } },
    { "account.sign_in_ended", { FAMILY_ACCOUNT, NOTICE_NEVER, NOTICE_NEVER } },
    { "account.", { FAMILY_ACCOUNT, NOTICE_AT_ONCE, NOTICE_AT_ONCE } },
    { "mail.opened", { FAMILY_ACCOUNT, NOTICE_NEVER, NOTICE_AT_ONCE } },
    { "journal.shared", { FAMILY_JOURNAL, NOTICE_NEVER, NOTICE_DIGEST } },
    { "journal.leaving", { FAMILY_ACCOUNT, NOTICE_NEVER, NOTICE_PROMPT } },
    { "journal.", { FAMILY_JOURNAL, NOTICE_NEVER, NOTICE_NEVER } },
    { "reader.named", { FAMILY_READING, NOTICE_NEVER, NOTICE_DIGEST } },
    { "reader.", { FAMILY_READING, NOTICE_NEVER, NOTICE_NEVER } },
    { "document.read", { FAMILY_READING, NOTICE_NEVER, NOTICE_NEVER } }, /* the page shows it beside the text */
    { "work.reminder", { FAMILY_DEADLINE, NOTICE_NEVER, NOTICE_PROMPT } },
    { "deadline.", { FAMILY_DEADLINE, NOTICE_PROMPT, NOTICE_PROMPT } },
    { "work.submitted", { FAMILY_RECEIPT, NOTICE_AT_ONCE, NOTICE_DIGEST } },
    { "work.reopened", { FAMILY_CHANGE, NOTICE_NEVER, NOTICE_PROMPT } },
    { "work.extended", { FAMILY_CHANGE, NOTICE_NEVER, NOTICE_PROMPT } },
    { "work.", { FAMILY_WORK, NOTICE_NEVER, NOTICE_DIGEST } },
    { "jury.decision", { FAMILY_DECISION, NOTICE_NEVER, NOTICE_PROMPT } },
    { "jury.summons", { FAMILY_DECISION, NOTICE_NEVER, NOTICE_PROMPT } },
    { "jury.slot", { FAMILY_CHANGE, NOTICE_NEVER, NOTICE_AT_ONCE } },
    { "page.", { FAMILY_PAGE, NOTICE_NEVER, NOTICE_DIGEST } },
    { "guest.link_made", { FAMILY_PAGE, NOTICE_NEVER, NOTICE_PROMPT } }, /* in time to object */
    { "guest.", { FAMILY_PAGE, NOTICE_NEVER, NOTICE_DIGEST } },
    { "comment.", { FAMILY_COMMENT, NOTICE_NEVER, NOTICE_DIGEST } },
    { "review.", { FAMILY_REVIEW, NOTICE_NEVER, NOTICE_DIGEST } },
    { "", { FAMILY_OTHER, NOTICE_NEVER, NOTICE_DIGEST } },
};

const char *family_text(enum notice_family family)
{
    return FAMILIES[family];
}

bool family_parse(enum notice_family *out, const char *text)
{
    for (int i = 0; i < FAMILY_COUNT; i++)
        if (strcmp(FAMILIES[i], text) == 0) {
            *out = (enum notice_family)i;
            return true;
        }
    return false;
}

bool family_is_legal(enum notice_family family)
{
    return family == FAMILY_ACCOUNT || family == FAMILY_DECISION;
}

struct notice_kind kind_of(const char *event_kind)
{
    for (size_t i = 0;; i++) {
        size_t len = strlen(TABLE[i].name);
        bool whole = len && TABLE[i].name[len - 1] != '.';
        if (whole ? strcmp(TABLE[i].name, event_kind) == 0 : strncmp(TABLE[i].name, event_kind, len) == 0)
            return TABLE[i].kind;
    }
}
