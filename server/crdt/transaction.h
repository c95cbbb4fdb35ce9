#pragma once
/* A transaction: everything between begin and end happens at once. At its end what it deleted is garbage-collected, and
 * structs that became alike neighbours are joined, as Yjs does, so that encodings agree to the byte. */
#include "crdt/item.h"

void transaction_begin(struct crdt_doc *doc);
void transaction_end(struct crdt_doc *doc);

/* Call before a client gets a struct. */
static inline void transaction_touch(struct crdt_doc *doc, uint32_t client)
{
    struct client *c = &doc->clients.at[client];
    if (c->touched == doc->transaction)
        return;
    c->touched = doc->transaction;
    c->before = c->end;
    VEC_PUSH(&doc->touched, client);
}
