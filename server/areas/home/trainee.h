#pragma once
/* A trainee as those see them who accompany them or run the course: works and their states, what was shared, next to it one's
 * own notes. Of a journal only what the person may open appears, and to staff nothing. Calls that write: database thread. */
#include "areas/cohort/cohort.h"
#include "areas/deliverable/work.h"
#include "areas/group/group.h"

struct trainee {
    struct person person;
    struct cohort cohort;
    const char *status, *from_day, *to_day; /* of the enrolment */
    const char *project_title, *project_place, *project_setting; /* NULL: not known yet */
    struct group team; /* id 0: none today */
    struct person tutor, cooperator; /* id 0: none today */
    bool accompanied; /* by the actor, today */
    bool drafts;      /* the actor is told of works that are not handed in: where they are; assistants are not (DOMAIN §7.1, note 3) */
};
/* In one cohort: those whom the actor accompanies; all for its managers and assistants. By name. */
MUST_CHECK carnet_err trainee_list_in(struct trainee **out, size_t *count, struct ctx *ctx, const struct cohort *cohort);
/* The same in each of the actor's cohorts (cohorts_of_actor), one after the other; each person once. */
MUST_CHECK carnet_err trainee_list(struct trainee **out, size_t *count, struct ctx *ctx);
/* In that cohort, or on the list of them all (cohort NULL). MISSING "trainee.missing" for who is not there. */
MUST_CHECK carnet_err trainee_find(struct trainee *out, struct ctx *ctx, const char *cohort, const char *slug);
json_t *trainee_json(const struct trainee *trainee);

/* One's own notes, each on somebody one accompanies or accompanied in that cohort: they stay their writer's when accompaniment ends. */
struct private_note {
    struct person about;
    struct cohort cohort;
    const char *text; /* "": there is none */
    int64_t updated_at;
    bool accompanied; /* still, by the actor, today */
};
/* By name. */
MUST_CHECK carnet_err note_list(struct private_note **out, size_t *count, struct ctx *ctx);
/* MISSING "trainee.missing" for who does not accompany them. */
MUST_CHECK carnet_err note_find(struct private_note *out, struct ctx *ctx, const struct trainee *trainee);
/* Whoever accompanies begins one, whoever has one goes on with it; "" erases it. MISSING "trainee.missing" for everybody else, whether or not
 * there are such a person and cohort. */
struct note_new {
    const char *about, *cohort, *text; /* about, cohort: slugs */
};
MUST_CHECK carnet_err note_put(struct private_note *out, struct ctx *ctx, const struct note_new *note);

/* Does the actor run this cohort: its manager or assistant. */
MUST_CHECK carnet_err home_runs(bool *manages, bool *assists, struct ctx *ctx, int64_t cohort);
