/* How an update lies in its row: with a CRC-32 that also covers its place, sealed when its document belongs to a journal.
 * A damaged or moved row is found here, never handed out. */
#include "store/log_internal.h"

#include "base/log.h"

#include <zlib.h>

#include <assert.h>
#include <string.h>

static const struct log_seals *seals;

void log_seal_with(const struct log_seals *functions)
{
    seals = functions;
}

int64_t log_crc(const struct log_place *place, bytes stored)
{
    uint8_t head[16];
    for (int i = 0; i < 8; i++) {
        head[i] = (uint8_t)((uint64_t)place->document >> 8 * i);
        head[8 + i] = (uint8_t)((uint64_t)place->sequence >> 8 * i);
    }
    uLong crc = crc32_z(crc32_z(0, NULL, 0), head, sizeof head);
    return (int64_t)(stored.len ? crc32_z(crc, stored.ptr, stored.len) : crc);
}

carnet_err log_key_find(struct log_key *out, struct ctx *ctx, int64_t journal)
{
    return journal ? keys_get(out->octets, ctx->keys, journal) : CARNET_OK;
}

void log_key_wipe(struct log_key *key)
{
    explicit_bzero(key, sizeof *key);
}

carnet_err log_bytes_close(bytes *out, struct buf *scratch, const struct log_key *key, const struct log_place *place,
                           bytes plain)
{
    *out = plain;
    if (!place->journal)
        return CARNET_OK;
    assert(seals);
    scratch->len = 0;
    carnet_err err = seals->close(scratch, key->octets, place, plain);
    *out = buf_bytes(scratch);
    return err;
}

static carnet_err corrupt(const struct log_place *place, const char *why)
{
    log_error("store", "damaged row", "document=%lld kind=%s sequence=%lld why=%s", (long long)place->document, place->kind,
              (long long)place->sequence, why);
    return err_set(CARNET_CORRUPT, "log.corrupt", "document=%lld %s", (long long)place->document, why);
}

carnet_err log_bytes_open(bytes *out, struct arena *arena, const struct log_key *key, const struct log_place *place,
                          const struct log_stored *stored)
{
    if (log_crc(place, stored->data) != stored->crc)
        return corrupt(place, "checksum");
    if (!place->journal) {
        *out = (bytes){ arena_copy(arena, stored->data.ptr, stored->data.len), stored->data.len };
        return CARNET_OK;
    }
    assert(seals);
    CLEANUP(buf_clear) struct buf plain = { 0 };
    if (seals->open(&plain, key->octets, place, stored->data) != CARNET_OK)
        return corrupt(place, "seal");
    *out = (bytes){ arena_copy(arena, plain.ptr, plain.len), plain.len };
    return CARNET_OK;
}
