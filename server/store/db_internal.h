#pragma once
/* What the files of store/ know of a connection beyond db.h. Nobody else includes this, nor sqlite3.h. */
#include "store/db.h"

#include <sqlite3.h>

#include "base/table.h"

enum db_flavour {
    DB_READER, /* carnet.db, read-only */
    DB_WRITER, /* carnet.db, the only connection that writes and checkpoints */
    DB_KEYS,   /* keys.db: rollback journal, everything synced, freed pages overwritten */
    DB_MEMORY, /* tests */
};

struct db {
    sqlite3 *sqlite;
    struct table statements; /* address of the constant SQL → struct db_statement */
    enum db_trouble trouble;
    struct err_note trouble_note;
    size_t wal_bytes;
    enum { PURGED, PURGE_LOG, PURGE_FILE } purge; /* where something that was deleted may still be */
    bool (*stop)(void *self);
    void *stop_self;
    int64_t sequence;          /* log.c: the last one given out; 0: not read yet */
    int64_t sequence_reserved; /* log.c: the durable promise as this transaction sees it; 0: not known */
};

MUST_CHECK carnet_err db_open_as(struct db **out, const char *path, enum db_flavour flavour);
void db_purge_remember(struct db *db); /* from before this connection */
struct keys;
struct db *keys_db(const struct keys *keys); /* NULL when remote */
/* Describes result, the failure of a call on db, and remembers trouble. */
carnet_err db_failed(struct db *db, int result);
void db_statements_free(struct db *db);
/* Several statements from a text that is no constant (migrations). */
MUST_CHECK carnet_err db_script(struct db *db, const char *sql);
