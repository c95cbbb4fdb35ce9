#pragma once
/* What the tests of vault/ share: real git beside the library, and short ways to commit. */
#include "harness/test.h"

#include "vault/commit.h"
#include "vault/history.h"
#include "vault/tag.h"

#define T0 1780304400000 /* 2026-06-01T09:00:00Z, in summer time */

const char *help_dir(void);                                            /* a new repository in the test's folder */
const char *help_git(const char *dir, const char *format, ...) PRINTF_LIKE(2, 3); /* its output, until the next call */
int help_git_status(void);                                             /* of the last help_git */
void help_fsck(const char *dir);                                       /* git fsck --strict finds nothing at all */
const char *help_commit(const char *dir, const char *path, const char *content, int64_t at); /* the id */
