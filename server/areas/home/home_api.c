/* HTTP of the first pages. */
#include "areas/document/reading.h"
#include "areas/home/board.h"
#include "areas/home/home.h"
#include "areas/home/queue.h"
#include "areas/home/threads.h"

enum { REMINDED_AT_ONCE = 200 };

static carnet_err add(json_t *list, json_t *json, const struct document *document)
{
    return json_array_append_new(list, json) == 0 ? CARNET_OK : err_set(CARNET_CORRUPT, "document.about", "document=%lld", (long long)document->id);
}

/* GET /api/queue: texts of others that wait to be read, one's own with conversations to settle */
static carnet_err api_queue(struct req *req, struct reply *reply)
{
    struct queue_item *items;
    struct own_text *own;
    size_t count, own_count;
    TRY(queue_list(&items, &count, &req->ctx));
    TRY(queue_own(&own, &own_count, &req->ctx));
    json_auto_t *list = json_array();
    json_auto_t *mine = json_array();
    for (size_t i = 0; i < count; i++)
        TRY(add(list, queue_item_json(&req->ctx, &items[i]), &items[i].document));
    for (size_t i = 0; i < own_count; i++)
        TRY(add(mine, own_text_json(&req->ctx, &own[i]), &own[i].document));
    return reply_json(reply, 200, json_pack("{s:O, s:O}", "items", list, "own", mine));
}

/* GET /api/trainees */
static carnet_err api_trainees(struct req *req, struct reply *reply)
{
    struct trainee *trainees;
    size_t count;
    TRY(trainee_list(&trainees, &count, &req->ctx));
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, trainee_json(&trainees[i]));
    return reply_json(reply, 200, list);
}

/* What of one person's the actor may open. */
struct texts {
    struct document *documents;
    size_t count;
};

/* readAt: when the actor last said that they had read it. */
static carnet_err texts_json(json_t *out, struct ctx *ctx, const struct texts *texts)
{
    for (size_t i = 0; i < texts->count; i++) {
        const struct document *document = &texts->documents[i];
        int64_t read_at;
        TRY(reading_last(&read_at, ctx, document->id));
        json_t *json = document_json(ctx, document);
        if (json)
            json_object_set_new(json, "readAt", moment_json(read_at));
        TRY(add(out, json, document));
    }
    return CARNET_OK;
}

static carnet_err threads_json(json_t *out, struct ctx *ctx, const struct trainee *trainee, const struct texts *texts)
{
    struct open_thread *open;
    size_t count;
    TRY(threads_open(&open, &count, ctx, texts->documents, texts->count));
    for (size_t i = 0; i < count; i++)
        TRY(add(out, thread_json(ctx, &open[i], trainee), &open[i].document));
    return CARNET_OK;
}

/* document: of those that the actor may open. */
static carnet_err work_states(json_t *out, struct ctx *ctx, const struct trainee *trainee, const struct texts *texts)
{
    struct work *works;
    size_t count;
    TRY(work_list(&works, &count, ctx, trainee->cohort.id, trainee->person.id));
    for (size_t i = 0; i < count; i++) {
        const char *uid = NULL;
        if (!trainee->drafts && !work_handed_in(&works[i]))
            continue;
        for (size_t n = 0; n < texts->count; n++)
            if (texts->documents[n].id == works[i].document)
                uid = texts->documents[n].uid;
        json_t *json = work_json(&works[i], ctx->now);
        json_object_set_new(json, "document", text_or_null(uid));
        json_array_append_new(out, json);
    }
    return CARNET_OK;
}

static json_t *note_json(const struct private_note *note)
{
    return json_pack("{s:o, s:{s:s, s:s}, s:s, s:o, s:b}", "person", people_json(&note->about), "cohort", "id", note->cohort.slug, "label",
                     note->cohort.label, "text", note->text, "updatedAt", moment_json(note->updated_at), "accompanied", note->accompanied);
}

/* GET /api/trainees/:person[?cohort=]: as a trainee of that one, for who is in several */
static carnet_err api_trainee(struct req *req, struct reply *reply)
{
    struct ctx *ctx = &req->ctx;
    struct trainee trainee;
    struct private_note note = { 0 };
    struct texts texts;
    json_auto_t *documents = json_array();
    json_auto_t *threads = json_array();
    json_auto_t *works = json_array();
    TRY(trainee_find(&trainee, ctx, req_query(req, "cohort"), req_id(req, "person")));
    TRY(threads_texts(&texts.documents, &texts.count, ctx, &trainee));
    TRY(texts_json(documents, ctx, &texts));
    TRY(threads_json(threads, ctx, &trainee, &texts));
    TRY(work_states(works, ctx, &trainee, &texts));
    if (trainee.accompanied)
        TRY(note_find(&note, ctx, &trainee));
    json_t *json = trainee_json(&trainee);
    json_object_update_new(json, json_pack("{s:O, s:O, s:O, s:o, s:{s:b}}", "documents", documents, "threads", threads, "works", works,
                                           "note", trainee.accompanied ? note_json(&note) : json_null(), "abilities", "note",
                                           trainee.accompanied));
    return reply_json(reply, 200, json);
}

