/* The lock belongs to the open file (flock), so a second open in this process is refused as well, and the kernel drops it
 * when the process dies, however it dies. */
#include "store/folder.h"

#include "base/bytes.h"
#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
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

/* ---- replacing ----
 * The file `replacing` names where the old parts go. From the moment it is on disk the new parts are in; moving is only repeated until it is done,
 * and each move says by what is there whether it has been made. */

static const char *const LOGS[] = { "carnet.db-wal", "carnet.db-shm", "carnet.db-journal", "keys.db-journal" };
static const char *const REPLACED[] = { "groups", "works", "files", "keys.db", "carnet.db" };

static carnet_err failed(const char *what, const char *path)
{
    bool full = errno == ENOSPC || errno == EDQUOT;
    return err_set(full ? CARNET_LIMIT : CARNET_IO, full ? "folder.full" : "folder.io", "%s %s: %s", what, path, strerror(errno));
}

static carnet_err move(const char *path, const char *from, const char *from_name, const char *to, const char *to_name)
{
    CLEANUP(buf_clear) struct buf source = { 0 }, target = { 0 }, parent = { 0 };
    buf_printf(&source, "%s/%s/%s", path, from, from_name);
    buf_printf(&target, "%s/%s/%s", path, to, to_name);
    buf_printf(&parent, "%s/%s", path, to);
    if (rename(buf_text(&source), buf_text(&target)) != 0)
        return errno == ENOENT ? CARNET_OK : failed("move", buf_text(&source)); /* moved before, or never there */
    return folder_sync(buf_text(&parent));
}

static carnet_err sync_below(const char *path, const char *name)
{
    CLEANUP(buf_clear) struct buf place = { 0 };
    buf_printf(&place, "%s/%s", path, name);
    return folder_sync(buf_text(&place));
}

static carnet_err remove_below(const char *path, const char *name)
{
    CLEANUP(buf_clear) struct buf place = { 0 };
    buf_printf(&place, "%s/%s", path, name);
    return remove(buf_text(&place)) == 0 || errno == ENOENT ? CARNET_OK : failed("remove", buf_text(&place));
}

static carnet_err aside_make(const char *path, const char *aside)
{
    CLEANUP(buf_clear) struct buf place = { 0 };
    buf_printf(&place, "%s/%s", path, aside);
    return mkdir(buf_text(&place), 0700) == 0 || errno == EEXIST ? folder_sync(path) : failed("make", buf_text(&place));
}

/* A write-ahead log goes first: left behind, it would be played into the new database. */
static carnet_err replace_finish(const char *path, const char *aside)
{
    CLEANUP(buf_clear) struct buf fresh = { 0 };
    for (size_t i = 0; i < sizeof LOGS / sizeof *LOGS; i++)
        TRY(move(path, ".", LOGS[i], aside, LOGS[i]));
    for (size_t i = 0; i < sizeof REPLACED / sizeof *REPLACED; i++) {
        fresh.len = 0;
        buf_printf(&fresh, FOLDER_FRESH "/%s", REPLACED[i]);
        if (!is_there(path, buf_text(&fresh)))
            continue; /* it is in its place */
        TRY(move(path, ".", REPLACED[i], aside, REPLACED[i]));
        TRY(move(path, FOLDER_FRESH, REPLACED[i], ".", REPLACED[i]));
    }
    TRY(sync_below(path, FOLDER_FRESH));
    TRY(remove_below(path, "replacing"));
    return folder_sync(path);
}

static carnet_err replace_begin(const char *path, const char *aside)
{
    CLEANUP(buf_clear) struct buf unfinished = { 0 }, place = { 0 };
    buf_printf(&unfinished, "%s/replacing.new", path);
    buf_printf(&place, "%s/replacing", path);
    int fd = open(buf_text(&unfinished), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0)
        return failed("create", buf_text(&unfinished));
    size_t len = strlen(aside);
    bool written = write(fd, aside, len) == (ssize_t)len && fsync(fd) == 0;
    carnet_err err = written ? CARNET_OK : failed("write", buf_text(&unfinished));
    close(fd);
    if (!err && rename(buf_text(&unfinished), buf_text(&place)) != 0)
        err = failed("move", buf_text(&unfinished));
    if (!err)
        err = folder_sync(path);
    if (!err)
        return CARNET_OK;
    unlink(buf_text(&unfinished));
    unlink(buf_text(&place));
    return err;
}

/* Moving between disks would be copying, which can be cut in the middle. */
static carnet_err all_on_one_disk(const char *path)
{
    struct stat whole, part;
    CLEANUP(buf_clear) struct buf place = { 0 };
    if (stat(path, &whole) != 0)
        return failed("look at", path);
    for (size_t i = 0; i < sizeof REPLACED / sizeof *REPLACED; i++) {
        place.len = 0;
        buf_printf(&place, "%s/%s", path, REPLACED[i]);
        if (lstat(buf_text(&place), &part) == 0 && part.st_dev != whole.st_dev)
            return err_set(CARNET_CONFLICT, "folder.elsewhere", "%s is on another disk", buf_text(&place));
    }
    return CARNET_OK;
}

carnet_err folder_replace(const struct folder *folder, const char *aside)
{
    const char *path = folder->path;
    CLEANUP(buf_clear) struct buf sign = { 0 };
    if (is_there(path, aside))
        return err_set(CARNET_CONFLICT, "folder.replacing", "%s is there already", aside);
    TRY(all_on_one_disk(path));
    TRY(replace_begin(path, aside));
    carnet_err err = aside_make(path, aside);
    if (!err)
        return replace_finish(path, aside);
    buf_printf(&sign, "%s/replacing", path);
    unlink(buf_text(&sign)); /* nothing has moved */
    return err;
}

static carnet_err replace_if_begun(const char *path)
{
    char aside[128] = "";
    CLEANUP(buf_clear) struct buf place = { 0 };
    buf_printf(&place, "%s/replacing", path);
    FILE *file = fopen(buf_text(&place), "re");
    if (!file)
        return errno == ENOENT ? CARNET_OK : failed("open", buf_text(&place));
    bool read = fgets(aside, sizeof aside, file) != NULL;
    fclose(file);
    if (!read || strchr(aside, '/') || aside[0] == '.')
        return err_set(CARNET_CORRUPT, "folder.replacing", "%s does not name a folder beside it", buf_text(&place));
    log_info("folder", "what was begun is finished", "aside=%s", aside);
    TRY(aside_make(path, aside));
    return replace_finish(path, aside);
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
    carnet_err err = replace_if_begun(path); /* before an empty part is made where one is missing */
    if (err == CARNET_OK)
        err = parts_make(path);
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
