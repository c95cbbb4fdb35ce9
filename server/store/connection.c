/* A connection: how each flavour is opened, what SQLite's errors mean to us, views, checkpoints.
 * Readers cannot checkpoint and the writer does only when told (wal_autocheckpoint=0): with two connections that do, this
 * version of SQLite can lose commits. */
#include "store/db_internal.h"

#include "base/french.h"
#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { BUSY_MS = 5000, TRUNCATE_PATIENCE_MS = 200 };

/* ---- errors ---- */

static void trouble(struct db *db, enum db_trouble grade)
{
    if (grade <= db->trouble)
        return;
    db->trouble = grade;
    err_take(&db->trouble_note);
    err_restore(&db->trouble_note);
}

/* What the last failed system call said. sqlite3_system_errno is not set when the failure came out of a COMMIT. */
static int reason_of(const struct db *db)
{
    sqlite3_vfs *vfs = NULL;
    if (sqlite3_file_control(db->sqlite, "main", SQLITE_FCNTL_VFS_POINTER, &vfs) != SQLITE_OK || !vfs || !vfs->xGetLastError)
        return 0;
    return vfs->xGetLastError(vfs, 0, NULL);
}

/* No space also shows as a failed write (a limit on file size) or a failed growth of the shared memory; but after a failed
 * sync nobody knows what is on the disk, whatever its reason. */
static bool means_full(int result, int reason)
{
    if ((result & 0xff) == SQLITE_FULL)
        return true;
    bool wrote = result == SQLITE_IOERR_WRITE || result == SQLITE_IOERR_TRUNCATE || result == SQLITE_IOERR_SHMSIZE ||
                 result == SQLITE_IOERR_SHMMAP;
    return wrote && (reason == ENOSPC || reason == EDQUOT || reason == EFBIG);
}

carnet_err db_failed(struct db *db, int result)
{
    const char *why = db->sqlite ? sqlite3_errmsg(db->sqlite) : sqlite3_errstr(result);
    int reason = db->sqlite ? reason_of(db) : 0;
    carnet_err err;
    if (means_full(result, reason)) {
        err = err_set(CARNET_LIMIT, "store.full", "sqlite=%d errno=%d", result, reason);
        trouble(db, DB_FULL);
        return err;
    }
    switch (result & 0xff) {
    case SQLITE_NOMEM:
        fputs("carnet: out of memory in SQLite\n", stderr);
        abort();
    case SQLITE_CONSTRAINT:
        return err_set(CARNET_CONFLICT, "store.constraint", "%s", why);
    case SQLITE_TOOBIG:
        return err_set(CARNET_LIMIT, "store.too_big", "%s", why);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        err = err_set(CARNET_CORRUPT, "store.corrupt", "sqlite=%d %s", result, why);
        trouble(db, DB_CORRUPT);
        return err;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_CANTOPEN: /* no descriptor left, for one: nothing was written */
        err = err_set(CARNET_IO, "store.busy", "sqlite=%d errno=%d %s", result, reason, why);
        trouble(db, DB_BUSY);
        return err;
    case SQLITE_INTERRUPT:
        return err_set(CARNET_IO, "store.stopped", "asked to stop");
    case SQLITE_IOERR:
    case SQLITE_READONLY:
    case SQLITE_PROTOCOL:
    case SQLITE_PERM:
        err = err_set(CARNET_IO, "store.io", "sqlite=%d errno=%d %s", result, reason, why);
        trouble(db, DB_BROKEN);
        return err;
    default: /* a mistake of ours in SQL or in its use */
        log_error("store", "statement refused", "sqlite=%d why=%s", result, why);
        return err_set(CARNET_IO, "store.io", "sqlite=%d %s", result, why);
    }
}

enum db_trouble db_trouble(const struct db *db)
{
    return db->trouble;
}

carnet_err db_trouble_note(const struct db *db)
{
    return db->trouble == DB_SOUND ? CARNET_OK : err_restore(&db->trouble_note);
}

void db_trouble_clear(struct db *db)
{
    db->trouble = DB_SOUND;
    db->trouble_note = (struct err_note){ 0 };
}

/* ---- opening ---- */

