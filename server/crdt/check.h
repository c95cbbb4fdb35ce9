#pragma once
/* The invariants of a document, for debug builds. */
#include "crdt/doc.h"

/* In debug builds: aborts when crdt_check fails. All of a small document every time, a large one now and then, so that
 * the cost stays proportional to the work. */
void check_sometimes(const struct crdt_doc *doc);
