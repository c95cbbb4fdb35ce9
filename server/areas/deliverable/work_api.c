/* HTTP of works: what they are besides their words. */
#include "areas/deliverable/work.h"

static json_t *number_or_null(int64_t number, bool known)
{
    return known ? json_integer(number) : json_null();
}

/* signesMost: what the programme asks; signes: of one's own text, once it is begun. */
static carnet_err add_signes(json_t *json, struct ctx *ctx, const struct work *work, const struct document *document)
{
    int64_t most, signes = -1;
    TRY(work_signes_most(&most, ctx, work));
    if (work->person == ctx->actor && document->updated_at != document->created_at)
        TRY(document_signes(&signes, ctx, work->document));
    json_object_set_new(json, "signesMost", number_or_null(most, most > 0));
    json_object_set_new(json, "signes", number_or_null(signes, signes >= 0));
    return CARNET_OK;
}

static carnet_err one_json(json_t **out, struct ctx *ctx, const struct document *document)
{
    struct work work;
    TRY(work_find(&work, ctx, document->id));
    json_auto_t *json = document_json(ctx, document);
    if (!json)
        return err_set(CARNET_CORRUPT, "document.about", "document=%lld", (long long)document->id);
    json_object_update_new(json, work_json(&work, ctx->now));
    TRY(add_signes(json, ctx, &work, document));
    *out = json_incref(json);
    return CARNET_OK;
}

static bool is_work(const struct document *document)
{
    return document->kind != DOCUMENT_JOURNAL_ENTRY && document->kind != DOCUMENT_GROUP_PAGE;
}

/* GET /api/works: those the actor may open */
static carnet_err api_list(struct req *req, struct reply *reply)
{
    struct document *documents;
    size_t count;
    TRY(document_list(&documents, &count, &req->ctx));
    json_auto_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *json;
        if (!is_work(&documents[i]))
            continue;
        TRY(one_json(&json, &req->ctx, &documents[i]));
        json_array_append_new(list, json);
    }
    return reply_json(reply, 200, json_incref(list));
}

/* GET /api/works/:document */
static carnet_err api_one(struct req *req, struct reply *reply)
{
    struct document document;
    json_t *json;
    TRY(document_find(&document, &req->ctx, req_id(req, "document"), VERB_READ));
    if (!is_work(&document))
        return err_set(CARNET_MISSING, "document.missing", "not a work");
    TRY(one_json(&json, &req->ctx, &document));
    return reply_json(reply, 200, json);
}

/* PUT /api/works/:document/sharing {"shared"}: may the accompaniment read the draft */
static carnet_err api_share(struct req *req, struct reply *reply)
{
    int shared;
    struct work work;
    TRY(req_json(req, "{s:b}", "shared", &shared));
    TRY(work_share(&work, &req->ctx, req_id(req, "document"), shared != 0));
    return reply_json(reply, 200, work_json(&work, req->ctx.now));
}

const struct route work_routes[] = {
    { "GET", "/api/works", api_list, ROUTE_READS, NULL },
    { "GET", "/api/works/:document", api_one, ROUTE_READS, NULL },
    { "PUT", "/api/works/:document/sharing", api_share, 0, NULL },
    { 0 },
};
