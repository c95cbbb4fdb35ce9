/* HTTP of comments and proposed edits. */
#include "areas/comment/comment.h"

#include <string.h>

/* ---- out ---- */

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

static json_t *position_json(const struct anchor_text *text, size_t units, int side)
{
    CLEANUP(buf_clear) struct buf octets = { 0 }, encoded = { 0 };
    if (crdt_position_encode(&octets, text->doc, text->root, units, side) != CARNET_OK)
        return json_null();
    buf_put_base64url(&encoded, buf_bytes(&octets));
    return json_string(buf_text(&encoded));
}

/* Where it is now, in units of the text and as relative positions, which the page's own copy of the text understands; "at" is where its
 * thread stands among the others: a detached one at the end of its section. */
static json_t *anchor_json(const struct comment *comment, const struct anchor_text *text)
{
    const struct anchor *anchor = &comment->anchor;
    json_t *json = json_pack("{s:s, s:s, s:s, s:s}", "exact", anchor->exact, "prefix", anchor->prefix, "suffix", anchor->suffix, "section",
                             anchor->section);
    if (!text)
        return json;
    json_object_set_new(json, "state", json_string(anchor_state_text(comment->span.state)));
    bool detached = comment->span.state == ANCHOR_DETACHED;
    size_t at = detached ? anchor_section_end(text, anchor->section) : comment->span.from;
    json_object_set_new(json, "at", json_integer((json_int_t)anchor_units(text, at)));
    if (detached)
        return json;
    size_t start = anchor_units(text, comment->span.from), end = anchor_units(text, comment->span.to);
    json_object_set_new(json, "start", json_integer((json_int_t)start));
    json_object_set_new(json, "end", json_integer((json_int_t)end));
    json_object_set_new(json, "positions", json_pack("[o, o]", position_json(text, start, 0), position_json(text, end, -1)));
    return json;
}

static carnet_err edit_json(json_t **out, struct ctx *ctx, const struct comment *comment)
{
    static const char *const KINDS[] = { [EDIT_REPLACE] = "replace", [EDIT_INSERT] = "insert", [EDIT_DELETE] = "delete" };
    static const char *const DECISIONS[] = { [EDIT_UNDECIDED] = NULL, [EDIT_ACCEPTED] = "accepted", [EDIT_REFUSED] = "refused" };
    const struct comment_edit *edit = &comment->edit;
    json_t *by;
    *out = json_null();
    if (edit->kind == EDIT_NONE)
        return CARNET_OK;
    TRY(person_json(&by, ctx, edit->decided_by));
    *out = json_pack("{s:s, s:s, s:b, s:s?, s:s, s:o, s:o}", "kind", KINDS[edit->kind], "text", edit->text, "small", edit_is_small(comment),
                     "decision", DECISIONS[edit->decision], "word", edit->word, "decidedBy", by, "decidedAt", moment_json(edit->decided_at));
    return CARNET_OK;
}

/* Between whom it stays, if not between all who read comments. */
static const char *aside_text(struct ctx *ctx, const struct document *document, const struct comment *comment)
{
    bool alone = document_is_own(&document->rights) && comment->author == ctx->actor;
    return !comment->aside ? NULL : alone ? "alone" : "two";
}

static json_t *abilities_json(struct ctx *ctx, const struct document *document, const struct comment *comment)
{
    bool own = comment->author == ctx->actor && !comment->deleted_at && comment_can_answer(document);
    return json_pack("{s:b, s:b, s:b, s:b}", "reply", comment_can_answer(document), "edit", own, "resolve",
                     comment_can_settle(ctx, document, comment), "decide", comment_can_decide(document, comment));
}

static carnet_err comment_json(json_t **out, struct ctx *ctx, const struct document *document, const struct comment *comment,
                               const struct anchor_text *text)
{
    json_t *author, *edit;
    TRY(edit_json(&edit, ctx, comment));
    TRY(person_json(&author, ctx, comment->deleted_at ? 0 : comment->author));
    *out = json_pack("{s:s, s:s, s:o, s:b, s:s, s:s, s:s, s:o, s:o, s:b, s:o, s:o}", "id", comment->uid, "key", comment->key, "author",
                     author, "mine", comment->author == ctx->actor && !comment->deleted_at, "kind", comment_kind_text(comment->kind),
                     "body", comment->body, "status", comment->resolved ? "resolved" : "open", "createdAt", moment_json(comment->created_at),
                     "editedAt", moment_json(comment->edited_at), "deleted", comment->deleted_at != 0, "edit", edit, "abilities",
                     abilities_json(ctx, document, comment));
    if (comment->thread)
        return CARNET_OK;
    json_object_set_new(*out, "anchor", anchor_json(comment, text));
    json_object_set_new(*out, "aside", json_pack("s?", aside_text(ctx, document, comment)));
    json_object_set_new(*out, "replies", json_array());
    return CARNET_OK;
}

