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
static carnet_err folder_sync(const char *path, const char *name)
{
    CLEANUP(buf_clear) struct buf place = { 0 };
    buf_printf(&place, "%s/%s", path, name);
    int fd = open(buf_text(&place), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool synced = fd >= 0 && fsync(fd) == 0;
    int reason = errno;
    if (fd >= 0)
        close(fd);
    return synced ? CARNET_OK : err_set(CARNET_IO, "folder.io", "sync %s: %s", buf_text(&place), strerror(reason));
}

static carnet_err parts_make(const char *path)
{
    static const char *const names[] = { "groups", "works", "files", "tmp" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        TRY(folder_make(path, names[i]));
    TRY(folder_sync(path, "."));
    return folder_sync(path, "..");
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

carnet_err folder_open(struct folder **out, const char *path, bool create)
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
