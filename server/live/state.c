/* Rows were accepted once; one that no longer decodes is damage, not bad input. */
#include "live/state.h"

static carnet_err apply(struct crdt_doc *doc, bytes update)
{
    struct crdt_update *decoded;
    TRY(crdt_update_decode(&decoded, update));
    carnet_err err = crdt_apply(doc, decoded, NULL);
    crdt_update_free(decoded);
    return err;
}

carnet_err state_load(struct crdt_doc **out, struct log_state *log, struct ctx *ctx, int64_t document)
{
    TRY(log_load(log, ctx, document));
    struct crdt_doc *doc = crdt_doc_new();
    for (size_t i = 0; i < log->count; i++)
        if (apply(doc, log->updates[i]) != CARNET_OK) {
            crdt_doc_free(doc);
            return err_set(CARNET_CORRUPT, "live.log", "document=%lld row=%zu of %zu", (long long)document, i, log->count);
        }
    *out = doc;
    return CARNET_OK;
}
