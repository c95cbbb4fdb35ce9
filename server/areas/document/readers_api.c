/* HTTP of readers: those an author names, and what readers say they have read. */
#include "areas/document/named.h"
#include "areas/document/reading.h"

static json_t *candidate_json(const struct named_candidate *candidate)
{
    json_t *json = people_json(&candidate->person);
    json_object_set_new(json, "role", json_string(role_text(candidate->role)));
    return json;
}

static json_t *named_json(const struct named_reader *reader)
{
    json_t *json = people_json(&reader->person);
    json_object_update_new(json, json_pack("{s:o, s:s, s:s}", "namedAt", moment_json(reader->named_at), "until", reader->until,
                                           "question", reader->question));
    return json;
}

static carnet_err reply_named(struct reply *reply, struct ctx *ctx, const char *uid)
{
    struct document document;
    struct named_reader *readers;
    struct named_candidate *candidates;
    size_t count, candidate_count;
    TRY(named_find(&document, ctx, uid, 0));
    TRY(named_list(&readers, &count, ctx, &document));
    TRY(named_candidates(&candidates, &candidate_count, ctx, &document));
    json_t *list = json_array(), *people = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, named_json(&readers[i]));
    for (size_t i = 0; i < candidate_count; i++)
        json_array_append_new(people, candidate_json(&candidates[i]));
    return reply_json(reply, 200, json_pack("{s:o, s:o, s:{s:b, s:b}}", "readers", list, "people", people, "abilities", "name",
                                            (document.rights.verbs & VERB_WRITE) != 0, "remove", 1));
}

/* GET /api/documents/:document/named-readers: those named, and who could be; for who shares the text */
static carnet_err api_named(struct req *req, struct reply *reply)
{
    return reply_named(reply, &req->ctx, req_id(req, "document"));
}

/* PUT /api/documents/:document/named-readers/:person {"until", "question"?} */
static carnet_err api_name(struct req *req, struct reply *reply)
{
    const char *until, *question = NULL, *uid = req_id(req, "document");
    TRY(req_json(req, "{s:s, s?s}", "until", &until, "question", &question));
    TRY(named_put(&req->ctx, uid, req_id(req, "person"), until, question));
    return reply_named(reply, &req->ctx, uid);
}

/* DELETE /api/documents/:document/named-readers/:person */
static carnet_err api_unname(struct req *req, struct reply *reply)
{
    const char *uid = req_id(req, "document");
    TRY(named_remove(&req->ctx, uid, req_id(req, "person")));
    return reply_named(reply, &req->ctx, uid);
}

static json_t *reading_json(const struct reading *reading)
{
    return json_pack("{s:o, s:o, s:s}", "person", people_json(&reading->person), "at", moment_json(reading->at), "sentence",
                     reading->sentence);
}

static carnet_err reply_readings(struct reply *reply, struct ctx *ctx, const char *uid)
{
    struct document document;
    struct reading *readings;
    size_t count;
    TRY(document_find(&document, ctx, uid, VERB_READ));
    TRY(reading_list(&readings, &count, ctx, &document));
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, reading_json(&readings[i]));
    return reply_json(reply, 200, list);
}

/* GET /api/documents/:document/readings: all for those who share the text, one's own for a reader */
static carnet_err api_readings(struct req *req, struct reply *reply)
{
    return reply_readings(reply, &req->ctx, req_id(req, "document"));
}

/* POST /api/documents/:document/readings {"sentence"?}: read up to now */
static carnet_err api_read(struct req *req, struct reply *reply)
{
    const char *sentence = NULL, *uid = req_id(req, "document");
    TRY(req_json(req, "{s?s}", "sentence", &sentence));
    TRY(reading_put(&req->ctx, uid, sentence));
    return reply_readings(reply, &req->ctx, uid);
}

const struct route readers_routes[] = {
    { "GET", "/api/documents/:document/named-readers", api_named, ROUTE_READS, NULL },
    { "PUT", "/api/documents/:document/named-readers/:person", api_name, 0, NULL },
    { "DELETE", "/api/documents/:document/named-readers/:person", api_unname, 0, NULL },
    { "GET", "/api/documents/:document/readings", api_readings, ROUTE_READS, NULL },
    { "POST", "/api/documents/:document/readings", api_read, 0, NULL },
    { 0 },
};
