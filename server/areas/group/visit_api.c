/* HTTP of visits. */
#include "areas/group/visit.h"

static json_t *author_json(const struct visit_author *author)
{
    return json_pack("{s:s, s:s}", "id", author->slug, "name", author->name);
}

static json_t *page_json(const struct visit_page *page)
{
    json_t *authors = json_array();
    for (size_t i = 0; i < page->author_count; i++)
        json_array_append_new(authors, author_json(&page->authors[i]));
    return json_pack("{s:s, s:s, s:b, s:b, s:o, s:o}", "document", page->uid, "title", page->title, "inner", (int)page->inner, "made",
                     (int)page->made, "at", moment_json(page->at), "authors", authors);
}

static json_t *file_json(const struct visit_file *file)
{
    return json_pack("{s:s, s:s, s:o, s:o}", "id", file->uid, "name", file->name, "by", author_json(&file->by), "at", moment_json(file->at));
}

/* PUT /api/groups/:group/visit {}: the actor looks; what others changed since the visit before */
static carnet_err api_visit(struct req *req, struct reply *reply)
{
    struct visit visit;
    TRY(req_json(req, "{}"));
    TRY(visit_group(&visit, &req->ctx, req_id(req, "group")));
    json_t *pages = json_array(), *files = json_array();
    for (size_t i = 0; i < visit.page_count; i++)
        json_array_append_new(pages, page_json(&visit.pages[i]));
    for (size_t i = 0; i < visit.file_count; i++)
        json_array_append_new(files, file_json(&visit.files[i]));
    return reply_json(reply, 200, json_pack("{s:o, s:o, s:o}", "since", moment_json(visit.since), "pages", pages, "files", files));
}

const struct route visit_routes[] = {
    { "PUT", "/api/groups/:group/visit", api_visit, 0, NULL },
    { 0 },
};
