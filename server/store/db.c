/* Statements: prepared once per connection and kept under the address of their SQL; a second use while the first is under
 * way gets a statement of its own. Opening, errors and checkpoints are in connection.c. */
#include "store/db_internal.h"

#include "base/log.h"

#include <assert.h>
#include <string.h>

struct db_statement {
    sqlite3_stmt *stmt;
    bool busy;
    struct db_statement *next; /* the same SQL, used while this one was busy */
};

static carnet_err statement_prepare(struct db_statement **out, struct db *db, const char *sql)
{
    sqlite3_stmt *stmt;
    int result = sqlite3_prepare_v3(db->sqlite, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL);
    if (result != SQLITE_OK)
        return db_failed(db, result);
    struct db_statement *first = table_get(&db->statements, (uintptr_t)sql);
    struct db_statement *made = mem_zero(1, sizeof *made);
    made->stmt = stmt;
    if (first) {
        made->next = first->next;
        first->next = made;
    } else {
        table_put(&db->statements, (uintptr_t)sql, made);
    }
    *out = made;
    return CARNET_OK;
}

void db_statements_free(struct db *db)
{
    size_t at = 0;
    struct db_statement *s;
    while ((s = table_next(&db->statements, &at, NULL))) {
        for (struct db_statement *next; s; s = next) {
            next = s->next;
            sqlite3_finalize(s->stmt);
            mem_free(s);
        }
    }
    table_clear(&db->statements);
}

struct db_query db_query(struct db *db, const char *sql)
{
    struct db_query q = { .db = db };
    struct db_statement *s = table_get(&db->statements, (uintptr_t)sql);
    while (s && s->busy)
        s = s->next;
    if (!s)
        q.err = statement_prepare(&s, db, sql);
    q.statement = s;
    if (s) {
        assert(strcmp(sqlite3_sql(s->stmt), sql) == 0); /* the SQL of a query must be a constant */
        s->busy = true;
    }
    return q;
}

void db_query_end(struct db_query *query)
{
    if (!query->statement)
        return;
    sqlite3_reset(query->statement->stmt);
    sqlite3_clear_bindings(query->statement->stmt);
    query->statement->busy = false;
    query->statement = NULL;
}

void db_reset(struct db_query *query)
{
    if (query->statement)
        sqlite3_reset(query->statement->stmt);
}

static void bound(struct db_query *query, int result)
{
    if (result != SQLITE_OK && query->err == CARNET_OK)
        query->err = db_failed(query->db, result);
}

void db_bind_int(struct db_query *query, int at, int64_t value)
{
    if (query->statement)
        bound(query, sqlite3_bind_int64(query->statement->stmt, at, value));
}

void db_bind_text(struct db_query *query, int at, const char *text)
{
    if (query->statement)
        bound(query, sqlite3_bind_text(query->statement->stmt, at, text, -1, SQLITE_STATIC));
}

void db_bind_bytes(struct db_query *query, int at, bytes data)
{
    if (!query->statement)
        return;
    if (data.len)
        bound(query, sqlite3_bind_blob64(query->statement->stmt, at, data.ptr, data.len, SQLITE_STATIC));
    else
        bound(query, sqlite3_bind_zeroblob(query->statement->stmt, at, 0));
}

carnet_err db_next(bool *row, struct db_query *query)
{
    *row = false;
    if (query->err != CARNET_OK || !query->statement)
        return query->err;
    int result = sqlite3_step(query->statement->stmt);
    *row = result == SQLITE_ROW;
    if (result == SQLITE_ROW || result == SQLITE_DONE)
        return CARNET_OK;
    return query->err = db_failed(query->db, result);
}

carnet_err db_one(struct db_query *query)
{
    bool row;
    TRY(db_next(&row, query));
    return row ? CARNET_OK : err_set(CARNET_MISSING, "store.no_row", "%s", "");
}

carnet_err db_run(struct db_query *query)
{
    bool row = true;
    while (row)
        TRY(db_next(&row, query));
    return CARNET_OK;
}

carnet_err db_exec(struct db *db, const char *sql)
{
    CLEANUP(db_query_end) struct db_query q = db_query(db, sql);
    if (strncmp(sql, "ROLLBACK", 8) == 0)
        db->sequence_reserved = 0; /* a raise of it may be undone with the rest */
    return db_run(&q);
}

int64_t db_int(struct db_query *query, int column)
{
    return sqlite3_column_int64(query->statement->stmt, column);
}

bool db_is_null(struct db_query *query, int column)
{
    return sqlite3_column_type(query->statement->stmt, column) == SQLITE_NULL;
}

const char *db_text(struct db_query *query, int column, struct arena *arena)
{
    const char *text = (const char *)sqlite3_column_text(query->statement->stmt, column);
    return text ? arena_span(arena, text, (size_t)sqlite3_column_bytes(query->statement->stmt, column)) : NULL;
}

bytes db_peek(struct db_query *query, int column)
{
    const void *ptr = sqlite3_column_blob(query->statement->stmt, column);
    return (bytes){ ptr, (size_t)sqlite3_column_bytes(query->statement->stmt, column) };
}

bytes db_bytes(struct db_query *query, int column, struct arena *arena)
{
    if (db_is_null(query, column))
        return (bytes){ NULL, 0 };
    bytes data = db_peek(query, column);
    return (bytes){ arena_copy(arena, data.ptr, data.len), data.len };
}

int64_t db_last_id(struct db *db)
{
    return sqlite3_last_insert_rowid(db->sqlite);
}

int64_t db_changes(struct db *db)
{
    return sqlite3_changes64(db->sqlite);
}

int64_t db_written(struct db *db)
{
    return sqlite3_total_changes64(db->sqlite);
}