static const char *const PRAGMAS[] = {
    [DB_READER] = "PRAGMA cache_size=-8000;",
    [DB_WRITER] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=OFF;"
                  " PRAGMA journal_size_limit=67108864; PRAGMA cache_size=-32000;",
    [DB_KEYS] = "PRAGMA journal_mode=DELETE; PRAGMA synchronous=EXTRA; PRAGMA secure_delete=ON;",
    [DB_MEMORY] = "PRAGMA secure_delete=OFF;",
};
static const char PRAGMAS_ALL[] =
    "PRAGMA wal_autocheckpoint=0; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;";

/* A file that does not exist is made readable by us alone, before SQLite has any lock that closing could drop. */
static void make_private(const char *path)
{
    int fd = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    if (fd >= 0)
        close(fd);
}

static int wal_grew(void *self, sqlite3 *sqlite, const char *name, int pages)
{
    (void)sqlite, (void)name;
    struct db *db = self;
    db->wal_bytes = (size_t)pages * 4096;
    return SQLITE_OK;
}

static void rolled_back(void *self)
{
    struct db *db = self;
    db->sequence_reserved = 0;
}

static int collate(void *arg, int a_len, const void *a, int b_len, const void *b)
{
    (void)arg;
    return french_compare((bytes){ a, (size_t)a_len }, (bytes){ b, (size_t)b_len });
}

/* "french", for lists of names; of no index and no table, so that any program reads the file. */
static carnet_err add_collation(struct db *db)
{
    int result = sqlite3_create_collation_v2(db->sqlite, "french", SQLITE_UTF8, NULL, collate, NULL);
    return result == SQLITE_OK ? CARNET_OK : db_failed(db, result);
}

static carnet_err set_up(struct db *db, enum db_flavour flavour)
{
    sqlite3_extended_result_codes(db->sqlite, 1);
    sqlite3_busy_timeout(db->sqlite, BUSY_MS);
    sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    sqlite3_rollback_hook(db->sqlite, rolled_back, db);
    if (flavour == DB_READER)
        db_leave_wal(db);
    TRY(add_collation(db));
    TRY(db_script(db, PRAGMAS_ALL));
    TRY(db_script(db, PRAGMAS[flavour]));
    if (flavour == DB_WRITER) {
        CLEANUP(db_query_end) struct db_query q = db_query(db, "PRAGMA journal_mode");
        TRY(db_one(&q));
        if (!bytes_equal(db_peek(&q, 0), bytes_text("wal")))
            return err_set(CARNET_IO, "store.io", "the file system does not permit write-ahead logging");
        sqlite3_wal_hook(db->sqlite, wal_grew, db);
    }
    return CARNET_OK;
}

carnet_err db_open_as(struct db **out, const char *path, enum db_flavour flavour)
{
    static _Atomic bool configured;
    if (!atomic_exchange(&configured, true))
        sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); /* a mutex per allocation; no effect once SQLite runs */
    struct db *db = mem_zero(1, sizeof *db);
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    flags |= flavour == DB_READER ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    if (flavour == DB_WRITER || flavour == DB_KEYS)
        make_private(path);
    int result = sqlite3_open_v2(path, &db->sqlite, flags, NULL);
    carnet_err err = result == SQLITE_OK ? set_up(db, flavour) : db_failed(db, result);
    if (err != CARNET_OK) {
        db_close(db);
        return err;
    }
    *out = db;
    return CARNET_OK;
}

carnet_err db_open(struct db **out, const char *path, bool writes)
{
    return db_open_as(out, path, writes ? DB_WRITER : DB_READER);
}

carnet_err db_open_memory(struct db **out)
{
    return db_open_as(out, ":memory:", DB_MEMORY);
}

carnet_err db_attach(struct db *db, const char *path)
{
    CLEANUP(db_query_end) struct db_query q = db_query(db, "ATTACH ?1 AS other");
    db_bind_text(&q, 1, path);
    return db_run(&q);
}

const char *db_path(const struct db *db)
{
    const char *path = sqlite3_db_filename(db->sqlite, "main");
    return path ? path : "";
}

const char *db_version(void)
{
    return sqlite3_libversion();
}

