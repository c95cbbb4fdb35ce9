/* The words of a document: its state from the log, and edits that a rule makes in somebody's name. */
#include "areas/document/text.h"

#include "crdt/crdt.h"
#include "guard/random.h"
#include "live/state.h"
#include "text/renderer.h"

static void free_doc(struct crdt_doc **doc)
{
    crdt_doc_free(*doc);
}

carnet_err text_of_state(struct buf *out, const struct log_state *state)
{
    CLEANUP(free_doc) struct crdt_doc *doc = NULL;
    TRY(state_build(&doc, state));
    crdt_text(out, doc, DOCUMENT_ROOT);
    return CARNET_OK;
}

carnet_err document_state(struct crdt_doc **out, struct ctx *ctx, int64_t document)
{
    struct log_state state;
    TRY(log_load(&state, ctx, document));
    return state_build(out, &state);
}

carnet_err document_text(struct buf *out, struct ctx *ctx, int64_t document)
{
    struct log_state state;
    TRY(log_load(&state, ctx, document));
    return text_of_state(out, &state);
}

carnet_err document_signes(int64_t *out, struct ctx *ctx, int64_t document)
{
    CLEANUP(buf_clear) struct buf text = { 0 };
    struct text_measure measured;
    *out = -1;
    TRY(document_text(&text, ctx, document));
    if (ctx->renderer && renderer_measure(&measured, ctx->renderer, buf_bytes(&text)) == CARNET_OK)
        *out = measured.signes;
    return CARNET_OK;
}

/* Browsers take ids below 2^32; what the server writes is told apart by ids above. */
static uint64_t fresh_client(const struct log_state *state)
{
    for (;;) {
        uint64_t id = guard_number() & ((UINT64_C(1) << 53) - 1);
        bool taken = id < UINT64_C(1) << 32;
        for (size_t i = 0; i < state->binding_count && !taken; i++)
            taken = state->bindings[i].client == id;
        if (!taken)
            return id;
    }
}

carnet_err document_write(struct ctx *ctx, int64_t document, int64_t person, bytes text)
{
    struct log_state state;
    TRY(log_load(&state, ctx, document));
    CLEANUP(free_doc) struct crdt_doc *doc = NULL;
    TRY(state_build(&doc, &state));
    struct log_binding binding = { fresh_client(&state), person };
    CLEANUP(buf_clear) struct buf update = { 0 };
    TRY(crdt_edit(doc, DOCUMENT_ROOT, binding.client, text, &update));
    if (!update.len)
        return CARNET_OK;
    struct log_append append = {
        .document = document,
        .epoch = -1,
        .update = buf_bytes(&update),
        .persons = &person,
        .person_count = 1,
        .bindings = &binding,
        .binding_count = 1,
    };
    int64_t sequence;
    TRY(log_append(&sequence, ctx, &append));
    effect_add(ctx, EFFECT_UPDATE, document, append.update);
    return CARNET_OK;
}