static json_t *thread_in(json_t *const *jsons, const struct comments *comments, int64_t thread)
{
    size_t low = 0, high = comments->count;
    while (low < high) { /* in order of ids */
        size_t middle = (low + high) / 2;
        if (comments->list[middle].id < thread)
            low = middle + 1;
        else
            high = middle;
    }
    return low < comments->count && comments->list[low].id == thread ? jsons[low] : NULL;
}

static carnet_err list_json(json_t *list, struct ctx *ctx, const struct comments *comments)
{
    json_t **jsons = arena_alloc(ctx->arena, (comments->count + 1) * sizeof *jsons);
    for (size_t i = 0; i < comments->count; i++) {
        const struct comment *comment = &comments->list[i];
        TRY(comment_json(&jsons[i], ctx, &comments->document, comment, &comments->text));
        json_t *thread = comment->thread ? thread_in(jsons, comments, comment->thread) : NULL;
        json_array_append_new(thread ? json_object_get(thread, "replies") : list, jsons[i]);
    }
    return CARNET_OK;
}

/* GET /api/documents/:document/comments */
static carnet_err api_list(struct req *req, struct reply *reply)
{
    CLEANUP(comments_clear) struct comments comments;
    TRY(comment_list(&comments, &req->ctx, req_id(req, "document")));
    unsigned verbs = comments.document.rights.verbs;
    json_auto_t *list = json_array();
    TRY(list_json(list, &req->ctx, &comments));
    return reply_json(reply, 200, json_pack("{s:O, s:{s:b, s:b, s:b}}", "comments", list, "abilities", "comment",
                                            (verbs & VERB_COMMENT) != 0, "answer", (verbs & VERB_ANSWER) != 0, "accept",
                                            (verbs & VERB_WRITE) != 0));
}

static carnet_err reply_comment(struct reply *reply, struct ctx *ctx, int status, const struct comment *comment)
{
    struct document document;
    json_t *json;
    TRY(document_by_id(&document, ctx, comment->document));
    TRY(comment_json(&json, ctx, &document, comment, NULL));
    return reply_json(reply, status, json);
}

/* ---- in ---- */

static carnet_err malformed(void)
{
    return err_set(CARNET_INVALID, "request.json", "not a comment");
}

static carnet_err read_position(bytes *out, struct ctx *ctx, const char *text)
{
    CLEANUP(buf_clear) struct buf octets = { 0 };
    if (base64url_decode(&octets, bytes_text(text)) != CARNET_OK)
        return malformed();
    *out = (bytes){ arena_copy(ctx->arena, octets.ptr, octets.len), octets.len };
    return CARNET_OK;
}

static carnet_err read_passage(struct anchor *out, struct ctx *ctx, json_t *json)
{
    const char *start = "", *end = "";
    json_t *positions = NULL;
    *out = (struct anchor){ .prefix = "", .suffix = "", .section = "" };
    if (json_unpack_ex(json, NULL, JSON_STRICT, "{s:s, s?s, s?s, s?o}", "exact", &out->exact, "prefix", &out->prefix, "suffix", &out->suffix,
                       "positions", &positions))
        return malformed();
    if (positions && json_unpack_ex(positions, NULL, JSON_STRICT, "[s, s]", &start, &end))
        return malformed();
    TRY(read_position(&out->start, ctx, start));
    return read_position(&out->end, ctx, end);
}

static carnet_err read_remark(struct comment_new *out, struct ctx *ctx, json_t *json)
{
    json_t *anchor, *edit = NULL;
    *out = (struct comment_new){ .body = "" };
    if (json_unpack_ex(json, NULL, JSON_STRICT, "{s:s, s:s, s?s, s:o, s?o}", "key", &out->key, "kind", &out->kind, "body", &out->body, "anchor",
                       &anchor, "edit", &edit))
        return malformed();
    if (edit && !json_is_null(edit) &&
        json_unpack_ex(edit, NULL, JSON_STRICT, "{s:s, s?s}", "kind", &out->edit, "text", &out->edit_text))
        return malformed();
    return read_passage(&out->passage, ctx, anchor);
}

/* POST /api/documents/:document/comments {"key", "kind", "body", "anchor": {"exact", "prefix", "suffix", "positions"?}, "edit"?: {"kind", "text"?}} */
static carnet_err api_add(struct req *req, struct reply *reply)
{
    const char *key, *kind, *body = "";
    json_t *anchor, *edit = NULL;
    struct comment_new remark;
    struct comment comment;
    bool made;
    TRY(req_json(req, "{s:s, s:s, s?s, s:o, s?o}", "key", &key, "kind", &kind, "body", &body, "anchor", &anchor, "edit", &edit));
    json_auto_t *whole = json_pack("{s:s, s:s, s:s, s:O, s:O*}", "key", key, "kind", kind, "body", body, "anchor", anchor, "edit", edit);
    TRY(read_remark(&remark, &req->ctx, whole));
    TRY(comment_add(&comment, &made, &req->ctx, req_id(req, "document"), &remark));
    return reply_comment(reply, &req->ctx, made ? 201 : 200, &comment);
}

