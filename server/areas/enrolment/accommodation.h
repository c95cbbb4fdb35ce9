#pragma once
/* Accommodations (DOMAIN §7.1, QDO-5): the disability officer enters measures; those who work with the person read the measures, juries
 * only those of time; the cause is for the officer and the person. For everybody else there are none: MISSING
 * "accommodation.missing", whether or not there are. */
#include "areas/document/document.h"

struct accommodation {
    int64_t id, created_at, due_at; /* due_at 0: none */
    const char *uid, *kind;
    const char *measure, *deliverable, *cause; /* NULL: none, or not for the actor */
};
struct accommodations {
    struct person person;
    struct accommodation *items; /* present ones, oldest first */
    size_t count;
    bool manages; /* the actor enters and ends them */
    bool causes;  /* the actor may know why */
};
MUST_CHECK carnet_err accommodation_list(struct accommodations *out, struct ctx *ctx, const char *cohort, const char *trainee);
/* Of all trainees of whom the actor may know some, by name; for the officer, of all who are there. */
MUST_CHECK carnet_err accommodation_all(struct accommodations **out, size_t *count, struct ctx *ctx, const char *cohort);

/* A deadline extension becomes the person's own date (CONFLICT "work.not_open", "work.not_later"). DENIED "accommodation.not_officer" for
 * who may read only; INVALID "accommodation.kind", "accommodation.measure", "accommodation.cause", "accommodation.due". */
struct accommodation_new {
    const char *kind, *measure, *deliverable, *cause; /* NULL: none */
    int64_t due_at;                                   /* 0: none */
};
MUST_CHECK carnet_err accommodation_add(struct ctx *ctx, const char *cohort, const char *trainee, const struct accommodation_new *added);
/* What is said anew replaces what was said; the kind stays. A later date becomes the person's own. */
MUST_CHECK carnet_err accommodation_change(struct ctx *ctx, const char *cohort, const char *trainee, const char *uid,
                                           const struct accommodation_new *asked);
/* A date that was given stays given. */
MUST_CHECK carnet_err accommodation_end(struct ctx *ctx, const char *cohort, const char *trainee, const char *uid);
/* For loading a cohort: the row alone. */
MUST_CHECK carnet_err accommodation_import(struct ctx *ctx, int64_t cohort, int64_t person, const struct accommodation_new *added);

extern const struct route accommodation_routes[]; /* /api/cohorts/:cohort/trainees/:trainee/accommodations… */
