#pragma once
/* The index of a sequence: from a position in units to an item and back in O(log n). A B-tree whose leaves list the
 * items in order, deleted ones too; every node knows the units below it. Built when a position is first asked for, then
 * kept up to date; a type whose positions nobody asks for has none. */
#include "crdt/doc.h"

void index_build(struct crdt_doc *doc, uint32_t type); /* if it is not there */
void index_drop(struct crdt_doc *doc, uint32_t type);
void index_clear(struct crdt_doc *doc);

/* After the item was linked behind item->left; before it is unlinked; after its width changed by `units`. No-ops
 * without an index. */
void index_insert(struct crdt_doc *doc, uint32_t item);
void index_remove(struct crdt_doc *doc, uint32_t item);
void index_widen(struct crdt_doc *doc, uint32_t item, int64_t units);

/* The item that holds unit `at` (below the type's length); *offset is the unit inside it. */
uint32_t index_find(const struct crdt_doc *doc, uint32_t type, uint32_t at, uint32_t *offset);
uint32_t index_last(const struct crdt_doc *doc, uint32_t type); /* the last item, deleted or not */
uint32_t index_rank(const struct crdt_doc *doc, uint32_t item); /* units before it */

size_t index_bytes(const struct crdt_doc *doc);
carnet_err index_check(const struct crdt_doc *doc, uint32_t type);
