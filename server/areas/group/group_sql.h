#pragma once
/* The statements of groups that more than one file of group/ uses. Only for group/. */
#include "areas/group/group.h"

MUST_CHECK carnet_err group_sql_find(struct group *out, struct ctx *ctx, int64_t id);
MUST_CHECK carnet_err group_sql_by_slug(struct group *out, struct ctx *ctx, const char *slug);
MUST_CHECK carnet_err group_sql_team_of(struct group *out, struct ctx *ctx, int64_t person, int64_t cohort);
MUST_CHECK carnet_err group_sql_all(int64_t **groups, size_t *count, struct ctx *ctx, int64_t cohort);
/* Members today, but for one person (0: all). */
MUST_CHECK carnet_err group_sql_members(int64_t **people, size_t *count, struct ctx *ctx, int64_t group, int64_t but);
MUST_CHECK carnet_err group_sql_member(struct span *out, struct ctx *ctx, int64_t group, int64_t person);
MUST_CHECK carnet_err group_sql_tutor_of_member(struct span *out, struct ctx *ctx, int64_t group, int64_t person);
/* Half-days of a module in which trainees work in teams are theirs. */
MUST_CHECK carnet_err group_sql_teaches_teams(bool *out, struct ctx *ctx, int64_t cohort, int64_t person);
/* Added as a tutor by the manager; closed out by the team. */
MUST_CHECK carnet_err group_sql_choices(bool *added, bool *closed, struct ctx *ctx, int64_t group, int64_t person);
/* What is readable because of the group: its pages, and entries shared with it. */
MUST_CHECK carnet_err group_sql_documents(int64_t **documents, size_t *count, struct ctx *ctx, int64_t group);
