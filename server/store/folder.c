/* The lock belongs to the open file (flock), so a second open in this process is refused as well, and the kernel drops it
 * when the process dies, however it dies. */
#include "store/folder.h"

#include "base/bytes.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

struct folder {
    char *path;
    int lock;
};

static carnet_err folder_make(const char *path, const char *name)
{
    CLEANUP(buf_clear) struct buf place = { 0 };
    buf_put_text(&place, path);
    if (name)
        buf_printf(&place, "/%s", name);
    const char *full = buf_text(&place);
    if (mkdir(full, 0700) == 0 || errno == EEXIST)
        return CARNET_OK;
    return err_set(CARNET_IO, "folder.io", "mkdir %s: %s", full, strerror(errno));
}

/* A new folder is nothing until its parent is on disk: everything acknowledged later would go with it. */
carnet_err folder_sync(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool synced = fd >= 0 && fsync(fd) == 0;
    int reason = errno;
    if (fd >= 0)
        close(fd);
    return synced ? CARNET_OK : err_set(CARNET_IO, "folder.io", "sync %s: %s", path, strerror(reason));
}

static carnet_err parts_make(const char *path)
{
    static const char *const names[] = { "groups", "works", "files", "tmp" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        TRY(folder_make(path, names[i]));
    CLEANUP(buf_clear) struct buf above = { 0 };
    buf_printf(&above, "%s/..", path);
    TRY(folder_sync(path));
    return folder_sync(buf_text(&above));
}

static carnet_err lock_take(int *out, const char *path)
{
    CLEANUP(buf_clear) struct buf place = { 0 };
    buf_printf(&place, "%s/lock", path);
    const char *name = buf_text(&place);
    int fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return err_set(CARNET_IO, "folder.io", "open %s: %s", name, strerror(errno));
    if (flock(fd, LOCK_EX | LOCK_NB) == 0) {
        *out = fd;
        return CARNET_OK;
    }
    int reason = errno;
    close(fd);
    if (reason == EWOULDBLOCK)
        return err_set(CARNET_CONFLICT, "folder.in_use", "folder=%s", path);
    return err_set(CARNET_IO, "folder.io", "flock %s: %s", name, strerror(reason));
}

/* ---- restoring ---- */

static bool is_there(const char *path, const char *name)
{
    CLEANUP(buf_clear) struct buf place = { 0 };
    buf_printf(&place, "%s/%s", path, name);
    return access(buf_text(&place), F_OK) == 0;
}

bool folder_half_restored(const struct folder *folder)
{
    return is_there(folder->path, "restoring") && !is_there(folder->path, "carnet.db");
}

carnet_err folder_restore_begin(const struct folder *folder)
{
    CLEANUP(buf_clear) struct buf place = { 0 };
    buf_printf(&place, "%s/restoring", folder->path);
    int fd = open(buf_text(&place), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return err_set(CARNET_IO, "folder.io", "open %s: %s", buf_text(&place), strerror(errno));
    close(fd);
    return folder_sync(folder->path);
}

carnet_err folder_restore_end(const struct folder *folder)
{
    CLEANUP(buf_clear) struct buf place = { 0 };
    buf_printf(&place, "%s/restoring", folder->path);
    if (unlink(buf_text(&place)) != 0 && errno != ENOENT)
        return err_set(CARNET_IO, "folder.io", "unlink %s: %s", buf_text(&place), strerror(errno));
    return folder_sync(folder->path);
}

/* ---- opening ---- */

static carnet_err open_locked(struct folder **out, const char *path, bool create)
{
    struct stat facts;
    int lock = -1;
    if (create)
        TRY(folder_make(path, NULL));
    if (stat(path, &facts) != 0 || !S_ISDIR(facts.st_mode))
        return err_set(CARNET_MISSING, "folder.missing", "folder=%s", path);
    TRY(lock_take(&lock, path));
    carnet_err err = parts_make(path);
    if (err != CARNET_OK) {
        close(lock);
        return err;
    }
    *out = mem_alloc(sizeof **out);
    **out = (struct folder){ .path = mem_text(path), .lock = lock };
    return CARNET_OK;
}

carnet_err folder_open_to_restore(struct folder **out, const char *path)
{
    return open_locked(out, path, true);
}

carnet_err folder_open(struct folder **out, const char *path, bool create)
{
    TRY(open_locked(out, path, create));
    carnet_err err = CARNET_OK;
    if (folder_half_restored(*out))
        err = err_set(CARNET_CONFLICT, "folder.half_restored", "a restore into %s did not end: run it again", path);
    else if (is_there(path, "restoring")) /* only its last step is missing */
        err = folder_restore_end(*out);
    if (err == CARNET_OK)
        return CARNET_OK;
    folder_close(*out);
    *out = NULL;
    return err;
}

const char *folder_path(const struct folder *folder)
{
    return folder->path;
}

void folder_close(struct folder *folder)
{
    if (!folder)
        return;
    close(folder->lock);
    mem_free(folder->path);
    mem_free(folder);
}
