/* HTTP of versions: revisions as they are kept, moments, comparisons, names, coming back, visits. */
#include "areas/document/version.h"
#include "text/renderer.h"

/* writes: whoever does, names it and comes back to it. */
static json_t *revision_json(const struct revision *revision, bool writes)
{
    json_t *authors = json_array();
    for (size_t i = 0; i < revision->author_count; i++)
        json_array_append_new(authors, people_json(&revision->authors[i]));
    return json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:{s:b, s:b}}", "id", revision->uid, "at", moment_json(revision->at), "authors", authors,
                     "name", text_or_null(revision->name), "namedBy", revision->name ? people_json(&revision->named_by) : json_null(),
                     "namedAt", moment_json(revision->named_at), "restored",
                     revision->restored ? json_pack("{s:s, s:o}", "id", revision->restored, "at", moment_json(revision->restored_at)) : json_null(),
                     "abilities", "name", writes, "restore", writes);
}

static bool writes(const struct document *document)
{
    return document->rights.verbs & VERB_WRITE;
}

static json_t *text_json(bytes text)
{
    return json_stringn(text.len ? (const char *)text.ptr : "", text.len);
}

/* GET /api/documents/:document/revisions */
static carnet_err api_revisions(struct req *req, struct reply *reply)
{
    struct document document;
    struct revision *revisions;
    size_t count;
    TRY(document_find(&document, &req->ctx, req_id(req, "document"), VERB_READ));
    TRY(history_list(&revisions, &count, &req->ctx, &document));
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, revision_json(&revisions[i], writes(&document)));
    return reply_json(reply, 200, list);
}

static carnet_err revision_asked(struct revision *out, bytes *text, struct document *document, struct req *req)
{
    TRY(document_find(document, &req->ctx, req_id(req, "document"), VERB_READ));
    return history_read(out, text, &req->ctx, document, req_id(req, "revision"));
}

/* GET /api/documents/:document/revisions/:revision */
static carnet_err api_revision(struct req *req, struct reply *reply)
{
    struct document document;
    struct revision revision;
    bytes text;
    TRY(revision_asked(&revision, &text, &document, req));
    json_t *json = revision_json(&revision, writes(&document));
    json_object_set_new(json, "text", text_json(text));
    return reply_json(reply, 200, json);
}

/* GET /api/documents/:document/revisions/:revision/html */
static carnet_err api_html(struct req *req, struct reply *reply)
{
    struct document document;
    struct revision revision;
    bytes text;
    CLEANUP(buf_clear) struct buf html = { 0 };
    TRY(revision_asked(&revision, &text, &document, req));
    TRY(renderer_html(&html, req->ctx.renderer, text));
    return reply_bytes(reply, 200, "text/html; charset=utf-8", buf_bytes(&html));
}

static json_t *moment_of_writing_json(const struct moment *moment, bool may_write)
{
    json_t *steps = json_array();
    for (size_t i = 0; i < moment->step_count; i++)
        json_array_append_new(steps, revision_json(&moment->steps[i], may_write));
    return json_pack("{s:o, s:o, s:o}", "steps", steps, "wordsAdded",
                     moment->counted ? json_integer((json_int_t)moment->words_added) : json_null(), "wordsRemoved",
                     moment->counted ? json_integer((json_int_t)moment->words_removed) : json_null());
}

/* GET /api/documents/:document/moments: revisions folded, newest first */
static carnet_err api_moments(struct req *req, struct reply *reply)
{
    struct document document;
    struct moment *moments;
    size_t count;
    TRY(document_find(&document, &req->ctx, req_id(req, "document"), VERB_READ));
    TRY(version_moments(&moments, &count, &req->ctx, &document));
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, moment_of_writing_json(&moments[i], writes(&document)));
    return reply_json(reply, 200, list);
}

/* ---- comparing ---- */

static json_t *runs_json(const struct comparison *changes, size_t first, size_t end)
{
    static const char *const KINDS[] = { [COMPARE_SAME] = "same", [COMPARE_REMOVED] = "removed", [COMPARE_ADDED] = "added" };
    json_t *list = json_array();
    for (size_t i = first; i < end; i++)
        json_array_append_new(list, json_pack("{s:s, s:o}", "kind", KINDS[changes->runs[i].kind], "text", text_json(changes->runs[i].text)));
    return list;
}

static void append_part(json_t *parts, const struct comparison *changes, size_t first, size_t end, const char *passage)
{
    if (first < end)
        json_array_append_new(parts, json_pack("{s:o, s:o}", "passage", text_or_null(passage), "runs", runs_json(changes, first, end)));
}

