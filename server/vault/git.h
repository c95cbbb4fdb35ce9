#pragma once
/* What the files of vault/ share about libgit2; nobody else includes it.
 * Handles live for one call: CLEANUP frees them in reverse order, objects before their repository. */
#include "base/err.h"
#include "vault/commit.h"

#include <git2.h>

#define VAULT_TRAILER "Co-authored-by: "

/* Records what libgit2 just failed at. "Not found" counts as damage: callers look for what must be there, and treat
 * what may be absent themselves. */
carnet_err git_fail(int code, const char *what, const char *dir);

MUST_CHECK carnet_err git_open(git_repository **out, const char *dir);         /* to read */
MUST_CHECK carnet_err git_open_to_write(git_repository **out, const char *dir); /* first removes locks left behind */
/* NULL while main has no commit. */
MUST_CHECK carnet_err git_tip(git_commit **out, git_repository *repo);
/* MISSING when it is not an id of a commit here. */
MUST_CHECK carnet_err git_find_commit(git_commit **out, git_repository *repo, const char *id);
MUST_CHECK carnet_err git_sign(git_signature **out, struct vault_person person, int64_t at);
char *git_message(const char *text); /* to free: printable, trimmed, one line end at the end; "" stays "" */

/* Relative, UTF-8, no empty part, nothing that climbs, nothing a git on any system could take for its own. */
MUST_CHECK carnet_err path_check(const char *path);
