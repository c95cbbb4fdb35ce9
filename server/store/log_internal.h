#pragma once
/* What log.c and log_state.c share: which document a row belongs to, its checksum, and its seal. */
#include <stdint.h>

#include "store/log.h"

struct log_document {
    int64_t epoch, journal; /* journal 0: not sealed */
};
MUST_CHECK carnet_err log_document_find(struct log_document *out, struct ctx *ctx, int64_t document);

/* As stored: sealed into scratch when place->journal is not 0, else plain itself. */
MUST_CHECK carnet_err log_bytes_close(bytes *out, struct buf *scratch, struct ctx *ctx, const struct log_place *place,
                                      bytes plain);
/* Checks the checksum and opens the seal, into the arena. CARNET_CORRUPT is said in the log here. */
MUST_CHECK carnet_err log_bytes_open(bytes *out, struct ctx *ctx, const struct log_place *place, bytes stored, int64_t crc);
int64_t log_crc(const struct log_place *place, bytes stored);
