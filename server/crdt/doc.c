/* The life of a document, and its size. */
#include "crdt/doc.h"

#include "crdt/index.h"
#include "crdt/pending.h"
#include "crdt/type.h"

static const struct crdt_limits defaults = {
    .text_bytes = 10u << 20,
    .encoded_bytes = 64u << 20,
    .clients = 200000,
    .pending_bytes = 1u << 20,
};

struct crdt_doc *crdt_doc_new(void)
{
    struct crdt_doc *doc = mem_zero(1, sizeof *doc);
    doc->limits = defaults;
    doc->seed = (uint64_t)(uintptr_t)doc * 0x9e3779b97f4a7c15u; /* where it lies is not known outside */
    doc->last_client = NO_CLIENT;
    VEC_RESERVE(&doc->text, 64u);                /* never NULL */
    VEC_PUSH(&doc->items, (struct item){ 0 });   /* 0 is no item */
    return doc;
}

void crdt_doc_free(struct crdt_doc *doc)
{
    if (!doc)
        return;
    clients_clear(doc);
    pending_clear(doc);
    index_clear(doc);
    VEC_CLEAR(&doc->items);
    VEC_CLEAR(&doc->leaves);
    VEC_CLEAR(&doc->marks);
    VEC_CLEAR(&doc->types);
    VEC_CLEAR(&doc->entries);
    VEC_CLEAR(&doc->entry_heads);
    VEC_CLEAR(&doc->names.list);
    VEC_CLEAR(&doc->names.heads);
    VEC_CLEAR(&doc->names.text);
    VEC_CLEAR(&doc->text);
    VEC_CLEAR(&doc->touched);
    VEC_CLEAR(&doc->deleted);
    VEC_CLEAR(&doc->cuts);
    VEC_CLEAR(&doc->stack);
    mem_free(doc);
}

void crdt_doc_limit(struct crdt_doc *doc, const struct crdt_limits *limits)
{
    doc->limits = *limits;
}

size_t crdt_memory(const struct crdt_doc *doc)
{
    size_t held = sizeof *doc + VEC_BYTES(&doc->items) + VEC_BYTES(&doc->clients) + VEC_BYTES(&doc->client_table) +
                   VEC_BYTES(&doc->sorted) + VEC_BYTES(&doc->types) + VEC_BYTES(&doc->entries) +
                   VEC_BYTES(&doc->entry_heads) + VEC_BYTES(&doc->names.list) + VEC_BYTES(&doc->names.heads) +
                   VEC_BYTES(&doc->names.text) + VEC_BYTES(&doc->text) + VEC_BYTES(&doc->touched) +
                   VEC_BYTES(&doc->deleted) + VEC_BYTES(&doc->cuts) + VEC_BYTES(&doc->stack) + VEC_BYTES(&doc->leaves) +
                   VEC_BYTES(&doc->marks) + index_bytes(doc) + pending_bytes(doc);
    for (uint32_t i = 0; i < doc->clients.count; i++) {
        const struct client *c = &doc->clients.at[i];
        held += c->block_room * sizeof *c->blocks;
        for (uint32_t b = 0; b < c->block_count; b++)
            held += c->blocks[b].room * sizeof(struct slot);
    }
    return held;
}

size_t crdt_client_count(const struct crdt_doc *doc)
{
    return doc->clients.count;
}

/* An item takes at most 45 bytes besides its content and a named parent; a range of deletions 10. */
size_t crdt_encoded_size(const struct crdt_doc *doc)
{
    return doc->live + (size_t)doc->slot_count * 40 + (size_t)doc->clients.count * 32 + pending_bytes(doc) + 16;
}

bool crdt_has_pending(const struct crdt_doc *doc)
{
    return doc->pending.updates.count || doc->pending.deletes.list.count;
}
