/* Each open file of ours passes calls on to the real one. Per path an image keeps the durable content and the list of
 * changes since the last sync; a power cut builds the file anew from them. A removed file whose directory was not synced may
 * come back. Shared memory is not on the disk: it is dropped. */
#include "store/fault_disk.h"

#include "base/bytes.h"

#include <sqlite3.h>

#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct change {
    struct change *next;
    bool truncate;
    sqlite3_int64 at; /* of the write, or the new size */
    size_t len;
    uint8_t data[];
};

struct image {
    struct image *next;
    char *path;
    struct buf durable;
    bool exists;       /* durably */
    bool unlinked;     /* but the directory was not synced */
    struct change *first, **last;
};

struct fault_file {
    sqlite3_file base;
    struct image *image; /* NULL: not recorded */
    sqlite3_file *real;
};

static sqlite3_vfs vfs, *real_vfs;
static struct image *images;
static struct { /* atomic: a test may arm it while the database thread reads */
    _Atomic int op, kind, left;
    _Atomic bool stays, armed;
} arm;
static _Atomic int counts[FAULT_OPS], waiting;
static _Atomic bool fired, cut, hold;
static _Atomic int cut_left;
static _Atomic int last_errno;

/* ---- the plan ---- */

static int code_of(enum fault_op op, enum fault_kind kind)
{
    static const int codes[FAULT_OPS] = {
        [FAULT_WRITE] = SQLITE_IOERR_WRITE, [FAULT_SYNC] = SQLITE_IOERR_FSYNC, [FAULT_TRUNCATE] = SQLITE_IOERR_TRUNCATE,
        [FAULT_DELETE] = SQLITE_IOERR_DELETE, [FAULT_OPEN] = SQLITE_CANTOPEN, [FAULT_READ] = SQLITE_IOERR_READ,
        [FAULT_SHM] = SQLITE_IOERR_SHMMAP,
    };
    last_errno = kind == FAULT_TOO_BIG ? EFBIG : kind == FAULT_FULL ? ENOSPC : EIO;
    return kind == FAULT_FULL ? SQLITE_FULL : codes[op];
}

static bool changes_disk(enum fault_op op)
{
    return op == FAULT_WRITE || op == FAULT_SYNC || op == FAULT_TRUNCATE || op == FAULT_DELETE;
}

/* The verdict on one operation: SQLITE_OK lets it happen. */
static int allowed(enum fault_op op)
{
    counts[op]++;
    if (changes_disk(op) && cut_left && --cut_left == 0)
        cut = true;
    if (cut)
        return code_of(op, FAULT_IO);
    if (!arm.armed || arm.op != (int)op)
        return SQLITE_OK;
    if (arm.left > 1) {
        arm.left--;
        return SQLITE_OK;
    }
    fired = true;
    arm.armed = arm.stays;
    return code_of(op, (enum fault_kind)arm.kind);
}

/* ---- what is on the disk ---- */

static void changes_clear(struct image *image)
{
    for (struct change *c = image->first, *next; c; c = next) {
        next = c->next;
        free(c);
    }
    image->first = NULL;
    image->last = &image->first;
}

static void change_apply(struct buf *content, const struct change *c, size_t len)
{
    size_t end = (size_t)c->at + (c->truncate ? 0 : len);
    if (c->truncate && end < content->len)
        content->len = end;
    if (end > content->len) {
        buf_reserve(content, end - content->len);
        memset(content->ptr + content->len, 0, end - content->len);
        content->len = end;
    }
    if (!c->truncate && len)
        memcpy(content->ptr + c->at, c->data, len);
}

static void image_change(struct image *image, bool truncate, sqlite3_int64 at, const void *data, size_t len)
{
    if (!image)
        return;
    struct change *c = malloc(sizeof *c + len);
    if (!c)
        abort();
    *c = (struct change){ .truncate = truncate, .at = at, .len = len };
    if (len)
        memcpy(c->data, data, len);
    *image->last = c;
    image->last = &c->next;
}

static void image_synced(struct image *image)
{
    if (!image)
        return;
    for (struct change *c = image->first; c; c = c->next)
        change_apply(&image->durable, c, c->len);
    changes_clear(image);
    image->exists = true;
}

static struct image *image_find(const char *path)
{
    struct image *image = images;
    while (image && strcmp(image->path, path) != 0)
        image = image->next;
    return image;
}

static struct image *image_open(const char *path)
{
    struct image *image = image_find(path);
    if (image && image->unlinked) { /* a new file under the old name, which may still come back */
        changes_clear(image);
        image_change(image, true, 0, NULL, 0);
        image->unlinked = false;
    }
    if (image)
        return image;
    image = calloc(1, sizeof *image);
    if (!image || !(image->path = strdup(path)))
        abort();
    image->last = &image->first;
    FILE *f = fopen(path, "rb"); /* before SQLite has it open: no lock to drop */
    if (f) {
        uint8_t part[4096];
        size_t n;
        image->exists = true;
        while ((n = fread(part, 1, sizeof part, f)))
            buf_put(&image->durable, (bytes){ part, n });
        fclose(f);
    }
    image->next = images;
    images = image;
    return image;
}

