#pragma once
/* What readers say beside a text, passage by passage: threads with replies, and edits they propose (DOMAIN §8.5).
 *
 * Who may see comments is decided by the table of rights (VERB_READ_COMMENTS, VERB_COMMENT, VERB_ANSWER); whoever may not, finds none.
 * Who may comment without reading what others say (named on a work, DOMAIN §7.1 note 4) sees the threads they began, with their replies.
 * What is begun while a draft is closed stays between its author and whoever began it, also when it is opened again.
 * A thread that others began before somebody's time is absent for them (document_since). Sealed where the text is.
 * Calls that write are for the database thread. */
#include "areas/comment/anchor.h"
#include "areas/document/document.h"

enum comment_kind { COMMENT_QUESTION, COMMENT_SUGGESTION, COMMENT_CORRECTION, COMMENT_ENCOURAGEMENT, COMMENT_ANSWER, COMMENT_KIND_COUNT };
const char *comment_kind_text(enum comment_kind kind);

enum edit_kind { EDIT_NONE, EDIT_REPLACE, EDIT_INSERT /* behind the passage */, EDIT_DELETE };
enum edit_decision { EDIT_UNDECIDED, EDIT_ACCEPTED, EDIT_REFUSED };
struct comment_edit {
    enum edit_kind kind;
    const char *text;
    enum edit_decision decision;
    const char *word; /* what was said with it */
    int64_t decided_by, decided_at;
};

struct comment {
    int64_t id, document, thread; /* thread 0: it opens one */
    int64_t author, created_at, edited_at, deleted_at;
    int64_t revision, epoch; /* the text that is quoted and the rights it was said under; a reply has its thread's */
    const char *uid, *key, *body;
    enum comment_kind kind;
    bool resolved;
    bool aside; /* begun while the draft was closed to the accompaniment; a reply has its thread's */
    /* of what opens a thread */
    struct anchor anchor;
    struct anchor_span span; /* where the passage is now; of comment_list alone */
    struct comment_edit edit;
};

/* What the actor sees of a document, in order of making: replies follow the thread they belong to by `thread`. */
struct comments {
    struct document document;
    struct anchor_text text;
    struct comment *list;
    size_t count;
};
MUST_CHECK carnet_err comment_list(struct comments *out, struct ctx *ctx, const char *document);
void comments_clear(struct comments *comments); /* the engine's document */

/* A passage as a reader's device names it. positions may be empty. INVALID "comment.quote". */
struct comment_new {
    const char *key, *kind, *body;
    struct anchor passage;         /* section is not asked for */
    const char *edit, *edit_text;  /* NULL: none */
};
/* Also answers the comment that has this key already; *made says which. CONFLICT "comment.key" when it says something else,
 * "comment.passage_missing" when the passage is not in the text, nor in a recent one that the actor may read, LIMIT "comment.too_many". */
MUST_CHECK carnet_err comment_add(struct comment *out, bool *made, struct ctx *ctx, const char *document, const struct comment_new *remark);
/* All or none, one notice. */
enum { COMMENT_BATCH = 15 };
MUST_CHECK carnet_err comment_add_all(struct comment *out, struct ctx *ctx, const char *document, const struct comment_new *remarks,
                                      size_t count);

/* Of one: MISSING "comment.missing". */
MUST_CHECK carnet_err comment_reply(struct comment *out, bool *made, struct ctx *ctx, const char *uid, const char *key, const char *body);
MUST_CHECK carnet_err comment_rewrite(struct comment *out, struct ctx *ctx, const char *uid, const char *body); /* own */
MUST_CHECK carnet_err comment_settle(struct comment *out, struct ctx *ctx, const char *uid, bool resolved);
MUST_CHECK carnet_err comment_remove(struct ctx *ctx, const char *uid); /* own */

/* Proposed edits, decided by those who write the text. CONFLICT "comment.passage_changed" when the words are not the same any more,
 * "comment.decided" when the other thing was decided. The same again changes nothing. */
MUST_CHECK carnet_err edit_decide(struct comment *out, struct ctx *ctx, const char *uid, bool accept, const char *word);
/* Each small correction of an open thread that still fits is accepted; *accepted says which. */
enum { EDITS_AT_ONCE = 200 };
MUST_CHECK carnet_err edit_accept_small(bool *accepted, struct ctx *ctx, const char *document, const char *const *uids, size_t count);
bool edit_is_small(const struct comment *comment);

/* Where the passage is now. Of a proposed edit, the same words elsewhere are not the passage: PLACED says that it can be applied. */
struct anchor_span comment_place(struct anchor_text *text, const struct comment *comment);

/* Whether the actor sees a thread of the document that this person began. */
bool comment_shows(const struct ctx *ctx, const struct document *document, int64_t began_by, bool aside);
/* It is there, and the actor may not open it. */
MUST_CHECK carnet_err comment_withheld(bool *out, struct ctx *ctx, const char *uid);

/* What the actor may do with one. */
bool comment_can_answer(const struct document *document);
bool comment_can_settle(struct ctx *ctx, const struct document *document, const struct comment *comment);
bool comment_can_decide(const struct document *document, const struct comment *comment);

/* For loading a cohort: as somebody, at a moment, on a quote; nobody is told. */
MUST_CHECK carnet_err comment_import(struct ctx *ctx, int64_t document, const struct comment_new *remark, bool resolved);

extern const struct route comment_routes[];
