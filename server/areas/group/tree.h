#pragma once
/* The pages of a group as a tree: under one another, in order, thrown away for a while. A page's file in git is named once and stays
 * (group_page.path); the tree is rows alone. The inner folder of a team is a tree of its own, closed to all but the members: no
 * page moves from one to the other, because its history is in another repository.
 *
 * Rights are the caller's (areas/document/page.c). Calls that write: database thread. */
#include "areas/group/group.h"

enum { TREE_DEEPEST = 6 };

struct group_page {
    int64_t document, group, parent; /* parent 0: at the top */
    const char *title, *path;
    bool inner, charter;
    int64_t trashed_with; /* 0: it is there */
};
MUST_CHECK carnet_err group_page_find(struct group_page *out, struct ctx *ctx, int64_t document);
/* The actor's; nothing on a page in the trash. document 0: same work, nothing. */
MUST_CHECK carnet_err group_page_rights(struct rights *out, struct ctx *ctx, const struct group_page *page);
/* "groups/<uid>.git" */
MUST_CHECK carnet_err group_page_repository(const char **out, struct ctx *ctx, const struct group_page *page);

struct group_page_new {
    const char *title;
    bool charter;   /* the cohort's charter: of the commons, once. CONFLICT "page.charter" */
    bool inner;     /* in the inner folder: of teams. CONFLICT "page.inner" */
    int64_t parent; /* 0: at the top */
};
/* At the end of its siblings. CONFLICT "page.elsewhere" when the parent is in another group or folder, or in the trash,
 * LIMIT "page.deep" below more than TREE_DEEPEST pages. */
MUST_CHECK carnet_err group_page_add(struct ctx *ctx, const struct group *group, int64_t document,
                                     const struct group_page_new *page);
MUST_CHECK carnet_err group_page_rename(struct ctx *ctx, int64_t document, const char *title);
/* Below a parent (0: the top), before one of its children (0: at the end). CONFLICT "page.inside_itself", and as above. */
MUST_CHECK carnet_err group_page_move(struct ctx *ctx, const struct group_page *page, int64_t parent, int64_t before);

/* The page and all below it. They come back together, under their parent if it is still there. When their time is over nobody opens them, and
 * they stay: their commits stand in one line with those of the pages around them, and a repository is made again from rows with the same commits
 * (DESIGN §6). Without theirs every later commit would be another one, while git held their words all the same. An opening still reads them. */
MUST_CHECK carnet_err group_page_trash(struct ctx *ctx, const struct group_page *page);
MUST_CHECK carnet_err group_page_restore(struct ctx *ctx, const struct group_page *page);
struct group_trashed {
    const char *uid, *title, *by;
    int64_t at, until; /* after until it cannot be restored */
    bool inner;
};
MUST_CHECK carnet_err group_page_trashed(struct group_trashed **out, size_t *count, struct ctx *ctx, int64_t group, bool inner);
/* What was thrown away and can still come back; MISSING otherwise. */
MUST_CHECK carnet_err group_page_in_trash(struct group_page *out, struct ctx *ctx, int64_t group, const char *uid);
