#pragma once
/* What log.c and log_state.c share: which document a row belongs to, its checksum, and its seal. */
#include <stdint.h>

#include "store/log.h"

struct log_document {
    int64_t epoch, journal; /* journal 0: not sealed */
};
MUST_CHECK carnet_err log_document_find(struct log_document *out, struct ctx *ctx, int64_t document);

struct log_key {
    uint8_t octets[KEY_BYTES];
};
/* journal 0: nothing to find. Asked for before the first write, so that a missing key leaves nothing half-done. */
MUST_CHECK carnet_err log_key_find(struct log_key *out, struct ctx *ctx, int64_t journal);
void log_key_wipe(struct log_key *key); /* for CLEANUP */

/* As stored: sealed into scratch when place->journal is not 0, else plain itself. */
MUST_CHECK carnet_err log_bytes_close(bytes *out, struct buf *scratch, const struct log_key *key, const struct log_place *place,
                                      bytes plain);
/* Checks the checksum and opens the seal, into the arena. CARNET_CORRUPT is said in the log here. */
struct log_stored {
    bytes data;
    int64_t crc;
};
MUST_CHECK carnet_err log_bytes_open(bytes *out, struct arena *arena, const struct log_key *key, const struct log_place *place,
                                     const struct log_stored *stored);
int64_t log_crc(const struct log_place *place, bytes stored);
