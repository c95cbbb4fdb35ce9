/* Two passes over the file: one that only proves it whole, one that lays it out. Then the database of the backup decides: commits it does not
 * know are forgotten, journals erased since are erased again, words that devices still hold are welcome for a while. */
#include "upkeep/restore.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "areas/document/history_check.h"
#include "areas/people/recovered.h"
#include "base/clock.h"
#include "base/mem.h"
#include "store/db.h"
#include "store/folder.h"
#include "upkeep/backup_file.h"
#include "upkeep/check.h"
#include "upkeep/erasures.h"
#include "upkeep/tree.h"
#include "vault/pack.h"

struct restore {
    const struct restore_order *order;
    struct backup_file file;
    struct folder *folder;
    struct buf work, refs; /* tmp/restore; references of the repository whose pack comes next */
    int64_t began;         /* when the backup was begun */
    /* the restored database, in tmp/restore */
    struct db *db;
    struct keys *keys;
    struct arena *arena;
    struct ctx ctx;
    struct upkeep upkeep; /* of the folder tmp/restore */
};

static struct restore *restore_of(struct upkeep *upkeep)
{
    return (struct restore *)((char *)upkeep - offsetof(struct restore, upkeep));
}

static void close_database(struct restore *r)
{
    arena_free(r->arena);
    db_close(r->db);
    keys_close(r->keys);
    r->arena = NULL;
    r->db = NULL;
    r->keys = NULL;
}

static void restore_clear(struct restore *r)
{
    close_database(r);
    backup_file_close(&r->file);
    folder_close(r->folder);
    buf_clear(&r->work);
    buf_clear(&r->refs);
}

static void say(struct restore *r, const char *line)
{
    r->order->say(r->order->self, line);
}

/* ---- first pass ---- */

static carnet_err prove_whole(struct restore *r)
{
    bool more = true;
    say(r, "reading the backup to its end");
    while (more) {
        TRY(archive_next(&more, &r->file.archive));
        if (more)
            TRY(archive_skip(&r->file.archive));
    }
    return backup_file_again(&r->file);
}

/* ---- second pass ---- */

/* Names were written by us and are sealed; all the same, none may lead out of the folder. */
static bool is_safe(const char *name)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./";
    return name[0] && name[0] != '/' && strspn(name, allowed) == strlen(name) && !strstr(name, "..") && !strstr(name, "//");
}

static carnet_err make_parents(const struct restore *r, const char *name)
{
    CLEANUP(buf_clear) struct buf path = { 0 };
    for (const char *slash = strchr(name, '/'); slash; slash = strchr(slash + 1, '/')) {
        path.len = 0;
        buf_printf(&path, "%s/%.*s", buf_text(&r->work), (int)(slash - name), name);
        TRY(tree_make(buf_text(&path)));
    }
    return CARNET_OK;
}

static carnet_err write_failed(const char *name)
{
    bool full = errno == ENOSPC || errno == EDQUOT || errno == EFBIG;
    return err_set(full ? CARNET_LIMIT : CARNET_IO, full ? "restore.full" : "restore.write", "%.100s: %s", name, strerror(errno));
}

static carnet_err copy_pieces(struct restore *r, int fd, const char *name)
{
    for (bool more;;) {
        TRY(archive_piece(&more, &r->file.archive));
        if (!more)
            return fsync(fd) == 0 ? CARNET_OK : write_failed(name);
        bytes piece = buf_bytes(&r->file.archive.piece);
        while (piece.len) {
            ssize_t n = write(fd, piece.ptr, piece.len);
            if (n <= 0)
                return write_failed(name);
            piece = (bytes){ piece.ptr + n, piece.len - (size_t)n };
        }
    }
}

