#pragma once
/* Forming teams: a draft that only the manager of the cohort sees, and its publication on a day. A trainee has one team at a time:
 * whoever enters one on a day leaves the other the day before. Moving one person later is a rule of enrolment/.
 *
 * cohort: a slug, or NULL for the one that runs. Everything here is for its manager: MISSING "team.missing" for the others, and of a
 * cohort that does not exist. Of one to come the board is that of its first day. Calls that write: database thread. */
#include "areas/cohort/trainees.h"
#include "areas/group/group.h"

struct team_draft {
    int64_t id, cooperator;
    const char *uid, *name, *commission, *commissioner;
};
struct team_settings { /* as typed; NULL or "": none. cooperator: a person's slug */
    const char *name, *commission, *commissioner, *cooperator;
};
struct team_place { /* where a trainee is, will be, and would be; empty: nowhere */
    struct cohort_trainee trainee;
    struct group now, next;
    const char *next_from;
    int64_t draft;
};
struct team_board {
    struct cohort cohort;
    const char *day; /* that it speaks of */
    struct team_place *places;
    struct team_draft *drafts;
    struct group *teams; /* published, open or to come */
    struct person *cooperators;
    int64_t expected; /* people who will have a place once they are enrolled */
    size_t place_count, draft_count, team_count, cooperator_count;
};
MUST_CHECK carnet_err team_board(struct team_board *out, struct ctx *ctx, const char *cohort);

MUST_CHECK carnet_err team_draft_new(struct ctx *ctx, const char *cohort, const struct team_settings *settings);
MUST_CHECK carnet_err team_draft_change(struct ctx *ctx, const char *cohort, const char *draft, const struct team_settings *settings);
MUST_CHECK carnet_err team_draft_drop(struct ctx *ctx, const char *cohort, const char *draft);
/* draft NULL: in none. CONFLICT "team.not_enrolled": whoever is not enrolled is only taken out. */
MUST_CHECK carnet_err team_draft_put(struct ctx *ctx, const char *cohort, const char *person, const char *draft);

/* All drafted teams become groups whose members enter on that day; out: who is not enrolled then, and stays out. CONFLICT
 * "team.nothing_drafted", "team.nobody_in"; INVALID "team.day" for a day that is past, or not in the cohort's year. */
MUST_CHECK carnet_err team_publish(struct person **out, size_t *out_count, struct ctx *ctx, const char *cohort, const char *day);
/* Teams that have opened are told to their members, tutors and cooperator, once. What the clock does. */
MUST_CHECK carnet_err team_beat(struct ctx *ctx);
/* A published team is called otherwise, has another commission, another cooperator. Its refusals are those of a draft's settings. */
MUST_CHECK carnet_err team_change(struct ctx *ctx, const char *cohort, const char *team, const struct team_settings *settings);
/* Somebody who leaves the training stands in no draft any more. No right asked. */
MUST_CHECK carnet_err team_draft_leave(struct ctx *ctx, int64_t cohort, int64_t person);
/* From that day on somebody is in this team (0: in none) and in no other; what was planned after it is forgotten. No right asked. */
MUST_CHECK carnet_err team_enter(struct ctx *ctx, int64_t cohort, int64_t person, int64_t team, const char *day, const char *reason);

extern const struct route team_routes[]; /* /api/teams… */
