#pragma once
/* Every statement of work_group.c. Only for group/. */
#include "areas/group/work_group.h"

MUST_CHECK carnet_err work_group_sql_add(int64_t *group, struct ctx *ctx, int64_t cohort, const char *slug, const char *uid,
                                         const struct work_group_settings *settings);
MUST_CHECK carnet_err work_group_sql_change(struct ctx *ctx, int64_t group, const struct work_group_settings *settings);
MUST_CHECK carnet_err work_group_sql_archive(struct ctx *ctx, int64_t group, int64_t at); /* 0: no longer */
MUST_CHECK carnet_err work_group_sql_enter(struct ctx *ctx, int64_t group, int64_t person);
MUST_CHECK carnet_err work_group_sql_leave(struct ctx *ctx, int64_t group, int64_t person);
MUST_CHECK carnet_err work_group_sql_invite(struct ctx *ctx, int64_t group, int64_t person);
MUST_CHECK carnet_err work_group_sql_uninvite(struct ctx *ctx, int64_t group, int64_t person);
MUST_CHECK carnet_err work_group_sql_is_invited(bool *out, struct ctx *ctx, int64_t group, int64_t person);
MUST_CHECK carnet_err work_group_sql_invited(struct person **out, size_t *count, struct ctx *ctx, int64_t group);