static carnet_err lay_out_file(struct restore *r, const char *name)
{
    CLEANUP(buf_clear) struct buf path = { 0 };
    TRY(make_parents(r, name));
    int fd = open(tree_join(&path, buf_text(&r->work), name), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return write_failed(name);
    carnet_err err = copy_pieces(r, fd, name);
    close(fd);
    return err;
}

static carnet_err take_text(struct buf *out, struct restore *r)
{
    enum { TEXT_MOST = 64 << 20 };
    out->len = 0;
    for (bool more;;) {
        TRY(archive_piece(&more, &r->file.archive));
        if (!more)
            return CARNET_OK;
        if (out->len > TEXT_MOST)
            return err_set(CARNET_CORRUPT, "archive.size", "%.100s", buf_text(&r->file.archive.name));
        buf_put(out, buf_bytes(&r->file.archive.piece));
    }
}

static carnet_err lay_out_about(struct restore *r)
{
    CLEANUP(buf_clear) struct buf text = { 0 };
    char when[CLOCK_TEXT];
    TRY(take_text(&text, r));
    if (sscanf(buf_text(&text), "began %24s", when) != 1)
        return err_set(CARNET_CORRUPT, "backup.about", "its first part says nothing");
    return clock_parse(&r->began, when);
}

/* name: "groups/….git/refs" or "…/pack", without the last part in dir. */
static carnet_err lay_out_pack(struct restore *r, const char *dir)
{
    CLEANUP(vault_unpack_free) struct vault_unpack *unpack = NULL;
    TRY(vault_unpack_new(&unpack, dir));
    for (bool more;;) {
        TRY(archive_piece(&more, &r->file.archive));
        if (!more)
            break;
        TRY(vault_unpack_put(unpack, buf_bytes(&r->file.archive.piece)));
    }
    if (r->file.archive.whole)
        return vault_unpack_end(unpack, buf_bytes(&r->refs));
    vault_unpack_free(&unpack); /* it was damaged already when the backup was made; the rows make it again */
    return tree_remove(dir);
}

static bool ends_with(const char *name, const char *end)
{
    size_t len = strlen(name), most = strlen(end);
    return len > most && strcmp(name + len - most, end) == 0;
}

static carnet_err lay_out_part(struct restore *r, const char *name)
{
    CLEANUP(buf_clear) struct buf dir = { 0 };
    bool repository = strncmp(name, "groups/", 7) == 0 || strncmp(name, "works/", 6) == 0;
    if (strcmp(name, "about") == 0)
        return lay_out_about(r);
    if (!is_safe(name))
        return err_set(CARNET_CORRUPT, "backup.name", "%.100s", name);
    if (repository && ends_with(name, ".git/refs"))
        return take_text(&r->refs, r);
    if (repository && ends_with(name, ".git/pack")) {
        TRY(make_parents(r, name));
        buf_printf(&dir, "%s/%.*s", buf_text(&r->work), (int)(strlen(name) - strlen("/pack")), name);
        TRY(tree_remove(buf_text(&dir))); /* the empty folder just made */
        return lay_out_pack(r, buf_text(&dir));
    }
    if (strcmp(name, "carnet.db") != 0 && strcmp(name, "keys.db") != 0 && strncmp(name, "files/", 6) != 0)
        return err_set(CARNET_CORRUPT, "backup.name", "%.100s", name);
    return lay_out_file(r, name);
}

static carnet_err lay_out(struct restore *r)
{
    static const char *const folders[] = { "groups", "works", "files", "tmp" };
    CLEANUP(buf_clear) struct buf path = { 0 };
    say(r, "laying everything out");
    TRY(restore_tidy(r->order->folder));
    TRY(tree_make(buf_text(&r->work)));
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        TRY(tree_make(tree_join(&path, buf_text(&r->work), folders[i])));
    for (bool more;;) {
        TRY(archive_next(&more, &r->file.archive));
        if (!more)
            return CARNET_OK;
        TRY(lay_out_part(r, buf_text(&r->file.archive.name)));
    }
}

/* ---- what the database decides ---- */

static carnet_err own_keys(struct upkeep *upkeep, database_keys_fn *fn, void *self)
{
    return fn(self, restore_of(upkeep)->keys);
}

static void own_say(struct upkeep *upkeep, const char *line)
{
    say(restore_of(upkeep), line);
}

static bool never(struct upkeep *upkeep)
{
    (void)upkeep;
    return false;
}

static carnet_err open_database(struct restore *r)
{
    CLEANUP(buf_clear) struct buf path = { 0 };
    TRY(db_open(&r->db, tree_join(&path, buf_text(&r->work), "carnet.db"), true));
    TRY(db_migrate(r->db));
    TRY(keys_open(&r->keys, tree_join(&path, buf_text(&r->work), "keys.db")));
    r->arena = arena_new();
    r->ctx = (struct ctx){ .db = r->db, .keys = r->keys, .arena = r->arena, .now = clock_now() };
    r->upkeep = (struct upkeep){ .folder = buf_text(&r->work), .keys = own_keys, .say = own_say, .stop = never };
    return CARNET_OK;
}

struct newest {
    int64_t at;
};

static carnet_err newest_erasure(void *self, const uint8_t mark[KEY_MARK], int64_t at)
{
    (void)mark;
    struct newest *newest = self;
    if (at > newest->at)
        newest->at = at;
    return CARNET_OK;
}

static carnet_err together(struct restore *r, carnet_err (*rule)(struct restore *r))
{
    TRY(db_exec(r->db, "BEGIN IMMEDIATE"));
    TRY(rule(r)); /* closing undoes what was begun */
    return db_exec(r->db, "COMMIT");
}

static carnet_err begin_erasures(struct restore *r)
{
    CLEANUP(erasures_clear) struct erasures erasures = { 0 };
    struct newest newest = { 0 };
    char line[120];
    size_t count;
    TRY(erasures_beside(&erasures, r->order->file));
    if (!erasures.listed)
        say(r, "warning: there is no list carnet-erasures beside this backup: journals erased after it come back");
    TRY(keys_each_erased(r->keys, newest_erasure, &newest));
    TRY(journal_erase_again(&count, &r->ctx, erasures_name, &erasures, newest.at >= r->began));
    snprintf(line, sizeof line, "journals and entries erased again: %zu", count);
    if (count)
        say(r, line);
    return CARNET_OK;
}

static carnet_err finish_erasures(struct restore *r)
{
    size_t count;
    return journal_erase_finish(&count, &r->ctx);
}

static carnet_err welcome_lost_words(struct restore *r)
{
    return recovered_begin(&r->ctx);
}

/* Repositories that the backup has and the database does not know belong to what came after it. */
struct sifting {
    struct restore *r;
    const struct history_repositories *known;
    const char *kind;
};

static carnet_err sift(void *self, const char *entry)
{
    const struct sifting *s = self;
    CLEANUP(buf_clear) struct buf name = { 0 }, path = { 0 };
    buf_printf(&name, "%s/%s", s->kind, entry);
    for (size_t i = 0; i < s->known->count; i++)
        if (strcmp(s->known->paths[i], buf_text(&name)) == 0)
            return CARNET_OK;
    return tree_remove(tree_join(&path, buf_text(&s->r->work), buf_text(&name)));
}

static carnet_err keep_known(struct restore *r, const struct history_repositories *known, const char *kind)
{
    CLEANUP(buf_clear) struct buf path = { 0 };
    struct sifting sifting = { r, known, kind };
    return tree_each_entry(tree_join(&path, buf_text(&r->work), kind), sift, &sifting);
}

static carnet_err settle_repositories(struct restore *r)
{
    struct history_repositories known;
    CLEANUP(buf_clear) struct buf dir = { 0 };
    TRY(history_repositories(&known, &r->ctx));
    TRY(keep_known(r, &known, "groups"));
    TRY(keep_known(r, &known, "works"));
    for (size_t i = 0; i < known.count; i++) {
        tree_join(&dir, buf_text(&r->work), known.paths[i]);
        bool committed = false;
        if (tree_is_there(buf_text(&dir)))
            TRY(history_rewind(&r->ctx, buf_text(&dir)));
        else
            TRY(history_is_committed(&committed, &r->ctx, known.paths[i]));
        if (committed)
            TRY(check_rebuild(&r->ctx, &r->upkeep, known.paths[i], buf_text(&dir), NULL));
    }
    return CARNET_OK;
}

static carnet_err settle(struct restore *r)
{
    size_t findings;
    TRY(open_database(r));
    TRY(together(r, begin_erasures));
    TRY(together(r, finish_erasures));
    TRY(db_purge_now(r->db));
    TRY(together(r, welcome_lost_words));
    TRY(together(r, settle_repositories));
    say(r, "checking what was restored");
    TRY(check_all(&findings, &r->ctx, &r->upkeep));
    if (findings)
        say(r, "warning: the backup holds these faults; `check --repair` mends what can be mended");
    TRY(db_checkpoint(r->db, DB_CHECKPOINT_TRUNCATE));
    close_database(r);
    return CARNET_OK;
}

/* ---- in place ---- */

/* What lies in the folder without a database goes aside, or away when it is an earlier restore's that did not end. A write-ahead log left
 * behind would be played into the restored database. */
static carnet_err clear_place(struct restore *r)
{
    static const char *const names[] = { "carnet.db-wal", "carnet.db-shm", "carnet.db-journal", "keys.db", "keys.db-journal",
                                         "groups", "works", "files" };
    CLEANUP(buf_clear) struct buf aside = { 0 }, from = { 0 }, to = { 0 };
    char now[CLOCK_TEXT];
    bool drop = folder_half_restored(r->folder), moved = false;
    clock_text(now, clock_now());
    buf_printf(&aside, "%s/before-restore-%s", r->order->folder, now);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        tree_join(&from, r->order->folder, names[i]);
        if (!tree_is_there(buf_text(&from)) || rmdir(buf_text(&from)) == 0) /* absent, or an empty folder */
            continue;
        if (drop) {
            TRY(tree_remove(buf_text(&from)));
            continue;
        }
        TRY(tree_make(buf_text(&aside)));
        TRY(tree_move(buf_text(&from), tree_join(&to, buf_text(&aside), names[i])));
        moved = true;
    }
    if (moved)
        say(r, "what was in the folder is kept in before-restore-…");
    return CARNET_OK;
}

