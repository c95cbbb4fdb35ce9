/* The rules of files, and the folder they are kept in. */
#include "areas/group/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "areas/event/event.h"
#include "areas/event/line.h"
#include "areas/group/file_sql.h"
#include "areas/group/group_sql.h"
#include "guard/digest.h"
#include "guard/random.h"

enum { DESCRIPTION_LONGEST = 500, LARGEST = 1 << 30 };
static const int64_t TRASH_MS = INT64_C(30) * 24 * 60 * 60 * 1000;
static const char *data_folder = "";

void group_files_use(const char *folder)
{
    data_folder = folder;
}

static carnet_err io(const char *what)
{
    int reason = errno;
    return reason == ENOSPC ? err_set(CARNET_LIMIT, "store.full", "%s", what)
                            : err_set(CARNET_IO, "file.io", "%s: %s", what, strerror(reason));
}

static void close_fd(const int *fd)
{
    if (*fd >= 0)
        close(*fd);
}

static carnet_err read_whole(struct buf *out, const char *path)
{
    CLEANUP(close_fd) int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    struct stat is;
    if (fd < 0 || fstat(fd, &is) != 0)
        return io("open");
    if (is.st_size > LARGEST)
        return err_set(CARNET_LIMIT, "file.large", "size=%lld", (long long)is.st_size);
    buf_reserve(out, (size_t)is.st_size + 1);
    while (out->len < (size_t)is.st_size) {
        ssize_t n = read(fd, out->ptr + out->len, (size_t)is.st_size - out->len);
        if (n < 0 && errno != EINTR)
            return io("read");
        if (n == 0)
            return err_set(CARNET_CORRUPT, "file.short", "%s", path);
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

static carnet_err sync_folder(const char *path)
{
    CLEANUP(close_fd) int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return fd >= 0 && fsync(fd) == 0 ? CARNET_OK : io("fsync folder");
}

static const char *hash_of(struct ctx *ctx, bytes content)
{
    char hex[DIGEST_HEX];
    digest_hex(hex, content);
    return arena_text(ctx->arena, hex);
}

static const char *place_of(struct ctx *ctx, const char *sha256)
{
    return arena_printf(ctx->arena, "%s/files/%s", data_folder, sha256);
}

/* On disk under its hash before anybody is told. Written again when it is there: the same octets. */
static carnet_err keep(struct ctx *ctx, const char *sha256, bytes content)
{
    char id[GUARD_ID];
    guard_id(id);
    const char *temp = arena_printf(ctx->arena, "%s/tmp/file-%s", data_folder, id);
    carnet_err err = write_whole(temp, content);
    if (err == CARNET_OK && rename(temp, place_of(ctx, sha256)) != 0)
        err = io("rename");
    if (err != CARNET_OK) {
        unlink(temp);
        return err;
    }
    return sync_folder(arena_printf(ctx->arena, "%s/files", data_folder));
}

static carnet_err find_group(struct group *out, struct ctx *ctx, const char *slug, unsigned needs)
{
    struct rights rights = { 0 };
    TRY(group_show(out, ctx, slug));
    TRY(group_rights(&rights, ctx, out->id));
    if ((rights.verbs & needs) != needs)
        return err_set(CARNET_DENIED, "group.not_yours", "group=%lld", (long long)out->id);
    return CARNET_OK;
}

static carnet_err has_space(struct ctx *ctx, int64_t group, int64_t size)
{
    int64_t used;
    TRY(file_space(&used, ctx, group));
    return used + size > GROUP_FILES_MOST ? err_set(CARNET_LIMIT, "file.quota", "used=%lld", (long long)used) : CARNET_OK;
}

static carnet_err describe(struct group_file *out, struct ctx *ctx, const char *typed)
{
    out->description = NULL;
    if (typed && !line_clean(&out->description, ctx, typed, DESCRIPTION_LONGEST))
        return err_set(CARNET_INVALID, "file.description", "longer than %d characters", DESCRIPTION_LONGEST);
    if (out->description && !*out->description)
        out->description = NULL;
    if (out->type->clean && !out->description)
        return err_set(CARNET_INVALID, "file.description", "a picture without a description");
    return CARNET_OK;
}

carnet_err file_take(struct group_file *out, struct ctx *ctx, const struct file_upload *upload)
{
    struct group group;
    CLEANUP(buf_clear) struct buf body = { 0 };
    CLEANUP(buf_clear) struct buf cleaned = { 0 };
    TRY(find_group(&group, ctx, upload->group, VERB_WRITE));
    TRY(read_whole(&body, upload->path));
    if (!body.len)
        return err_set(CARNET_INVALID, "file.empty", "nothing in it");
    *out = (struct group_file){ .group = group.id };
    TRY(file_type_of(&out->type, buf_bytes(&body)));
    TRY(describe(out, ctx, upload->description));
    if (out->type->clean)
        TRY(out->type->clean(&cleaned, buf_bytes(&body)));
    bytes content = buf_bytes(out->type->clean ? &cleaned : &body);
    TRY(has_space(ctx, group.id, (int64_t)content.len));
    out->name = file_name(ctx, out->type, upload->name);
    out->size = (int64_t)content.len;
    out->sha256 = hash_of(ctx, content);
    return keep(ctx, out->sha256, content);
}

carnet_err file_add(struct ctx *ctx, const char *slug, struct group_file *file)
{
    struct group group;
    char uid[GUARD_ID];
    int64_t *members;
    size_t count;
    TRY(find_group(&group, ctx, slug, VERB_WRITE));
    TRY(has_space(ctx, group.id, file->size));
    guard_id(uid);
    file->uid = uid;
    TRY(file_sql_add(ctx, file));
    TRY(file_sql_find(file, ctx, group.id, uid));
    TRY(group_sql_members(&members, &count, ctx, group.id, ctx->actor));
    return event_add(ctx, "file.added", slug, members, count);
}

carnet_err file_list(struct group_file **out, size_t *count, struct ctx *ctx, const struct group *group, bool trashed)
{
    TRY(file_sql_list(out, count, ctx, group->id, trashed, ctx->now - TRASH_MS));
    for (size_t i = 0; trashed && i < *count; i++)
        (*out)[i].until = (*out)[i].trashed_at + TRASH_MS;
    return CARNET_OK;
}

carnet_err file_space(int64_t *used, struct ctx *ctx, int64_t group)
{
    return file_sql_space(used, ctx, group, ctx->now - TRASH_MS);
}

static carnet_err find_file(struct group_file *out, struct ctx *ctx, int64_t group, const char *uid)
{
    carnet_err found = file_sql_find(out, ctx, group, uid);
    if (found == CARNET_MISSING || (found == CARNET_OK && out->trashed_at && out->trashed_at <= ctx->now - TRASH_MS))
        return err_set(CARNET_MISSING, "file.missing", "absent, or thrown away too long ago");
    return found;
}

carnet_err file_read(struct group_file *out, bytes *content, struct ctx *ctx, const char *slug, const char *uid)
{
    struct group group;
    CLEANUP(buf_clear) struct buf body = { 0 };
    TRY(find_group(&group, ctx, slug, VERB_READ));
    TRY(find_file(out, ctx, group.id, uid));
    if (out->trashed_at)
        return err_set(CARNET_MISSING, "file.missing", "in the trash");
    TRY(read_whole(&body, place_of(ctx, out->sha256)));
    *content = (bytes){ arena_copy(ctx->arena, body.ptr, body.len), body.len };
    return CARNET_OK;
}

carnet_err file_trash(struct ctx *ctx, const char *slug, const char *uid, bool trashed)
{
    struct group group;
    struct group_file file;
    TRY(find_group(&group, ctx, slug, VERB_WRITE));
    TRY(find_file(&file, ctx, group.id, uid));
    if ((file.trashed_at != 0) == trashed)
        return err_set(CARNET_MISSING, "file.missing", "already so");
    return file_sql_set_trashed(ctx, file.id, trashed ? ctx->now : 0);
}