/* ---- files ---- */

#define REAL(f) (((struct fault_file *)(f))->real)
#define IMAGE(f) (((struct fault_file *)(f))->image)

static int file_close(sqlite3_file *f) { return REAL(f)->pMethods->xClose(REAL(f)); }

static int file_read(sqlite3_file *f, void *to, int n, sqlite3_int64 at)
{
    int verdict = allowed(FAULT_READ);
    return verdict ? verdict : REAL(f)->pMethods->xRead(REAL(f), to, n, at);
}

static int file_write(sqlite3_file *f, const void *from, int n, sqlite3_int64 at)
{
    int verdict = allowed(FAULT_WRITE);
    if (verdict)
        return verdict;
    image_change(IMAGE(f), false, at, from, (size_t)n);
    return REAL(f)->pMethods->xWrite(REAL(f), from, n, at);
}

static int file_truncate(sqlite3_file *f, sqlite3_int64 size)
{
    int verdict = allowed(FAULT_TRUNCATE);
    if (verdict)
        return verdict;
    image_change(IMAGE(f), true, size, NULL, 0);
    return REAL(f)->pMethods->xTruncate(REAL(f), size);
}

/* The page cache is enough: this program outlives its own accidents. */
static int file_sync(sqlite3_file *f, int flags)
{
    (void)flags;
    waiting++;
    while (hold)
        usleep(1000);
    waiting--;
    int verdict = allowed(FAULT_SYNC);
    if (!verdict)
        image_synced(IMAGE(f));
    return verdict;
}

static int file_size(sqlite3_file *f, sqlite3_int64 *size) { return REAL(f)->pMethods->xFileSize(REAL(f), size); }
static int file_lock(sqlite3_file *f, int how) { return REAL(f)->pMethods->xLock(REAL(f), how); }
static int file_unlock(sqlite3_file *f, int how) { return REAL(f)->pMethods->xUnlock(REAL(f), how); }
static int file_reserved(sqlite3_file *f, int *out) { return REAL(f)->pMethods->xCheckReservedLock(REAL(f), out); }
static int file_control(sqlite3_file *f, int op, void *arg) { return REAL(f)->pMethods->xFileControl(REAL(f), op, arg); }
static int file_sector(sqlite3_file *f) { return REAL(f)->pMethods->xSectorSize(REAL(f)); }
static int file_device(sqlite3_file *f) { return REAL(f)->pMethods->xDeviceCharacteristics(REAL(f)); }
static int shm_lock(sqlite3_file *f, int at, int n, int how) { return REAL(f)->pMethods->xShmLock(REAL(f), at, n, how); }
static void shm_barrier(sqlite3_file *f) { REAL(f)->pMethods->xShmBarrier(REAL(f)); }
static int shm_unmap(sqlite3_file *f, int gone) { return REAL(f)->pMethods->xShmUnmap(REAL(f), gone); }

static int shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **out)
{
    int verdict = extend ? allowed(FAULT_SHM) : SQLITE_OK;
    return verdict ? verdict : REAL(f)->pMethods->xShmMap(REAL(f), page, size, extend, out);
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = file_close, .xRead = file_read, .xWrite = file_write, .xTruncate = file_truncate, .xSync = file_sync,
    .xFileSize = file_size, .xLock = file_lock, .xUnlock = file_unlock, .xCheckReservedLock = file_reserved,
    .xFileControl = file_control, .xSectorSize = file_sector, .xDeviceCharacteristics = file_device,
    .xShmMap = shm_map, .xShmLock = shm_lock, .xShmBarrier = shm_barrier, .xShmUnmap = shm_unmap,
};

/* ---- the VFS ---- */

static int vfs_open(sqlite3_vfs *self, const char *name, sqlite3_file *f, int flags, int *out_flags)
{
    (void)self;
    struct fault_file *file = (struct fault_file *)f;
    file->base.pMethods = NULL;
    file->real = (sqlite3_file *)(file + 1);
    int verdict = allowed(FAULT_OPEN);
    if (verdict)
        return verdict;
    bool recorded = name && !(flags & SQLITE_OPEN_READONLY);
    file->image = recorded ? image_open(name) : NULL;
    int result = real_vfs->xOpen(real_vfs, name, file->real, flags, out_flags);
    if (result == SQLITE_OK)
        file->base.pMethods = &methods;
    return result;
}

static int vfs_delete(sqlite3_vfs *self, const char *name, int sync_folder)
{
    (void)self;
    int verdict = allowed(FAULT_DELETE);
    if (verdict)
        return verdict;
    struct image *image = image_find(name);
    if (image) {
        image->unlinked = !sync_folder;
        image->exists = image->exists && !sync_folder;
        if (sync_folder) {
            changes_clear(image);
            image->durable.len = 0;
        }
    }
    return real_vfs->xDelete(real_vfs, name, sync_folder);
}

