/* HTTP of the log of sensitive acts. */
#include "areas/acts/acts.h"

static json_t *person_or_null(const struct person *person)
{
    return person ? people_json(person) : json_null();
}

static json_t *detail_or_null(const struct act *act)
{
    json_t *detail = act->detail ? json_loads(act->detail, 0, NULL) : NULL;
    return detail ? detail : json_null();
}

static json_t *document_or_null(const struct act *act)
{
    if (!act->document)
        return json_null();
    return json_pack("{s:s, s:s, s:s, s:s}", "id", act->document->uid, "kind", document_kind_text(act->document->kind), "title",
                     act->document_about->title, "owner", act->document_about->owner);
}

static json_t *mine_json(const struct act *act)
{
    return json_pack("{s:o, s:s, s:o, s:o, s:o, s:o}", "at", moment_json(act->at), "kind", act->kind, "detail",
                     detail_or_null(act), "actor", person_or_null(act->actor), "about", person_or_null(act->about), "document",
                     document_or_null(act));
}

static json_t *register_json(const struct act *act)
{
    return json_pack("{s:o, s:s, s:o, s:o, s:o}", "at", moment_json(act->at), "kind", act->kind, "detail", detail_or_null(act),
                     "actor", person_or_null(act->actor), "person", person_or_null(act->person));
}

static json_t *list_json(const struct acts *acts, json_t *(*one)(const struct act *act))
{
    json_t *list = json_array();
    for (size_t i = 0; i < acts->count; i++)
        json_array_append_new(list, one(&acts->list[i]));
    return list;
}

/* GET /api/me/log?after= */
static carnet_err api_mine(struct req *req, struct reply *reply)
{
    struct acts acts;
    bool open;
    TRY(acts_mine(&acts, &req->ctx, req_query(req, "after")));
    TRY(acts_register_open(&open, &req->ctx));
    return reply_json(reply, 200, json_pack("{s:o, s:o, s:{s:b}}", "acts", list_json(&acts, mine_json), "after",
                                            text_or_null(acts.after), "abilities", "register", open));
}

/* GET /api/log?after=: the register */
static carnet_err api_register(struct req *req, struct reply *reply)
{
    struct acts acts;
    TRY(acts_register(&acts, &req->ctx, req_query(req, "after")));
    return reply_json(reply, 200, json_pack("{s:o, s:o}", "acts", list_json(&acts, register_json), "after", text_or_null(acts.after)));
}

const struct route acts_routes[] = {
    { "GET", "/api/me/log", api_mine, ROUTE_READS, NULL },
    { "GET", "/api/log", api_register, ROUTE_READS, NULL },
    { 0 },
};
