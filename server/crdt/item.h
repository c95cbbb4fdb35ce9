#pragma once
/* Items: made, cut in two, joined, deleted, forgotten. Each keeps the struct store, the sequence, the content bytes and
 * the lengths consistent. Between transaction_begin and transaction_end. */
#include "crdt/store.h"

uint32_t item_new(struct crdt_doc *doc); /* zeroed but for the ids; call doc_reserve first if you hold pointers */
void item_free(struct crdt_doc *doc, uint32_t item);

/* Copies content to the end of doc->text. */
void item_set_content(struct crdt_doc *doc, uint32_t item, bytes content);
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