/* GET /api/me/notes: also those on people whom one accompanies no more, of whom nothing else is told */
static carnet_err api_notes(struct req *req, struct reply *reply)
{
    struct private_note *notes;
    size_t count;
    TRY(note_list(&notes, &count, &req->ctx));
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, note_json(&notes[i]));
    return reply_json(reply, 200, list);
}

/* PUT /api/trainees/:person/note {"cohort", "text"}: one's own, nobody else's */
static carnet_err api_note(struct req *req, struct reply *reply)
{
    struct note_new typed = { .about = req_id(req, "person") };
    struct private_note note;
    TRY(req_json(req, "{s:s, s:s}", "cohort", &typed.cohort, "text", &typed.text));
    TRY(note_put(&note, &req->ctx, &typed));
    return reply_json(reply, 200, note_json(&note));
}

/* extensionReason, abilities: for who manages the cohort. */
static json_t *board_work_json(struct ctx *ctx, const struct board_work *work, bool manages)
{
    json_t *json = work_json(&work->work, ctx->now);
    json_object_set_new(json, "updatedAt", moment_json(work->updated_at));
    json_object_set_new(json, "signes", work->signes < 0 ? json_null() : json_integer(work->signes));
    json_object_set_new(json, "extensionReason", text_or_null(manages ? work->work.extension_reason : NULL));
    json_object_set_new(json, "abilities", json_pack("{s:b}", "extend", manages && work_is_open(&work->work)));
    return json;
}

static json_t *named_json(const struct cohort *cohort)
{
    return json_pack("{s:s, s:s}", "id", cohort->slug, "label", cohort->label);
}

/* email: for who manages the cohort. */
static json_t *row_json(struct ctx *ctx, const struct board_row *row, bool manages)
{
    json_t *works = json_array(), *json = trainee_json(&row->trainee);
    for (size_t i = 0; i < row->work_count; i++)
        json_array_append_new(works, board_work_json(ctx, &row->works[i], manages));
    json_object_set_new(json, "works", works);
    json_object_set_new(json, "email", text_or_null(manages ? row->trainee.person.email : NULL));
    json_object_set_new(json, "pauseOver", text_or_null(row->pause_over));
    return json;
}

/* GET /api/board[?cohort=] */
static carnet_err api_board(struct req *req, struct reply *reply)
{
    struct board board;
    TRY(board_show(&board, &req->ctx, req_query(req, "cohort")));
    json_t *cohorts = json_array(), *rows = json_array();
    for (size_t i = 0; i < board.cohort_count; i++)
        json_array_append_new(cohorts, named_json(&board.cohorts[i]));
    for (size_t i = 0; i < board.count; i++)
        json_array_append_new(rows, row_json(&req->ctx, &board.rows[i], board.manages));
    return reply_json(reply, 200, json_pack("{s:o, s:o, s:o, s:{s:b}}", "cohort", named_json(&board.cohort), "cohorts", cohorts, "trainees",
                                            rows, "abilities", "remind", board.manages));
}

/* POST /api/board/reminders {"kind", "people": [ids], "cohort"?} */
static carnet_err api_remind(struct req *req, struct reply *reply)
{
    const char *people[REMINDED_AT_ONCE];
    struct board_reminder reminder = { .people = people };
    json_t *list;
    size_t told;
    TRY(req_json(req, "{s:s, s:o, s?s}", "kind", &reminder.kind, "people", &list, "cohort", &reminder.cohort));
    reminder.count = json_array_size(list);
    if (!reminder.count || reminder.count > REMINDED_AT_ONCE)
        return err_set(CARNET_INVALID, "request.json", "people: one to %d", REMINDED_AT_ONCE);
    for (size_t i = 0; i < reminder.count; i++)
        if (!(people[i] = json_string_value(json_array_get(list, i))))
            return err_set(CARNET_INVALID, "request.json", "people: ids");
    TRY(board_remind(&told, &req->ctx, &reminder));
    return reply_json(reply, 200, json_pack("{s:I}", "told", (json_int_t)told));
}

/* POST /api/board/extensions {"person", "kind", "dueAt", "reason", "cohort"?} */
static carnet_err api_extend(struct req *req, struct reply *reply)
{
    struct board_extension extension = { 0 };
    const char *due;
    TRY(req_json(req, "{s:s, s:s, s:s, s:s, s?s}", "person", &extension.person, "kind", &extension.kind, "dueAt", &due, "reason",
                 &extension.reason, "cohort", &extension.cohort));
    TRY(clock_parse(&extension.due_at, due));
    TRY(board_extend(&req->ctx, &extension));
    return reply_empty(reply, 204);
}

const struct route home_routes[] = {
    { "GET", "/api/queue", api_queue, ROUTE_READS, NULL },
    { "GET", "/api/trainees", api_trainees, ROUTE_READS, NULL },
    { "GET", "/api/trainees/:person", api_trainee, ROUTE_READS, NULL },
    { "PUT", "/api/trainees/:person/note", api_note, 0, NULL },
    { "GET", "/api/me/notes", api_notes, ROUTE_READS, NULL },
    { "GET", "/api/board", api_board, ROUTE_READS, NULL },
    { "POST", "/api/board/reminders", api_remind, 0, NULL },
    { "POST", "/api/board/extensions", api_extend, 0, NULL },
    { 0 },
};
