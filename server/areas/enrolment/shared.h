#pragma once
/* What the rules of enrolment share. Only for enrolment/. */
#include "areas/document/sight.h"
#include "areas/enrolment/enrolment.h"

enum { REASON_LONGEST = 500, HANDOVER_LONGEST = 4000 };
/* The trainee of a cohort whose place is to change, and the sight of everybody whom it may concern, from before. */
struct placing {
    struct cohort cohort;
    struct enrolment of;
    int64_t *people; /* the trainee, who accompanies them or will, and room for one more */
    size_t people_count;
    struct sight *sight;
};
MUST_CHECK carnet_err placing_begin(struct placing *out, struct ctx *ctx, const struct cohort *cohort, const char *trainee,
                                    int64_t also); /* also 0: nobody more */
MUST_CHECK carnet_err placing_settle(struct ctx *ctx, const struct placing *placing);
/* The office (managers and assistants) is told everything; the detail is taken. */
MUST_CHECK carnet_err placing_tell(struct ctx *ctx, const struct placing *placing, const char *kind, json_t *detail,
                                   const int64_t *people, size_t count);
MUST_CHECK carnet_err placing_tell_office(struct ctx *ctx, const struct placing *placing, const char *kind, json_t *detail);
/* Those of them who are not of the office, which is told for itself: in a small centre a manager tutors too. */
MUST_CHECK carnet_err placing_tell_beside(struct ctx *ctx, const struct placing *placing, const char *kind, json_t *detail,
                                          const int64_t *people, size_t count);
/* A reason as typed: NULL for none. INVALID "enrolment.reason". */
MUST_CHECK carnet_err reason_clean(const char **out, struct ctx *ctx, const char *typed);
