#pragma once
/* What changed in a group's pages and files since the actor's last visit, made by others. A visit lasts as long as no half hour passes
 * between two looks, so that a page opened and closed does not make the news go away. Only the person themselves is told of it. */
#include "areas/group/group.h"

struct visit_author {
    const char *slug, *name;
};
struct visit_page {
    const char *uid, *title;
    bool inner, made; /* made since */
    int64_t at;       /* the last change by somebody else */
    struct visit_author *authors; /* the last to write first */
    size_t author_count;
};
struct visit_file {
    const char *uid, *name;
    struct visit_author by;
    int64_t at;
};
struct visit {
    int64_t since; /* 0: it is the first */
    struct visit_page *pages;
    size_t page_count;
    struct visit_file *files;
    size_t file_count;
};
/* Notes that the actor looks now. As group_show; DENIED "group.not_yours" for who may not read its pages. Database thread. */
MUST_CHECK carnet_err visit_group(struct visit *out, struct ctx *ctx, const char *slug);

/* What was made while somebody was shut out is not news for them: their next visit begins here, as if they had looked. */
MUST_CHECK carnet_err visit_restart(struct ctx *ctx, int64_t group, int64_t person);

extern const struct route visit_routes[]; /* /api/groups/:group/visit */
