/* HTTP of journals. Lists of readers go to the author only. */
#include "areas/journal/default.h"
#include "areas/journal/ending.h"

static carnet_err add_readers(json_t *entry_json, struct ctx *ctx, const struct entry *entry)
{
    struct cohort_reader *readers;
    size_t count;
    TRY(journal_readers(&readers, &count, ctx, entry));
    json_object_set_new(entry_json, "readers", cohort_readers_json(readers, count));
    return CARNET_OK;
}

static carnet_err group_json(json_t **out, struct ctx *ctx, int64_t id)
{
    *out = json_null();
    if (!id)
        return CARNET_OK;
    struct group group;
    TRY(group_find(&group, ctx, id));
    *out = json_pack("{s:s, s:s}", "id", group.slug, "name", group.name);
    return CARNET_OK;
}

static carnet_err entry_json(json_t **out, struct ctx *ctx, const struct entry *entry)
{
    struct person author;
    json_t *group;
    TRY(people_find(&author, ctx, entry->author));
    TRY(group_json(&group, ctx, entry->group));
    json_t *tags = json_loads(entry->tags, 0, NULL);
    const struct document *document = &entry->document;
    json_auto_t *json = json_pack("{s:s, s:s, s:s, s:o, s:s, s:o, s:o, s:s, s:o, s:o, s:o}", "id", document->uid, "document",
                                  document->uid, "title", entry->title, "author", people_json(&author), "writtenOn",
                                  entry->written_on, "createdAt", moment_json(document->created_at), "updatedAt",
                                  moment_json(document->updated_at), "visibility", visibility_text(entry->visibility), "group",
                                  group, "tags", tags ? tags : json_array(), "abilities", rights_json(&document->rights));
    if (entry->author == ctx->actor) {
        json_object_set_new(json, "erasesAt", moment_json(entry->erase_at));
        TRY(add_readers(json, ctx, entry));
    }
    *out = json_incref(json);
    return CARNET_OK;
}

static carnet_err reply_entry(struct reply *reply, int status, struct ctx *ctx, const struct entry *entry)
{
    json_t *json;
    TRY(entry_json(&json, ctx, entry));
    if (entry->author == ctx->actor) {
        const char *reminder;
        TRY(journal_reminder(&reminder, ctx));
        json_object_set_new(json, "reminder", text_or_null(reminder));
    }
    return reply_json(reply, status, json);
}

static carnet_err append_entries(json_t *list, struct ctx *ctx, const struct entry *entries, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        json_t *json;
        TRY(entry_json(&json, ctx, &entries[i]));
        json_array_append_new(list, json);
    }
    return CARNET_OK;
}

/* GET /api/journal */
static carnet_err api_own(struct req *req, struct reply *reply)
{
    struct entry *entries;
    size_t count;
    bool create;
    struct ending ending;
    json_auto_t *list = json_array();
    TRY(journal_ending(&ending, &req->ctx));
    TRY(journal_can_write(&create, &req->ctx));
    TRY(journal_own(&entries, &count, &req->ctx));
    TRY(append_entries(list, &req->ctx, entries, count));
    return reply_json(reply, 200, json_pack("{s:O, s:o, s:{s:b, s:b, s:b}}", "entries", list, "erasesAt", moment_json(ending.erase_at), "abilities",
                                             "create", create, "erase", ending.any, "export", count > 0));
}

/* GET /api/journal/shared */
static carnet_err api_shared(struct req *req, struct reply *reply)
{
    struct entry *entries;
    size_t count;
    json_auto_t *list = json_array();
    TRY(journal_shared(&entries, &count, &req->ctx));
    TRY(append_entries(list, &req->ctx, entries, count));
    return reply_json(reply, 200, json_pack("{s:O}", "entries", list));
}

/* A list of public ids, of which there is at least place for one. */
static carnet_err read_ids(const char ***out, size_t *count, struct ctx *ctx, json_t *list)
{
    json_t *one;
    size_t i;
    if (!json_is_array(list))
        return err_set(CARNET_INVALID, "request.json", "a list of ids");
    *count = json_array_size(list);
    *out = arena_alloc(ctx->arena, (*count + 1) * sizeof **out);
    json_array_foreach(list, i, one) {
        (*out)[i] = json_string_value(one);
        if (!(*out)[i])
            return err_set(CARNET_INVALID, "request.json", "a list of ids");
    }
    return CARNET_OK;
}

/* POST /api/journal/entries {"title"?, "key"?, "writtenAt"?, "visibility"?, "readers"?}: with a key the same entry however often it is asked
 * for. visibility, readers (with a key): what the page said that the entry begins as, and who it said would read it */