static int vfs_access(sqlite3_vfs *self, const char *name, int flags, int *out)
{
    (void)self;
    return real_vfs->xAccess(real_vfs, name, flags, out);
}

static int vfs_full_path(sqlite3_vfs *self, const char *name, int n, char *out)
{
    (void)self;
    return real_vfs->xFullPathname(real_vfs, name, n, out);
}

static int vfs_random(sqlite3_vfs *self, int n, char *out)
{
    (void)self;
    return real_vfs->xRandomness(real_vfs, n, out);
}

static int vfs_sleep(sqlite3_vfs *self, int us)
{
    (void)self;
    return real_vfs->xSleep(real_vfs, us);
}

static int vfs_time(sqlite3_vfs *self, sqlite3_int64 *out)
{
    (void)self;
    return real_vfs->xCurrentTimeInt64(real_vfs, out);
}

static int vfs_last_error(sqlite3_vfs *self, int n, char *out)
{
    (void)self;
    return last_errno ? last_errno : real_vfs->xGetLastError(real_vfs, n, out);
}

void fault_install(void)
{
    if (real_vfs) {
        fault_reset();
        return;
    }
    real_vfs = sqlite3_vfs_find(NULL);
    vfs = (sqlite3_vfs){
        .iVersion = 2,
        .szOsFile = (int)sizeof(struct fault_file) + real_vfs->szOsFile,
        .mxPathname = real_vfs->mxPathname,
        .zName = "fault",
        .xOpen = vfs_open, .xDelete = vfs_delete, .xAccess = vfs_access, .xFullPathname = vfs_full_path,
        .xRandomness = vfs_random, .xSleep = vfs_sleep, .xGetLastError = vfs_last_error,
        .xCurrentTimeInt64 = vfs_time,
    };
    sqlite3_vfs_register(&vfs, 1);
}

void fault_heal(void)
{
    arm.armed = false;
    last_errno = 0;
}

void fault_reset(void)
{
    fault_heal();
    fired = false;
    cut = false;
    cut_left = 0;
    hold = false;
    memset((void *)counts, 0, sizeof counts);
    while (images) {
        struct image *image = images;
        images = image->next;
        changes_clear(image);
        buf_clear(&image->durable);
        free(image->path);
        free(image);
    }
}

void fault_arm(enum fault_op op, int nth, enum fault_kind kind, bool stays)
{
    fired = false;
    arm.op = (int)op;
    arm.kind = (int)kind;
    arm.stays = stays;
    arm.left = nth;
    arm.armed = true;
}

bool fault_fired(void) { return fired; }
int fault_count(enum fault_op op) { return counts[op]; }
void fault_hold(bool held) { hold = held; }
bool fault_is_held(void) { return hold && waiting; }
void fault_cut_at(int nth) { cut_left = nth; }
bool fault_is_cut(void) { return cut; }

/* ---- after the cut ---- */

static unsigned dice;
static unsigned roll(unsigned sides)
{
    dice = dice * 1103515245u + 12345u;
    return (dice >> 16) % sides;
}

static size_t arrived(const struct change *c, enum fault_luck luck)
{
    if (luck == LUCK_ALL_ARRIVED)
        return c->len;
    switch (roll(3)) {
    case 0:  return 0;
    case 1:  return c->len;
    default: return c->len / 512 ? roll((unsigned)(c->len / 512) + 1) * 512 : roll((unsigned)c->len + 1);
    }
}

static void image_restore(struct image *image, enum fault_luck luck)
{
    bool there = image->exists || (luck == LUCK_SOME_TORN && image->first && roll(2));
    if (luck == LUCK_ALL_ARRIVED)
        there = (image->exists || image->first) && !image->unlinked;
    if (image->unlinked && luck == LUCK_SOME_TORN && roll(2))
        there = false;
    if (!there) {
        unlink(image->path);
        return;
    }
    for (struct change *c = image->first; luck != LUCK_NONE_ARRIVED && c; c = c->next) {
        size_t len = arrived(c, luck);
        if (len || (c->truncate && (luck == LUCK_ALL_ARRIVED || roll(2))))
            change_apply(&image->durable, c, len);
    }
    FILE *f = fopen(image->path, "wb");
    if (!f || (image->durable.len && fwrite(image->durable.ptr, image->durable.len, 1, f) != 1) || fclose(f) != 0)
        abort();
}

void fault_power_back(enum fault_luck luck, unsigned seed)
{
    dice = seed;
    for (struct image *image = images; image; image = image->next) {
        CLEANUP(buf_clear) struct buf shm = { 0 };
        image_restore(image, luck);
        buf_printf(&shm, "%s-shm", image->path);
        unlink(buf_text(&shm));
    }
    fault_reset();
}
