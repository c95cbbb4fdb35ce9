/* HTTP of files. What a stranger's file could do to a reader is taken from it three times: its type is ours, it is not shown but
 * saved (pictures excepted), and what would show it all the same does so in a sandbox. */
#include "areas/group/file.h"

#include <string.h>

static json_t *file_json(const struct group_file *file)
{
    return json_pack("{s:s, s:s, s:s, s:I, s:o, s:s, s:o, s:b, s:o}", "id", file->uid, "name", file->name, "type",
                     file->type->type, "size", (json_int_t)file->size, "description", text_or_null(file->description), "by",
                     file->by, "at", moment_json(file->at), "picture", file->type->clean != NULL, "until",
                     moment_json(file->until));
}

static json_t *list_json(const struct group_file *files, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        if (files[i].type)
            json_array_append_new(list, file_json(&files[i]));
    return list;
}

/* GET /api/groups/:group/files */
static carnet_err api_list(struct req *req, struct reply *reply)
{
    struct ctx *ctx = &req->ctx;
    struct group group;
    struct rights rights = { 0 };
    struct group_file *files = NULL, *trashed = NULL;
    size_t count = 0, trashed_count = 0;
    int64_t used = 0;
    TRY(group_show(&group, ctx, req_id(req, "group")));
    TRY(group_rights(&rights, ctx, group.id));
    bool writes = (rights.verbs & VERB_WRITE) != 0;
    if (!(rights.verbs & VERB_READ))
        return err_set(CARNET_DENIED, "group.not_yours", "group=%lld", (long long)group.id);
    TRY(file_list(&files, &count, ctx, &group, false));
    if (writes)
        TRY(file_list(&trashed, &trashed_count, ctx, &group, true));
    TRY(file_space(&used, ctx, group.id));
    return reply_json(reply, 200,
                      json_pack("{s:o, s:o, s:I, s:I, s:{s:b}}", "files", list_json(files, count), "trashed",
                                list_json(trashed, trashed_count), "used", (json_int_t)used, "most",
                                (json_int_t)GROUP_FILES_MOST, "abilities", "add", (int)writes));
}

/* The slow half, on a worker: nobody's file is looked at before they may add it. */
static carnet_err take(struct req *req)
{
    struct group_file *file = arena_alloc(req->ctx.arena, sizeof *file);
    struct file_upload upload = {
        .group = req_id(req, "group"),
        .name = req_query(req, "name"),
        .description = req_query(req, "description"),
        .path = req->body_file,
    };
    TRY(people_authenticate(&req->ctx, &req->credential));
    TRY(file_take(file, &req->ctx, &upload));
    req->prepared = file;
    return CARNET_OK;
}

/* POST /api/groups/:group/files?name=&description=, the body is the file */
static carnet_err api_add(struct req *req, struct reply *reply)
{
    struct group_file *file = req->prepared;
    TRY(file_add(&req->ctx, req_id(req, "group"), file));
    return reply_json(reply, 201, file_json(file));
}

/* RFC 6266: a name for old programs, and the real one in UTF-8. */
static const char *disposition(struct ctx *ctx, const char *kind, const char *name)
{
    CLEANUP(buf_clear) struct buf out = { 0 };
    buf_printf(&out, "%s; filename=\"", kind);
    for (const char *at = name; *at; at++)
        if ((unsigned char)*at < 0x80 && *at != '"' && *at != '\\' && *at != '%')
            buf_put_byte(&out, (uint8_t)*at);
        else if (((unsigned char)*at & 0xc0) != 0x80)
            buf_put_byte(&out, '_');
    buf_put_text(&out, "\"; filename*=UTF-8''");
    for (const unsigned char *at = (const unsigned char *)name; *at; at++)
        if (*at < 0x80 && strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_", *at))
            buf_put_byte(&out, *at);
        else
            buf_printf(&out, "%%%02X", *at);
    return arena_text(ctx->arena, buf_text(&out));
}

/* GET /api/groups/:group/files/:file, ?show=1 for pictures in the page */
static carnet_err api_read(struct req *req, struct reply *reply)
{
    struct group_file file;
    bytes content;
    TRY(file_read(&file, &content, &req->ctx, req_id(req, "group"), req_id(req, "file")));
    if (!file.type)
        return err_set(CARNET_CORRUPT, "file.type", "file=%lld", (long long)file.id);
    bool shown = file.type->clean && req_query(req, "show");
    reply_header(reply, "content-disposition", disposition(&req->ctx, shown ? "inline" : "attachment", file.name));
    reply_header(reply, "content-security-policy", "default-src 'none'; sandbox");
    reply_header(reply, "cross-origin-resource-policy", "same-origin");
    return reply_bytes(reply, 200, file.type->type, content);
}

/* DELETE /api/groups/:group/files/:file: to the trash */
static carnet_err api_trash(struct req *req, struct reply *reply)
{
    TRY(file_trash(&req->ctx, req_id(req, "group"), req_id(req, "file"), true));
    return reply_empty(reply, 204);
}

/* POST /api/groups/:group/files/:file/restoration {} */
static carnet_err api_restore(struct req *req, struct reply *reply)
{
    TRY(req_json(req, "{}"));
    TRY(file_trash(&req->ctx, req_id(req, "group"), req_id(req, "file"), false));
    return reply_empty(reply, 204);
}

const struct route file_routes[] = {
    { "GET", "/api/groups/:group/files", api_list, ROUTE_READS, NULL },
    { "POST", "/api/groups/:group/files", api_add, ROUTE_UPLOAD, take },
    { "GET", "/api/groups/:group/files/:file", api_read, ROUTE_READS, NULL },
    { "DELETE", "/api/groups/:group/files/:file", api_trash, 0, NULL },
    { "POST", "/api/groups/:group/files/:file/restoration", api_restore, 0, NULL },
    { 0 },
};
