/* HTTP of documents: what they are, their text in three forms, their readers. */
#include "areas/document/document.h"
#include "text/renderer.h"

static carnet_err reply_document(struct reply *reply, int status, struct ctx *ctx, const struct document *document)
{
    json_t *json = document_json(ctx, document);
    return json ? reply_json(reply, status, json) : err_set(CARNET_CORRUPT, "document.about", "document=%lld", (long long)document->id);
}

/* GET /api/documents */
static carnet_err api_list(struct req *req, struct reply *reply)
{
    struct document *documents;
    size_t count;
    TRY(document_list(&documents, &count, &req->ctx));
    json_auto_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        if (json_array_append_new(list, document_json(&req->ctx, &documents[i])) != 0)
            return err_set(CARNET_CORRUPT, "document.about", "document=%lld", (long long)documents[i].id);
    return reply_json(reply, 200, json_incref(list));
}

/* GET /api/documents/:document */
static carnet_err api_one(struct req *req, struct reply *reply)
{
    struct document document;
    TRY(document_find(&document, &req->ctx, req_id(req, "document"), VERB_READ));
    return reply_document(reply, 200, &req->ctx, &document);
}

static carnet_err text_asked(struct buf *out, struct req *req)
{
    struct document document;
    TRY(document_find(&document, &req->ctx, req_id(req, "document"), VERB_READ));
    return document_text(out, &req->ctx, document.id);
}

/* GET /api/documents/:document/text */
static carnet_err api_text(struct req *req, struct reply *reply)
{
    CLEANUP(buf_clear) struct buf text = { 0 };
    TRY(text_asked(&text, req));
    return reply_bytes(reply, 200, "text/markdown; charset=utf-8", buf_bytes(&text));
}

/* GET /api/documents/:document/html */
static carnet_err api_html(struct req *req, struct reply *reply)
{
    CLEANUP(buf_clear) struct buf text = { 0 };
    CLEANUP(buf_clear) struct buf html = { 0 };
    TRY(text_asked(&text, req));
    TRY(renderer_html(&html, req->ctx.renderer, buf_bytes(&text)));
    return reply_bytes(reply, 200, "text/html; charset=utf-8", buf_bytes(&html));
}

/* GET /api/documents/:document/measure */
static carnet_err api_measure(struct req *req, struct reply *reply)
{
    CLEANUP(buf_clear) struct buf text = { 0 };
    struct text_measure measure;
    TRY(text_asked(&text, req));
    TRY(renderer_measure(&measure, req->ctx.renderer, buf_bytes(&text)));
    return reply_json(reply, 200,
                      json_pack("{s:I, s:I, s:I}", "signes", (json_int_t)measure.signes, "signesWithoutFootnotes",
                                (json_int_t)measure.signes_without_footnotes, "estimatedPages",
                                (json_int_t)measure.estimated_pages));
}

/* PUT /api/documents/:document/title {"title"} */
static carnet_err api_title(struct req *req, struct reply *reply)
{
    struct document document;
    const char *title;
    TRY(req_json(req, "{s:s}", "title", &title));
    TRY(document_rename(&document, &req->ctx, req_id(req, "document"), title));
    return reply_document(reply, 200, &req->ctx, &document);
}

/* GET /api/documents/:document/readers: for those who choose them */
static carnet_err api_readers(struct req *req, struct reply *reply)
{
    struct document document;
    struct cohort_reader *readers;
    size_t count;
    TRY(document_find(&document, &req->ctx, req_id(req, "document"), VERB_SHARE));
    TRY(document_readers(&readers, &count, &req->ctx, &document));
    return reply_json(reply, 200, cohort_readers_json(readers, count));
}

const struct route document_routes[] = {
    { "GET", "/api/documents", api_list, ROUTE_READS, NULL },
    { "GET", "/api/documents/:document", api_one, ROUTE_READS, NULL },
    { "GET", "/api/documents/:document/text", api_text, ROUTE_READS, NULL },
    { "GET", "/api/documents/:document/html", api_html, ROUTE_READS, NULL },
    { "GET", "/api/documents/:document/measure", api_measure, ROUTE_READS, NULL },
    { "PUT", "/api/documents/:document/title", api_title, 0, NULL },
    { "GET", "/api/documents/:document/readers", api_readers, ROUTE_READS, NULL },
    { 0 },
};
