#pragma once
/* Types: what holds a sequence and keys. Roots have a name, the others are held by an item. */
#include "crdt/doc.h"

uint32_t name_add(struct crdt_doc *doc, bytes name); /* finds or makes */
uint32_t name_find(const struct crdt_doc *doc, bytes name);
bytes name_text(const struct crdt_doc *doc, uint32_t name);

uint32_t type_new(struct crdt_doc *doc, uint32_t item);
void type_free(struct crdt_doc *doc, uint32_t type); /* and its entries; the items are the caller's */
uint32_t type_root(struct crdt_doc *doc, bytes name); /* finds or makes */
uint32_t type_find_root(struct crdt_doc *doc, const char *name); /* NONE when there is none */
bool type_deleted(const struct crdt_doc *doc, uint32_t type);

uint32_t entry_find(const struct crdt_doc *doc, uint32_t type, uint32_t key);
uint32_t entry_add(struct crdt_doc *doc, uint32_t type, uint32_t key); /* finds or makes */
