#pragma once
/* A cohort: who is enrolled, who accompanies whom, the frame of its year. Assignments hold by day. */
#include "areas/people/people.h"
#include "areas/people/rights.h"

struct cohort {
    int64_t id;
    const char *slug, *label, *start_day, *end_day, *programme_slug, *programme_title;
};
/* The one the actor belongs to (the latest, if several). MISSING when there is none. */
MUST_CHECK carnet_err cohort_of_actor(struct cohort *out, struct ctx *ctx);
/* The cohort somebody is enrolled in today. MISSING "cohort.not_enrolled". */
MUST_CHECK carnet_err cohort_enrolled(int64_t *cohort, struct ctx *ctx, int64_t person);

/* What the actor is in a cohort, and to one trainee of it, now. All the same work whether or not anything holds. */
struct cohort_standing {
    struct span as[ROLE_COUNT]; /* by role: the trainee's while enrolled, tutors' and cooperators' while they accompany somebody */
    struct span tutor, cooperator; /* of this trainee, by the assignment that covers today */
};
MUST_CHECK carnet_err cohort_standing(struct cohort_standing *out, struct ctx *ctx, int64_t cohort, int64_t trainee);

/* Everybody who has a place in a cohort, by name. For lists of readers: each is then judged by the rights. */
MUST_CHECK carnet_err cohort_people(struct person **out, size_t *count, struct ctx *ctx, int64_t cohort);

void cohort_build_set(const char *build); /* what /api/me calls build; borrowed; once, at start */
extern const struct route cohort_routes[]; /* /api/me, /api/cohort */
