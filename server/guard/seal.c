/* Layout of sealed bytes: 24 of nonce, the ciphertext, 16 of tag. The place is bound as associated data:
 * "carnet.seal.1", journal, document, sequence (8 bytes each, big end first), then the kind to the end. */
#include "guard/seal.h"

#include <sodium.h>
#include <string.h>

enum {
    NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
};
_Static_assert(SEAL_OVERHEAD == NONCE + TAG, "what a seal adds");
_Static_assert(SEAL_KEY == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "libsodium's key");

void seal_new_key(struct seal_key *out)
{
    crypto_aead_xchacha20poly1305_ietf_keygen(out->octets);
}

void seal_key_clear(struct seal_key *key)
{
    sodium_memzero(key->octets, sizeof key->octets);
}

void seal_key_mark(uint8_t out[SEAL_MARK], const struct seal_key *key)
{
    static const uint8_t purpose[] = "carnet.seal.mark";
    crypto_generichash(out, SEAL_MARK, key->octets, sizeof key->octets, purpose, sizeof purpose);
}

void seal_thing_mark(uint8_t out[SEAL_MARK], const struct seal_key *key, const char *thing)
{
    static const uint8_t purpose[] = "carnet.seal.thing";
    crypto_generichash_state state;
    crypto_generichash_init(&state, key->octets, sizeof key->octets, SEAL_MARK);
    crypto_generichash_update(&state, purpose, sizeof purpose);
    crypto_generichash_update(&state, (const uint8_t *)thing, strlen(thing));
    crypto_generichash_final(&state, out, SEAL_MARK);
}

static void put_number(struct buf *buf, int64_t number)
{
    for (int shift = 56; shift >= 0; shift -= 8)
        buf_put_byte(buf, (uint8_t)((uint64_t)number >> shift));
}

static void put_place(struct buf *buf, const struct seal_place *place)
{
    buf_put_text(buf, "carnet.seal.1");
    put_number(buf, place->journal);
    put_number(buf, place->document);
    put_number(buf, place->sequence);
    buf_put_text(buf, place->kind);
}

void seal_close(struct buf *out, const struct seal_key *key, const struct seal_place *place, bytes plain)
{
    CLEANUP(buf_clear) struct buf bound = { 0 };
    put_place(&bound, place);
    buf_reserve(out, plain.len + SEAL_OVERHEAD);
    uint8_t *nonce = out->ptr + out->len, *sealed = nonce + NONCE;
    randombytes_buf(nonce, NONCE);
    crypto_aead_xchacha20poly1305_ietf_encrypt(sealed, NULL, plain.ptr, plain.len, bound.ptr, bound.len, NULL, nonce,
                                               key->octets);
    out->len += plain.len + SEAL_OVERHEAD;
    out->ptr[out->len] = 0;
}

carnet_err seal_open(struct buf *out, const struct seal_key *key, const struct seal_place *place, bytes sealed)
{
    if (sealed.len < SEAL_OVERHEAD)
        return err_set(CARNET_CORRUPT, "seal.broken", "kind=%s len=%zu", place->kind, sealed.len);
    CLEANUP(buf_clear) struct buf bound = { 0 };
    put_place(&bound, place);
    size_t len = sealed.len - SEAL_OVERHEAD;
    buf_reserve(out, len);
    /* libsodium checks the tag first and clears the output when it is wrong. */
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(out->ptr + out->len, NULL, NULL, sealed.ptr + NONCE,
                                                   sealed.len - NONCE, bound.ptr, bound.len, sealed.ptr,
                                                   key->octets) != 0) {
        out->ptr[out->len] = 0;
        return err_set(CARNET_CORRUPT, "seal.broken", "kind=%s document=%lld sequence=%lld", place->kind,
                       (long long)place->document, (long long)place->sequence);
    }
    out->len += len;
    out->ptr[out->len] = 0;
    return CARNET_OK;
}
