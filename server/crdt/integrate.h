#pragma once
/* YATA: gives a struct its place among those that are there. Within a transaction. */
#include "crdt/transaction.h"

/* What a struct names, as ids of the document; absent ones have NO_CLIENT. */
struct named {
    struct id origin, right_origin, parent;
};

/* Adds the struct from unit `offset` on, which is at the end of that client's clocks. All that it names is known. */
void integrate(struct crdt_doc *doc, uint32_t client, const struct wire *s, const struct named *named, uint32_t offset);

/* A string typed behind the client's last one: makes it longer and tells so. right_origin: in the document. */
bool integrate_append(struct crdt_doc *doc, uint32_t client, bytes text, uint32_t length, struct id right_origin);

/* Links a new item between left and right, which are next to each other unless others came in between. */
void integrate_item(struct crdt_doc *doc, uint32_t item, uint32_t left, uint32_t right);
