#pragma once
/* SQLite, for rules: prepared statements kept per connection, values bound and read by position.
 * A connection belongs to one thread. Only db.c and its neighbours in store/ know sqlite3.h.
 *
 *     CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL);      SQL is a constant; it is the cache's key
 *     db_bind_int(&q, 1, id);
 *     TRY(db_one(&q));                                                       CARNET_MISSING when there is no row
 *     name = db_text(&q, 0, ctx->arena);
 *
 * Errors of SQLite become: CARNET_CONFLICT "store.constraint", CARNET_LIMIT "store.full" (disk full), CARNET_CORRUPT
 * "store.corrupt", CARNET_IO "store.io". The connection remembers the worst of the current turn (db_trouble). */
#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/err.h"

struct db;
struct db_statement;
struct db_query {
    struct db *db;
    struct db_statement *statement; /* NULL when preparing failed: every later call returns its error */
    carnet_err err;
};

MUST_CHECK carnet_err db_open(struct db **out, const char *path, bool writes);
MUST_CHECK carnet_err db_open_memory(struct db **out); /* tests: empty, writable */
void db_close(struct db *db); /* NULL is fine */
const char *db_path(const struct db *db); /* of its file; "" in memory */
const char *db_version(void); /* of the library in service */

struct db_query db_query(struct db *db, const char *sql);
void db_query_end(struct db_query *query);
void db_bind_int(struct db_query *query, int at, int64_t value);
void db_bind_text(struct db_query *query, int at, const char *text);  /* NULL binds NULL; must live until the query ends */
void db_bind_bytes(struct db_query *query, int at, bytes data);       /* likewise; ptr NULL and len 0 binds an empty blob */

MUST_CHECK carnet_err db_one(struct db_query *query);              /* the first row, or CARNET_MISSING "store.no_row" */
MUST_CHECK carnet_err db_next(bool *row, struct db_query *query);  /* for loops: *row false at the end */
MUST_CHECK carnet_err db_run(struct db_query *query);              /* to the end, no row expected */
void db_reset(struct db_query *query);                             /* to bind and run again */

int64_t db_int(struct db_query *query, int column);
bool db_is_null(struct db_query *query, int column);
const char *db_text(struct db_query *query, int column, struct arena *arena); /* copied; NULL stays NULL */
bytes db_bytes(struct db_query *query, int column, struct arena *arena);      /* copied */
bytes db_peek(struct db_query *query, int column);                            /* borrowed until the next step */

int64_t db_last_id(struct db *db);
int64_t db_changes(struct db *db); /* rows changed by the last statement */
int64_t db_written(struct db *db); /* rows changed since the connection was opened */
/* One statement without values, on a constant: BEGIN, PRAGMA… */
MUST_CHECK carnet_err db_exec(struct db *db, const char *sql);

/* Another database, read beside this one: its tables are other.person and so on. In no transaction; until the connection is closed. */
MUST_CHECK carnet_err db_attach(struct db *db, const char *path);

/* What takes long (a copy, a check) asks now and then and ends with CARNET_IO "store.stopped" on true. NULL: not any more. */
void db_stop_when(struct db *db, bool (*stop)(void *self), void *self);

/* Debug builds abort when a query was not ended: it would hold the write-ahead log. For the end of a turn or a job. */
void db_assert_idle(const struct db *db);

/* Runs the numbered migrations that are missing, each in a transaction; refuses a database newer than the program. */
MUST_CHECK carnet_err db_migrate(struct db *db);

/* What went wrong in the storage itself since the last db_trouble_clear, the worst of it; rules' own mistakes do not count.
 * BUSY: somebody else held the file; CORRUPT: a page makes no sense; FULL: no space; BROKEN: the file is not trusted any more. */
enum db_trouble { DB_SOUND, DB_BUSY, DB_CORRUPT, DB_FULL, DB_BROKEN };
enum db_trouble db_trouble(const struct db *db);
carnet_err db_trouble_note(const struct db *db); /* sets this thread's note to the worst trouble's and returns its code */
void db_trouble_clear(struct db *db);

/* A consistent view over several statements on a reader. Inside a transaction nothing happens: it is one already. */
struct db_view {
    struct db *db; /* NULL: nothing to end */
};
MUST_CHECK carnet_err db_view_begin(struct db_view *out, struct db *db);
void db_view_end(struct db_view *view);
bool db_in_transaction(const struct db *db);

/* The writer alone. How much the write-ahead log holds, and copying it into the database file. */
size_t db_wal_bytes(const struct db *db);
enum db_checkpoint { DB_CHECKPOINT_PASSIVE, DB_CHECKPOINT_TRUNCATE };
MUST_CHECK carnet_err db_checkpoint(struct db *db, enum db_checkpoint mode);
/* The writer: what this transaction deletes must be gone from the file and its log, not only out of sight. turn_tidy sees to it when
 * nothing waits; remembered until it is done. */
MUST_CHECK carnet_err db_purge(struct db *db);
MUST_CHECK carnet_err db_purge_now(struct db *db); /* if it is due; in no transaction. BUSY while somebody reads */
void db_leave_wal(struct db *db); /* closing will not checkpoint: the file is not trusted any more */
