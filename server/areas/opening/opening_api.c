/* HTTP of openings. A text is made ready on a worker and leaves when its reading is in the log. */
#include "areas/opening/opening.h"
#include "areas/people/proof.h"
#include "text/renderer.h"

static carnet_err person_json(json_t **out, struct ctx *ctx, int64_t id)
{
    struct person person;
    *out = json_null();
    if (!id)
        return CARNET_OK;
    TRY(people_find(&person, ctx, id));
    *out = people_json(&person);
    return CARNET_OK;
}

static carnet_err opening_json(json_t **out, struct ctx *ctx, const struct opening *opening)
{
    json_t *asked, *decided;
    TRY(person_json(&asked, ctx, opening->asked_by));
    TRY(person_json(&decided, ctx, opening->decided_by));
    *out = json_pack("{s:s, s:s, s:s, s:s, s:o, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:b, s:{s:b, s:b, s:b}}", "id", opening->uid, "document",
                     opening->document, "reason", opening->reason, "basis", opening->basis, "silence", text_or_null(opening->silence), "state",
                     opening_state_text(opening->state), "askedBy", asked, "askedAt", moment_json(opening->asked_at), "decidedBy", decided,
                     "decidedAt", moment_json(opening->decided_at), "until", moment_json(opening->until), "toldAt",
                     moment_json(opening->told_at), "newer", opening->newer, "abilities", "decide", opening->may_decide, "read", opening->may_read, "tell",
                     opening->may_tell);
    return CARNET_OK;
}

static carnet_err reply_opening(struct reply *reply, int status, struct ctx *ctx, const struct opening *opening)
{
    json_t *json;
    TRY(opening_json(&json, ctx, opening));
    return reply_json(reply, status, json);
}

/* GET /api/openings */
static carnet_err api_list(struct req *req, struct reply *reply)
{
    struct opening *openings;
    size_t count;
    json_auto_t *list = json_array();
    TRY(opening_list(&openings, &count, &req->ctx));
    for (size_t i = 0; i < count; i++) {
        json_t *json;
        TRY(opening_json(&json, &req->ctx, &openings[i]));
        json_array_append_new(list, json);
    }
    return reply_json(reply, 200, json_pack("{s:O, s:{s:b}}", "openings", list, "abilities", "ask", 1));
}

/* POST /api/openings {"document", "reason", "basis", "silence"?} */
static carnet_err api_ask(struct req *req, struct reply *reply)
{
    struct opening_new typed = { 0 };
    struct opening opening;
    TRY(req_json(req, "{s:s, s:s, s:s, s?s}", "document", &typed.document, "reason", &typed.reason, "basis", &typed.basis, "silence",
                 &typed.silence));
    TRY(opening_ask(&opening, &req->ctx, &typed));
    return reply_opening(reply, 201, &req->ctx, &opening);
}

/* PUT /api/openings/:opening/decision {"agree", "password"} */
static carnet_err read_decision(int *agree, const char **password, struct req *req)
{
    return req_json(req, "{s:b, s:s}", "agree", agree, "password", password);
}

static carnet_err prepare_decision(struct req *req)
{
    int agree;
    const char *password;
    struct proof *proof;
    TRY(read_decision(&agree, &password, req));
    return proof_begin(&proof, req, password);
}

static carnet_err api_decide(struct req *req, struct reply *reply)
{
    int agree;
    const char *password;
    bool right;
    struct opening opening;
    TRY(read_decision(&agree, &password, req));
    TRY(proof_decide(&right, req, reply));
    if (!right)
        return CARNET_OK;
    TRY(opening_decide(&opening, &req->ctx, req_id(req, "opening"), agree));
    return reply_opening(reply, 200, &req->ctx, &opening);
}

/* PUT /api/openings/:opening/telling {}: the silence ends */
static carnet_err api_tell(struct req *req, struct reply *reply)
{
    struct opening opening;
    TRY(req_json(req, "{}"));
    TRY(opening_tell(&opening, &req->ctx, req_id(req, "opening")));
    return reply_opening(reply, 200, &req->ctx, &opening);
}

struct page {
    enum document_kind kind;
    struct document_about about;
    bytes html;
};

/* POST /api/openings/:opening/readings {}: the text, rendered, as it is now */
static carnet_err prepare_reading(struct req *req)
{
    struct page *page = req->prepared = arena_alloc(req->ctx.arena, sizeof *page);
    struct document document;
    CLEANUP(buf_clear) struct buf text = { 0 };
    CLEANUP(buf_clear) struct buf html = { 0 };
    TRY(people_authenticate(&req->ctx, &req->credential));
    TRY(opening_document(&document, &req->ctx, req_id(req, "opening")));
    TRY(document_about(&page->about, &req->ctx, &document));
    TRY(document_text(&text, &req->ctx, document.id));
    TRY(renderer_html(&html, req->ctx.renderer, buf_bytes(&text)));
    page->kind = document.kind;
    page->html = (bytes){ arena_copy(req->ctx.arena, html.ptr, html.len), html.len };
    return CARNET_OK;
}

static carnet_err api_read(struct req *req, struct reply *reply)
{
    const struct page *page = req->prepared;
    TRY(req_json(req, "{}"));
    TRY(opening_read(&req->ctx, req_id(req, "opening")));
    return reply_json(reply, 200, json_pack("{s:s, s:s, s:s, s:s%}", "kind", document_kind_text(page->kind), "title", page->about.title,
                                            "ownerName", page->about.owner_name, "html", page->html.ptr ? (const char *)page->html.ptr : "",
                                            page->html.len));
}

const struct route opening_routes[] = {
    { "GET", "/api/openings", api_list, ROUTE_READS, NULL },
    { "POST", "/api/openings", api_ask, 0, NULL },
    { "PUT", "/api/openings/:opening/decision", api_decide, 0, prepare_decision },
    { "PUT", "/api/openings/:opening/telling", api_tell, 0, NULL },
    { "POST", "/api/openings/:opening/readings", api_read, 0, prepare_reading },
    { 0 },
};
