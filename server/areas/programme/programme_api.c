/* HTTP of programmes. A file that is refused is answered with every reason at once, each with its path in the file. */
#include <stdlib.h>

#include "areas/programme/programme.h"

static json_t *programme_json(const struct programme *programme)
{
    return json_pack("{s:s, s:s, s:I, s:o}", "id", programme->slug, "title", programme->title, "version",
                     (json_int_t)programme->version, "changedAt", moment_json(programme->changed_at));
}

/* GET /api/programmes */
static carnet_err api_list(struct req *req, struct reply *reply)
{
    struct programme *programmes;
    size_t count;
    bool may;
    TRY(programme_may_edit(&may, &req->ctx));
    TRY(programme_list(&programmes, &count, &req->ctx));
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, programme_json(&programmes[i]));
    return reply_json(reply, 200, json_pack("{s:o, s:{s:b}}", "programmes", list, "abilities", "upload", may));
}

/* GET /api/programmes/:programme: what it says, for everybody */
static carnet_err api_show(struct req *req, struct reply *reply)
{
    struct programme programme;
    bool may;
    TRY(programme_find(&programme, &req->ctx, req_id(req, "programme")));
    TRY(programme_may_edit(&may, &req->ctx));
    json_auto_t *definition = json_loads(programme.definition, 0, NULL);
    json_t *json = programme_view(definition);
    json_object_update_new(json, programme_json(&programme));
    json_object_set_new(json, "abilities", json_pack("{s:b, s:b}", "upload", may, "download", may));
    return reply_json(reply, 200, json);
}

/* GET /api/programmes/:programme/file: the whole file, for those who may upload the next */
static carnet_err api_file(struct req *req, struct reply *reply)
{
    struct programme programme;
    bool may;
    TRY(programme_find(&programme, &req->ctx, req_id(req, "programme")));
    TRY(programme_may_edit(&may, &req->ctx));
    if (!may)
        return err_set(CARNET_DENIED, "programme.not_editor", "programme=%lld", (long long)programme.id);
    json_auto_t *definition = json_loads(programme.definition, 0, NULL);
    char *text = json_dumps(definition, JSON_INDENT(2));
    carnet_err err = reply_bytes(reply, 200, "application/json", bytes_text(text));
    free(text);
    return err;
}

static json_t *problems_json(const struct programme_problems *problems)
{
    json_t *list = json_array();
    for (size_t i = 0; i < problems->count; i++)
        json_array_append_new(list, json_pack("{s:s, s:s}", "path", problems->items[i].path, "code", problems->items[i].code));
    return list;
}

static carnet_err reply_problems(struct reply *reply, const struct programme_problems *problems)
{
    json_auto_t *json = json_pack("{s:s, s:s, s:i, s:s, s:o}", "type", "about:blank", "title", "Bad Request", "status", 400, "code",
                                  "programme.refused", "problems", problems_json(problems));
    char *text = json_dumps(json, JSON_COMPACT);
    carnet_err err = reply_bytes(reply, 400, "application/problem+json", bytes_text(text));
    free(text);
    return err;
}

/* POST /api/programmes: the file itself. warnings: what is accepted and worth knowing, with its path, as refusals are said. */
static carnet_err api_upload(struct req *req, struct reply *reply)
{
    json_t *file;
    struct programme_upload upload;
    TRY(req_json(req, "o", &file));
    TRY(programme_put(&upload, &req->ctx, file));
    if (upload.problems.count)
        return reply_problems(reply, &upload.problems);
    json_t *json = programme_json(&upload.programme);
    json_object_set_new(json, "warnings", problems_json(&upload.warnings));
    return reply_json(reply, upload.created ? 201 : 200, json);
}

/* POST /api/programmes/preview: what the file would bring; keeps nothing. version: what it would be called, null when it says the same
 * as the one that is kept. */
static carnet_err api_preview(struct req *req, struct reply *reply)
{
    json_t *file;
    struct programme_preview preview;
    TRY(req_json(req, "o", &file));
    TRY(programme_try(&preview, &req->ctx, file));
    if (preview.problems.count)
        return reply_problems(reply, &preview.problems);
    json_t *json = programme_view(file);
    json_object_set(json, "id", json_object_get(file, "id"));
    json_object_set_new(json, "warnings", problems_json(&preview.warnings));
    json_object_set_new(json, "kept", preview.programme.id ? json_integer(preview.programme.version) : json_null());
    json_object_set_new(json, "version", preview.changes ? json_integer(preview.programme.version + 1) : json_null());
    return reply_json(reply, 200, json);
}

const struct route programme_routes[] = {
    { "GET", "/api/programmes", api_list, ROUTE_READS, NULL },
    { "POST", "/api/programmes", api_upload, 0, NULL },
    { "POST", "/api/programmes/preview", api_preview, ROUTE_READS, NULL },
    { "GET", "/api/programmes/:programme", api_show, ROUTE_READS, NULL },
    { "GET", "/api/programmes/:programme/file", api_file, ROUTE_READS, NULL },
    { 0 },
};
