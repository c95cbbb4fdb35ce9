/* HTTP of who reads what is mine. */
#include "areas/audience/audience.h"

static json_t *reader_json(const struct audience_reader *reader)
{
    json_t *json = people_json(&reader->person);
    json_object_update_new(json, json_pack("{s:s, s:b, s:b, s:b, s:o}", "relation", rights_relation_text(&reader->rights), "assigned",
                                           reader->rights.relation == RELATION_ASSIGNED, "comments",
                                           (reader->rights.verbs & VERB_COMMENT) != 0, "writes",
                                           (reader->rights.verbs & VERB_WRITE) != 0, "until", moment_json(reader->until)));
    return json;
}

static bool is_work(enum document_kind kind)
{
    return kind != DOCUMENT_JOURNAL_ENTRY && kind != DOCUMENT_GROUP_PAGE;
}

static json_t *thing_json(const struct audience *thing)
{
    enum document_kind kind = thing->document.kind;
    json_t *readers = json_array();
    for (size_t i = 0; i < thing->reader_count; i++)
        json_array_append_new(readers, reader_json(&thing->readers[i]));
    json_t *guests = json_array();
    for (size_t i = 0; i < thing->guest_count; i++)
        json_array_append_new(guests, json_pack("{s:s, s:s}", "name", thing->guests[i].guest, "until", thing->guests[i].until));
    json_t *json = json_pack("{s:s, s:s, s:s, s:s, s:s, s:o, s:o, s:o}", "document", thing->document.uid, "kind", document_kind_text(kind),
                             "title", thing->about.title, "owner", thing->about.owner, "ownerName", thing->about.owner_name, "readers",
                             readers, "guests", guests, "abilities", rights_json(&thing->document.rights));
    if (kind == DOCUMENT_JOURNAL_ENTRY)
        json_object_update_new(json, json_pack("{s:s, s:s}", "visibility", visibility_text(thing->entry.visibility), "writtenOn",
                                               thing->entry.written_on));
    else if (is_work(kind))
        json_object_update_new(json, json_pack("{s:s, s:b}", "state", work_state_text(thing->work.state), "draftShared",
                                               thing->work.draft_shared));
    return json;
}

/* GET /api/me/readers */
static carnet_err api_readers(struct req *req, struct reply *reply)
{
    struct audience *things;
    size_t count;
    TRY(audience_mine(&things, &count, &req->ctx));
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, thing_json(&things[i]));
    return reply_json(reply, 200, json_pack("{s:o}", "things", list));
}

const struct route audience_routes[] = {
    { "GET", "/api/me/readers", api_readers, ROUTE_READS, NULL },
    { 0 },
};
