#pragma once
/* Somebody's place in a cohort through time: enrolment and how it ends, who accompanies them, their team. All of it holds by day;
 * what takes a right away does so for open sockets too, before the answer. Above the areas whose things end with it, so that one
 * function shows all effects.
 *
 * A cohort's manager decides; the assistant enrols. MISSING for who has no place in the cohort, DENIED "cohort.not_manager" for the
 * others, MISSING "enrolment.missing" for somebody who is not of it. Calls that write are for the database thread. */
#include "areas/cohort/cohort.h"

enum enrolment_status {
    ENROLMENT_PRE_ENROLLED, ENROLMENT_ENROLLED, ENROLMENT_SUSPENDED, ENROLMENT_COMPLETED, ENROLMENT_CANCELLED, ENROLMENT_DEFERRED,
    ENROLMENT_DROPPED_OUT, ENROLMENT_EXCLUDED, ENROLMENT_STATUS_COUNT
};
const char *enrolment_status_text(enum enrolment_status status);
MUST_CHECK carnet_err enrolment_status_parse(enum enrolment_status *out, const char *text);

struct enrolment {
    int64_t id, cohort, begun; /* begun: half-days have begun for them */
    struct person person;
    enum enrolment_status status;
    const char *from, *to, *reason;             /* to, reason NULL: none */
    const char *suspended_on, *suspended_until; /* NULL: not suspended */
    const char *previous_cohort, *acquired;     /* of who repeats; acquired: JSON list of blocks, NULL: none */
};
MUST_CHECK carnet_err enrolment_list(struct enrolment **out, size_t *count, struct ctx *ctx, const char *cohort); /* for the office */
/* One of them, for the office and for themselves. */
MUST_CHECK carnet_err enrolment_show(struct enrolment *out, struct ctx *ctx, const char *cohort, const char *trainee);
struct enrolment_change {
    int64_t at;
    struct person actor;
    const char *from, *to, *day, *reason; /* from, reason NULL: none */
};
MUST_CHECK carnet_err enrolment_history(struct enrolment_change **out, size_t *count, struct ctx *ctx, const struct enrolment *of);

/* Enrols somebody who has an account; with acquired blocks (JSON list) they repeat: what was acquired is carried over, the rest is
 * begun anew. CONFLICT "enrolment.exists", INVALID "enrolment.person", "enrolment.block", "enrolment.repeat". */
struct enrolment_new {
    const char *person, *from, *previous_cohort; /* previous_cohort NULL: does not repeat */
    enum enrolment_status status;                /* pre-enrolled or enrolled */
    const json_t *acquired;
};
MUST_CHECK carnet_err enrolment_add(struct ctx *ctx, const char *cohort, const struct enrolment_new *enrolment);
/* For people_joined_set: whoever is invited as a trainee is enrolled, from the first day of the cohort, or today when it has begun. */
MUST_CHECK carnet_err enrolment_joined(struct ctx *ctx, int64_t person, int64_t cohort, enum role role);

/* The next status, from a day on (not in the future, except a start). CONFLICT "enrolment.step" when it cannot follow,
 * "enrolment.begun" for a cancellation too late; INVALID "enrolment.day", "enrolment.suspension" (60 days), "enrolment.reason".
 * Leaving (deferred, dropped out, excluded, cancelled) ends memberships and accompaniment that day and withdraws unsubmitted works. */
struct enrolment_step {
    enum enrolment_status status;
    const char *day, *until, *reason; /* until: of a suspension, NULL: as long as it may be */
};
MUST_CHECK carnet_err enrolment_change(struct ctx *ctx, const char *cohort, const char *trainee, const struct enrolment_step *step);

/* Who accompanies a trainee from a day on, not before today: the one before ends the day before, the comments stay. person NULL:
 * nobody. INVALID "accompaniment.past", "accompaniment.person"; CONFLICT "accompaniment.left". */
enum accompaniment { ACCOMPANIMENT_TUTOR, ACCOMPANIMENT_COOPERATOR, ACCOMPANIMENT_COUNT };
struct assignment_new {
    const char *person, *from, *to, *reason, *handover; /* to NULL: without end */
};
MUST_CHECK carnet_err enrolment_assign(struct ctx *ctx, enum accompaniment as, const char *cohort, const char *trainee,
                                       const struct assignment_new *assignment);
struct assignment {
    struct person trainee, person;
    enum accompaniment as;
    const char *from, *to, *reason, *handover; /* to, reason, handover NULL: none */
};
/* Of one trainee (all of them, for the office), or those the actor has now, with their notes. By trainee and day. */
MUST_CHECK carnet_err enrolment_assignments(struct assignment **out, size_t *count, struct ctx *ctx, int64_t cohort, int64_t trainee);
MUST_CHECK carnet_err enrolment_accompanied(struct assignment **out, size_t *count, struct ctx *ctx);
/* People who could: of that role in whatever cohort. */
MUST_CHECK carnet_err enrolment_candidates(struct person **out, size_t *count, struct ctx *ctx, enum accompaniment as);

/* Moves a trainee to another team of the cohort, from a day on, not before today. INVALID "team.past", "team.group"; CONFLICT
 * "team.same". Past words stay signed by them; the old space closes, the new one opens. */
struct team_move {
    const char *group, *from, *reason;
};
MUST_CHECK carnet_err enrolment_move(struct ctx *ctx, const char *cohort, const char *trainee, const struct team_move *move);
struct team {
    const char *slug, *name, *from; /* of a trainee, today; from: since */
};
MUST_CHECK carnet_err enrolment_team(struct team *out, struct ctx *ctx, int64_t cohort, int64_t trainee); /* slug NULL: none */
MUST_CHECK carnet_err enrolment_teams(struct team **out, size_t *count, struct ctx *ctx, int64_t cohort);

extern const struct route enrolment_routes[]; /* /api/cohorts/:cohort/trainees…, /api/accompaniment */
