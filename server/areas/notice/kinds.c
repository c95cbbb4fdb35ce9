/* The table: every kind that is told or kept silent on purpose. Names end with '.' where they stand for kinds of areas to come; the first
 * row that fits counts. Signs of life of one's account are receipts of what was done in one's name, and so come at once, at night too:
 * whoever did it is awake. What others did to it deliberately, for a role, an address or a lost phone, is neither a receipt nor of the
 * same day (DOMAIN §8.10): it waits for the morning. */
#include "areas/notice/kinds.h"

#include <string.h>

static const char *const FAMILIES[FAMILY_COUNT] = {
    [FAMILY_ACCOUNT] = "account", [FAMILY_DECISION] = "decision", [FAMILY_RECEIPT] = "receipt", [FAMILY_DEADLINE] = "deadline",
    [FAMILY_CHANGE] = "change",   [FAMILY_JOURNAL] = "journal",   [FAMILY_PAGE] = "page",       [FAMILY_COMMENT] = "comment",
    [FAMILY_PLACE] = "place", [FAMILY_GROUP] = "group", [FAMILY_READING] = "reading",
    [FAMILY_WORK] = "work",       [FAMILY_REVIEW] = "review",     [FAMILY_OTHER] = "other",     [FAMILY_DIGEST] = "digest",
};

#define SHOWN .mine = NOTICE_SHOWN, .theirs = NOTICE_SHOWN
#define SILENT .mine = NOTICE_NEVER, .theirs = NOTICE_NEVER
#define DIGEST .mine = NOTICE_NEVER, .theirs = NOTICE_DIGEST /* of what others did */
#define PROMPT .mine = NOTICE_NEVER, .theirs = NOTICE_PROMPT

