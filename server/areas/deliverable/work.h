#pragma once
/* Works: one person's diagnostic, dossier or note: whose they are, their state, when they are due, who may read the draft. */
#include "areas/document/document.h"

enum work_state { WORK_NOT_STARTED, WORK_DRAFT, WORK_SUBMITTED, WORK_MISSED, WORK_REOPENED, WORK_GRADED, WORK_WITHDRAWN };
MUST_CHECK carnet_err work_state_parse(enum work_state *out, const char *text);

const char *work_state_text(enum work_state state);

struct work {
    int64_t document, cohort, person;
    enum document_kind kind;
    enum work_state state;
    bool draft_shared; /* with the accompaniment… */
    int64_t shared_revision; /* …which reads from here on; 0: from the beginning */
    bool late;
    const char *uid, *title;
    int64_t due_at;      /* the latest of the cohort's date, an extension, a reopening; 0: none */
    bool extended;       /* later than the cohort's */
    const char *extension_reason; /* NULL: none was said; for whoever runs the cohort alone */
    int64_t submitted_at, reopened_at; /* 0: not */
    const char *carried_over_from;     /* NULL: not */
};
MUST_CHECK carnet_err work_find(struct work *out, struct ctx *ctx, int64_t document); /* no right asked */
/* All of a cohort, or of one person in it (0: of all), by person and kind; no right asked. */
MUST_CHECK carnet_err work_list(struct work **out, size_t *count, struct ctx *ctx, int64_t cohort, int64_t person);
bool work_handed_in(const struct work *work); /* and not a draft again: what the office knows of */
bool work_overdue(const struct work *work, int64_t now); /* still to be handed in, and past its date */
MUST_CHECK carnet_err work_signes_most(int64_t *out, struct ctx *ctx, const struct work *work); /* what its programme asks; 0: no limit */
json_t *work_json(const struct work *work, int64_t now); /* {kind, title, state, dueAt, overdue, late, …}: nothing of its words */

/* The author lets the accompaniment read the draft, or not until it is handed in; open sockets follow before the answer. */
MUST_CHECK carnet_err work_share(struct work *out, struct ctx *ctx, const char *uid, bool shared);

/* What ends with an enrolment: works never handed in are withdrawn; one reopened is again what was handed in before. */
enum work_state work_after_leaving(const struct work *work);
MUST_CHECK carnet_err work_withdraw_all(struct ctx *ctx, int64_t cohort, int64_t person);
/* Somebody's own date, later than the cohort's. CONFLICT "work.not_open" when nothing is to be handed in any more, "work.not_later". */
struct work_extension {
    int64_t cohort, person, due_at;
    enum document_kind kind;
    const char *reason; /* NULL: none is kept */
};
bool work_is_open(const struct work *work); /* something is still to be handed in */
MUST_CHECK carnet_err work_extend(struct work *was, struct ctx *ctx, const struct work_extension *extension);

/* The kind of the works that are begun for a deliverable of a programme, by its id; false: none is, because there is no document for it. */
bool work_kind_of(enum document_kind *out, const char *deliverable);
bool work_begins_for(const char *deliverable);
struct work_new {
    int64_t cohort, person;
    enum document_kind kind;
    const char *title, *reopen_reason, *carried_over_from;
    enum work_state state;
    int64_t due_at, submitted_at, reopened_at; /* 0: none */
    bool late;
};
MUST_CHECK carnet_err work_add(int64_t *document, struct ctx *ctx, const struct work_new *work);
void work_owns(void); /* tells areas/document that works are ours */
extern const struct route work_routes[];
