#pragma once
/* Who gives which role where, and takes it back. A trainee's role goes with their enrolment: it is given here and never taken back here.
 * Database thread, but for role_place, role_may_give and role_takeable. Only for people/ and enrolment/. */
#include "areas/people/people.h"

struct cohort_named {
    int64_t id; /* 0: the whole organisation */
    const char *slug, *label;
};
/* Where the actor gives roles: in a cohort they run, or, slug NULL, in the organisation. *held: their roles there. MISSING "people.missing". */
MUST_CHECK carnet_err role_place(struct cohort_named *out, unsigned *held, struct ctx *ctx, const char *slug);
bool role_may_give(unsigned held, enum role role, bool in_cohort);

struct role_held {
    enum role role;
    struct cohort_named cohort;
};
/* Those of somebody's roles that the actor may take back: whoever may give one may take it back. */
MUST_CHECK carnet_err role_takeable(struct role_held **out, size_t *count, struct ctx *ctx, int64_t person);

/* Taking one back. MISSING "people.missing" for who may not give it, or when it is not held. CONFLICT "role.last_admin": nobody else could
 * administer; "role.last_manager": the cohort would have no manager who can sign in, so that neither the actor nor anybody else can leave
 * it without. What else must hold, and what is closed at once, is in enrolment/role.c. */
struct role_taking {
    struct person person;
    struct role_held held;
};
MUST_CHECK carnet_err role_taking_begin(struct role_taking *out, struct ctx *ctx, const char *person, enum role role, const char *cohort);
MUST_CHECK carnet_err role_take(struct ctx *ctx, const struct role_taking *taking);
json_t *role_held_json(const struct role_held *held); /* {role, cohort: {id, label} or null} */
json_t *role_detail(const struct role_held *held);    /* of an event */
