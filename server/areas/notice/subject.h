#pragma once
/* What a notice is about, as far as the actor may know it today. Any thread. Only for notice/. */
#include "areas/notice/notice_sql.h"

struct notice_subject {
    bool hidden;   /* it is about something the actor may not know: nothing is told */
    bool sealed;   /* of a journal: neither title nor address leaves Carnet */
    const char *id, *kind, *title, *path; /* of a document; NULL: it is about none. title NULL when sealed */
    int64_t due_at;
    /* Of a cohort, a trainee, a group; NULL: none. variant: which words, by what it is to the actor: "self", "nobody", "new", "former", "team".
     * what: a milestone's slug, or a status. from, to: days, or moments. path is theirs too. */
    const char *name, *variant, *what, *from, *to;
    int64_t in;         /* the cohort it is of; 0: of none, or which one is not for sure */
    const char *cohort; /* its label, if it is among several of the actor's; else NULL */
};
/* Those in which the actor has a place, if several are not over: what happens in one of them is told with its name. None for everybody else.
 * Asked once for a list of notices. */
struct notice_cohorts {
    struct cohort *list;
    size_t count;
};
MUST_CHECK carnet_err subject_cohorts(struct notice_cohorts *out, struct ctx *ctx);
/* The part of it that is about a cohort, a trainee, a group. */
MUST_CHECK carnet_err subject_of_cohort(struct notice_subject *out, struct ctx *ctx, const struct notice_event *event,
                                        enum notice_about about);
MUST_CHECK carnet_err subject_of(struct notice_subject *out, struct ctx *ctx, const struct notice_event *event,
                                 const struct notice_cohorts *cohorts);
