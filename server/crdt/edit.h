#pragma once
/* The parts of a local edit. The index of the type is built; positions were checked. */
#include "crdt/integrate.h"

/* Whether the client may insert that text: UTF-8, within the limits. */
MUST_CHECK carnet_err edit_check(struct crdt_doc *doc, uint64_t client, bytes text);
void edit_insert(struct crdt_doc *doc, uint32_t type, uint64_t client, size_t index, bytes text);
void edit_delete(struct crdt_doc *doc, uint32_t type, size_t index, size_t length);
/* Ends the transaction; appends its update. client: who inserted, if anything was. */
void edit_finish(struct crdt_doc *doc, uint64_t client, struct buf *update);
