#pragma once
/* Beginning: the name of the centre and who runs its first cohort, for administrators; and what a cohort still needs before its
 * people can work in it, for those who run it. What remains is always counted from the rows: nobody ticks anything. */
#include "areas/cohort/cohort.h"

/* ---- a centre that begins; for administrators, MISSING "start.missing" for the others ---- */

struct start_manager {
    struct person person;
    bool opened;
};
struct start {
    const char *name; /* NULL: the centre has none yet */
    bool sample;      /* this folder holds the sample cohort */
    bool can_begin;   /* …and the actor may leave it for a real one */
    int64_t programmes, cohorts, people;
    struct start_manager *managers;
    size_t manager_count;
};
MUST_CHECK carnet_err start_show(struct start *out, struct ctx *ctx);
MUST_CHECK carnet_err start_name(struct ctx *ctx, const char *name); /* INVALID "start.name" */

/* A real cohort is to begin where the sample is: asks for it (EFFECT_AFRESH). INVALID "start.not_sure". CONFLICT "start.no_sample";
 * "start.invented": the actor is somebody of the sample. */
MUST_CHECK carnet_err start_afresh(struct ctx *ctx, bool sure);
/* In the new database, with the old one attached: what the actor keeps, and the centre its name if it was given one, and the programmes that
 * were uploaded. Nothing of the sample. */
MUST_CHECK carnet_err start_carry(struct ctx *ctx);

/* ---- what a cohort still needs; for its manager and assistant ---- */

struct start_role {
    enum role role;
    int64_t people, opened;
};
struct preparation {
    struct cohort cohort;
    int64_t newest_version; /* of the programme that the cohort copied */
    int64_t sessions, sessions_without_theme, half_days, half_days_without_format, half_days_without_module, half_days_without_trainer;
    int64_t deadlines;
    int64_t trainees, in_team, with_tutor, with_cooperator, teams; /* today or on a day to come */
    int64_t letters_refused;
    struct start_role roles[ROLE_COUNT];
    size_t role_count;
    bool manages; /* the actor: forming teams and saying who accompanies whom are theirs alone */
};
MUST_CHECK carnet_err preparation_show(struct preparation *out, struct ctx *ctx, const char *cohort);

extern const struct route start_routes[]; /* /api/start, /api/start/afresh, /api/cohorts/:cohort/preparation */
