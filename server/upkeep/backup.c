/* The copy of carnet.db is laid out in the folder's tmp/, the only thing that touches the disk twice. Keys go straight from keys.db into the
 * encrypted stream. */
#include "upkeep/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "store/copy.h"
#include "store/folder.h"
#include "upkeep/backup_file.h"
#include "upkeep/erasures.h"
#include "upkeep/tree.h"
#include "vault/pack.h"

struct backup {
    struct upkeep *upkeep;
    const struct backup_order *order;
    struct backup_key key;
    struct archive_writer archive;
    int64_t now;
    int fd;
    struct buf partial, work; /* the file while it is written; the folder of the copy */
    size_t files, repositories, left_out;
};

static void backup_clear(struct backup *b)
{
    if (b->fd >= 0)
        close(b->fd);
    stream_writer_free(&b->archive.stream);
    backup_key_clear(&b->key);
    buf_clear(&b->partial);
    buf_clear(&b->work);
}

static bool must_stop(void *self)
{
    struct upkeep *upkeep = self;
    return upkeep->stop(upkeep);
}

static carnet_err go_on(struct backup *b)
{
    return b->upkeep->stop(b->upkeep) ? err_set(CARNET_IO, "backup.stopped", "the backup was stopped") : CARNET_OK;
}

static void say(struct upkeep *upkeep, const struct buf *line)
{
    upkeep->say(upkeep, buf_text(line));
}

/* ---- parts ---- */

static carnet_err put_text(struct backup *b, const char *name, bytes text)
{
    TRY(archive_begin(&b->archive, name));
    TRY(archive_put(&b->archive, text));
    return archive_end(&b->archive, true);
}

static carnet_err put_file(struct backup *b, const char *path, const char *name)
{
    CLEANUP(mem_free_ptr) uint8_t *piece = mem_alloc(STREAM_CHUNK);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return err_set(errno == ENOENT ? CARNET_MISSING : CARNET_IO, "backup.read", "%.150s: %s", path, strerror(errno));
    carnet_err err = archive_begin(&b->archive, name);
    ssize_t n = 1;
    while (!err && (n = read(fd, piece, STREAM_CHUNK)) > 0) {
        err = go_on(b);
        err = err ? err : archive_put(&b->archive, (bytes){ piece, (size_t)n });
    }
    if (!err && n < 0)
        err = err_set(CARNET_IO, "backup.read", "%.150s: %s", path, strerror(errno));
    close(fd);
    return err ? err : archive_end(&b->archive, true);
}

static carnet_err take_image(void *self, struct keys *keys)
{
    return keys_image(self, keys);
}

static carnet_err put_keys(struct backup *b)
{
    CLEANUP(buf_clear) struct buf image = { 0 };
    carnet_err err = b->upkeep->keys(b->upkeep, take_image, &image);
    err = err ? err : put_text(b, "keys.db", buf_bytes(&image));
    if (image.ptr)
        explicit_bzero(image.ptr, image.len);
    return err;
}

static carnet_err put_upload(void *self, const char *name)
{
    struct backup *b = self;
    CLEANUP(buf_clear) struct buf path = { 0 }, part = { 0 };
    buf_printf(&path, "%s/files/%s", b->upkeep->folder, name);
    buf_printf(&part, "files/%s", name);
    carnet_err err = put_file(b, buf_text(&path), buf_text(&part));
    b->files += !err;
    if (err != CARNET_MISSING)
        return err;
    struct err_note note; /* an image that was erased with its journal meanwhile */
    err_take(&note);
    return CARNET_OK;
}

static bool ask(void *self)
{
    const struct backup *b = self;
    return must_stop(b->upkeep);
}

static carnet_err put_piece(void *self, bytes piece)
{
    struct backup *b = self;
    return archive_put(&b->archive, piece);
}

static void leave_out(struct backup *b, const char *name)
{
    CLEANUP(buf_clear) struct buf line = { 0 };
    buf_printf(&line, "warning: %s is damaged and is left out; `check` says more, `check --repair` makes it again", name);
    say(b->upkeep, &line);
    b->left_out++;
}

/* A damaged repository must not be the end of all backups: it is left out and said, and a restore makes it again from the rows. */
static carnet_err put_pack(struct backup *b, const char *path, const char *name, bytes refs)
{
    CLEANUP(buf_clear) struct buf part = { 0 };
    buf_printf(&part, "%s/pack", name);
    TRY(archive_begin(&b->archive, buf_text(&part)));
    struct vault_sink sink = { .put = put_piece, .stop = ask, .self = b };
    carnet_err err = vault_pack(path, refs, &sink);
    if (err != CARNET_CORRUPT) {
        TRY(err);
        return archive_end(&b->archive, true);
    }
    leave_out(b, name);
    return archive_end(&b->archive, false);
}

static carnet_err put_repository(struct backup *b, const char *kind, const char *entry)
{
    CLEANUP(buf_clear) struct buf path = { 0 }, name = { 0 }, part = { 0 }, refs = { 0 };
    buf_printf(&path, "%s/%s/%s", b->upkeep->folder, kind, entry);
    buf_printf(&name, "%s/%s", kind, entry);
    buf_printf(&part, "%s/refs", buf_text(&name));
    carnet_err err = vault_refs(&refs, buf_text(&path));
    if (err == CARNET_MISSING) /* just being made */
        return CARNET_OK;
    b->repositories++;
    if (err == CARNET_CORRUPT) {
        leave_out(b, buf_text(&name));
        return CARNET_OK;
    }
    TRY(err);
    TRY(put_text(b, buf_text(&part), buf_bytes(&refs)));
    return refs.len ? put_pack(b, buf_text(&path), buf_text(&name), buf_bytes(&refs)) : CARNET_OK;
}

