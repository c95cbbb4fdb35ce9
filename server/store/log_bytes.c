/* How an update lies in its row: with a CRC-32 that also covers its place, sealed when its document belongs to a journal.
 * A damaged or moved row is found here, never handed out. */
#include "store/log_internal.h"

#include <assert.h>
#include <zlib.h>

#include <string.h>

#include "base/log.h"

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

carnet_err log_bytes_close(bytes *out, struct buf *scratch, struct ctx *ctx, const struct log_place *place, bytes plain)
{
    uint8_t key[KEY_BYTES];
    *out = plain;
    if (!place->journal)
        return CARNET_OK;
    assert(seals);
    TRY(keys_get(key, ctx->keys, place->journal));
    scratch->len = 0;
    carnet_err err = seals->close(scratch, key, place, plain);
    explicit_bzero(key, sizeof key);
    *out = buf_bytes(scratch);
    return err;
}

static carnet_err corrupt(const struct log_place *place, const char *why)
{
    log_error("store", "damaged row", "document=%lld kind=%s sequence=%lld why=%s", (long long)place->document, place->kind,
              (long long)place->sequence, why);
    return err_set(CARNET_CORRUPT, "log.corrupt", "document=%lld %s", (long long)place->document, why);
}

carnet_err log_bytes_open(bytes *out, struct ctx *ctx, const struct log_place *place, bytes stored, int64_t crc)
{
    if (log_crc(place, stored) != crc)
        return corrupt(place, "checksum");
    if (!place->journal) {
        *out = (bytes){ arena_copy(ctx->arena, stored.ptr, stored.len), stored.len };
        return CARNET_OK;
    }
    assert(seals);
    uint8_t key[KEY_BYTES];
    CLEANUP(buf_clear) struct buf plain = { 0 };
    TRY(keys_get(key, ctx->keys, place->journal));
    carnet_err err = seals->open(&plain, key, place, stored);
    explicit_bzero(key, sizeof key);
    if (err != CARNET_OK)
        return corrupt(place, "seal");
    *out = (bytes){ arena_copy(ctx->arena, plain.ptr, plain.len), plain.len };
    return CARNET_OK;
}
