/* HTTP of cohorts' years. */
#include <string.h>

#include "areas/calendar/calendar.h"

/* ---- one record, one function ---- */

static json_t *half_day_json(const struct calendar_half_day *half_day)
{
    json_t *trainers = json_array();
    for (size_t i = 0; i < half_day->trainer_count; i++)
        json_array_append_new(trainers, people_json(&half_day->trainers[i]));
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:o, s:o, s:o, s:o}", "id", half_day->slug, "day", half_day->day, "part",
                     half_day->part, "starts", half_day->starts, "ends", half_day->ends, "format", text_or_null(half_day->format),
                     "module", text_or_null(half_day->module), "room", text_or_null(half_day->room), "trainers", trainers);
}

static json_t *half_days_of(const struct calendar *year, int64_t session, int64_t milestone)
{
    json_t *list = json_array();
    for (size_t i = 0; i < year->half_day_count; i++)
        if (year->half_days[i].session == session && year->half_days[i].milestone == milestone)
            json_array_append_new(list, half_day_json(&year->half_days[i]));
    return list;
}

static json_t *session_json(const struct calendar *year, size_t i)
{
    const struct calendar_session *session = &year->sessions[i];
    json_t *weeks = json_null();
    int64_t before, from;
    if (i && clock_parse_day(&before, session[-1].from) == CARNET_OK && clock_parse_day(&from, session->from) == CARNET_OK &&
        (from - before) % 7 == 0) {
        json_decref(weeks);
        weeks = json_integer((from - before) / 7);
    }
    return json_pack("{s:s, s:I, s:s, s:s, s:s, s:o, s:o}", "id", session->slug, "order", (json_int_t)session->position, "from",
                     session->from, "to", session->to, "theme", session->theme, "weeksSincePrevious", weeks, "halfDays",
                     session->id ? half_days_of(year, session->id, 0) : json_array());
}

/* In addresses ids have no "_"; key is the word that the page may have a sentence for. */
static json_t *milestone_json(struct ctx *ctx, const struct calendar *year, const struct calendar_milestone *milestone)
{
    char *id = arena_text(ctx->arena, milestone->slug);
    for (char *c = id; *c; c++)
        if (*c == '_')
            *c = '-';
    json_t *json = json_pack("{s:s, s:s, s:o, s:o, s:o}", "id", id, "key", milestone->slug, "deliverable",
                             text_or_null(milestone->deliverable), "label", text_or_null(milestone->label), "halfDays",
                             milestone->id ? half_days_of(year, 0, milestone->id) : json_array());
    if (milestone->due_at)
        json_object_set_new(json, "dueAt", moment_json(milestone->due_at));
    else
        json_object_update_new(json, json_pack("{s:s, s:s}", "from", milestone->from, "to",
                                               milestone->to ? milestone->to : milestone->from));
    return json;
}

static json_t *warnings_json(const struct calendar_warnings *warnings)
{
    json_t *list = json_array();
    for (size_t i = 0; i < warnings->count; i++) {
        const struct calendar_warning *w = &warnings->items[i];
        json_t *one = json_pack("{s:s, s:s}", "code", w->code, "about", w->about);
        if (w->day)
            json_object_set_new(one, "day", json_string(w->day));
        if (w->person)
            json_object_set_new(one, "person", json_string(w->person));
        if (w->weeks)
            json_object_set_new(one, "weeks", json_integer(w->weeks));
        json_array_append_new(list, one);
    }
    return list;
}

static json_t *year_json(struct ctx *ctx, const struct calendar *year)
{
    json_t *sessions = json_array(), *milestones = json_array();
    for (size_t i = 0; i < year->session_count; i++)
        json_array_append_new(sessions, session_json(year, i));
    for (size_t i = 0; i < year->milestone_count; i++)
        json_array_append_new(milestones, milestone_json(ctx, year, &year->milestones[i]));
    return json_pack("{s:o, s:o}", "sessions", sessions, "milestones", milestones);
}

static json_t *cohort_json(const struct cohort *cohort)
{
    return json_pack("{s:s, s:s, s:s, s:s, s:{s:s, s:s, s:I}}", "id", cohort->slug, "label", cohort->label, "start",
                     cohort->start_day, "end", cohort->end_day, "programme", "id", cohort->programme_slug, "title",
                     cohort->programme_title, "version", (json_int_t)cohort->programme_version);
}