void db_close(struct db *db)
{
    if (!db)
        return;
    db_statements_free(db);
    if (db->sqlite && sqlite3_close(db->sqlite) != SQLITE_OK) {
        log_error("store", "a statement outlives its connection", "%s", "");
        abort();
    }
    mem_free(db);
}

void db_assert_idle(const struct db *db)
{
#ifdef CARNET_DEBUG
    for (sqlite3_stmt *s = sqlite3_next_stmt(db->sqlite, NULL); s; s = sqlite3_next_stmt(db->sqlite, s)) {
        if (!sqlite3_stmt_busy(s))
            continue;
        log_error("store", "a query was not ended", "sql=%s", sqlite3_sql(s));
        abort();
    }
#else
    (void)db;
#endif
}

carnet_err db_script(struct db *db, const char *sql)
{
    int result = sqlite3_exec(db->sqlite, sql, NULL, NULL, NULL);
    return result == SQLITE_OK ? CARNET_OK : db_failed(db, result);
}

static int asked(void *self)
{
    struct db *db = self;
    return db->stop(db->stop_self);
}

void db_stop_when(struct db *db, bool (*stop)(void *self), void *self)
{
    enum { STEPS = 10000 }; /* of SQLite's machine between two questions: well below a millisecond */
    db->stop = stop;
    db->stop_self = self;
    sqlite3_progress_handler(db->sqlite, stop ? STEPS : 0, stop ? asked : NULL, db);
}

/* ---- views and checkpoints ---- */

carnet_err db_view_begin(struct db_view *out, struct db *db)
{
    *out = (struct db_view){ NULL };
    if (db_in_transaction(db))
        return CARNET_OK;
    TRY(db_exec(db, "BEGIN"));
    out->db = db;
    return CARNET_OK;
}

void db_view_end(struct db_view *view)
{
    if (view->db && db_in_transaction(view->db) && db_exec(view->db, "ROLLBACK") != CARNET_OK)
        log_error("store", "a view did not end", "sqlite=%s", sqlite3_errmsg(view->db->sqlite));
    view->db = NULL;
}

bool db_in_transaction(const struct db *db)
{
    return !sqlite3_get_autocommit(db->sqlite);
}

size_t db_wal_bytes(const struct db *db)
{
    return db->wal_bytes;
}

carnet_err db_checkpoint(struct db *db, enum db_checkpoint mode)
{
    int wanted = mode == DB_CHECKPOINT_TRUNCATE ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE;
    if (mode == DB_CHECKPOINT_TRUNCATE)
        sqlite3_busy_timeout(db->sqlite, TRUNCATE_PATIENCE_MS); /* a reader must not delay it for long */
    int result = sqlite3_wal_checkpoint_v2(db->sqlite, NULL, wanted, NULL, NULL);
    sqlite3_busy_timeout(db->sqlite, BUSY_MS);
    if (result == SQLITE_OK && mode == DB_CHECKPOINT_TRUNCATE)
        db->wal_bytes = 0;
    return result == SQLITE_OK ? CARNET_OK : db_failed(db, result);
}

/* ---- purging: free pages, and the unused room in pages, keep what was there; VACUUM writes everything anew without them ---- */

carnet_err db_purge(struct db *db)
{
    db->purge = PURGE_FILE; /* also when the transaction is undone: then once for nothing */
    return db_exec(db, "INSERT INTO purge (one) VALUES (1) ON CONFLICT DO NOTHING");
}

void db_purge_remember(struct db *db)
{
    CLEANUP(db_query_end) struct db_query q = db_query(db, "SELECT 1 FROM purge");
    struct err_note note;
    bool due = false;
    if (db_next(&due, &q) != CARNET_OK)
        err_take(&note); /* whoever reads next says it */
    db->purge = due ? PURGE_FILE : PURGED;
}

carnet_err db_purge_now(struct db *db)
{
    if (db->purge == PURGE_FILE)
        TRY(db_exec(db, "VACUUM"));
    if (db->purge == PURGED)
        return CARNET_OK;
    db->purge = PURGE_LOG;
    TRY(db_checkpoint(db, DB_CHECKPOINT_TRUNCATE));
    TRY(db_exec(db, "DELETE FROM purge"));
    db->purge = PURGED;
    return CARNET_OK;
}

void db_leave_wal(struct db *db)
{
    sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
}
