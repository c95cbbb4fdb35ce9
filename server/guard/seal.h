#pragma once
/* Sealed bytes at rest: XChaCha20-Poly1305, a random nonce in front. What is sealed opens only with its key and in its
 * place: a row moved to another journal, document, kind or sequence does not open. Any thread. */
#include <stdint.h>

#include "base/bytes.h"
#include "base/err.h"

enum { SEAL_KEY = 32, SEAL_OVERHEAD = 24 + 16, SEAL_MARK = 16 };

struct seal_key {
    uint8_t octets[SEAL_KEY];
};

struct seal_place {
    int64_t journal, document;
    const char *kind; /* "log", "title"…: part of the seal, so never renamed */
    int64_t sequence;
};

void seal_new_key(struct seal_key *out);
void seal_key_clear(struct seal_key *key); /* wipes; for CLEANUP */
void seal_key_mark(uint8_t out[SEAL_MARK], const struct seal_key *key); /* to know a key again; gives nothing of it away */
/* The same for one thing that is sealed with the key, by its name. */
void seal_thing_mark(uint8_t out[SEAL_MARK], const struct seal_key *key, const char *thing);
void seal_close(struct buf *out, const struct seal_key *key, const struct seal_place *place, bytes plain); /* appends */
/* Appends the plain bytes; CORRUPT, and nothing appended, when it does not open. */
MUST_CHECK carnet_err seal_open(struct buf *out, const struct seal_key *key, const struct seal_place *place, bytes sealed);
