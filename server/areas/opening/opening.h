#pragma once
/* Opening somebody's text for a legal or repair need (DOMAIN §7.3.10, ADM-3): an administrator asks in writing, another one agrees, and for a
 * day the two may read the text as it is, and nothing else of it. Every reading is in the log of acts. The people whose text it is are
 * told at once who, when and why; when the law forbids it, that is written down with its reason, and an administrator ends it later.
 *
 * Until it is agreed to, nothing depends on whether there is such a document. Who is no administrator finds MISSING "opening.missing". */
#include "areas/document/document.h"

enum { OPENING_WAITS_DAYS = 7, OPENING_LASTS_HOURS = 24 };
enum opening_state { OPENING_WAITING, OPENING_AGREED, OPENING_REFUSED, OPENING_EXPIRED /* nobody decided */, OPENING_ENDED };
const char *opening_state_text(enum opening_state state);

struct opening {
    int64_t id, asked_at, decided_at, told_at; /* 0: not yet */
    int64_t until;                             /* when waiting or reading ends */
    const char *uid, *document, *reason, *basis;
    const char *silence; /* why the people are not told; NULL: they are */
    int64_t asked_by, decided_by;
    enum opening_state state;
    bool newer; /* than the request is the actor as an administrator */
    bool may_decide, may_read, may_tell; /* the actor */
};
MUST_CHECK carnet_err opening_list(struct opening **out, size_t *count, struct ctx *ctx); /* newest first */

/* document: a public id. INVALID "opening.document", "opening.reason", "opening.basis", "opening.silence" (NULL: none). The other
 * administrators are told that something waits for them. */
struct opening_new {
    const char *document, *reason, *basis, *silence;
};
MUST_CHECK carnet_err opening_ask(struct opening *out, struct ctx *ctx, const struct opening_new *opening);
/* Another administrator, who has just confirmed who they are. DENIED "opening.own", "opening.newer"; CONFLICT "opening.decided", "opening.expired". */
MUST_CHECK carnet_err opening_decide(struct opening *out, struct ctx *ctx, const char *uid, bool agree);
/* The silence ends: the people are told now. CONFLICT "opening.told", "opening.not_agreed". */
MUST_CHECK carnet_err opening_tell(struct opening *out, struct ctx *ctx, const char *uid);

/* For the two, while it lasts: which document it is, judged by the table of rights; MISSING "document.missing" when there is none (any more).
 * opening_read says so in the log; database thread, before the text leaves. */
MUST_CHECK carnet_err opening_document(struct document *out, struct ctx *ctx, const char *uid);
MUST_CHECK carnet_err opening_read(struct ctx *ctx, const char *uid);

extern const struct route opening_routes[]; /* /api/openings */