static json_t *parts_json(struct ctx *ctx, const struct comparison *changes)
{
    json_t *parts = json_array();
    size_t at = 0;
    for (size_t i = 0; i < changes->passage_count; i++) {
        const struct compare_passage *passage = &changes->passages[i];
        append_part(parts, changes, at, passage->first, NULL);
        append_part(parts, changes, passage->first, passage->end, version_passage_name(ctx, changes, i));
        at = passage->end;
    }
    append_part(parts, changes, at, changes->run_count, NULL);
    return parts;
}

/* GET /api/documents/:document/revisions/:revision/compare/:other; "now" stands for the present text */
static carnet_err api_compare(struct req *req, struct reply *reply)
{
    struct document document;
    struct version_comparison found;
    TRY(document_find(&document, &req->ctx, req_id(req, "document"), VERB_READ));
    TRY(version_compare(&found, &req->ctx, &document, req_id(req, "revision"), req_id(req, "other")));
    bool may_write = writes(&document);
    return reply_json(reply, 200,
                      json_pack("{s:o, s:o, s:{s:b}, s:I, s:I, s:I, s:o}", "from", revision_json(&found.from, may_write), "to",
                                revision_json(&found.to, may_write), "abilities", "restore", may_write, "wordsAdded",
                                (json_int_t)found.changes.words_added, "wordsRemoved", (json_int_t)found.changes.words_removed,
                                "passages", (json_int_t)found.changes.passage_count, "parts", parts_json(&req->ctx, &found.changes)));
}

/* ---- writing ---- */

/* POST /api/documents/:document/revisions {"name"}: the present text, named */
static carnet_err api_name_present(struct req *req, struct reply *reply)
{
    struct revision revision;
    const char *name;
    TRY(req_json(req, "{s:s}", "name", &name));
    TRY(version_name(&revision, &req->ctx, req_id(req, "document"), NULL, name));
    return reply_json(reply, 201, revision_json(&revision, true));
}

/* PUT /api/documents/:document/revisions/:revision/name {"name"}; "" takes it away */
static carnet_err api_name(struct req *req, struct reply *reply)
{
    struct revision revision;
    const char *name;
    TRY(req_json(req, "{s:s}", "name", &name));
    TRY(version_name(&revision, &req->ctx, req_id(req, "document"), req_id(req, "revision"), name));
    return reply_json(reply, 200, revision_json(&revision, true));
}

/* POST /api/documents/:document/restorations {"revision", "passage"?} or {"revision", "undone"} */
static carnet_err api_restore(struct req *req, struct reply *reply)
{
    struct version_restored done;
    struct version_part part = { 0 };
    const char *revision;
    TRY(req_json(req, "{s:s, s?s, s?s}", "revision", &revision, "passage", &part.passage, "undone", &part.undone));
    TRY(version_restore(&done, &req->ctx, req_id(req, "document"), revision, &part));
    return reply_json(reply, 201, json_pack("{s:o, s:o}", "before", revision_json(&done.before, true), "after", revision_json(&done.after, true)));
}

/* PUT /api/documents/:document/visit {}: a reader opens the text; what there was when they last did */
static carnet_err api_visit(struct req *req, struct reply *reply)
{
    struct version_visit visit;
    TRY(req_json(req, "{}"));
    TRY(version_visit(&visit, &req->ctx, req_id(req, "document")));
    json_t *since = visit.uid ? json_pack("{s:s, s:o}", "revision", visit.uid, "at", moment_json(visit.at)) : json_null();
    return reply_json(reply, 200, json_pack("{s:o}", "since", since));
}

const struct route version_routes[] = {
    { "GET", "/api/documents/:document/revisions", api_revisions, ROUTE_READS, NULL },
    { "POST", "/api/documents/:document/revisions", api_name_present, 0, NULL },
    { "GET", "/api/documents/:document/revisions/:revision", api_revision, ROUTE_READS, NULL },
    { "GET", "/api/documents/:document/revisions/:revision/html", api_html, ROUTE_READS, NULL },
    { "GET", "/api/documents/:document/revisions/:revision/compare/:other", api_compare, ROUTE_READS, NULL },
    { "PUT", "/api/documents/:document/revisions/:revision/name", api_name, 0, NULL },
    { "GET", "/api/documents/:document/moments", api_moments, ROUTE_READS, NULL },
    { "POST", "/api/documents/:document/restorations", api_restore, 0, NULL },
    { "PUT", "/api/documents/:document/visit", api_visit, 0, NULL },
    { 0 },
};
