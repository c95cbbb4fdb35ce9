#pragma once
/* Bare git repositories, one per confidentiality domain, with one linear branch: main.
 * Worker threads; any number at once, but one writer at a time for one repository. Every call opens the repository and
 * closes it again, so nothing of libgit2 crosses threads. Written objects and references are fsynced. */
#include "base/err.h"

enum { VAULT_ID = 41 }; /* a commit id: 40 hexadecimal digits */

MUST_CHECK carnet_err vault_init(void); /* once, before threads */
void vault_end(void);
enum { VAULT_VERSION = 32 };
void vault_version(char out[VAULT_VERSION]); /* of the library in service */

/* Makes the repository if needed, with its parent folders; else checks that it opens and removes the lock files that a
 * process before this one left. CORRUPT when the folder is something else or damaged. */
MUST_CHECK carnet_err vault_create(const char *dir);
MUST_CHECK carnet_err vault_head(char out[VAULT_ID], const char *dir); /* "" before the first commit */
