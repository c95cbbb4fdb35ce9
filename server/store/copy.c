/* Copies are made by VACUUM INTO, which reads one state and writes a compact file; it does not sync what it wrote. */
#include "store/copy.h"

#include "store/db_internal.h"
#include "store/log.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static carnet_err file_make(const char *path)
{
    int fd = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    if (fd < 0)
        return err_set(CARNET_IO, "store.copy", "create %s: %s", path, strerror(errno));
    close(fd);
    return CARNET_OK;
}

static carnet_err file_sync(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool synced = fd >= 0 && fsync(fd) == 0;
    int reason = errno;
    if (fd >= 0)
        close(fd);
    return synced ? CARNET_OK : err_set(CARNET_IO, "store.copy", "sync %s: %s", path, strerror(reason));
}

carnet_err db_copy(struct db *db, const char *path)
{
    static const char SQL[] = "VACUUM INTO ?1";
    TRY(file_make(path));
    {
        CLEANUP(db_query_end) struct db_query q = db_query(db, SQL);
        db_bind_text(&q, 1, path);
        TRY(db_run(&q));
    }
    return file_sync(path);
}

/* ---- checks ---- */

static carnet_err check_pages(struct db *db, complaint_fn *complain, void *self)
{
    static const char SQL[] = "PRAGMA integrity_check(100)";
    CLEANUP(db_query_end) struct db_query q = db_query(db, SQL);
    bool row;
    for (;;) {
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        const char *line = (const char *)db_peek(&q, 0).ptr;
        if (line && strcmp(line, "ok") != 0)
            complain(self, line);
    }
}

static carnet_err check_references(struct db *db, complaint_fn *complain, void *self)
{
    static const char SQL[] = "SELECT \"table\" || ' row ' || coalesce(rowid, '?') || ' refers to nothing in ' || parent"
                              " FROM pragma_foreign_key_check LIMIT 100";
    CLEANUP(db_query_end) struct db_query q = db_query(db, SQL);
    bool row;
    for (;;) {
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        struct arena *arena = arena_new();
        complain(self, db_text(&q, 0, arena));
        arena_free(arena);
    }
}

carnet_err db_check(struct db *db, complaint_fn *complain, void *self)
{
    TRY(check_pages(db, complain, self));
    return check_references(db, complain, self);
}

carnet_err keys_check(struct keys *keys, complaint_fn *complain, void *self)
{
    struct db *db = keys_db(keys);
    return db ? check_pages(db, complain, self) : err_set(CARNET_DENIED, "keys.read_only", "%s", "");
}

static carnet_err check_document(struct ctx *ctx, int64_t document, complaint_fn *complain,
                                 void (*keyless)(void *self, int64_t document), void *self)
{
    struct log_state state;
    struct err_note note;
    carnet_err err = log_load(&state, ctx, document);
    if (err == CARNET_OK)
        return CARNET_OK;
    err_take(&note);
    if (err == CARNET_MISSING) {
        if (strcmp(note.key, "keys.missing") == 0) /* else the document itself went meanwhile */
            keyless(self, document);
        return CARNET_OK;
    }
    if (err != CARNET_CORRUPT)
        return err_restore(&note);
    complain(self, arena_printf(ctx->arena, "document %lld: what is stored of it is damaged (%s)", (long long)document, note.detail));
    return CARNET_OK;
}

/* Taken together and first: a long walk must not hold the write-ahead log. */
static carnet_err all_documents(struct buf *ids, struct db *db)
{
    static const char SQL[] = "SELECT id FROM document ORDER BY id";
    CLEANUP(db_query_end) struct db_query q = db_query(db, SQL);
    for (bool row;;) {
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        int64_t id = db_int(&q, 0);
        buf_put(ids, (bytes){ (const uint8_t *)&id, sizeof id });
    }
}

carnet_err log_check(struct ctx *ctx, complaint_fn *complain, void (*keyless)(void *self, int64_t document), void *self)
{
    CLEANUP(buf_clear) struct buf ids = { 0 };
    TRY(all_documents(&ids, ctx->db));
    for (size_t at = 0; at < ids.len; at += sizeof(int64_t)) {
        int64_t document;
        memcpy(&document, ids.ptr + at, sizeof document);
        struct ctx one = *ctx;
        one.arena = arena_new(); /* one document at a time in memory */
        carnet_err err = check_document(&one, document, complain, keyless, self);
        arena_free(one.arena);
        TRY(err);
    }
    return CARNET_OK;
}