/* Warnings are for those who plan. */
static carnet_err reply_year(struct reply *reply, int status, struct ctx *ctx, const char *slug)
{
    struct cohort cohort;
    struct cohort_standing standing;
    struct calendar year;
    struct calendar_warnings warnings;
    json_auto_t *definition = NULL;
    TRY(cohort_show(&cohort, &standing, ctx, slug));
    TRY(cohort_definition(&definition, ctx, cohort.id));
    TRY(calendar_read(&year, ctx, cohort.id));
    bool plans = cohort_assists(&standing);
    json_auto_t *json = cohort_json(&cohort);
    if (plans) {
        TRY(calendar_warnings(&warnings, ctx, definition, &year));
        json_object_set_new(json, "warnings", warnings_json(&warnings));
    }
    json_object_update_new(json, year_json(ctx, &year));
    json_object_set_new(json, "abilities", json_pack("{s:b, s:b}", "move", cohort_manages(&standing), "plan", plans));
    return reply_json(reply, status, json_incref(json));
}

/* ---- routes ---- */

/* GET /api/programmes/:programme/calendar?start=YYYY-MM-DD: a year proposed from a first Monday */
static carnet_err api_propose(struct req *req, struct reply *reply)
{
    struct calendar year;
    struct calendar_warnings warnings;
    const char *start = req_query(req, "start");
    TRY(calendar_propose(&year, &warnings, &req->ctx, req_id(req, "programme"), start ? start : ""));
    json_t *json = year_json(&req->ctx, &year);
    json_object_set_new(json, "warnings", warnings_json(&warnings));
    return reply_json(reply, 200, json);
}

/* GET /api/cohorts: where one has a place */
static carnet_err api_cohorts(struct req *req, struct reply *reply)
{
    struct cohort *cohorts;
    size_t count;
    bool may;
    TRY(calendar_may_set_up(&may, &req->ctx));
    TRY(cohort_list(&cohorts, &count, &req->ctx));
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, cohort_json(&cohorts[i]));
    return reply_json(reply, 200, json_pack("{s:o, s:{s:b}}", "cohorts", list, "abilities", "setUp", may));
}

/* POST /api/cohorts {"programme", "label", "start"}: with the year proposed for that first Monday */
static carnet_err api_set_up(struct req *req, struct reply *reply)
{
    const char *programme, *label, *start;
    struct cohort cohort;
    TRY(req_json(req, "{s:s, s:s, s:s}", "programme", &programme, "label", &label, "start", &start));
    TRY(calendar_set_up(&cohort, &req->ctx, programme, label, start));
    return reply_year(reply, 201, &req->ctx, cohort.slug);
}

/* GET /api/cohorts/:cohort/calendar */
static carnet_err api_year(struct req *req, struct reply *reply)
{
    return reply_year(reply, 200, &req->ctx, req_id(req, "cohort"));
}

/* The year as it would be, with its warnings. */
static carnet_err reply_after(struct reply *reply, struct ctx *ctx, const struct cohort *cohort, const struct calendar *year)
{
    struct calendar_warnings warnings;
    json_auto_t *definition = NULL;
    TRY(cohort_definition(&definition, ctx, cohort->id));
    TRY(calendar_warnings(&warnings, ctx, definition, year));
    json_t *json = year_json(ctx, year);
    json_object_set_new(json, "warnings", warnings_json(&warnings));
    return reply_json(reply, 200, json);
}

/* GET /api/cohorts/:cohort/sessions/:session/move?from=YYYY-MM-DD: how the year would look */
static carnet_err api_try_session(struct req *req, struct reply *reply)
{
    const char *from = req_query(req, "from");
    struct session_change change = { .from = from ? from : "" };
    struct calendar year;
    struct cohort cohort;
    TRY(calendar_after(&year, &cohort, &req->ctx, req_id(req, "cohort"), req_id(req, "session"), &change));
    return reply_after(reply, &req->ctx, &cohort, &year);
}

/* PUT /api/cohorts/:cohort/sessions/:session {"from"?, "theme"?} */
static carnet_err api_session(struct req *req, struct reply *reply)
{
    struct session_change change = { 0 };
    const char *cohort = req_id(req, "cohort");
    TRY(req_json(req, "{s?s, s?s}", "from", &change.from, "theme", &change.theme));
    TRY(calendar_change_session(&req->ctx, cohort, req_id(req, "session"), &change));
    return reply_year(reply, 200, &req->ctx, cohort);
}

