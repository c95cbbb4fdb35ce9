#pragma once
/* Somebody's place in a cohort through time: enrolment and how it ends, who accompanies them, their team. All of it holds by day;
 * what takes a right away does so for open sockets too, before the answer. Above the areas whose things end with it, so that one
 * function shows all effects.
 *
 * A cohort's manager decides; the assistant enrols. MISSING for who has no place in the cohort, DENIED "cohort.not_manager" for the
 * others, MISSING "enrolment.missing" for somebody who is not of it. Calls that write are for the database thread. */
#include "areas/cohort/cohort.h"
#include "areas/people/invitation.h"

enum enrolment_status {
    ENROLMENT_PRE_ENROLLED, ENROLMENT_ENROLLED, ENROLMENT_SUSPENDED, ENROLMENT_COMPLETED, ENROLMENT_CANCELLED, ENROLMENT_DEFERRED,
    ENROLMENT_DROPPED_OUT, ENROLMENT_EXCLUDED, ENROLMENT_STATUS_COUNT
};
const char *enrolment_status_text(enum enrolment_status status);
MUST_CHECK carnet_err enrolment_status_parse(enum enrolment_status *out, const char *text);

/* The trainee's own local project; NULL: not known yet. setting: "work_situation" or "internship". */
struct project {
    const char *title, *place, *setting;
};
struct enrolment {
    int64_t id, cohort, begun; /* begun: half-days have begun for them */
    struct person person;
    enum enrolment_status status;
    const char *from, *to, *reason;             /* to, reason NULL: none */
    const char *suspended_on, *suspended_until; /* NULL: not suspended */
    const char *previous_cohort, *acquired;     /* of who repeats; acquired: JSON list of blocks, NULL: none */
    struct project project;
};
MUST_CHECK carnet_err enrolment_list(struct enrolment **out, size_t *count, struct ctx *ctx, const char *cohort); /* for the office */
/* One of them, for the office and for themselves. */
MUST_CHECK carnet_err enrolment_show(struct enrolment *out, struct ctx *ctx, const char *cohort, const char *trainee);
struct enrolment_change {
    int64_t at;
    struct person actor;
    const char *from, *to, *day, *category, *reason; /* from, category, reason NULL: none */
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
 * "enrolment.begun" for a cancellation too late; INVALID "enrolment.day", "enrolment.suspension" (60 days), "enrolment.category",
 * "enrolment.reason" (leaving and pausing need a category or words; "other" needs words). Leaving (deferred, dropped out, excluded, cancelled) ends memberships and accompaniment that day and withdraws unsubmitted works. */
struct enrolment_step {
    enum enrolment_status status;
    const char *day, *until; /* until: of a suspension, NULL: as long as it may be */
    const char *category;    /* one of a few words that can be counted; NULL: only a reason */
    const char *reason;
};
bool enrolment_has_left(const struct enrolment *of);
bool enrolment_pause_over(struct ctx *ctx, const struct enrolment *of); /* its last day has come: what follows is to be decided */
MUST_CHECK carnet_err enrolment_beat(struct ctx *ctx); /* tells of pauses that are over */
bool enrolment_can_become(const struct enrolment *of, const struct cohort_standing *actor, enum enrolment_status to);
MUST_CHECK carnet_err enrolment_change(struct ctx *ctx, const char *cohort, const char *trainee, const struct enrolment_step *step);

/* Who accompanies a trainee from a day on, not before today: the one before ends the day before, the comments stay; who was to begin
 * after that day does not, and is told. Who was to begin on another day begins on this one, with the note that they had if there is no new
 * one. Of who is there already only the end is new, and the note if there is one; what changes nothing is not told. person NULL: nobody.
 * INVALID "accompaniment.past", "accompaniment.person"; CONFLICT "accompaniment.left". */
enum accompaniment { ACCOMPANIMENT_TUTOR, ACCOMPANIMENT_COOPERATOR, ACCOMPANIMENT_COUNT };
struct assignment_new {
    const char *person, *from, *to, *reason, *handover; /* to NULL: without end */
};
MUST_CHECK carnet_err enrolment_assign(struct ctx *ctx, enum accompaniment as, const char *cohort, const char *trainee,
                                       const struct assignment_new *assignment);
/* The same for several at once: all of them, or none. INVALID "accompaniment.nobody". */
MUST_CHECK carnet_err enrolment_assign_all(struct ctx *ctx, enum accompaniment as, const char *cohort, const char *const *trainees,
                                           size_t count, const struct assignment_new *assignment);
/* Says of whom two are the tutor, or the cooperator, at once: both would read, and which of the two stays is the manager's to decide, who
 * settles it by choosing one. A fault in plain words each, without names. Any thread. */
typedef void enrolment_say_fn(void *self, const char *line);
MUST_CHECK carnet_err enrolment_check(struct ctx *ctx, enrolment_say_fn *say, void *self);
struct assignment {
    struct person trainee, person;
    enum accompaniment as;
    const char *from, *to, *reason, *handover; /* to, reason, handover NULL: none */
    int64_t cohort;
};
/* Of one trainee (all of them, for the office), or those the actor has now, with their notes. By trainee and day. */
MUST_CHECK carnet_err enrolment_assignments(struct assignment **out, size_t *count, struct ctx *ctx, int64_t cohort, int64_t trainee);
MUST_CHECK carnet_err enrolment_accompanied(struct assignment **out, size_t *count, struct ctx *ctx);
/* People who could: of that role in whatever cohort. */
MUST_CHECK carnet_err enrolment_candidates(struct person **out, size_t *count, struct ctx *ctx, enum accompaniment as);

/* Somebody is about to leave: whom they accompany, today or later. For whoever keeps their account; MISSING "people.missing". */
struct departure {
    struct account_about account;
    struct assignment *held;
    size_t held_count;
};
MUST_CHECK carnet_err enrolment_departure(struct departure *out, struct ctx *ctx, const char *person);
/* For people_left_set: whom they accompany, or would later, has nobody from that day on, and is told, and so is who runs the cohort. */
MUST_CHECK carnet_err enrolment_left(struct ctx *ctx, int64_t person);

/* Takes a role back, in a cohort or (cohort NULL) in the whole organisation; a trainee's goes with the enrolment. MISSING "people.missing" for
 * who may not give it. CONFLICT "role.last_admin", "role.last_manager" (people/role.h), "role.accompanies": trainees of the cohort first need
 * somebody else. */
MUST_CHECK carnet_err enrolment_take_role(struct ctx *ctx, const char *person, enum role role, const char *cohort);

/* Moves a trainee to another team of the cohort (group NULL: to none), from a day on, not before today nor after the cohort's end; what
 * was planned after it is forgotten. INVALID "team.day", "team.group", "enrolment.reason"; CONFLICT "team.already_there",
 * "team.not_open_yet", "team.not_enrolled". Past words stay signed by them; the old space closes, the new one opens. */
struct team_move {
    const char *group, *from, *reason;
};
MUST_CHECK carnet_err enrolment_move(struct ctx *ctx, const char *cohort, const char *trainee, const struct team_move *move);
struct team {
    const char *slug, *name, *from, *to, *reason; /* of a trainee, when; NULL: none. Of a cohort: from: it opens that day */
};
/* As far as the actor may know of teams (group_known_until). */
MUST_CHECK carnet_err enrolment_team(struct team *out, struct ctx *ctx, int64_t cohort, int64_t trainee, const char *day); /* slug NULL: none */
MUST_CHECK carnet_err enrolment_teams(struct team **out, size_t *count, struct ctx *ctx, int64_t cohort);
MUST_CHECK carnet_err enrolment_teams_of(struct team **out, size_t *count, struct ctx *ctx, int64_t cohort, int64_t trainee);
MUST_CHECK carnet_err enrolment_work_groups_of(struct team **out, size_t *count, struct ctx *ctx, int64_t cohort, int64_t trainee);

/* A trainee asks for another team; the manager moves them, or says why not and sets it aside. It is between the two of them: for anybody
 * else none waits. One waits at a time: CONFLICT "team_request.waiting"; MISSING "team_request.none". */
struct team_request {
    int64_t asked_at;
    const char *words; /* NULL: none waits */
};
MUST_CHECK carnet_err enrolment_request(struct team_request *out, struct ctx *ctx, const struct enrolment *of,
                                        const struct cohort_standing *actor);
MUST_CHECK carnet_err enrolment_ask_team(struct ctx *ctx, const char *cohort, const char *trainee, const char *words);
MUST_CHECK carnet_err enrolment_settle_team_request(struct ctx *ctx, const char *cohort, const char *trainee);

/* What their project is, where, and in which setting: they say it while they are here, and so does who manages the cohort. As typed, NULL
 * or empty: not known. DENIED "project.not_yours"; INVALID "project.title", "project.place", "project.setting". */
bool enrolment_can_say_project(const struct enrolment *of, const struct cohort_standing *actor, int64_t person);
MUST_CHECK carnet_err enrolment_say_project(struct ctx *ctx, const char *cohort, const char *trainee, const struct project *project);

extern const struct route enrolment_routes[]; /* /api/cohorts/:cohort/trainees…, /api/accompaniment */
