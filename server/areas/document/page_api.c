/* HTTP of pages in their tree. */
#include "areas/document/page.h"
#include "areas/group/group_api.h"

static carnet_err reply_page(struct reply *reply, int status, struct ctx *ctx, const struct document *document)
{
    json_t *json = document_json(ctx, document);
    return json ? reply_json(reply, status, json) : err_set(CARNET_CORRUPT, "document.about", "document=%lld", (long long)document->id);
}

/* POST /api/groups/:group/pages {"title", "parent"?, "inner"?, "charter"?} */
static carnet_err api_new(struct req *req, struct reply *reply)
{
    struct document document;
    struct group_page_new page = { 0 };
    const char *parent = NULL;
    int charter = 0, inner = 0;
    TRY(req_json(req, "{s:s, s?s, s?b, s?b}", "title", &page.title, "parent", &parent, "inner", &inner, "charter", &charter));
    page.charter = charter;
    page.inner = inner;
    TRY(page_new(&document, &req->ctx, req_id(req, "group"), parent, &page));
    return reply_page(reply, 201, &req->ctx, &document);
}

/* PUT /api/documents/:document/place {"parent"?, "before"?}: without them at the top, at the end */
static carnet_err api_move(struct req *req, struct reply *reply)
{
    const char *parent = NULL, *before = NULL;
    TRY(req_json(req, "{s?s, s?s}", "parent", &parent, "before", &before));
    TRY(page_move(&req->ctx, req_id(req, "document"), parent, before));
    return reply_empty(reply, 204);
}

/* DELETE /api/documents/:document: to the trash, with all below */
static carnet_err api_trash(struct req *req, struct reply *reply)
{
    TRY(page_trash(&req->ctx, req_id(req, "document")));
    return reply_empty(reply, 204);
}

/* GET /api/groups/:group/trash */
static carnet_err api_trashed(struct req *req, struct reply *reply)
{
    struct group_trashed *pages;
    size_t count;
    TRY(page_trashed(&pages, &count, &req->ctx, req_id(req, "group")));
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:o, s:o, s:b, s:{s:b}}", "id", pages[i].uid, "title", pages[i].title,
                                              "by", pages[i].by, "at", moment_json(pages[i].at), "until",
                                              moment_json(pages[i].until), "inner", (int)pages[i].inner, "abilities", "restore", 1));
    return reply_json(reply, 200, list);
}

/* POST /api/groups/:group/trash/:document/restoration {} */
static carnet_err api_restore(struct req *req, struct reply *reply)
{
    struct document document;
    TRY(req_json(req, "{}"));
    TRY(page_restore(&document, &req->ctx, req_id(req, "group"), req_id(req, "document")));
    return reply_page(reply, 200, &req->ctx, &document);
}

/* PUT /api/groups/:group/readers/:person {"open"} */
static carnet_err api_reader(struct req *req, struct reply *reply)
{
    int open;
    TRY(req_json(req, "{s:b}", "open", &open));
    TRY(page_reader_set(&req->ctx, req_id(req, "group"), req_id(req, "person"), open));
    return group_reply(req, reply, 200, req_id(req, "group"));
}

const struct route page_routes[] = {
    { "POST", "/api/groups/:group/pages", api_new, 0, NULL },
    { "PUT", "/api/documents/:document/place", api_move, 0, NULL },
    { "DELETE", "/api/documents/:document", api_trash, 0, NULL },
    { "PUT", "/api/groups/:group/readers/:person", api_reader, 0, NULL },
    { "GET", "/api/groups/:group/trash", api_trashed, ROUTE_READS, NULL },
    { "POST", "/api/groups/:group/trash/:document/restoration", api_restore, 0, NULL },
    { 0 },
};
