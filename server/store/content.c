/* Whole files, written aside and moved to their name. */
#include "store/content.h"

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
