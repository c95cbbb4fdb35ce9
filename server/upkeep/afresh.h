#pragma once
/* A real cohort begins where the sample was (DESIGN §8: nothing is half-done). A new folder is laid out in tmp/, with the account of the
 * administrator who asked and what they said of their centre; then it takes the place of the sample, which stays whole in `sample-<time>`
 * inside the folder and can be served from there. Killed at any moment, the folder is the one or the other when it is next opened. */
#include <stdint.h>

#include "store/folder.h"

struct afresh {
    int64_t person, sign_in; /* who keeps their account; sign_in 0: no sign-in */
};
/* The lock is held and nobody has the databases open. Fails with everything as it was. */
MUST_CHECK carnet_err afresh_run(const struct folder *folder, const struct afresh *afresh);
MUST_CHECK carnet_err afresh_tidy(const char *folder); /* what a killed one left in tmp/ */
