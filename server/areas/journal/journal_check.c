/* What entries keep sealed outside the log: do titles and tags open? */
#include "areas/journal/erase.h"

#include "areas/document/sealed.h"
#include "areas/journal/journal_sql.h"

static carnet_err check_sealed(bool *opens, struct ctx *ctx, const struct entry_row *row, const char *kind, bytes sealed)
{
    CLEANUP(buf_clear) struct buf plain = { 0 };
    struct err_note note;
    struct sealed_place place = { row->journal, row->document, kind, 0 };
    carnet_err err = sealed.ptr ? sealed_open(&plain, ctx, &place, sealed) : CARNET_OK;
    if (err)
        err_take(&note);
    *opens = err != CARNET_CORRUPT;
    return err == CARNET_CORRUPT || err == CARNET_MISSING || !err ? CARNET_OK : err_restore(&note); /* keys are looked at elsewhere */
}

static carnet_err check_entry(struct ctx *ctx, int64_t document, journal_say_fn *say, void *self)
{
    struct entry_row row;
    bool title, tags;
    carnet_err err = journal_sql_entry(&row, ctx, document);
    if (err)
        return err == CARNET_MISSING ? CARNET_OK : err; /* being erased */
    TRY(check_sealed(&title, ctx, &row, "title", row.title));
    TRY(check_sealed(&tags, ctx, &row, "tags", row.tags));
    if (!title || !tags)
        say(self, arena_printf(ctx->arena, "document %lld: its %s is damaged", (long long)document, title ? "list of tags" : "title"));
    return CARNET_OK;
}

carnet_err journal_check(struct ctx *ctx, journal_say_fn *say, void *self)
{
    int64_t *journals, *documents;
    size_t count, document_count;
    TRY(journal_sql_all(&journals, &count, ctx));
    for (size_t i = 0; i < count; i++) {
        TRY(journal_sql_documents(&documents, &document_count, ctx, journals[i]));
        for (size_t j = 0; j < document_count; j++)
            TRY(check_entry(ctx, documents[j], say, self));
    }
    return CARNET_OK;
}