/* What a restored folder needs beside its parts comes before them: with the last part it is whole, and is served if this ends there. */
static carnet_err move_in_place(struct restore *r)
{
    static const char *const names[] = { "groups", "works", "files", "keys.db", "carnet.db" };
    CLEANUP(backup_key_clear) struct backup_key kept = { 0 };
    CLEANUP(buf_clear) struct buf from = { 0 }, to = { 0 };
    TRY(backup_key_keep(&kept, r->order->folder, &r->file.key));
    TRY(backups_remember(r->order->folder, r->order->file));
    TRY(clear_place(r));
    TRY(folder_restore_begin(r->folder));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        TRY(tree_move(tree_join(&from, buf_text(&r->work), names[i]), tree_join(&to, r->order->folder, names[i])));
    return folder_restore_end(r->folder);
}

carnet_err restore_tidy(const char *folder)
{
    CLEANUP(buf_clear) struct buf path = { 0 };
    return tree_remove(tree_join(&path, folder, "tmp/restore"));
}

static carnet_err not_taken(const char *folder)
{
    CLEANUP(buf_clear) struct buf path = { 0 };
    if (!tree_is_there(tree_join(&path, folder, "carnet.db")))
        return CARNET_OK;
    return err_set(CARNET_CONFLICT, "restore.not_empty", "there is a database in %s: a restore goes into a folder without one, and this "
                                                         "one may be in use", folder);
}