/* A deadline, or days: never both. due NULL: none was given. */
static carnet_err milestone_when(struct milestone_change *change, const char *due)
{
    if (due)
        TRY(clock_parse(&change->due_at, due));
    if (due ? change->from || change->to : !change->from)
        return err_set(CARNET_INVALID, "request.json", "either dueAt or from");
    return CARNET_OK;
}

/* GET /api/cohorts/:cohort/milestones/:milestone/move?dueAt= or ?from=&to=: how the year would look */
static carnet_err api_try_milestone(struct req *req, struct reply *reply)
{
    struct milestone_change change = { .from = req_query(req, "from"), .to = req_query(req, "to") };
    struct calendar year;
    struct cohort cohort;
    TRY(milestone_when(&change, req_query(req, "dueAt")));
    TRY(calendar_after_milestone(&year, &cohort, &req->ctx, req_id(req, "cohort"), req_id(req, "milestone"), &change));
    return reply_after(reply, &req->ctx, &cohort, &year);
}

/* PUT /api/cohorts/:cohort/milestones/:milestone {"dueAt"} or {"from", "to"?} */
static carnet_err api_milestone(struct req *req, struct reply *reply)
{
    struct milestone_change change = { 0 };
    const char *cohort = req_id(req, "cohort"), *due = NULL;
    TRY(req_json(req, "{s?s, s?s, s?s}", "dueAt", &due, "from", &change.from, "to", &change.to));
    TRY(milestone_when(&change, due));
    TRY(calendar_move_milestone(&req->ctx, cohort, req_id(req, "milestone"), &change));
    return reply_year(reply, 200, &req->ctx, cohort);
}

static carnet_err text_in(const char **out, const json_t *json)
{
    *out = json_string_value(json);
    return json_is_string(json) || json_is_null(json) ? CARNET_OK : err_set(CARNET_INVALID, "request.json", "text or null");
}

static carnet_err slugs_in(const char ***out, size_t *count, struct ctx *ctx, const json_t *list)
{
    enum { TRAINERS_MAX = 20 };
    if (!json_is_array(list) || json_array_size(list) > TRAINERS_MAX)
        return err_set(CARNET_INVALID, "request.json", "a list of at most %d", TRAINERS_MAX);
    *count = json_array_size(list);
    *out = arena_alloc(ctx->arena, (*count + 1) * sizeof **out);
    for (size_t i = 0; i < *count; i++) {
        (*out)[i] = json_string_value(json_array_get(list, i));
        if (!(*out)[i])
            return err_set(CARNET_INVALID, "request.json", "a person is named by text");
    }
    return CARNET_OK;
}

/* PUT /api/cohorts/:cohort/halfdays/:halfday {"format", "module", "room", "trainers": [id…]}; the first three may be null */
static carnet_err api_half_day(struct req *req, struct reply *reply)
{
    struct half_day_change change = { 0 };
    json_t *format, *module, *room, *trainers;
    const char *cohort = req_id(req, "cohort");
    TRY(req_json(req, "{s:o, s:o, s:o, s:o}", "format", &format, "module", &module, "room", &room, "trainers", &trainers));
    TRY(text_in(&change.format, format));
    TRY(text_in(&change.module, module));
    TRY(text_in(&change.room, room));
    TRY(slugs_in(&change.trainers, &change.trainer_count, &req->ctx, trainers));
    TRY(calendar_plan(&req->ctx, cohort, req_id(req, "halfday"), &change));
    return reply_year(reply, 200, &req->ctx, cohort);
}

const struct route calendar_routes[] = {
    { "GET", "/api/programmes/:programme/calendar", api_propose, ROUTE_READS, NULL },
    { "GET", "/api/cohorts", api_cohorts, ROUTE_READS, NULL },
    { "POST", "/api/cohorts", api_set_up, 0, NULL },
    { "GET", "/api/cohorts/:cohort/calendar", api_year, ROUTE_READS, NULL },
    { "GET", "/api/cohorts/:cohort/sessions/:session/move", api_try_session, ROUTE_READS, NULL },
    { "PUT", "/api/cohorts/:cohort/sessions/:session", api_session, 0, NULL },
    { "GET", "/api/cohorts/:cohort/milestones/:milestone/move", api_try_milestone, ROUTE_READS, NULL },
    { "PUT", "/api/cohorts/:cohort/milestones/:milestone", api_milestone, 0, NULL },
    { "PUT", "/api/cohorts/:cohort/halfdays/:halfday", api_half_day, 0, NULL },
    { 0 },
};
