#pragma once
/* Learning journals: personal, sealed, private unless their author decides otherwise, entry by entry (DOMAIN §7.3).
 * Calls that write are for the database thread. */
#include "areas/document/document.h"
#include "areas/group/group.h"

enum visibility { VISIBLE_TO_ME, VISIBLE_TO_TUTOR, VISIBLE_TO_GROUP, VISIBLE_TO_COHORT };
const char *visibility_text(enum visibility visibility);
MUST_CHECK carnet_err visibility_parse(enum visibility *out, const char *text);

struct entry {
    struct document document; /* with the actor's rights */
    int64_t journal, author, cohort;
    const char *title; /* "" while untitled */
    const char *tags;  /* JSON array */
    enum visibility visibility;
    int64_t group;     /* 0: none; bound when shared */
    int64_t shared_at; /* 0: private */
    const char *written_on;
    int64_t erase_at; /* 0: nobody asked for its erasure */
};

/* One's own, newest first; then other people's that one may read. */
MUST_CHECK carnet_err journal_own(struct entry **out, size_t *count, struct ctx *ctx);
MUST_CHECK carnet_err journal_shared(struct entry **out, size_t *count, struct ctx *ctx);
MUST_CHECK carnet_err journal_show(struct entry *out, struct ctx *ctx, const char *uid);
/* Does this person let the actor read an entry today, by a choice that is not older than `since`: whom it is shared with, or a name. */
MUST_CHECK carnet_err journal_lets_in(bool *out, struct ctx *ctx, int64_t author, int64_t since);
MUST_CHECK carnet_err journal_can_write(bool *out, struct ctx *ctx);
MUST_CHECK carnet_err journal_write(struct entry *out, struct ctx *ctx, const char *title); /* a new private entry */

/* One begun where there was no network. Its id is digest_id("journal_entry\n<author's slug>\n<key>"), so that the device knows it
 * beforehand, nobody else's key can give it, and asking again answers with the entry made the first time. written_at: the author's
 * clock; what lies ahead, or more than a year back, counts as now. INVALID "journal.key". */
struct entry_begun {
    const char *title, *key; /* key: 16 to 64 of [A-Za-z0-9_-] */
    int64_t written_at;      /* 0: now */
    enum visibility visibility; /* what the page said that it begins as, and who it said would read it (default.h) */
    const char *const *shown;   /* public ids */
    size_t shown_count;
};
MUST_CHECK carnet_err journal_write_once(struct entry *out, struct ctx *ctx, const struct entry_begun *begun);
MUST_CHECK carnet_err journal_rename(struct entry *out, struct ctx *ctx, const char *uid, const char *title);
/* group NULL: one's team. Takes effect for open sockets before the answer. */
MUST_CHECK carnet_err journal_share(struct entry *out, struct ctx *ctx, const char *uid, enum visibility visibility,
                                    const char *group);

/* What a new tutor does not read because it was shared with the one before. count 0: nothing to ask. Answering shares those named with
 * the tutor of today (none: no, thank you) and ends the question. MISSING "journal.no_offer". */
struct earlier {
    int64_t cohort, assignment;
    struct person tutor;
    struct entry *entries; /* newest first */
    size_t count;
};
MUST_CHECK carnet_err journal_earlier(struct earlier *out, struct ctx *ctx);
MUST_CHECK carnet_err journal_earlier_answer(struct ctx *ctx, const char *const *uids, size_t count);

struct choice {
    enum visibility visibility;
    struct group group; /* of VISIBLE_TO_GROUP */
    struct cohort_reader *readers;
    size_t reader_count;
};
/* What the author could choose, and who would read then, by name. */
MUST_CHECK carnet_err journal_choices(struct choice **out, size_t *count, struct ctx *ctx, const struct entry *entry);
MUST_CHECK carnet_err journal_readers(struct cohort_reader **out, size_t *count, struct ctx *ctx, const struct entry *entry);

/* The template whose reminder about the people one names the actor has not put away; NULL: none. Putting it away is for good; MISSING: no
 * such template. */
MUST_CHECK carnet_err journal_reminder(const char **template, struct ctx *ctx);
MUST_CHECK carnet_err journal_reminder_put_away(struct ctx *ctx, const char *template);

/* For loading a cohort: an entry of somebody else's, with its date, words and tags (JSON). */
struct entry_import {
    int64_t author, group;
    const char *title, *tags, *written_on;
    enum visibility visibility;
    bytes text;
};
MUST_CHECK carnet_err journal_import(int64_t *document, struct ctx *ctx, const struct entry_import *import);

void journal_owns(void); /* tells areas/document that entries are ours */
extern const struct route journal_routes[];
