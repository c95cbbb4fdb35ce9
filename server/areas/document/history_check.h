#pragma once
/* Revisions against what they were made from and what was made from them: rows that open, documents that load, commits that hold what
 * their row says; and a repository made again when they do not. Any thread; making again, on a folder nobody serves. */
#include "areas/document/history.h"

typedef void history_say_fn(void *self, const char *line); /* a fault, in plain words, without content */

/* Every document loads in the engine, every revision's text opens. Sealed ones without a key are left to whoever checks keys. */
MUST_CHECK carnet_err history_check_rows(struct ctx *ctx, history_say_fn *say, void *self);

/* The repositories that documents have, "groups/….git", each once. They need not be there: only once something was committed. */
struct history_repositories {
    const char **paths;
    size_t count;
};
MUST_CHECK carnet_err history_repositories(struct history_repositories *out, struct ctx *ctx);
MUST_CHECK carnet_err history_is_committed(bool *out, struct ctx *ctx, const char *repository); /* some row has a commit in it */
/* Every revision that has a commit is found there with the row's text. */
MUST_CHECK carnet_err history_check_repository(struct ctx *ctx, const char *folder, const char *repository,
                                               history_say_fn *say, void *self);

/* After a restore: main goes back to the newest commit that a row knows; commits beyond it are forgotten. */
MUST_CHECK carnet_err history_rewind(struct ctx *ctx, const char *dir);
/* Every revision of a repository that is not in dir yet is committed there from its row, oldest first; those that were overtaken stay
 * out, as they were. Where a commit cannot be the same as
 * before, the row gets the new one's id and it is said; so is a row whose text does not open. */
MUST_CHECK carnet_err history_rebuild(struct ctx *ctx, const char *repository, const char *dir, history_say_fn *say, void *self);
