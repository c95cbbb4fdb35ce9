#pragma once
/* What a notice is about, as far as the actor may know it today. Any thread. Only for notice/. */
#include "areas/notice/notice_sql.h"

struct notice_subject {
    bool hidden;   /* it is about a document the actor may not read: nothing is told */
    bool sealed;   /* of a journal: neither title nor address leaves Carnet */
    const char *id, *kind, *title, *path; /* of a document; NULL: it is about none. title NULL when sealed */
    int64_t due_at;
};
MUST_CHECK carnet_err subject_of(struct notice_subject *out, struct ctx *ctx, const struct notice_event *event);
