#pragma once
/* Files of a group: those who write its pages add and throw away, those who read them download.
 *
 * An upload has two steps: file_take on a worker (right and space asked, type and picture judged, content fsynced,
 * store/content.h), then file_add on the database thread (asked again, the row). Content named by its hash is kept
 * once, whoever calls it what. */
#include "areas/event/rows.h"
#include "areas/group/file_type.h"
#include "areas/group/group.h"

#define GROUP_FILES_MOST (INT64_C(500) << 20) /* octets per group, what is in the trash included */

struct group_file {
    int64_t id, group, size, at, trashed_at, until;
    const char *uid, *name, *sha256, *description, *by;
    const struct file_type *type;
};
struct file_upload { /* name, description: as typed */
    const char *group, *name, *description, *path; /* path: the temporary file with the body */
};
/* INVALID "file.empty", "file.type", "file.picture", "file.description" (a picture without one); LIMIT "file.quota". */
MUST_CHECK carnet_err file_take(struct group_file *out, struct ctx *ctx, const struct file_upload *upload);
MUST_CHECK carnet_err file_add(struct ctx *ctx, const char *group, struct group_file *file);

/* trashed: those that can still come back, for those who may. */
MUST_CHECK carnet_err file_list(struct group_file **out, size_t *count, struct ctx *ctx, const struct group *group, bool trashed);
MUST_CHECK carnet_err file_space(int64_t *used, struct ctx *ctx, int64_t group);
MUST_CHECK carnet_err file_read(struct group_file *out, bytes *content, struct ctx *ctx, const char *group, const char *file);
MUST_CHECK carnet_err file_trash(struct ctx *ctx, const char *group, const char *file, bool trashed);
MUST_CHECK carnet_err file_beat(struct ctx *ctx); /* those that nobody can take back any more are erased: their rows, and what only they named is swept */
/* The hash of every file, once for each row. Any thread. */
MUST_CHECK carnet_err file_contents(struct ctx *ctx, rows_text_fn *fn, void *self);

/* Every file is there and as it was, those in the trash too; faults in plain words. Any thread. */
typedef void file_say_fn(void *self, const char *line);
MUST_CHECK carnet_err file_check(struct ctx *ctx, file_say_fn *say, void *self);

extern const struct route file_routes[]; /* /api/groups/:group/files… */
