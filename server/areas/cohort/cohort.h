#pragma once
/* A cohort: who is enrolled, who accompanies whom, the frame of its year. Assignments hold by day. */
#include "areas/people/people.h"
#include "areas/people/rights.h"
#include "areas/programme/programme.h"

struct cohort {
    int64_t id, created_at, programme, programme_version; /* the version that was copied */
    const char *slug, *label, *start_day, *end_day, *programme_slug, *programme_title;
};
/* The one the actor belongs to: of several the one they are enrolled in, else the one that began last, else the next to begin. MISSING
 * when there is none. */
MUST_CHECK carnet_err cohort_of_actor(struct cohort *out, struct ctx *ctx);
/* That one first, then the others that run today and in which the actor has a place. None is no error. */
MUST_CHECK carnet_err cohorts_of_actor(struct cohort **out, size_t *count, struct ctx *ctx);
/* Those of them that the actor manages or assists. */
MUST_CHECK carnet_err cohorts_assisted(struct cohort **out, size_t *count, struct ctx *ctx);
/* The cohort somebody is enrolled in today. MISSING "cohort.not_enrolled". */
MUST_CHECK carnet_err cohort_enrolled(int64_t *cohort, struct ctx *ctx, int64_t person);

/* Those in which somebody is enrolled or was, the last to begin first. */
MUST_CHECK carnet_err cohorts_of_trainee(struct cohort **out, size_t *count, struct ctx *ctx, int64_t person);

/* What the actor is in a cohort, and to one trainee of it, now. All the same work whether or not anything holds. */
struct cohort_standing {
    struct span as[ROLE_COUNT]; /* by role: the trainee's while enrolled, tutors' and cooperators' while they accompany somebody */
    struct span tutor, cooperator; /* of this trainee, by the assignment that covers today */
};
MUST_CHECK carnet_err cohort_standing(struct cohort_standing *out, struct ctx *ctx, int64_t cohort, int64_t trainee);
/* Whether the actor was this trainee's tutor at that moment, in the present assignment or in an earlier one. */
MUST_CHECK carnet_err cohort_tutored(bool *out, struct ctx *ctx, int64_t cohort, int64_t trainee, int64_t at);

/* A cohort in which the actor has a place today, and what they are in it. MISSING "cohort.missing" for the others. */
MUST_CHECK carnet_err cohort_show(struct cohort *out, struct cohort_standing *standing, struct ctx *ctx, const char *slug);
/* The same for who manages it, or for who assists too; DENIED "cohort.not_manager" for the others who know it. */
MUST_CHECK carnet_err cohort_manage(struct cohort *out, struct ctx *ctx, const char *slug);
MUST_CHECK carnet_err cohort_assist(struct cohort *out, struct ctx *ctx, const char *slug);
bool cohort_manages(const struct cohort_standing *standing);
bool cohort_assists(const struct cohort_standing *standing); /* manager or assistant */
bool cohort_writes(const struct cohort_standing *standing);  /* in its groups: trainees and trainers */
bool cohort_left(const struct cohort_standing *standing);    /* was a trainee of it and is nothing there any more: its dates are not theirs */
MUST_CHECK carnet_err cohort_list(struct cohort **out, size_t *count, struct ctx *ctx); /* where the actor has a place, newest first */
MUST_CHECK carnet_err cohort_by_slug(struct cohort *out, struct ctx *ctx, const char *slug); /* no right asked */
MUST_CHECK carnet_err cohort_by_id(struct cohort *out, struct ctx *ctx, int64_t id);
/* A new one, with a copy of the programme as it is now; the actor manages it, and the office of the cohorts they manage (assistants,
 * disability and quality officers) serves it too. */
struct cohort_new {
    const struct programme *programme;
    const char *label, *start_day, *end_day;
};
MUST_CHECK carnet_err cohort_add(struct cohort *out, struct ctx *ctx, const struct cohort_new *cohort);
/* The day that lists of it speak of: today, or its first while that has not come. */
const char *cohort_day(struct ctx *ctx, const struct cohort *cohort);
MUST_CHECK carnet_err cohort_set_days(struct ctx *ctx, int64_t cohort, const char *start_day, const char *end_day);
/* Its frozen copy of the programme; freed by json_decref. */
MUST_CHECK carnet_err cohort_definition(json_t **out, struct ctx *ctx, int64_t cohort);

/* Everybody who has a place in a cohort, by name. For lists of readers: each is then judged by the rights. */
MUST_CHECK carnet_err cohort_people(struct person **out, size_t *count, struct ctx *ctx, int64_t cohort);

/* Those of them who have a place in it today: whom its news concern. */
MUST_CHECK carnet_err cohort_placed(int64_t **out, size_t *count, struct ctx *ctx, int64_t cohort);

/* Those who hold a role in it, or in the whole organisation, and whose account is open. */
MUST_CHECK carnet_err cohort_holders(int64_t **out, size_t *count, struct ctx *ctx, int64_t cohort, enum role role);

void cohort_build_set(const char *build); /* what /api/me calls build; borrowed; once, at start */
extern const struct route cohort_routes[]; /* /api/me, /api/cohort */