static carnet_err api_write(struct req *req, struct reply *reply)
{
    struct entry_begun begun = { 0 };
    const char *written_at = NULL, *visibility = NULL, **shown = NULL;
    json_t *readers = NULL;
    struct entry entry;
    TRY(req_json(req, "{s?s, s?s, s?s, s?s, s?o}", "title", &begun.title, "key", &begun.key, "writtenAt", &written_at, "visibility",
                 &visibility, "readers", &readers));
    if (visibility) {
        TRY(visibility_parse(&begun.visibility, visibility));
        TRY(read_ids(&shown, &begun.shown_count, &req->ctx, readers));
        begun.shown = shown;
        if (!begun.key)
            return err_set(CARNET_INVALID, "journal.key", "goes with a visibility");
    }
    if (written_at)
        TRY(clock_parse(&begun.written_at, written_at));
    TRY(begun.key ? journal_write_once(&entry, &req->ctx, &begun) : journal_write(&entry, &req->ctx, begun.title));
    return reply_entry(reply, 201, &req->ctx, &entry);
}

/* GET /api/journal/entries/:document */
static carnet_err api_show(struct req *req, struct reply *reply)
{
    struct entry entry;
    TRY(journal_show(&entry, &req->ctx, req_id(req, "document")));
    return reply_entry(reply, 200, &req->ctx, &entry);
}

/* PUT /api/journal/entries/:document/title {"title"} */
static carnet_err api_rename(struct req *req, struct reply *reply)
{
    const char *title;
    struct entry entry;
    TRY(req_json(req, "{s:s}", "title", &title));
    TRY(journal_rename(&entry, &req->ctx, req_id(req, "document"), title));
    return reply_entry(reply, 200, &req->ctx, &entry);
}

/* PUT /api/journal/entries/:document/visibility {"visibility", "group"?} */
static carnet_err api_share(struct req *req, struct reply *reply)
{
    const char *text, *group = NULL;
    enum visibility visibility;
    struct entry entry;
    TRY(req_json(req, "{s:s, s?s}", "visibility", &text, "group", &group));
    TRY(visibility_parse(&visibility, text));
    TRY(journal_share(&entry, &req->ctx, req_id(req, "document"), visibility, group));
    return reply_entry(reply, 200, &req->ctx, &entry);
}

static carnet_err choice_json(json_t **out, struct ctx *ctx, const struct choice *choice)
{
    json_t *group;
    TRY(group_json(&group, ctx, choice->group.id));
    *out = json_pack("{s:s, s:o, s:o}", "visibility", visibility_text(choice->visibility), "group", group, "readers",
                     cohort_readers_json(choice->readers, choice->reader_count));
    return CARNET_OK;
}

static carnet_err reply_choices(struct reply *reply, struct ctx *ctx, enum visibility visibility, const struct choice *choices, size_t count)
{
    json_auto_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *json;
        TRY(choice_json(&json, ctx, &choices[i]));
        json_array_append_new(list, json);
    }
    return reply_json(reply, 200, json_pack("{s:s, s:O, s:{s:b}}", "visibility", visibility_text(visibility), "choices", list, "abilities",
                                             "share", 1));
}

/* GET /api/journal/entries/:document/visibility: the author's choices, and whom each would let read */
static carnet_err api_choices(struct req *req, struct reply *reply)
{
    struct entry entry;
    struct choice *choices;
    size_t count;
    TRY(journal_show(&entry, &req->ctx, req_id(req, "document")));
    if (entry.author != req->ctx.actor)
        return err_set(CARNET_DENIED, "document.not_allowed", "document=%lld visibility", (long long)entry.document.id);
    TRY(journal_choices(&choices, &count, &req->ctx, &entry));
    return reply_choices(reply, &req->ctx, entry.visibility, choices, count);
}

/* GET /api/journal/default: what one's next entries begin as, and who would read one begun now */
static carnet_err api_default(struct req *req, struct reply *reply)
{
    struct entry_default now;
    TRY(journal_default(&now, &req->ctx));
    return reply_choices(reply, &req->ctx, now.visibility, now.choices, now.choice_count);
}

/* PUT /api/journal/default {"visibility"} */
static carnet_err api_set_default(struct req *req, struct reply *reply)
{
    const char *text;
    enum visibility visibility;
    TRY(req_json(req, "{s:s}", "visibility", &text));
    TRY(visibility_parse(&visibility, text));
    TRY(journal_default_set(&req->ctx, visibility));
    return api_default(req, reply);
}

