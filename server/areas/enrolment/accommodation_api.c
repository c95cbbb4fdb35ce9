/* HTTP of accommodations. */
#include "areas/enrolment/accommodation.h"

static json_t *accommodation_json(const struct accommodation *a, bool with_cause)
{
    json_t *json = json_pack("{s:s, s:s, s:o, s:o, s:o, s:o}", "id", a->uid, "kind", a->kind, "measure", text_or_null(a->measure),
                             "deliverable", text_or_null(a->deliverable), "dueAt", moment_json(a->due_at), "since",
                             moment_json(a->created_at));
    if (with_cause)
        json_object_set_new(json, "cause", text_or_null(a->cause));
    return json;
}

static carnet_err reply_all(struct reply *reply, int status, struct req *req)
{
    struct accommodations all;
    TRY(accommodation_list(&all, &req->ctx, req_id(req, "cohort"), req_id(req, "trainee")));
    json_t *list = json_array();
    for (size_t i = 0; i < all.count; i++)
        json_array_append_new(list, accommodation_json(&all.items[i], all.causes));
    return reply_json(reply, status, json_pack("{s:o, s:{s:b}}", "accommodations", list, "abilities", "manage", all.manages));
}

/* GET /api/cohorts/:cohort/trainees/:trainee/accommodations */
static carnet_err api_list(struct req *req, struct reply *reply)
{
    return reply_all(reply, 200, req);
}

/* POST /api/cohorts/:cohort/trainees/:trainee/accommodations {"kind", "measure"?, "deliverable"?, "dueAt"?, "cause"?} */
static carnet_err api_add(struct req *req, struct reply *reply)
{
    struct accommodation_new added = { 0 };
    const char *due = NULL;
    TRY(req_json(req, "{s:s, s?s, s?s, s?s, s?s}", "kind", &added.kind, "measure", &added.measure, "deliverable", &added.deliverable,
                 "dueAt", &due, "cause", &added.cause));
    if (due)
        TRY(clock_parse(&added.due_at, due));
    TRY(accommodation_add(&req->ctx, req_id(req, "cohort"), req_id(req, "trainee"), &added));
    return reply_all(reply, 201, req);
}

/* DELETE /api/cohorts/:cohort/trainees/:trainee/accommodations/:accommodation */
static carnet_err api_end(struct req *req, struct reply *reply)
{
    TRY(accommodation_end(&req->ctx, req_id(req, "cohort"), req_id(req, "trainee"), req_id(req, "accommodation")));
    return reply_empty(reply, 204);
}

const struct route accommodation_routes[] = {
    { "GET", "/api/cohorts/:cohort/trainees/:trainee/accommodations", api_list, ROUTE_READS, NULL },
    { "POST", "/api/cohorts/:cohort/trainees/:trainee/accommodations", api_add, 0, NULL },
    { "DELETE", "/api/cohorts/:cohort/trainees/:trainee/accommodations/:accommodation", api_end, 0, NULL },
    { 0 },
};