static const struct {
    const char *name;
    struct notice_kind kind;
} TABLE[] = {
    { "account.invited", { .family = FAMILY_ACCOUNT, SILENT } }, /* the letter says it */
    { "account.password_forgotten", { .family = FAMILY_ACCOUNT, SILENT } }, /* the same */
    { "account.address_asked", { .family = FAMILY_ACCOUNT, SILENT } }, /* the same */
    { "account.closed", { .family = FAMILY_ACCOUNT, SILENT } }, /* the same */
    { "account.sign_in_ended", { .family = FAMILY_ACCOUNT, SILENT } }, /* the page shows it */
    { "account.password_chosen", { .family = FAMILY_ACCOUNT, .mine = NOTICE_AT_ONCE, .theirs = NOTICE_AT_ONCE } },
    { "account.role_given", { .family = FAMILY_ACCOUNT, .mine = NOTICE_AT_ONCE, .theirs = NOTICE_PROMPT } },
    { "account.role_taken_back", { .family = FAMILY_ACCOUNT, .mine = NOTICE_SHOWN, .theirs = NOTICE_PROMPT } },
    { "account.name_corrected", { .family = FAMILY_ACCOUNT, SHOWN } },
    { "account.address_changed", { .family = FAMILY_ACCOUNT, .mine = NOTICE_AT_ONCE, .theirs = NOTICE_AT_ONCE } },
    { "account.address_corrected", { .family = FAMILY_ACCOUNT, .mine = NOTICE_AT_ONCE, .theirs = NOTICE_PROMPT } },
    { "account.second_factor_on", { .family = FAMILY_ACCOUNT, .mine = NOTICE_AT_ONCE, .theirs = NOTICE_AT_ONCE } },
    { "account.second_factor_off", { .family = FAMILY_ACCOUNT, .mine = NOTICE_AT_ONCE, .theirs = NOTICE_PROMPT } },
    { "account.recovery_code_used", { .family = FAMILY_ACCOUNT, .mine = NOTICE_AT_ONCE, .theirs = NOTICE_AT_ONCE } },
    { "account.token_made", { .family = FAMILY_ACCOUNT, .mine = NOTICE_AT_ONCE, .theirs = NOTICE_AT_ONCE } },
    { "account.administrator_made", { .family = FAMILY_ACCOUNT, .mine = NOTICE_AT_ONCE, .theirs = NOTICE_AT_ONCE } },
    { "mail.opened", { .family = FAMILY_ACCOUNT, .mine = NOTICE_NEVER, .theirs = NOTICE_PROMPT } },
    { "calendar.session_moved", { .family = FAMILY_CHANGE, PROMPT, .about = ABOUT_COHORT, .of_today = true } },
    { "calendar.milestone_moved", { .family = FAMILY_CHANGE, PROMPT, .about = ABOUT_COHORT, .of_today = true } },
    { "calendar.half_day_planned", { .family = FAMILY_CHANGE, PROMPT, .about = ABOUT_COHORT, .of_today = true } },
    { "calendar.feed_made", { .family = FAMILY_CHANGE, SILENT } }, /* one asked for it oneself */
    { "calendar.feed_ended", { .family = FAMILY_CHANGE, SILENT } }, /* the same */
    { "cohort.set_up", { .family = FAMILY_CHANGE, SILENT } }, /* the same: nobody else is in it yet */
    { "cohort.programme_changed", { .family = FAMILY_CHANGE, DIGEST, .about = ABOUT_COHORT } },
    { "programme.uploaded", { .family = FAMILY_CHANGE, SILENT } }, /* told to who did it; a cohort keeps its own copy */
    { "enrolment.changed", { .family = FAMILY_PLACE, DIGEST, .about = ABOUT_TRAINEE } },
    { "enrolment.pause_over", { .family = FAMILY_PLACE, DIGEST, .about = ABOUT_TRAINEE } },
    { "enrolment.project", { .family = FAMILY_PLACE, DIGEST, .about = ABOUT_TRAINEE } },
    { "accompaniment.tutor", { .family = FAMILY_PLACE, DIGEST, .about = ABOUT_TRAINEE } },
    { "accompaniment.cooperator", { .family = FAMILY_PLACE, DIGEST, .about = ABOUT_TRAINEE } },
    { "accommodation.changed", { .family = FAMILY_PLACE, DIGEST, .about = ABOUT_TRAINEE } },
    { "team.published", { .family = FAMILY_GROUP, DIGEST, .about = ABOUT_GROUP } },
    { "team.opened", { .family = FAMILY_GROUP, DIGEST, .about = ABOUT_GROUP } },
    { "team.moved", { .family = FAMILY_GROUP, DIGEST, .about = ABOUT_TRAINEE } },
    { "team.asked", { .family = FAMILY_GROUP, DIGEST, .about = ABOUT_TRAINEE } },
    { "team.request_settled", { .family = FAMILY_GROUP, DIGEST, .about = ABOUT_TRAINEE } },
    { "group.opened", { .family = FAMILY_GROUP, SILENT } }, /* told to who did it */
    { "group.invited", { .family = FAMILY_GROUP, DIGEST, .about = ABOUT_GROUP } },
    { "group.joined", { .family = FAMILY_GROUP, DIGEST, .about = ABOUT_GROUP } },
    { "group.left", { .family = FAMILY_GROUP, DIGEST, .about = ABOUT_GROUP } },
    { "group.taken_out", { .family = FAMILY_GROUP, DIGEST, .about = ABOUT_GROUP } },
    { "group.archived", { .family = FAMILY_GROUP, DIGEST, .about = ABOUT_GROUP } },
    { "group.reopened", { .family = FAMILY_GROUP, DIGEST, .about = ABOUT_GROUP } },
    { "group.readers", { .family = FAMILY_GROUP, DIGEST, .about = ABOUT_GROUP } },
    { "group.tutor_added", { .family = FAMILY_GROUP, DIGEST, .about = ABOUT_GROUP } },
    { "group.tutor_removed", { .family = FAMILY_GROUP, DIGEST, .about = ABOUT_GROUP } },
    { "file.added", { .family = FAMILY_PAGE, DIGEST, .about = ABOUT_GROUP } },
    { "page.created", { .family = FAMILY_PAGE, DIGEST } },
    { "page.renamed", { .family = FAMILY_PAGE, DIGEST } },
    { "page.trashed", { .family = FAMILY_PAGE, DIGEST } },
    { "page.restored", { .family = FAMILY_PAGE, DIGEST } },
    { "journal.shared", { .family = FAMILY_JOURNAL, DIGEST } },
    { "journal.leaving", { .family = FAMILY_ACCOUNT, PROMPT } },
    { "journal.visibility", { .family = FAMILY_JOURNAL, SILENT } }, /* told to its author alone; newcomers hear journal.shared */
    { "journal.default", { .family = FAMILY_JOURNAL, SILENT } }, /* told to its author alone */
    { "journal.entry_erasure_asked", { .family = FAMILY_JOURNAL, SILENT } }, /* told to its author alone */
    { "journal.entry_erasure_withdrawn", { .family = FAMILY_JOURNAL, SILENT } }, /* the same */
    { "journal.erasure_asked", { .family = FAMILY_JOURNAL, SILENT } }, /* the same */
    { "journal.erasure_withdrawn", { .family = FAMILY_JOURNAL, SILENT } }, /* the same */
    { "reader.named", { .family = FAMILY_READING, DIGEST } },
    { "reader.chosen", { .family = FAMILY_READING, SILENT } }, /* told to its author alone */
    { "reader.removed", { .family = FAMILY_READING, SILENT } }, /* the same */
    { "document.read", { .family = FAMILY_READING, SILENT } }, /* the page shows it beside the text */
    { "work.reminder", { .family = FAMILY_DEADLINE, PROMPT } },
    { "work.submitted", { .family = FAMILY_RECEIPT, .mine = NOTICE_AT_ONCE, .theirs = NOTICE_DIGEST } },
    { "work.reopened", { .family = FAMILY_CHANGE, PROMPT } },
    { "work.extended", { .family = FAMILY_CHANGE, PROMPT } },
    { "work.draft_opened", { .family = FAMILY_WORK, SILENT } }, /* told to its author alone */
    { "work.draft_closed", { .family = FAMILY_WORK, SILENT } }, /* the same */
    { "deadline.near", { .family = FAMILY_DEADLINE, .mine = NOTICE_PROMPT, .theirs = NOTICE_PROMPT } },
    { "jury.decision", { .family = FAMILY_DECISION, PROMPT } },
    { "jury.summons", { .family = FAMILY_DECISION, PROMPT } },
    { "jury.slot", { .family = FAMILY_CHANGE, .mine = NOTICE_NEVER, .theirs = NOTICE_AT_ONCE } },
    { "guest.link_made", { .family = FAMILY_PAGE, PROMPT } }, /* in time to object */
    { "guest.link_ended", { .family = FAMILY_PAGE, DIGEST } },
    { "opening.asked", { .family = FAMILY_DECISION, PROMPT } },
    { "opening.agreed", { .family = FAMILY_DECISION, PROMPT } },
    { "opening.refused", { .family = FAMILY_DECISION, PROMPT } },
    { "opening.told", { .family = FAMILY_DECISION, SHOWN } },
    { "opening.read_by", { .family = FAMILY_DECISION, SHOWN } }, /* its opening was told by letter */
    { "opening.read", { .family = FAMILY_DECISION, SILENT } }, /* for the log of the two who read */
    { "opening.silence_ended", { .family = FAMILY_DECISION, SILENT } }, /* the same */
    { "comment.added", { .family = FAMILY_COMMENT, DIGEST } },
    { "comment.answered", { .family = FAMILY_COMMENT, DIGEST } },
    { "comment.decided", { .family = FAMILY_COMMENT, DIGEST } },
    { "review.", { .family = FAMILY_REVIEW, DIGEST } },
    { "", { .family = FAMILY_OTHER, DIGEST } },
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

static bool is_family_name(const char *name)
{
    size_t len = strlen(name);
    return !len || name[len - 1] == '.';
}

struct notice_kind kind_of(const char *event_kind)
{
    for (size_t i = 0;; i++) {
        const char *name = TABLE[i].name;
        if (is_family_name(name) ? strncmp(name, event_kind, strlen(name)) == 0 : strcmp(name, event_kind) == 0)
            return TABLE[i].kind;
    }
}

bool kind_is_listed(const char *event_kind)
{
    for (size_t i = 0; i < sizeof TABLE / sizeof *TABLE; i++)
        if (!is_family_name(TABLE[i].name) && strcmp(TABLE[i].name, event_kind) == 0)
            return true;
    return false;
}
