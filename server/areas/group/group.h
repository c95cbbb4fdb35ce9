#pragma once
/* Groups of a cohort: teams, work groups, the commons; who belongs to them, by day; their pages. */
#include "areas/cohort/cohort.h"

enum group_kind { GROUP_TEAM, GROUP_WORK_GROUP, GROUP_COMMONS };
struct group {
    int64_t id, cohort, cooperator, opened_by; /* 0: nobody */
    const char *slug, *uid, *name, *commission, *commissioner, *theme;
    enum group_kind kind;
    bool open, archived;  /* of work groups */
    const char *from_day; /* NULL, or the day it opens to all but the manager */
};
MUST_CHECK carnet_err group_find(struct group *out, struct ctx *ctx, int64_t id);
/* May the actor know which groups a cohort has, and who is in them: trainees, accompaniment, trainers, staff. */
MUST_CHECK carnet_err group_knows(bool *out, struct ctx *ctx, int64_t cohort);
/* A team that opens later is there for the manager alone: the last opening day of the teams that the actor may know. */
MUST_CHECK carnet_err group_known_until(const char **out, struct ctx *ctx, int64_t cohort);
/* As the actor may see it; its cooperator may, who knows of no other group while they accompany nobody. MISSING for the others. */
MUST_CHECK carnet_err group_show(struct group *out, struct ctx *ctx, const char *slug);
/* Those of a cohort that the actor may know, by name. */
MUST_CHECK carnet_err group_list(struct group **out, size_t *count, struct ctx *ctx, int64_t cohort);
MUST_CHECK carnet_err group_team_of(struct group *out, struct ctx *ctx, int64_t person, int64_t cohort); /* today */

MUST_CHECK carnet_err group_member(struct span *out, struct ctx *ctx, int64_t group, int64_t person); /* today */
MUST_CHECK carnet_err group_rights(struct rights *out, struct ctx *ctx, int64_t group); /* the actor's, on its pages */
MUST_CHECK carnet_err group_inner_rights(struct rights *out, struct ctx *ctx, int64_t group); /* on those of its inner folder */

/* Who belongs to it, or may read it, changed: every document readable because of it asks again. Database thread. */
MUST_CHECK carnet_err group_changed(struct ctx *ctx, int64_t group);

MUST_CHECK carnet_err group_all_changed(struct ctx *ctx, int64_t cohort); /* each group of it */

extern const struct route group_routes[]; /* /api/groups, /api/groups/:group */
