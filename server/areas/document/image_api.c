/* HTTP of images. Their type is ours, and whatever would show one as a page does so in a sandbox. Nothing is left in caches of
 * devices: those that are shared must not keep what was read on them. */
#include "areas/document/image.h"

#include <stdlib.h>
#include <string.h>

/* ?thumbnail=N: the first N octets of the body are the thumbnail, the rest is the picture. */
static carnet_err parts_of(struct image_upload *out, const struct req *req)
{
    const char *typed = req_query(req, "thumbnail");
    size_t small = typed ? strtoul(typed, NULL, 10) : 0;
    if ((typed && strspn(typed, "0123456789") != strlen(typed)) || small > req->body.len)
        return err_set(CARNET_INVALID, "request.query", "thumbnail");
    *out = (struct image_upload){
        .document = req_id(req, "document"),
        .image = req_id(req, "image"),
        .thumbnail = { req->body.ptr, small },
        .picture = { req->body.ptr ? req->body.ptr + small : NULL, req->body.len - small },
    };
    return CARNET_OK;
}

/* The slow half, on a worker: nobody's image is looked at before they may add it. */
static carnet_err take(struct req *req)
{
    struct image *image = req->prepared = arena_alloc(req->ctx.arena, sizeof *image);
    struct image_upload upload;
    TRY(people_authenticate(&req->ctx, &req->credential));
    TRY(parts_of(&upload, req));
    return image_take(image, &req->ctx, &upload);
}

/* PUT /api/documents/:document/images/:image?thumbnail=N: 201, or 200 when it was there */
static carnet_err api_put(struct req *req, struct reply *reply)
{
    const struct image *image = req->prepared;
    bool made;
    TRY(image_add(&made, &req->ctx, req_id(req, "document"), image));
    return reply_json(reply, made ? 201 : 200,
                      json_pack("{s:s, s:s, s:i, s:i, s:I}", "id", image->uid, "type", image->picture.type, "width",
                                (int)image->picture.width, "height", (int)image->picture.height, "size", (json_int_t)image->size));
}

carnet_err image_reply(struct reply *reply, const struct picture *what, bytes content)
{
    reply_header(reply, "content-disposition", "inline");
    reply_header(reply, "content-security-policy", "default-src 'none'; sandbox");
    reply_header(reply, "cross-origin-resource-policy", "same-origin");
    return reply_bytes(reply, 200, what->type, content);
}

/* GET /api/documents/:document/images/:image, ?thumbnail=1 for the small one */
static carnet_err api_read(struct req *req, struct reply *reply)
{
    struct document document;
    struct picture what;
    bytes content;
    TRY(document_find(&document, &req->ctx, req_id(req, "document"), VERB_READ));
    TRY(image_read(&content, &what, &req->ctx, &document, req_id(req, "image"), req_query(req, "thumbnail") != NULL));
    return image_reply(reply, &what, content);
}

const struct route image_routes[] = {
    { "PUT", "/api/documents/:document/images/:image", api_put, ROUTE_BINARY, take },
    { "GET", "/api/documents/:document/images/:image", api_read, ROUTE_READS, NULL },
    { 0 },
};
