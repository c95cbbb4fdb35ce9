#pragma once
/* Every statement of team.c. Only for group/. */
#include "areas/group/team.h"

MUST_CHECK carnet_err team_sql_drafts(struct team_draft **out, size_t *count, struct ctx *ctx, int64_t cohort);
MUST_CHECK carnet_err team_sql_draft(struct team_draft *out, struct ctx *ctx, int64_t cohort, const char *uid);
MUST_CHECK carnet_err team_sql_add(struct ctx *ctx, int64_t cohort, const struct team_draft *draft);
MUST_CHECK carnet_err team_sql_change(struct ctx *ctx, const struct team_draft *draft);
MUST_CHECK carnet_err team_sql_drop(struct ctx *ctx, int64_t draft);
MUST_CHECK carnet_err team_sql_put(struct ctx *ctx, int64_t cohort, int64_t person, int64_t draft); /* 0: in none */
MUST_CHECK carnet_err team_sql_drafted(int64_t **people, size_t *count, struct ctx *ctx, int64_t draft);
MUST_CHECK carnet_err team_sql_place(int64_t *draft, struct ctx *ctx, int64_t cohort, int64_t person); /* 0: none */
/* Another drafted team than this draft, or another group than this one, has the same name whatever the case. 0: there is none to leave out. */
MUST_CHECK carnet_err team_sql_name_taken(bool *out, struct ctx *ctx, int64_t cohort, const char *name, int64_t draft, int64_t group);

MUST_CHECK carnet_err team_sql_publish(int64_t *group, struct ctx *ctx, int64_t cohort, const struct team_draft *draft,
                                       const char *slug, const char *uid, const char *day);
MUST_CHECK carnet_err team_sql_settle(struct ctx *ctx, int64_t group, const struct team_draft *settled);
/* Teams whose opening is still to be told, today or before; that it is told; the tutors of its members today and its cooperator, but one. */
MUST_CHECK carnet_err team_sql_to_tell(int64_t **groups, size_t *count, struct ctx *ctx);
MUST_CHECK carnet_err team_sql_told(struct ctx *ctx, int64_t group);
MUST_CHECK carnet_err team_sql_beside(int64_t **people, size_t *count, struct ctx *ctx, int64_t group, int64_t but);
MUST_CHECK carnet_err team_sql_published(int64_t **groups, size_t *count, struct ctx *ctx, int64_t cohort);
/* The team somebody is in on a day; 0: none. The first one they enter after it, and when. */
MUST_CHECK carnet_err team_sql_on(int64_t *group, struct ctx *ctx, int64_t cohort, int64_t person, const char *day);
MUST_CHECK carnet_err team_sql_after(int64_t *group, const char **from, struct ctx *ctx, int64_t cohort, int64_t person,
                                     const char *day);
/* Teams somebody is in on a day or later. */
MUST_CHECK carnet_err team_sql_from(int64_t **groups, size_t *count, struct ctx *ctx, int64_t cohort, int64_t person,
                                    const char *day);
MUST_CHECK carnet_err team_sql_leave(struct ctx *ctx, int64_t cohort, int64_t person, const char *day, const char *reason);
MUST_CHECK carnet_err team_sql_enter(struct ctx *ctx, int64_t group, int64_t person, const char *day);
MUST_CHECK carnet_err team_sql_expected(int64_t *count, struct ctx *ctx, int64_t cohort); /* pre-enrolled */
MUST_CHECK carnet_err team_sql_cooperators(struct person **out, size_t *count, struct ctx *ctx, int64_t cohort);
