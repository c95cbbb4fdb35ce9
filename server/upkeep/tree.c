#define _XOPEN_SOURCE 700 /* nftw */
/* Small wrappers around the file system, each with an error that names the path. */
#include "upkeep/tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "store/folder.h"

static carnet_err failed(const char *what, const char *path)
{
    bool full = errno == ENOSPC || errno == EDQUOT || errno == EFBIG;
    return err_set(full ? CARNET_LIMIT : CARNET_IO, full ? "tree.full" : "tree.io", "%s %.150s: %s", what, path, strerror(errno));
}

const char *tree_join(struct buf *out, const char *folder, const char *name)
{
    out->len = 0;
    buf_printf(out, "%s/%s", folder, name);
    return buf_text(out);
}

bool tree_is_there(const char *path)
{
    struct stat facts;
    return lstat(path, &facts) == 0;
}

carnet_err tree_make(const char *path)
{
    return mkdir(path, 0700) == 0 || errno == EEXIST ? CARNET_OK : failed("make", path);
}

static int remove_one(const char *path, const struct stat *facts, int kind, struct FTW *ftw)
{
    (void)facts, (void)kind, (void)ftw;
    return remove(path);
}

carnet_err tree_remove(const char *path)
{
    enum { DESCRIPTORS = 16 };
    if (!tree_is_there(path) || nftw(path, remove_one, DESCRIPTORS, FTW_DEPTH | FTW_PHYS) == 0)
        return CARNET_OK;
    return failed("remove", path);
}

carnet_err tree_each_entry(const char *path, tree_file_fn *fn, void *self)
{
    DIR *dir = opendir(path);
    if (!dir)
        return errno == ENOENT ? CARNET_OK : failed("list", path);
    carnet_err err = CARNET_OK;
    for (struct dirent *e; !err && (e = readdir(dir));)
        if (e->d_name[0] != '.')
            err = fn(self, e->d_name);
    closedir(dir);
    return err;
}

struct listing {
    const char *root, *below; /* below: "" or "a/b/" */
    tree_file_fn *fn;
    void *self;
};

static carnet_err list_one(void *self, const char *entry)
{
    const struct listing *l = self;
    struct stat facts;
    CLEANUP(buf_clear) struct buf name = { 0 }, full = { 0 };
    buf_printf(&name, "%s%s", l->below, entry);
    if (lstat(tree_join(&full, l->root, buf_text(&name)), &facts) != 0)
        return errno == ENOENT ? CARNET_OK : failed("look at", buf_text(&full));
    if (S_ISREG(facts.st_mode))
        return l->fn(l->self, buf_text(&name));
    if (!S_ISDIR(facts.st_mode))
        return CARNET_OK;
    buf_put_byte(&name, '/');
    struct listing deeper = { l->root, buf_text(&name), l->fn, l->self };
    return tree_each_entry(buf_text(&full), list_one, &deeper);
}

carnet_err tree_each_file(const char *path, tree_file_fn *fn, void *self)
{
    return tree_each_entry(path, list_one, &(struct listing){ path, "", fn, self });
}

carnet_err tree_read(struct buf *out, const char *path, size_t most)
{
    uint8_t piece[8192];
    struct stat facts;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return errno == ENOENT ? err_set(CARNET_MISSING, "tree.missing", "%.150s", path) : failed("open", path);
    bool plain = fstat(fd, &facts) == 0 && S_ISREG(facts.st_mode);
    ssize_t n = 0;
    while (plain && out->len <= most && (n = read(fd, piece, sizeof piece)) > 0)
        buf_put(out, (bytes){ piece, (size_t)n });
    carnet_err err = n < 0 ? failed("read", path) : CARNET_OK;
    close(fd);
    if (!plain)
        return err_set(CARNET_INVALID, "tree.kind", "%.150s is no plain file", path);
    if (!err && out->len > most)
        err = err_set(CARNET_LIMIT, "tree.large", "%.150s", path);
    return err;
}

static carnet_err sync_parent(const char *path)
{
    CLEANUP(mem_free_ptr) char *parent = mem_text(path);
    char *slash = strrchr(parent, '/');
    if (!slash)
        return folder_sync(".");
    slash[slash == parent] = 0;
    return folder_sync(parent);
}

static carnet_err write_synced(const char *path, bytes data)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return failed("create", path);
    bool ok = true;
    while (ok && data.len) {
        ssize_t n = write(fd, data.ptr, data.len);
        ok = n > 0;
        if (ok)
            data = (bytes){ data.ptr + n, data.len - (size_t)n };
    }
    ok = ok && fsync(fd) == 0;
    carnet_err err = ok ? CARNET_OK : failed("write", path);
    close(fd);
    return err;
}

carnet_err tree_write(const char *path, bytes data)
{
    CLEANUP(buf_clear) struct buf fresh = { 0 };
    buf_printf(&fresh, "%s.new", path);
    carnet_err err = write_synced(buf_text(&fresh), data);
    if (!err)
        return tree_move(buf_text(&fresh), path);
    unlink(buf_text(&fresh));
    return err;
}

carnet_err tree_move(const char *from, const char *to)
{
    if (rename(from, to) != 0)
        return failed("move to", to);
    return sync_parent(to);
}
