#pragma once
/* Every statement of tree.c. Only for group/. */
#include "areas/group/tree.h"

MUST_CHECK carnet_err tree_sql_find(struct group_page *out, struct ctx *ctx, int64_t document);
MUST_CHECK carnet_err tree_sql_add(struct ctx *ctx, const struct group_page *page);
MUST_CHECK carnet_err tree_sql_rename(struct ctx *ctx, int64_t document, const char *title);
MUST_CHECK carnet_err tree_sql_path_taken(bool *out, struct ctx *ctx, int64_t group, const char *path);
MUST_CHECK carnet_err tree_sql_has_charter(bool *out, struct ctx *ctx, int64_t group);
MUST_CHECK carnet_err tree_sql_children(int64_t **out, size_t *count, struct ctx *ctx, const struct group_page *page,
                                        int64_t parent); /* in the folder of page, in order, without page itself */
MUST_CHECK carnet_err tree_sql_place(struct ctx *ctx, int64_t document, int64_t parent, int64_t position);
MUST_CHECK carnet_err tree_sql_below(int64_t **out, size_t *count, struct ctx *ctx, int64_t document); /* and itself */
MUST_CHECK carnet_err tree_sql_trash(struct ctx *ctx, int64_t document, int64_t with);
MUST_CHECK carnet_err tree_sql_trashed_with(int64_t **out, size_t *count, struct ctx *ctx, int64_t root);
MUST_CHECK carnet_err tree_sql_restore(struct ctx *ctx, int64_t root);
MUST_CHECK carnet_err tree_sql_no_charter(struct ctx *ctx, int64_t document);
MUST_CHECK carnet_err tree_sql_trashed(struct group_trashed **out, size_t *count, struct ctx *ctx, int64_t group, bool inner,
                                       int64_t since);
MUST_CHECK carnet_err tree_sql_in_trash(int64_t *document, struct ctx *ctx, int64_t group, const char *uid, int64_t since);
MUST_CHECK carnet_err tree_sql_inner_uid(const char **out, struct ctx *ctx, int64_t group); /* NULL: none yet */
MUST_CHECK carnet_err tree_sql_set_inner_uid(struct ctx *ctx, int64_t group, const char *uid);
