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

struct db_query db_query(struct db *db, const char *sql);
void db_query_end(struct db_query *query);
void db_bind_int(struct db_query *query, int at, int64_t value);
void db_bind_text(struct db_query *query, int at, const char *text);  /* NULL binds NULL; must live until the query ends */
void db_bind_bytes(struct db_query *query, int at, bytes data);       /* likewise; ptr NULL and len 0 binds an empty blob */
void db_bind_null(struct db_query *query, int at);

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
/* One statement without values, on a constant: BEGIN, PRAGMA… */
MUST_CHECK carnet_err db_exec(struct db *db, const char *sql);

/* Runs the numbered migrations that are missing, each in a transaction; refuses a database newer than the program. */
MUST_CHECK carnet_err db_migrate(struct db *db);