/* POST /api/documents/:document/remarks {"remarks": [as above]}: at most fifteen, all or none */
static carnet_err api_add_all(struct req *req, struct reply *reply)
{
    struct comment_new remarks[COMMENT_BATCH];
    struct comment comments[COMMENT_BATCH];
    json_t *list;
    TRY(req_json(req, "{s:o}", "remarks", &list));
    size_t count = json_array_size(list);
    for (size_t i = 0; i < count && i < COMMENT_BATCH; i++)
        TRY(read_remark(&remarks[i], &req->ctx, json_array_get(list, i)));
    TRY(comment_add_all(comments, &req->ctx, req_id(req, "document"), remarks, count));
    json_t *answers = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(answers, json_pack("{s:s, s:s}", "id", comments[i].uid, "key", comments[i].key));
    return reply_json(reply, 201, json_pack("{s:o}", "comments", answers));
}

/* POST /api/comments/:comment/replies {"key", "body"} */
static carnet_err api_reply(struct req *req, struct reply *reply)
{
    const char *key, *body;
    struct comment comment;
    bool made;
    TRY(req_json(req, "{s:s, s:s}", "key", &key, "body", &body));
    TRY(comment_reply(&comment, &made, &req->ctx, req_id(req, "comment"), key, body));
    return reply_comment(reply, &req->ctx, made ? 201 : 200, &comment);
}

/* PUT /api/comments/:comment/body {"body"} */
static carnet_err api_rewrite(struct req *req, struct reply *reply)
{
    const char *body;
    struct comment comment;
    TRY(req_json(req, "{s:s}", "body", &body));
    TRY(comment_rewrite(&comment, &req->ctx, req_id(req, "comment"), body));
    return reply_comment(reply, &req->ctx, 200, &comment);
}

/* PUT /api/comments/:comment/status {"status": "open"|"resolved"} */
static carnet_err api_settle(struct req *req, struct reply *reply)
{
    const char *status;
    struct comment comment;
    TRY(req_json(req, "{s:s}", "status", &status));
    bool resolved = strcmp(status, "resolved") == 0;
    if (!resolved && strcmp(status, "open") != 0)
        return err_set(CARNET_INVALID, "comment.status", "open or resolved");
    TRY(comment_settle(&comment, &req->ctx, req_id(req, "comment"), resolved));
    return reply_comment(reply, &req->ctx, 200, &comment);
}

/* DELETE /api/comments/:comment */
static carnet_err api_remove(struct req *req, struct reply *reply)
{
    TRY(comment_remove(&req->ctx, req_id(req, "comment")));
    return reply_empty(reply, 204);
}

/* PUT /api/comments/:comment/decision {"decision": "accepted"|"refused", "word"?} */
static carnet_err api_decide(struct req *req, struct reply *reply)
{
    const char *decision, *word = "";
    struct comment comment;
    TRY(req_json(req, "{s:s, s?s}", "decision", &decision, "word", &word));
    bool accept = strcmp(decision, "accepted") == 0;
    if (!accept && strcmp(decision, "refused") != 0)
        return err_set(CARNET_INVALID, "comment.decision", "accepted or refused");
    TRY(edit_decide(&comment, &req->ctx, req_id(req, "comment"), accept, word));
    return reply_comment(reply, &req->ctx, 200, &comment);
}

/* POST /api/documents/:document/small-corrections {"comments": [id]}: those that still fit are accepted */
static carnet_err api_small(struct req *req, struct reply *reply)
{
    const char *uids[EDITS_AT_ONCE];
    bool accepted[EDITS_AT_ONCE];
    json_t *list;
    TRY(req_json(req, "{s:o}", "comments", &list));
    size_t count = json_array_size(list);
    for (size_t i = 0; i < count && i < EDITS_AT_ONCE; i++)
        if (!(uids[i] = json_string_value(json_array_get(list, i))))
            return malformed();
    TRY(edit_accept_small(accepted, &req->ctx, req_id(req, "document"), uids, count));
    json_t *done = json_array(), *left = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(accepted[i] ? done : left, json_string(uids[i]));
    return reply_json(reply, 200, json_pack("{s:o, s:o}", "accepted", done, "left", left));
}

const struct route comment_routes[] = {
    { "GET", "/api/documents/:document/comments", api_list, ROUTE_READS, NULL },
    { "POST", "/api/documents/:document/comments", api_add, 0, NULL },
    { "POST", "/api/documents/:document/remarks", api_add_all, 0, NULL },
    { "POST", "/api/documents/:document/small-corrections", api_small, 0, NULL },
    { "POST", "/api/comments/:comment/replies", api_reply, 0, NULL },
    { "PUT", "/api/comments/:comment/body", api_rewrite, 0, NULL },
    { "PUT", "/api/comments/:comment/status", api_settle, 0, NULL },
    { "PUT", "/api/comments/:comment/decision", api_decide, 0, NULL },
    { "DELETE", "/api/comments/:comment", api_remove, 0, NULL },
    { 0 },
};
