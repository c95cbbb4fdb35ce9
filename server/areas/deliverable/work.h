#pragma once
/* Works: one person's diagnostic, dossier or note. In this form: whose they are, their state, who may read the draft. */
#include "areas/document/document.h"

enum work_state { WORK_NOT_STARTED, WORK_DRAFT, WORK_SUBMITTED, WORK_MISSED, WORK_REOPENED, WORK_GRADED, WORK_WITHDRAWN };
MUST_CHECK carnet_err work_state_parse(enum work_state *out, const char *text);

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
