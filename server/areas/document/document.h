#pragma once
/* Documents: one text each, and the thing it is the text of (a journal entry, a group page, a work), which decides about rights.
 *
 * Calls that write are for the database thread; the others work on any thread with a ctx. What a person may not read is
 * MISSING "document.missing", with the same work done as for what does not exist. */
#include "areas/cohort/readers.h"

enum document_kind {
    DOCUMENT_JOURNAL_ENTRY, DOCUMENT_GROUP_PAGE, DOCUMENT_DIAGNOSTIC, DOCUMENT_DOSSIER_PROFESSIONNEL,
    DOCUMENT_NOTE_SYNTHETIQUE, DOCUMENT_KIND_COUNT
};
const char *document_kind_text(enum document_kind kind);
MUST_CHECK carnet_err document_kind_parse(enum document_kind *out, const char *text);

struct document {
    int64_t id, journal; /* journal 0: not sealed */
    int64_t epoch, created_at, updated_at;
    const char *uid;
    enum document_kind kind;
    struct rights rights; /* the actor's */
};

/* What the thing behind a document is called, and whose it is: a person's slug or a group's. */
struct document_about {
    const char *title, *owner, *owner_name;
    int64_t cohort;
};
/* Where its history is kept in git. */
struct document_place {
    const char *repository, *path; /* "groups/<uid>.git", "page.md"; below the data folder */
};
/* Where what somebody may read of a document begins: the earliest revision, and the rights epoch from which threads of comments are
 * theirs too. Sharing raises the epoch, so what was said before it stays out although the text is the same. 0: from the beginning.
 * all_threads: of the threads nothing is too early for them. */
struct document_since {
    int64_t revision, epoch;
    bool all_threads;
};
/* What each kind of thing answers. Filled by the areas above, once, at start (areas_init). */
struct document_owner {
    /* Documents the actor may perhaps open: no more than a first sieve, rights decide. */
    carnet_err (*candidates)(int64_t **documents, size_t *count, struct ctx *ctx);
    carnet_err (*rights)(struct rights *out, struct ctx *ctx, int64_t document); /* adds to *out; document 0: same work, nothing */
    carnet_err (*about)(struct document_about *out, struct ctx *ctx, int64_t document);
    carnet_err (*rename)(struct ctx *ctx, int64_t document, const char *title); /* NULL: has no title of its own to change */
    carnet_err (*place)(struct document_place *out, struct ctx *ctx, int64_t document); /* NULL: never in git */
    carnet_err (*authors)(int64_t **people, size_t *count, struct ctx *ctx, int64_t document); /* whose text it is */
    carnet_err (*since)(struct document_since *out, struct ctx *ctx, int64_t document); /* of the actor; NULL: from the beginning */
    /* To the accompaniment, by its author: now, or still when this revision was made. NULL: never. */
    carnet_err (*closed)(bool *out, struct ctx *ctx, int64_t document, int64_t revision);
};
void document_owner_set(enum document_kind kind, const struct document_owner *owner);
const struct document_owner *document_owner_of(enum document_kind kind);

/* Finds a document the actor may read; DENIED "document.not_allowed" when it may be read but not `needs` (verbs). */
MUST_CHECK carnet_err document_find(struct document *out, struct ctx *ctx, const char *uid, unsigned needs);
MUST_CHECK carnet_err document_by_id(struct document *out, struct ctx *ctx, int64_t id); /* no right asked, rights filled */
MUST_CHECK carnet_err document_by_uid(struct document *out, struct ctx *ctx, const char *uid); /* the same */
MUST_CHECK carnet_err document_rights(struct rights *out, struct ctx *ctx, int64_t document);
bool document_is_own(const struct rights *rights); /* the actor writes the text, or wrote it before it was handed in */
MUST_CHECK carnet_err document_about(struct document_about *out, struct ctx *ctx, const struct document *document);
MUST_CHECK carnet_err document_list(struct document **out, size_t *count, struct ctx *ctx); /* all the actor may open */
MUST_CHECK carnet_err document_rename(struct document *out, struct ctx *ctx, const char *uid, const char *title);

/* Who can open it: each person of its cohort, and those named, judged by the same rights as when they come. Not the author. */
MUST_CHECK carnet_err document_readers(struct cohort_reader **out, size_t *count, struct ctx *ctx,
                                       const struct document *document);
/* Is the actor named to read it, until when, and from where on; document 0: same work. */
MUST_CHECK carnet_err document_named(struct span *out, struct document_since *since, struct ctx *ctx, int64_t document);
MUST_CHECK carnet_err document_since(struct document_since *out, struct ctx *ctx, const struct document *document); /* of the actor */
MUST_CHECK carnet_err document_closed(bool *out, struct ctx *ctx, const struct document *document, int64_t revision);
MUST_CHECK carnet_err document_named_people(int64_t **out, size_t *count, struct ctx *ctx, int64_t document);

/* Rows and words. journal 0: not sealed. document_write makes the text become `text` as one edit by a person, under a fresh
 * client id: logged in this transaction, broadcast after its commit. */
MUST_CHECK carnet_err document_new(int64_t *out, struct ctx *ctx, enum document_kind kind, int64_t journal);
MUST_CHECK carnet_err document_new_as(int64_t *out, struct ctx *ctx, const char *uid, enum document_kind kind, int64_t journal);
MUST_CHECK carnet_err document_write(struct ctx *ctx, int64_t document, int64_t person, bytes text);
#define DOCUMENT_ROOT "content"
struct crdt_doc;
MUST_CHECK carnet_err document_state(struct crdt_doc **out, struct ctx *ctx, int64_t document); /* the same, in the engine; crdt_doc_free */
MUST_CHECK carnet_err document_text(struct buf *out, struct ctx *ctx, int64_t document); /* `content` after the last commit */

MUST_CHECK carnet_err document_signes(int64_t *out, struct ctx *ctx, int64_t document); /* -1: a text that cannot be measured */

/* A title as people type it: trimmed, one line, at most 200 characters. INVALID "document.title" when it cannot be one. */
MUST_CHECK carnet_err document_title(const char **out, struct ctx *ctx, const char *typed, bool may_be_empty);

json_t *document_json(struct ctx *ctx, const struct document *document); /* NULL after an error */
extern const struct route document_routes[];
extern const struct route version_routes[]; /* …/revisions, …/moments, …/restorations, …/visit */
extern const struct route readers_routes[]; /* …/named-readers, …/readings */
