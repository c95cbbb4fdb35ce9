#pragma once
/* Annotated tags: named versions and submissions ("submission/1"). Worker threads; one writer at a time per repository. */
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "vault/commit.h"

struct vault_tag {
    const char *dir;
    const char *name; /* a valid reference name, else INVALID */
    const char *commit;
    struct vault_person tagger;
    int64_t at; /* ms */
    const char *message;
};

struct vault_tag_entry {
    const char *name, *message;
    char commit[VAULT_ID];
    struct vault_person tagger;
    int64_t at;
};

struct vault_tags {
    struct vault_tag_entry *entries; /* in the arena, by name */
    size_t count;
};

/* The same tag again is OK and changes nothing; the name with another content is a CONFLICT. */
MUST_CHECK carnet_err vault_tag(const struct vault_tag *tag);
MUST_CHECK carnet_err vault_tags(struct vault_tags *out, struct arena *arena, const char *dir);
