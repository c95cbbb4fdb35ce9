/* The rules of files. */
#include "areas/group/file.h"

#include <string.h>

#include "areas/event/event.h"
#include "areas/event/line.h"
#include "areas/group/file_sql.h"
#include "areas/group/group_sql.h"
#include "base/log.h"
#include "guard/digest.h"
#include "guard/random.h"
#include "store/content.h"

enum { DESCRIPTION_LONGEST = 500, CHECKED_AT_ONCE = 100 };
static const int64_t TRASH_MS = INT64_C(30) * 24 * 60 * 60 * 1000;

static const char *hash_of(struct ctx *ctx, bytes content)
{
    char hex[DIGEST_HEX];
    digest_hex(hex, content);
    return arena_text(ctx->arena, hex);
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
    char unique[GUARD_ID];
    CLEANUP(buf_clear) struct buf body = { 0 };
    CLEANUP(buf_clear) struct buf cleaned = { 0 };
    TRY(find_group(&group, ctx, upload->group, VERB_WRITE));
    TRY(content_read_path(&body, upload->path));
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
    guard_id(unique);
    return content_keep(ctx->db, out->sha256, unique, content);
}

carnet_err file_add(struct ctx *ctx, const char *slug, struct group_file *file)
{
    struct group group;
    char uid[GUARD_ID];
    int64_t *members;
    size_t count;
    TRY(find_group(&group, ctx, slug, VERB_WRITE));
    TRY(has_space(ctx, group.id, file->size));
    TRY(content_is_there(ctx->db, file->sha256));
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
    TRY(content_read(&body, ctx->db, out->sha256));
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

carnet_err file_beat(struct ctx *ctx)
{
    size_t count;
    TRY(file_sql_erase(&count, ctx, ctx->now - TRASH_MS));
    if (count)
        log_info("group", "files were erased that nobody took out of the trash", "count=%zu", count);
    return CARNET_OK;
}

carnet_err file_contents(struct ctx *ctx, rows_text_fn *fn, void *self)
{
    return file_sql_contents(ctx, fn, self);
}

/* ---- looking for damage ---- */

static carnet_err is_sound(bool *out, struct ctx *ctx, const struct group_file *file)
{
    char hex[DIGEST_HEX];
    struct err_note note;
    CLEANUP(buf_clear) struct buf body = { 0 };
    carnet_err err = content_read(&body, ctx->db, file->sha256);
    digest_hex(hex, buf_bytes(&body));
    *out = !err && strcmp(hex, file->sha256) == 0;
    if (err == CARNET_IO || err == CARNET_LIMIT)
        return err;
    err_take(&note);
    return CARNET_OK;
}

carnet_err file_check(struct ctx *ctx, file_say_fn *say, void *self)
{
    struct group_file *files;
    size_t count;
    int64_t after = 0;
    do {
        TRY(file_sql_each(&files, &count, ctx, &after, CHECKED_AT_ONCE));
        for (size_t i = 0; i < count; i++) {
            bool sound;
            TRY(is_sound(&sound, ctx, &files[i]));
            if (!sound)
                say(self, arena_printf(ctx->arena, "group %lld: a file of it is missing or damaged", (long long)files[i].group));
        }
    } while (count);
    return CARNET_OK;
}
