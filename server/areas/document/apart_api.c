/* HTTP of sentences changed apart. */
#include "areas/document/apart.h"

static carnet_err people_of(json_t *out, struct ctx *ctx, const int64_t *ids, size_t count)
{
    struct person person;
    for (size_t i = 0; i < count; i++) {
        TRY(people_find(&person, ctx, ids[i]));
        json_array_append_new(out, people_json(&person));
    }
    return CARNET_OK;
}

/* The version that was in the text first stands first. */
static carnet_err apart_json(json_t **out, struct ctx *ctx, const struct apart *apart)
{
    const struct apart_words *words = &apart->words;
    json_t *others = json_array(), *author = json_array();
    *out = json_pack("{s:s, s:o, s:s, s:[s, s], s:[{s:o, s:s}, {s:o, s:s}], s:{s:b}}", "id", apart->uid, "at", moment_json(apart->made_at), "merged",
                     words->merged, "positions", words->start, words->end, "versions", "people", others, "words", words->theirs, "people",
                     author, "words", words->mine, "abilities", "resolve", 1);
    TRY(people_of(others, ctx, apart->others, apart->other_count));
    return people_of(author, ctx, &apart->author, 1);
}

/* GET /api/documents/:document/apart: those that concern the person who asks */
static carnet_err api_list(struct req *req, struct reply *reply)
{
    struct apart *list;
    size_t count;
    TRY(apart_list(&list, &count, &req->ctx, req_id(req, "document")));
    json_t *all = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *one;
        TRY(apart_json(&one, &req->ctx, &list[i]));
        json_array_append_new(all, one);
    }
    return reply_json(reply, 200, json_pack("{s:o}", "apart", all));
}

/* POST /api/documents/:document/apart {"mine", "theirs", "merged", "start", "end", "clients": [n]}: 201, 200 when it was known, 204 when nobody
 * else is concerned */
static carnet_err api_add(struct req *req, struct reply *reply)
{
    struct apart_words words;
    struct apart apart;
    uint64_t clients[APART_CLIENTS];
    json_t *list;
    bool made;
    TRY(req_json(req, "{s:s, s:s, s:s, s:s, s:s, s:o}", "mine", &words.mine, "theirs", &words.theirs, "merged", &words.merged, "start",
                 &words.start, "end", &words.end, "clients", &list));
    size_t count = json_array_size(list);
    if (!json_is_array(list) || count > APART_CLIENTS)
        return err_set(CARNET_INVALID, "apart.clients", "at most %d", APART_CLIENTS);
    for (size_t i = 0; i < count; i++) {
        const json_t *client = json_array_get(list, i);
        if (!json_is_integer(client) || json_integer_value(client) < 0)
            return err_set(CARNET_INVALID, "apart.clients", "not a client id");
        clients[i] = (uint64_t)json_integer_value(client);
    }
    TRY(apart_add(&apart, &made, &req->ctx, req_id(req, "document"), &words, clients, count));
    if (!apart.id)
        return reply_empty(reply, 204);
    return reply_json(reply, made ? 201 : 200, json_pack("{s:s}", "id", apart.uid));
}

/* DELETE /api/apart/:apart */
static carnet_err api_end(struct req *req, struct reply *reply)
{
    TRY(apart_end(&req->ctx, req_id(req, "apart")));
    return reply_empty(reply, 204);
}

const struct route apart_routes[] = {
    { "GET", "/api/documents/:document/apart", api_list, ROUTE_READS, NULL },
    { "POST", "/api/documents/:document/apart", api_add, 0, NULL },
    { "DELETE", "/api/apart/:apart", api_end, 0, NULL },
    { 0 },
};
