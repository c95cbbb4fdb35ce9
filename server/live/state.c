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

carnet_err state_build(struct crdt_doc **out, const struct log_state *log)
{
    struct crdt_doc *doc = crdt_doc_new();
    for (size_t i = 0; i < log->count; i++)
        if (apply(doc, log->updates[i]) != CARNET_OK) {
            crdt_doc_free(doc);
            return err_set(CARNET_CORRUPT, "live.log", "update %zu of %zu, up to sequence %lld", i + 1, log->count,
                           (long long)log->sequence);
        }
    *out = doc;
    return CARNET_OK;
}

carnet_err state_load(struct crdt_doc **out, struct log_state *log, struct ctx *ctx, int64_t document)
{
    TRY(log_load(log, ctx, document));
    return state_build(out, log);
}
