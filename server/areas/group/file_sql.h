#pragma once
/* Every statement of file.c. Only for group/. */
#include "areas/group/file.h"

MUST_CHECK carnet_err file_sql_add(struct ctx *ctx, const struct group_file *file);
MUST_CHECK carnet_err file_sql_list(struct group_file **out, size_t *count, struct ctx *ctx, int64_t group, bool trashed,
                                    int64_t since);
MUST_CHECK carnet_err file_sql_find(struct group_file *out, struct ctx *ctx, int64_t group, const char *uid);
/* Of all groups, from the row after `after` on, `most` of them; *after moves on. */
MUST_CHECK carnet_err file_sql_each(struct group_file **out, size_t *count, struct ctx *ctx, int64_t *after, int most);
MUST_CHECK carnet_err file_sql_set_trashed(struct ctx *ctx, int64_t file, int64_t at); /* 0: back */
MUST_CHECK carnet_err file_sql_erase(size_t *count, struct ctx *ctx, int64_t until); /* those in the trash since then or longer */
MUST_CHECK carnet_err file_sql_contents(struct ctx *ctx, rows_text_fn *fn, void *self);
MUST_CHECK carnet_err file_sql_space(int64_t *used, struct ctx *ctx, int64_t group, int64_t since);
