#pragma once
/* The parts of an encoding. */
#include "crdt/store.h"

/* The structs of one client from a clock on, which is below its end: number of structs, id, clock, structs. */
void client_write(struct buf *out, const struct crdt_doc *doc, const struct client *c, uint32_t clock);
