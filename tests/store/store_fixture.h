#pragma once
/* What the tests of store/ and loop/ share: documents in a database with the real schema, small updates, a toy seal. */
#include "harness/test.h"

#include "store/db.h"
#include "store/keys.h"
#include "store/log.h"
#include "store/turn.h"

/* A database in the test's folder, or in memory (folder NULL), with documents 1…documents. */
struct store {
    struct db *db;
    struct keys *keys;
    struct turn *turn;
    struct arena *arena;
    struct ctx ctx; /* writes directly, outside of a turn */
};
void store_open(struct store *out, const char *folder);
void store_close(struct store *store);
void store_add_document(struct store *store, int64_t id, int64_t journal); /* journal 0: none */
struct ctx store_reader(struct store *store, struct db *reader);

/* An append of one person's text; valid until the next call on this thread. */
struct log_append store_append(int64_t document, const char *text, int64_t person);
/* The updates of a document, joined by commas, in the arena; fails the test when they do not load. */
const char *store_text(struct store *store, int64_t document);
int64_t store_count(struct store *store, const char *sql); /* a constant */
void store_toy_seals(void); /* XOR with the key, place and length checked by a sum; installs them */