static bool is_repository(const char *entry)
{
    size_t len = strlen(entry);
    return len > 4 && strcmp(entry + len - 4, ".git") == 0;
}

static carnet_err put_group(void *self, const char *entry)
{
    return is_repository(entry) ? put_repository(self, "groups", entry) : CARNET_OK;
}

static carnet_err put_work(void *self, const char *entry)
{
    return is_repository(entry) ? put_repository(self, "works", entry) : CARNET_OK;
}

/* ---- the order of things ---- */

static carnet_err copy_database(struct backup *b, struct db *db, const char *to)
{
    TRY(backup_tidy(b->upkeep->folder));
    TRY(tree_make(buf_text(&b->work)));
    b->upkeep->say(b->upkeep, "copying the database");
    db_stop_when(db, must_stop, b->upkeep);
    carnet_err err = db_copy(db, to);
    db_stop_when(db, NULL, NULL);
    return err;
}

static carnet_err put_parts(struct backup *b, struct db *db)
{
    CLEANUP(buf_clear) struct buf copy = { 0 }, about = { 0 }, path = { 0 };
    char began[CLOCK_TEXT];
    clock_text(began, b->now);
    buf_printf(&about, "began %s\n", began);
    tree_join(&copy, buf_text(&b->work), "carnet.db");
    TRY(copy_database(b, db, buf_text(&copy)));
    TRY(put_text(b, "about", buf_bytes(&about)));
    TRY(put_file(b, buf_text(&copy), "carnet.db"));
    TRY(put_keys(b));
    TRY(tree_remove(buf_text(&b->work)));
    TRY(tree_each_file(tree_join(&path, b->upkeep->folder, "files"), put_upload, b));
    b->upkeep->say(b->upkeep, "copying the repositories");
    TRY(tree_each_entry(tree_join(&path, b->upkeep->folder, "groups"), put_group, b));
    TRY(tree_each_entry(tree_join(&path, b->upkeep->folder, "works"), put_work, b));
    return archive_finish(&b->archive);
}

static carnet_err write_partial(struct backup *b, struct db *db)
{
    CLEANUP(buf_clear) struct buf head = { 0 };
    const char *path = buf_text(&b->partial);
    unlink(path); /* a killed backup's */
    b->fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (b->fd < 0)
        return err_set(CARNET_IO, "backup.create", "%.150s: %s", path, strerror(errno));
    backup_head_put(&head, &b->key, b->now);
    if (write(b->fd, head.ptr, head.len) != (ssize_t)head.len)
        return err_set(CARNET_IO, "backup.write", "%.150s: %s", path, strerror(errno));
    TRY(stream_writer_new(&b->archive.stream, b->fd, &b->key.key, buf_bytes(&head)));
    TRY(put_parts(b, db));
    if (fsync(b->fd) != 0)
        return err_set(CARNET_IO, "backup.write", "%.150s: %s", path, strerror(errno));
    return tree_move(path, b->order->file);
}

static void tell(struct backup *b)
{
    struct stat facts = { 0 };
    char name[STREAM_KEY_NAME];
    CLEANUP(buf_clear) struct buf line = { 0 }, key = { 0 };
    fstat(b->fd, &facts);
    buf_printf(&line, "%s: whole, %lld kB, %zu files, %zu repositories", b->order->file, (long long)(facts.st_size / 1024),
               b->files, b->repositories - b->left_out);
    say(b->upkeep, &line);
    stream_key_name(name, &b->key.key);
    buf_printf(&key, "%sit opens with the key %s in %s and with nothing else: keep a copy of that one line away from this machine "
                     "and away from the backups", b->key.made ? "a key was made. " : "", name, buf_text(&b->key.path));
    say(b->upkeep, &key);
}

carnet_err backup_tidy(const char *folder)
{
    CLEANUP(buf_clear) struct buf path = { 0 };
    return tree_remove(tree_join(&path, folder, "tmp/backup"));
}

/* In a folder that is copied, the backup would copy itself. */
static carnet_err not_inside(const char *folder, const char *file)
{
    char full[PATH_MAX];
    size_t len = realpath(folder, full) ? strlen(full) : 0;
    if (!len || strncmp(file, full, len) != 0 || file[len] != '/' || !strchr(file + len + 1, '/'))
        return CARNET_OK;
    return err_set(CARNET_INVALID, "backup.inside", "%.150s is part of what is backed up: choose another place", file);
}

carnet_err backup_make(struct upkeep *upkeep, struct db *db, const struct backup_order *order)
{
    CLEANUP(backup_clear) struct backup b = { .upkeep = upkeep, .order = order, .now = clock_now(), .fd = -1 };
    buf_printf(&b.partial, "%s.partial", order->file);
    tree_join(&b.work, upkeep->folder, "tmp/backup");
    TRY(not_inside(upkeep->folder, order->file));
    TRY(backup_key_for(&b.key, upkeep->folder, order->key));
    TRY(backups_remember(upkeep->folder, order->file)); /* before it is there: later erasures reach its list in any case */
    carnet_err err = write_partial(&b, db);
    if (err) {
        struct err_note note;
        err_take(&note);
        unlink(buf_text(&b.partial));
        (void)!backup_tidy(upkeep->folder);
        return err_restore(&note);
    }
    TRY(erasures_publish(upkeep));
    tell(&b);
    return CARNET_OK;
}