static carnet_err restore_here(struct restore *r)
{
    TRY(lay_out(r));
    TRY(settle(r));
    TRY(move_in_place(r));
    TRY(restore_tidy(r->order->folder));
    return CARNET_OK;
}

/* ---- the folder as it was ---- */

/* What opening a folder makes in it, and the folder itself. */
static const char *const PARTS[] = { "groups", "works", "files", "tmp", "lock", "" };
enum { PART_COUNT = sizeof PARTS / sizeof *PARTS };
struct before {
    bool there[PART_COUNT];
};

static struct before look_before(const char *folder)
{
    struct before before;
    CLEANUP(buf_clear) struct buf path = { 0 };
    for (size_t i = 0; i < PART_COUNT; i++)
        before.there[i] = tree_is_there(tree_join(&path, folder, PARTS[i]));
    return before;
}

/* After a failure that comes before anything was moved: whatever was not there goes, if it is empty. */
static void undo(const struct before *before, const char *folder)
{
    CLEANUP(buf_clear) struct buf path = { 0 };
    struct err_note note;
    err_take(&note);
    (void)!restore_tidy(folder); /* the failure that led here is the one to tell; a later restore tidies again */
    for (size_t i = 0; i < PART_COUNT; i++)
        if (!before->there[i])
            (void)!remove(tree_join(&path, folder, PARTS[i]));
    err_restore(&note);
}

carnet_err restore_run(const struct restore_order *order)
{
    CLEANUP(restore_clear) struct restore r = { .order = order, .file = { .fd = -1 } };
    CLEANUP(buf_clear) struct buf line = { 0 };
    TRY(not_taken(order->folder));
    TRY(backup_file_open(&r.file, order->file, order->folder, order->key));
    TRY(prove_whole(&r));
    struct before before = look_before(order->folder);
    TRY(folder_open_to_restore(&r.folder, order->folder));
    TRY(not_taken(order->folder)); /* by somebody who was faster */
    tree_join(&r.work, order->folder, "tmp/restore");
    carnet_err err = restore_here(&r);
    if (err) {
        close_database(&r);
        if (!folder_half_restored(r.folder))
            undo(&before, order->folder);
        return err;
    }
    buf_printf(&line, "%s is now as it was at %s", order->folder, r.file.made);
    say(&r, buf_text(&line));
    return CARNET_OK;
}
