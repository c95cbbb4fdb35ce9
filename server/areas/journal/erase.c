/* Marks, keys, rows. */
#include "areas/journal/erase.h"

#include <string.h>

#include "areas/journal/journal_sql.h"
#include "guard/seal.h"
#include "store/keys.h"

_Static_assert((int)SEAL_MARK == (int)KEY_MARK, "the mark of a key");

carnet_err journal_erase_begin(struct ctx *ctx, int64_t journal)
{
    int64_t *documents;
    size_t count;
    TRY(journal_sql_mark_erased(ctx, journal));
    TRY(journal_sql_documents(&documents, &count, ctx, journal));
    for (size_t i = 0; i < count; i++)
        TRY(log_raise_epoch(ctx, documents[i]));
    return CARNET_OK;
}

static carnet_err erase_key(struct ctx *ctx, int64_t journal)
{
    CLEANUP(seal_key_clear) struct seal_key key;
    uint8_t mark[SEAL_MARK];
    carnet_err err = keys_get(key.octets, ctx->keys, journal);
    if (err == CARNET_MISSING) /* gone already: only rows are left */
        return CARNET_OK;
    TRY(err);
    seal_key_mark(mark, &key);
    return keys_erase(ctx->keys, journal, mark, ctx->now);
}

static carnet_err erase_rows(struct ctx *ctx, int64_t journal)
{
    int64_t *documents;
    size_t count;
    TRY(journal_sql_documents(&documents, &count, ctx, journal));
    for (size_t i = 0; i < count; i++)
        TRY(journal_sql_delete_document(ctx, documents[i]));
    return journal_sql_delete(ctx, journal);
}

carnet_err journal_erase_finish(size_t *count, struct ctx *ctx)
{
    int64_t *journals;
    TRY(journal_sql_erased(&journals, count, ctx));
    for (size_t i = 0; i < *count; i++) {
        TRY(erase_key(ctx, journals[i]));
        TRY(erase_rows(ctx, journals[i]));
    }
    return CARNET_OK;
}

carnet_err journal_being_erased(bool *out, struct ctx *ctx, int64_t document)
{
    return journal_sql_being_erased(out, ctx, document);
}

/* ---- again ---- */

struct again {
    struct ctx *ctx;
    journal_was_erased_fn *was_erased;
    void *self;
    struct buf found; /* int64_t each */
};

static carnet_err look(void *self, int64_t journal, const uint8_t octets[KEY_BYTES])
{
    struct again *again = self;
    uint8_t mark[SEAL_MARK];
    CLEANUP(seal_key_clear) struct seal_key key;
    memcpy(key.octets, octets, sizeof key.octets);
    seal_key_mark(mark, &key);
    if (again->was_erased(again->self, mark, sizeof mark))
        buf_put(&again->found, (bytes){ (const uint8_t *)&journal, sizeof journal });
    return CARNET_OK;
}

static carnet_err find_keyless(struct again *again)
{
    int64_t *journals;
    size_t count;
    TRY(journal_sql_all(&journals, &count, again->ctx));
    for (size_t i = 0; i < count; i++) {
        CLEANUP(seal_key_clear) struct seal_key key;
        carnet_err err = keys_get(key.octets, again->ctx->keys, journals[i]);
        if (err == CARNET_MISSING)
            buf_put(&again->found, (bytes){ (const uint8_t *)&journals[i], sizeof journals[i] });
        else
            TRY(err);
    }
    return CARNET_OK;
}

carnet_err journal_erase_again(size_t *count, struct ctx *ctx, journal_was_erased_fn *was_erased, void *self, bool keyless)
{
    struct again again = { .ctx = ctx, .was_erased = was_erased, .self = self };
    carnet_err err = keys_each(ctx->keys, look, &again);
    if (!err && keyless)
        err = find_keyless(&again);
    *count = again.found.len / sizeof(int64_t);
    for (size_t i = 0; i < *count && !err; i++) {
        int64_t journal;
        memcpy(&journal, again.found.ptr + i * sizeof journal, sizeof journal);
        err = journal_erase_begin(ctx, journal);
    }
    buf_clear(&again.found);
    return err;
}
