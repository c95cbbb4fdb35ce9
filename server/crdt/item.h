#pragma once
/* Items: made, cut in two, joined, deleted, forgotten. Each keeps the struct store, the sequence, the content bytes and
 * the lengths consistent. Between transaction_begin and transaction_end. */
#include "crdt/store.h"

/* An item to be filled in. doc_reserve was called. */
static inline uint32_t item_new(struct crdt_doc *doc)
{
    uint32_t item = doc->free_item;
    if (item)
        doc->free_item = item_at(doc, item)->right;
    else
        item = doc->items.count++;
    doc->item_count++;
    return item;
}
void item_free(struct crdt_doc *doc, uint32_t item);

/* Gives a new item content, copied to the end of doc->text. loose: 16 bytes may be read at content. */
void item_set_content(struct crdt_doc *doc, struct item *it, bytes content, bool loose);
void item_append_content(struct crdt_doc *doc, struct item *it, bytes content);
void item_drop_content(struct crdt_doc *doc, struct item *it);

/* Cuts it before unit `diff`; the new right part is returned. May move items. */
uint32_t item_split(struct crdt_doc *doc, struct place at, uint32_t item, uint32_t diff);

/* The item that ends (begins) exactly at clock, cutting it if need be; NONE for garbage. May move items. */
uint32_t item_clean_end(struct crdt_doc *doc, struct id id);
uint32_t item_clean_start(struct crdt_doc *doc, struct id id);
uint32_t item_find(const struct crdt_doc *doc, struct id id); /* the one that holds it; NONE for garbage */

/* Joins the struct at *at with those before it as far as they go together; *at is then where they are. */
uint32_t item_join_left(struct crdt_doc *doc, struct client *client, struct place *at);

void item_delete(struct crdt_doc *doc, uint32_t item);  /* and what its type holds */
void item_collect(struct crdt_doc *doc, uint32_t item); /* forgets the content of a deleted item */
