/* Keys from keys.db, seals from guard. A key lives on the stack for one call and is wiped. */
#include "areas/document/sealed.h"

#include "guard/seal.h"
#include "store/keys.h"

_Static_assert((int)KEY_BYTES == (int)SEAL_KEY, "a journal's key opens its seals");

static struct seal_place seal_place_of(const struct sealed_place *place)
{
    return (struct seal_place){ place->journal, place->document, place->kind, place->sequence };
}

carnet_err sealed_close(struct buf *out, struct ctx *ctx, const struct sealed_place *place, bytes plain)
{
    CLEANUP(seal_key_clear) struct seal_key key;
    TRY(keys_get(key.octets, ctx->keys, place->journal));
    struct seal_place where = seal_place_of(place);
    seal_close(out, &key, &where, plain);
    return CARNET_OK;
}

carnet_err sealed_open(struct buf *out, struct ctx *ctx, const struct sealed_place *place, bytes sealed)
{
    CLEANUP(seal_key_clear) struct seal_key key;
    TRY(keys_get(key.octets, ctx->keys, place->journal));
    struct seal_place where = seal_place_of(place);
    return seal_open(out, &key, &where, sealed);
}

carnet_err sealed_keyless(bool *out, struct ctx *ctx, int64_t journal)
{
    CLEANUP(seal_key_clear) struct seal_key key;
    struct err_note note;
    carnet_err err = keys_get(key.octets, ctx->keys, journal);
    *out = err == CARNET_MISSING;
    if (*out)
        err_take(&note);
    return *out ? CARNET_OK : err;
}
