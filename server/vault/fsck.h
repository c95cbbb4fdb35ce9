#pragma once
/* git's own check of a repository: `git fsck --strict`, as a child that is waited for. Worker threads. */
#include <stdbool.h>

#include "base/err.h"

/* Says every line git has to say, each with the folder's name in front; a sound repository gives none. An error is returned only
 * when git could not be run. */
typedef void fsck_say_fn(void *self, const char *line);
typedef bool fsck_stop_fn(void *self); /* asked several times a second; true kills git: IO "vault.stopped". NULL: never */
MUST_CHECK carnet_err vault_fsck(const char *dir, fsck_say_fn *say, fsck_stop_fn *stop, void *self);
