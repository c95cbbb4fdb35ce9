#pragma once
/* People: who they are, how they sign in, who is behind a credential. */
#include "areas/event/moment.h"
#include "net/net.h"
#include "store/db.h"

enum role {
    ROLE_ANY = -1,
    ROLE_TRAINEE, /* enrolled today */
    ROLE_FORMER_TRAINEE, /* was enrolled; of the rights table only */
    ROLE_TUTOR, ROLE_RESEARCH_COOPERATOR, ROLE_TRAINER, ROLE_PROGRAMME_MANAGER, ROLE_TRAINING_ASSISTANT, ROLE_JURY_MEMBER,
    ROLE_DISABILITY_OFFICER, ROLE_QUALITY_OFFICER, ROLE_COMMISSIONER, ROLE_WORKPLACE_REFERENT, ROLE_PLATFORM_ADMIN,
    ROLE_COUNT
};
const char *role_text(enum role role); /* "programme_manager"… */
MUST_CHECK carnet_err role_parse(enum role *out, const char *text);

struct person {
    int64_t id;
    const char *slug, *given_name, *family_name, *name, *email, *pseudonym;
};
/* A row of id, slug, given_name, family_name, email, pseudonym, for other areas' joins. */
struct person people_row(struct ctx *ctx, struct db_query *q);
MUST_CHECK carnet_err people_find(struct person *out, struct ctx *ctx, int64_t id);
MUST_CHECK carnet_err people_find_slug(struct person *out, struct ctx *ctx, const char *slug);
MUST_CHECK carnet_err people_find_email(struct person *out, struct ctx *ctx, const char *email); /* open accounts */
json_t *people_json(const struct person *person); /* {id, name} */
json_t *people_self_json(struct ctx *ctx, const struct person *person); /* and names, address, roles; NULL after an error */

/* Adds somebody; password_hash NULL: no account of their own yet. slug and email must be free. Database thread. */
struct person_new {
    const char *slug, *given_name, *family_name, *email, *password_hash;
    bool second_factor_waived; /* signs in without, whatever their roles */
};
MUST_CHECK carnet_err people_add(int64_t *out, struct ctx *ctx, const struct person_new *person);
/* cohort 0: none. A role that asks for the second step of signing in ends the sign-ins of whoever has not set it up. DENIED "role.own" for a
 * role that the actor would give themself: what it opens to read is for somebody else to open. Who manages a cohort may tutor, cooperate and
 * teach in it. */
MUST_CHECK carnet_err people_give_role(struct ctx *ctx, int64_t person, int64_t cohort, enum role role);
/* The actor manages what they begin: a cohort, or, with 0, an organisation that has none yet. */
MUST_CHECK carnet_err people_begin_managing(struct ctx *ctx, int64_t cohort);
/* Bits (1u << role) held in a cohort or in the whole organisation; cohort 0: anywhere. */
MUST_CHECK carnet_err people_roles(unsigned *out, struct ctx *ctx, int64_t person, int64_t cohort);

/* net_hooks.authenticate: sets ctx->actor and ctx->sign_in or ctx->token. DENIED "session.none" for nobody, an ended sign-in, a closed account;
 * "session.other" when the page that asks is for another person than who is signed in by now. On the database thread it also notes that the
 * sign-in is used (a shared device's ends after 15 minutes without use). */
MUST_CHECK carnet_err people_authenticate(struct ctx *ctx, const struct credential *credential);
/* Somebody wrote just now, over a websocket: their sign-ins on shared devices are in use. Database thread. */
MUST_CHECK carnet_err people_seen(struct ctx *ctx, int64_t person);
/* Is the actor's sign-in or token, as ctx names it, still good, and until when as things are. Same errors. */
MUST_CHECK carnet_err people_check(int64_t *until, struct ctx *ctx);
MUST_CHECK carnet_err people_device(const char **out, struct ctx *ctx); /* "mine" or "shared"; a token counts as "mine" */

/* The command line's: a personal token for an address; an administrator (made if the address is new) and the token of the
 * one-time link with which they choose their password. MISSING when nobody has that address. Database thread. */
MUST_CHECK carnet_err people_token_make(const char **out, struct ctx *ctx, const char *email);
/* A one-time link to choose a password, for whoever runs this and holds the folder: where letters do not leave, or do not arrive. */
MUST_CHECK carnet_err people_password_link(const char **out, struct ctx *ctx, const char *email);
MUST_CHECK carnet_err people_admin_make(const char **out, struct ctx *ctx, const char *email);

/* What the clock does for accounts; database thread. */
MUST_CHECK carnet_err people_beat(struct ctx *ctx);
/* What else happens when somebody gets a role in a cohort: the cohort's, set once at start. */
typedef carnet_err people_joined_fn(struct ctx *ctx, int64_t person, int64_t cohort, enum role role);
void people_joined_set(people_joined_fn *joined);
/* The same for when somebody's account is closed, before it is. */
typedef carnet_err people_left_fn(struct ctx *ctx, int64_t person);
void people_left_set(people_left_fn *left);

extern const struct route people_routes[];     /* /api/session */
extern const struct route account_routes[];    /* /api/account, /api/password, /api/address */
extern const struct route factor_routes[];     /* /api/account/second-factor, /api/session/second-factor */
extern const struct route invitation_routes[]; /* /api/invitations, /api/people */
