#pragma once
/* One commit on main from bytes in memory. The same description on the same parent always gives the same id.
 * Worker threads; one commit at a time per repository. */
#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/err.h"
#include "vault/repo.h"

struct vault_person {
    const char *name, *email; /* stable pseudonyms: p-7f3a, p-7f3a@carnet.invalid; cleaned of < > and controls */
};

struct vault_change {
    const char *path; /* "page.md", "files/plan.png"; relative, no "..", no ".git", no empty part: else INVALID */
    bytes content;
    bool remove; /* content is ignored; removing what is not there changes nothing */
};

struct vault_commit {
    const char *dir;
    const struct vault_change *changes;
    size_t change_count; /* no path twice, none below another */
    struct vault_person author;
    const struct vault_person *coauthors; /* become Co-authored-by trailers, in this order, without repetition */
    size_t coauthor_count;
    int64_t at;          /* ms; git keeps seconds, in Paris time */
    const char *message; /* UTF-8 */
    bool even_if_same;   /* commit an unchanged tree too */
};

enum vault_outcome {
    VAULT_WRITTEN,
    VAULT_REPEATED,  /* the tip is this very commit: id is the tip */
    VAULT_UNCHANGED, /* nothing differs from the tip: id is the tip ("" while there is none), nothing written */
};

struct vault_commit_result {
    char id[VAULT_ID];
    enum vault_outcome outcome;
};

/* CONFLICT "vault.path_taken" when a file is where a folder should be, or the reverse. */
MUST_CHECK carnet_err vault_commit(struct vault_commit_result *out, const struct vault_commit *commit);
