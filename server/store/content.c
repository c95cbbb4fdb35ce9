/* Whole files, written aside and moved to their name. */
#include "store/content.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "store/db.h"

static carnet_err io(const char *what)
{
    int reason = errno;
    return reason == ENOSPC || reason == EDQUOT ? err_set(CARNET_LIMIT, "store.full", "%s", what)
                                                : err_set(CARNET_IO, "content.io", "%s: %s", what, strerror(reason));
}

static void close_fd(const int *fd)
{
    if (*fd >= 0)
        close(*fd);
}

carnet_err content_read_path(struct buf *out, const char *path)
{
    CLEANUP(close_fd) int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    struct stat is;
    if (fd < 0 && errno == ENOENT)
        return err_set(CARNET_MISSING, "content.missing", "%s", path);
    if (fd < 0 || fstat(fd, &is) != 0)
        return io("open");
    if (is.st_size > CONTENT_LARGEST)
        return err_set(CARNET_LIMIT, "file.large", "size=%lld", (long long)is.st_size);
    buf_reserve(out, (size_t)is.st_size + 1);
    while (out->len < (size_t)is.st_size) {
        ssize_t n = read(fd, out->ptr + out->len, (size_t)is.st_size - out->len);
        if (n < 0 && errno != EINTR)
            return io("read");
        if (n == 0)
            return err_set(CARNET_CORRUPT, "content.short", "%s", path);
        out->len += n > 0 ? (size_t)n : 0;
    }
    return CARNET_OK;
}

static carnet_err write_whole(const char *path, bytes content)
{
    CLEANUP(close_fd) int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return io("create");
    for (size_t at = 0; at < content.len;) {
        ssize_t n = write(fd, content.ptr + at, content.len - at);
        if (n < 0 && errno != EINTR)
            return io("write");
        at += n > 0 ? (size_t)n : 0;
    }
    return fsync(fd) == 0 ? CARNET_OK : io("fsync");
}

/* "folder/name" in out, folder: where the database lies. */
static const char *beside(struct buf *out, const struct db *db, const char *folder, const char *name)
{
    const char *path = db_path(db), *slash = strrchr(path, '/');
    out->len = 0;
    buf_printf(out, "%.*s/%s%s%s", slash ? (int)(slash - path) : 1, slash ? path : ".", folder, *name ? "/" : "", name);
    return buf_text(out);
}

static carnet_err sync_folder(const struct db *db)
{
    CLEANUP(buf_clear) struct buf path = { 0 };
    CLEANUP(close_fd) int fd = open(beside(&path, db, "files", ""), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return fd >= 0 && fsync(fd) == 0 ? CARNET_OK : io("fsync folder");
}

carnet_err content_keep(struct db *db, const char *hash, const char *unique, bytes content)
{
    CLEANUP(buf_clear) struct buf aside = { 0 }, name = { 0 }, place = { 0 };
    buf_printf(&name, "file-%s", unique);
    beside(&aside, db, "tmp", buf_text(&name));
    carnet_err err = write_whole(buf_text(&aside), content);
    if (err == CARNET_OK && rename(buf_text(&aside), beside(&place, db, "files", hash)) != 0)
        err = io("rename");
    if (err != CARNET_OK) {
        unlink(buf_text(&aside));
        return err;
    }
    return sync_folder(db);
}

carnet_err content_read(struct buf *out, struct db *db, const char *hash)
{
    CLEANUP(buf_clear) struct buf place = { 0 };
    return content_read_path(out, beside(&place, db, "files", hash));
}

carnet_err content_forget(struct db *db, const char *hash)
{
    CLEANUP(buf_clear) struct buf place = { 0 };
    if (unlink(beside(&place, db, "files", hash)) != 0)
        return errno == ENOENT ? CARNET_OK : io("unlink");
    return sync_folder(db);
}

carnet_err content_is_there(struct db *db, const char *hash)
{
    struct stat is;
    CLEANUP(buf_clear) struct buf place = { 0 };
    if (lstat(beside(&place, db, "files", hash), &is) == 0)
        return CARNET_OK;
    return errno == ENOENT ? err_set(CARNET_IO, "content.gone", "%s", hash) : io("stat");
}

/* ---- what no row names ---- */

enum { HASH_LENGTH = 64, PLAIN = S_IRUSR | S_IWUSR, MARKED = S_IRUSR, BITS = 07777 };

static void close_dir(DIR *const *dir)
{
    if (*dir)
        closedir(*dir);
}

static bool is_hash(const char *name)
{
    return strlen(name) == HASH_LENGTH && strspn(name, "0123456789abcdef") == HASH_LENGTH;
}

static int64_t marked_since(const struct stat *is)
{
    return (is->st_mode & BITS) == MARKED ? (int64_t)is->st_mtim.tv_sec * 1000 + is->st_mtim.tv_nsec / 1000000 : 0;
}

carnet_err content_each(struct db *db, content_fn *fn, void *self)
{
    CLEANUP(buf_clear) struct buf path = { 0 };
    CLEANUP(close_dir) DIR *dir = opendir(beside(&path, db, "files", ""));
    struct stat is;
    if (!dir)
        return io("list");
    for (struct dirent *e; (e = readdir(dir));)
        if (is_hash(e->d_name) && fstatat(dirfd(dir), e->d_name, &is, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(is.st_mode))
            TRY(fn(self, e->d_name, marked_since(&is)));
    return CARNET_OK;
}

/* The time first: a mark never has one from before it. */
carnet_err content_mark(struct db *db, const char *hash, int64_t since)
{
    CLEANUP(buf_clear) struct buf place = { 0 };
    CLEANUP(close_fd) int fd = open(beside(&place, db, "files", hash), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    const struct timespec times[2] = { { .tv_nsec = UTIME_OMIT }, { .tv_sec = since / 1000, .tv_nsec = since % 1000 * 1000000 } };
    if (fd < 0)
        return errno == ENOENT ? CARNET_OK : io("open");
    if (since && futimens(fd, times) != 0)
        return io("mark");
    return fchmod(fd, since ? MARKED : PLAIN) == 0 ? CARNET_OK : io("mark");
}

/* The folder is not synced: what a power cut brings back has its mark still. */
carnet_err content_forget_marked(bool *gone, struct db *db, const char *hash, int64_t until)
{
    struct stat is;
    CLEANUP(buf_clear) struct buf place = { 0 };
    *gone = false;
    if (lstat(beside(&place, db, "files", hash), &is) != 0)
        return errno == ENOENT ? CARNET_OK : io("stat");
    if (!marked_since(&is) || marked_since(&is) > until)
        return CARNET_OK;
    if (unlink(buf_text(&place)) != 0)
        return io("unlink");
    *gone = true;
    return CARNET_OK;
}