static carnet_err reply_earlier(struct reply *reply, struct ctx *ctx)
{
    struct earlier offer;
    TRY(journal_earlier(&offer, ctx));
    json_t *list = json_array();
    for (size_t i = 0; i < offer.count; i++)
        json_array_append_new(list, json_pack("{s:s, s:s, s:s}", "id", offer.entries[i].document.uid, "title", offer.entries[i].title,
                                              "writtenOn", offer.entries[i].written_on));
    return reply_json(reply, 200, json_pack("{s:o, s:o, s:{s:b}}", "tutor", offer.count ? people_json(&offer.tutor) : json_null(), "entries",
                                             list, "abilities", "share", offer.count > 0));
}

/* GET /api/journal/earlier: one's own entries that a new tutor does not read */
static carnet_err api_earlier(struct req *req, struct reply *reply)
{
    return reply_earlier(reply, &req->ctx);
}

/* PUT /api/journal/earlier {"share": [id…]}: those are shared with the new tutor; the question is answered */
static carnet_err api_earlier_answer(struct req *req, struct reply *reply)
{
    json_t *share;
    const char **uids;
    size_t count;
    TRY(req_json(req, "{s:o}", "share", &share));
    TRY(read_ids(&uids, &count, &req->ctx, share));
    TRY(journal_earlier_answer(&req->ctx, uids, count));
    return reply_earlier(reply, &req->ctx);
}

/* PUT /api/journal/entries/:document/erasure: in 30 days; DELETE takes it back */
static carnet_err api_end_entry(struct req *req, struct reply *reply)
{
    struct entry entry;
    TRY(journal_end_entry(&entry, &req->ctx, req_id(req, "document")));
    return reply_entry(reply, 200, &req->ctx, &entry);
}

static carnet_err api_keep_entry(struct req *req, struct reply *reply)
{
    struct entry entry;
    TRY(journal_keep_entry(&entry, &req->ctx, req_id(req, "document")));
    return reply_entry(reply, 200, &req->ctx, &entry);
}

static carnet_err reply_ending(struct reply *reply, const struct ending *ending)
{
    return reply_json(reply, 200, json_pack("{s:b, s:o, s:{s:b, s:b}}", "journal", ending->any, "erasesAt", moment_json(ending->erase_at),
                                             "abilities", "erase", ending->any, "keep", ending->erase_at != 0));
}

/* /api/journal/erasure: GET tells, PUT asks for all of it, DELETE takes it back */
static carnet_err api_ending(struct req *req, struct reply *reply)
{
    struct ending ending;
    TRY(journal_ending(&ending, &req->ctx));
    return reply_ending(reply, &ending);
}

static carnet_err api_end(struct req *req, struct reply *reply)
{
    struct ending ending;
    TRY(journal_end(&ending, &req->ctx));
    return reply_ending(reply, &ending);
}

static carnet_err api_keep(struct req *req, struct reply *reply)
{
    struct ending ending;
    TRY(journal_keep(&ending, &req->ctx));
    return reply_ending(reply, &ending);
}

/* PUT /api/journal/reminders/:template: the reminder of that template is put away for good */
static carnet_err api_reminder(struct req *req, struct reply *reply)
{
    TRY(journal_reminder_put_away(&req->ctx, req_id(req, "template")));
    return reply_empty(reply, 204);
}

const struct route journal_routes[] = {
    { "PUT", "/api/journal/reminders/:template", api_reminder, 0, NULL },
    { "GET", "/api/journal/earlier", api_earlier, ROUTE_READS, NULL },
    { "PUT", "/api/journal/earlier", api_earlier_answer, 0, NULL },
    { "GET", "/api/journal/default", api_default, ROUTE_READS, NULL },
    { "PUT", "/api/journal/default", api_set_default, 0, NULL },
    { "GET", "/api/journal", api_own, ROUTE_READS, NULL },
    { "GET", "/api/journal/shared", api_shared, ROUTE_READS, NULL },
    { "POST", "/api/journal/entries", api_write, 0, NULL },
    { "GET", "/api/journal/entries/:document", api_show, ROUTE_READS, NULL },
    { "PUT", "/api/journal/entries/:document/title", api_rename, 0, NULL },
    { "PUT", "/api/journal/entries/:document/visibility", api_share, 0, NULL },
    { "GET", "/api/journal/entries/:document/visibility", api_choices, ROUTE_READS, NULL },
    { "PUT", "/api/journal/entries/:document/erasure", api_end_entry, 0, NULL },
    { "DELETE", "/api/journal/entries/:document/erasure", api_keep_entry, 0, NULL },
    { "GET", "/api/journal/erasure", api_ending, ROUTE_READS, NULL },
    { "PUT", "/api/journal/erasure", api_end, 0, NULL },
    { "DELETE", "/api/journal/erasure", api_keep, 0, NULL },
    { 0 },
};
