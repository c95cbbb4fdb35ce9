#pragma once
/* A whole repository as bytes, for backups: its references as text, and one pack with everything they reach. What is committed
 * meanwhile is in the pack or not; the references decide, and they are read first. Worker threads, also beside the writer. */
#include "vault/repo.h"

#include "base/bytes.h"

/* Lines "ID NAME\n" for main and the tags, appended; nothing while there is no commit. */
MUST_CHECK carnet_err vault_refs(struct buf *out, const char *dir);

struct vault_sink {
    carnet_err (*put)(void *self, bytes piece);
    bool (*stop)(void *self); /* asked now and then; true ends it with CARNET_IO "vault.stopped"; NULL: never */
    void *self;
};
/* Every object is read and its hash checked on the way: CORRUPT when the repository is damaged. refs: of vault_refs, not empty. */
MUST_CHECK carnet_err vault_pack(const char *dir, bytes refs, const struct vault_sink *sink);

/* The reverse: makes the repository in a folder that is not there, then puts the pack, then sets the references. */
struct vault_unpack;
MUST_CHECK carnet_err vault_unpack_new(struct vault_unpack **out, const char *dir);
MUST_CHECK carnet_err vault_unpack_put(struct vault_unpack *unpack, bytes piece);
MUST_CHECK carnet_err vault_unpack_end(struct vault_unpack *unpack, bytes refs); /* CORRUPT when one refers to nothing */
void vault_unpack_free(struct vault_unpack **unpack);                           /* for CLEANUP */

/* Is this commit main's, or one before it? MISSING when it is not there at all. */
MUST_CHECK carnet_err vault_reaches(bool *out, const char *dir, const char *id);

/* Moves main back to its newest commit that is known, and drops the tags beyond it. out: where main is, "" when no commit was
 * known: then there is no main. */
typedef carnet_err vault_known_fn(void *self, bool *known, const char *id);
MUST_CHECK carnet_err vault_rewind(char out[VAULT_ID], const char *dir, vault_known_fn *known, void *self);
