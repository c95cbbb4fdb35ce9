/* keys.db: the keys, and the marks of those that were erased. Each change commits by itself and is synced before the call returns,
 * directory included; what is erased is overwritten (secure_delete). Keys in use are also kept in memory, and wiped there when
 * erased. */
#include "store/keys.h"

#include "base/log.h"
#include "store/db_internal.h"

#include <string.h>

enum { CACHED_MOST = 4096 };

struct key {
    int64_t journal;
    uint8_t octets[KEY_BYTES];
};

struct keys {
    struct db *db; /* NULL when remote */
    keys_get_fn *get;
    void *self;
    struct table cache; /* journal → struct key */
    int64_t *unsettled;
    size_t unsettled_count, unsettled_cap;
};

static carnet_err make_tables(struct db *db)
{
    static const char SQL_KEY[] =
        "CREATE TABLE IF NOT EXISTS key ("
        " journal INTEGER PRIMARY KEY,"
        " octets BLOB NOT NULL CHECK (length(octets) = 32),"
        " settled INTEGER NOT NULL DEFAULT 0" /* 1: rows that use it were committed */
        ") STRICT";
    static const char SQL_ERASED[] =
        "CREATE TABLE IF NOT EXISTS erased ("
        " mark BLOB PRIMARY KEY CHECK (length(mark) = 16),"
        " at INTEGER NOT NULL"
        ") STRICT, WITHOUT ROWID";
    TRY(db_exec(db, SQL_KEY));
    return db_exec(db, SQL_ERASED);
}

static carnet_err keys_make(struct keys **out, struct db *db)
{
    carnet_err err = make_tables(db);
    if (err != CARNET_OK) {
        db_close(db);
        return err;
    }
    *out = mem_zero(1, sizeof **out);
    (*out)->db = db;
    return CARNET_OK;
}

carnet_err keys_open(struct keys **out, const char *path)
{
    struct db *db;
    TRY(db_open_as(&db, path, DB_KEYS));
    return keys_make(out, db);
}

carnet_err keys_open_memory(struct keys **out)
{
    struct db *db;
    TRY(db_open_memory(&db));
    return keys_make(out, db);
}

struct keys *keys_remote(keys_get_fn *get, void *self)
{
    struct keys *keys = mem_zero(1, sizeof *keys);
    keys->get = get;
    keys->self = self;
    return keys;
}

static void cache_drop(struct keys *keys, int64_t journal)
{
    struct key *key = table_remove(&keys->cache, (uint64_t)journal);
    if (!key)
        return;
    explicit_bzero(key, sizeof *key);
    mem_free(key);
}

static void cache_clear(struct keys *keys)
{
    size_t at = 0;
    struct key *key;
    while ((key = table_next(&keys->cache, &at, NULL)))
        cache_drop(keys, key->journal);
}

static void cache_put(struct keys *keys, int64_t journal, const uint8_t octets[KEY_BYTES])
{
    cache_drop(keys, journal);
    if (keys->cache.count >= CACHED_MOST)
        cache_clear(keys);
    struct key *key = mem_alloc(sizeof *key);
    key->journal = journal;
    memcpy(key->octets, octets, KEY_BYTES);
    table_put(&keys->cache, (uint64_t)journal, key);
}

void keys_close(struct keys *keys)
{
    if (!keys)
        return;
    cache_clear(keys);
    table_clear(&keys->cache);
    db_close(keys->db);
    mem_free(keys->unsettled);
    mem_free(keys);
}

carnet_err keys_get(uint8_t key[KEY_BYTES], struct keys *keys, int64_t journal)
{
    static const char SQL[] = "SELECT octets FROM key WHERE journal = ?1";
    if (!keys->db)
        return keys->get(keys->self, key, journal);
    const struct key *known = table_get(&keys->cache, (uint64_t)journal);
    if (known) {
        memcpy(key, known->octets, KEY_BYTES);
        return CARNET_OK;
    }
    CLEANUP(db_query_end) struct db_query q = db_query(keys->db, SQL);
    bool row;
    db_bind_int(&q, 1, journal);
    TRY(db_next(&row, &q));
    if (!row)
        return err_set(CARNET_MISSING, "keys.missing", "journal=%lld", (long long)journal);
    bytes octets = db_peek(&q, 0);
    if (octets.len != KEY_BYTES)
        return err_set(CARNET_CORRUPT, "keys.corrupt", "journal=%lld", (long long)journal);
    memcpy(key, octets.ptr, KEY_BYTES);
    cache_put(keys, journal, octets.ptr);
    return CARNET_OK;
}

static void unsettled_add(struct keys *keys, int64_t journal)
{
    if (keys->unsettled_count == keys->unsettled_cap) {
        keys->unsettled_cap = keys->unsettled_cap * 2 + 8;
        keys->unsettled = mem_grow(keys->unsettled, keys->unsettled_cap * sizeof *keys->unsettled);
    }
    keys->unsettled[keys->unsettled_count++] = journal;
}

carnet_err keys_put(struct keys *keys, int64_t journal, const uint8_t key[KEY_BYTES])
{
    static const char SQL[] =
        "INSERT INTO key (journal, octets) VALUES (?1, ?2)"
        " ON CONFLICT (journal) DO UPDATE SET octets = excluded.octets WHERE settled = 0";
    if (!keys->db)
        return err_set(CARNET_DENIED, "keys.read_only", "journal=%lld", (long long)journal);
    CLEANUP(db_query_end) struct db_query q = db_query(keys->db, SQL);
    db_bind_int(&q, 1, journal);
    db_bind_bytes(&q, 2, (bytes){ key, KEY_BYTES });
    cache_drop(keys, journal);
    TRY(db_run(&q));
    if (db_changes(keys->db) == 0)
        return err_set(CARNET_CONFLICT, "keys.taken", "journal=%lld", (long long)journal);
    unsettled_add(keys, journal);
    cache_put(keys, journal, key);
    return CARNET_OK;
}

