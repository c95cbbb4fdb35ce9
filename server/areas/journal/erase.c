/* Marks, keys, images, rows. */
#include "areas/journal/erase.h"

#include <string.h>

#include "areas/document/image.h"
#include "areas/journal/journal_sql.h"
#include "guard/seal.h"
#include "store/db.h"
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

/* Its images first: should the power go between, the erasure is made again and finds none. */
static carnet_err delete_document(struct ctx *ctx, int64_t document)
{
    TRY(image_forget_all(ctx, document));
    return journal_sql_delete_document(ctx, document);
}

static carnet_err erase_rows(struct ctx *ctx, int64_t journal)
{
    int64_t *documents;
    size_t count;
    TRY(journal_sql_documents(&documents, &count, ctx, journal));
    for (size_t i = 0; i < count; i++)
        TRY(delete_document(ctx, documents[i]));
    return journal_sql_delete(ctx, journal);
}

/* Its mark before its rows: an old copy that brings it back is known. The key stays, for the entries around it. */
static carnet_err erase_entry(struct ctx *ctx, int64_t document)
{
    struct entry_row row;
    CLEANUP(seal_key_clear) struct seal_key key;
    uint8_t mark[SEAL_MARK];
    const char *uid;
    TRY(journal_sql_entry(&row, ctx, document));
    TRY(journal_sql_uid(&uid, ctx, document));
    TRY(keys_get(key.octets, ctx->keys, row.journal));
    seal_thing_mark(mark, &key, uid);
    TRY(keys_mark(ctx->keys, mark, ctx->now));
    return delete_document(ctx, document);
}

static carnet_err finish(size_t *count, struct ctx *ctx)
{
    int64_t *journals, *entries;
    size_t journal_count, entry_count;
    TRY(journal_sql_erased(&journals, &journal_count, ctx));
    for (size_t i = 0; i < journal_count; i++) {
        TRY(erase_key(ctx, journals[i]));
        TRY(erase_rows(ctx, journals[i]));
    }
    TRY(journal_sql_due_entries(&entries, &entry_count, ctx));
    for (size_t i = 0; i < entry_count; i++)
        TRY(erase_entry(ctx, entries[i]));
    *count = journal_count + entry_count;
    return CARNET_OK;
}

carnet_err journal_erase_finish(size_t *count, struct ctx *ctx)
{
    TRY(finish(count, ctx));
    return *count ? db_purge(ctx->db) : CARNET_OK;
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
    struct buf found, entries; /* int64_t each: journals, documents */
};

static carnet_err look_at_entries(struct again *again, int64_t journal, const struct seal_key *key)
{
    int64_t *documents;
    size_t count;
    TRY(journal_sql_documents(&documents, &count, again->ctx, journal));
    for (size_t i = 0; i < count; i++) {
        const char *uid;
        uint8_t mark[SEAL_MARK];
        TRY(journal_sql_uid(&uid, again->ctx, documents[i]));
        seal_thing_mark(mark, key, uid);
        if (again->was_erased(again->self, mark, sizeof mark))
            buf_put(&again->entries, (bytes){ (const uint8_t *)&documents[i], sizeof documents[i] });
    }
    return CARNET_OK;
}

static carnet_err look(void *self, int64_t journal, const uint8_t octets[KEY_BYTES])
{
    struct again *again = self;
    uint8_t mark[SEAL_MARK];
    CLEANUP(seal_key_clear) struct seal_key key;
    memcpy(key.octets, octets, sizeof key.octets);
    seal_key_mark(mark, &key);
    if (again->was_erased(again->self, mark, sizeof mark))
        buf_put(&again->found, (bytes){ (const uint8_t *)&journal, sizeof journal });
    return look_at_entries(again, journal, &key);
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

static int64_t id_at(const struct buf *ids, size_t i)
{
    int64_t id;
    memcpy(&id, ids->ptr + i * sizeof id, sizeof id);
    return id;
}

static carnet_err begin_again(struct ctx *ctx, const struct again *again)
{
    for (size_t i = 0; i < again->found.len / sizeof(int64_t); i++)
        TRY(journal_erase_begin(ctx, id_at(&again->found, i)));
    for (size_t i = 0; i < again->entries.len / sizeof(int64_t); i++)
        TRY(journal_sql_end_entry(ctx, id_at(&again->entries, i), ctx->now)); /* due at once */
    return CARNET_OK;
}

carnet_err journal_erase_again(size_t *count, struct ctx *ctx, journal_was_erased_fn *was_erased, void *self, bool keyless)
{
    struct again again = { .ctx = ctx, .was_erased = was_erased, .self = self };
    carnet_err err = keys_each(ctx->keys, look, &again);
    if (!err && keyless)
        err = find_keyless(&again);
    *count = (again.found.len + again.entries.len) / sizeof(int64_t);
    err = err ? err : begin_again(ctx, &again);
    buf_clear(&again.found);
    buf_clear(&again.entries);
    return err;
}