/* All or nothing on a connection that is in no transaction; the note of a failure survives the rollback. */
static carnet_err together(struct keys *keys, carnet_err (*work)(struct keys *keys, const void *self), const void *self)
{
    TRY(db_exec(keys->db, "BEGIN IMMEDIATE"));
    carnet_err err = work(keys, self);
    if (err == CARNET_OK)
        err = db_exec(keys->db, "COMMIT");
    if (err == CARNET_OK || sqlite3_get_autocommit(keys->db->sqlite))
        return err;
    struct err_note note;
    err_take(&note);
    if (db_exec(keys->db, "ROLLBACK") != CARNET_OK)
        log_error("keys", "a change was not rolled back", "%s", "");
    return err_restore(&note);
}

struct erasure {
    int64_t journal, now;
    const uint8_t *mark;
};

static carnet_err put_mark(struct keys *keys, const void *self)
{
    static const char SQL_MARK[] = "INSERT INTO erased (mark, at) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
    const struct erasure *erasure = self;
    CLEANUP(db_query_end) struct db_query m = db_query(keys->db, SQL_MARK);
    db_bind_bytes(&m, 1, (bytes){ erasure->mark, KEY_MARK });
    db_bind_int(&m, 2, erasure->now);
    return db_run(&m);
}

static carnet_err mark_and_delete(struct keys *keys, const void *self)
{
    static const char SQL_DELETE[] = "DELETE FROM key WHERE journal = ?1";
    const struct erasure *erasure = self;
    TRY(put_mark(keys, self));
    CLEANUP(db_query_end) struct db_query q = db_query(keys->db, SQL_DELETE);
    db_bind_int(&q, 1, erasure->journal);
    return db_run(&q);
}

carnet_err keys_erase(struct keys *keys, int64_t journal, const uint8_t mark[KEY_MARK], int64_t now)
{
    if (!keys->db)
        return err_set(CARNET_DENIED, "keys.read_only", "journal=%lld", (long long)journal);
    cache_drop(keys, journal);
    return together(keys, mark_and_delete, &(struct erasure){ .journal = journal, .now = now, .mark = mark });
}

carnet_err keys_mark(struct keys *keys, const uint8_t mark[KEY_MARK], int64_t now)
{
    if (!keys->db)
        return err_set(CARNET_DENIED, "keys.read_only", "a mark");
    return together(keys, put_mark, &(struct erasure){ .now = now, .mark = mark });
}

size_t keys_unsettled(const struct keys *keys)
{
    return keys->unsettled_count;
}

void keys_forget_unsettled(struct keys *keys, size_t keep)
{
    if (keys->unsettled_count > keep)
        keys->unsettled_count = keep;
}

static carnet_err settle_one(struct keys *keys, int64_t journal)
{
    static const char SQL[] = "UPDATE key SET settled = 1 WHERE journal = ?1";
    CLEANUP(db_query_end) struct db_query q = db_query(keys->db, SQL);
    db_bind_int(&q, 1, journal);
    return db_run(&q);
}

static carnet_err settle_all(struct keys *keys, const void *self)
{
    (void)self;
    for (size_t i = 0; i < keys->unsettled_count; i++)
        TRY(settle_one(keys, keys->unsettled[i]));
    return CARNET_OK;
}

carnet_err keys_settle(struct keys *keys)
{
    if (!keys->unsettled_count)
        return CARNET_OK;
    carnet_err err = together(keys, settle_all, NULL);
    keys->unsettled_count = 0;
    return err;
}

/* ---- all of them ---- */

static carnet_err not_remote(const struct keys *keys)
{
    return keys->db ? CARNET_OK : err_set(CARNET_DENIED, "keys.read_only", "%s", "");
}

carnet_err keys_each(struct keys *keys, keys_each_fn *fn, void *self)
{
    static const char SQL[] = "SELECT journal, octets FROM key ORDER BY journal";
    TRY(not_remote(keys));
    CLEANUP(db_query_end) struct db_query q = db_query(keys->db, SQL);
    for (bool row;;) {
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        TRY(fn(self, db_int(&q, 0), db_peek(&q, 1).ptr));
    }
}

carnet_err keys_each_erased(struct keys *keys, keys_erased_fn *fn, void *self)
{
    static const char SQL[] = "SELECT mark, at FROM erased ORDER BY at, mark";
    TRY(not_remote(keys));
    CLEANUP(db_query_end) struct db_query q = db_query(keys->db, SQL);
    for (bool row;;) {
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        TRY(fn(self, db_peek(&q, 0).ptr, db_int(&q, 1)));
    }
}

carnet_err keys_image(struct buf *out, struct keys *keys)
{
    TRY(not_remote(keys));
    sqlite3_int64 size = 0;
    unsigned char *image = sqlite3_serialize(keys->db->sqlite, "main", &size, 0);
    if (!image)
        return err_set(CARNET_IO, "keys.image", "keys.db cannot be read");
    buf_put(out, (bytes){ image, (size_t)size });
    explicit_bzero(image, (size_t)size);
    sqlite3_free(image);
    return CARNET_OK;
}

struct db *keys_db(const struct keys *keys)
{
    return keys->db;
}

enum db_trouble keys_trouble(const struct keys *keys)
{
    return keys->db ? db_trouble(keys->db) : DB_SOUND;
}

carnet_err keys_trouble_note(const struct keys *keys)
{
    return keys->db ? db_trouble_note(keys->db) : CARNET_OK;
}

void keys_trouble_clear(struct keys *keys)
{
    if (keys->db)
        db_trouble_clear(keys->db);
}
