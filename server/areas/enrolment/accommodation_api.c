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

static json_t *all_json(const struct accommodations *all)
{
    json_t *list = json_array();
    for (size_t i = 0; i < all->count; i++)
        json_array_append_new(list, accommodation_json(&all->items[i], all->causes));
    return json_pack("{s:o, s:{s:b}}", "accommodations", list, "abilities", "manage", all->manages);
}

static carnet_err reply_all(struct reply *reply, int status, struct req *req)
{
    struct accommodations all;
    TRY(accommodation_list(&all, &req->ctx, req_id(req, "cohort"), req_id(req, "trainee")));
    return reply_json(reply, status, all_json(&all));
}

/* GET /api/cohorts/:cohort/accommodations: of everybody of whom one may know some */
static carnet_err api_of_cohort(struct req *req, struct reply *reply)
{
    struct accommodations *all;
    size_t count;
    TRY(accommodation_all(&all, &count, &req->ctx, req_id(req, "cohort")));
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *one = all_json(&all[i]);
        json_object_set_new(one, "person", people_json(&all[i].person));
        json_array_append_new(list, one);
    }
    return reply_json(reply, 200, list);
}

/* GET /api/cohorts/:cohort/trainees/:trainee/accommodations */
static carnet_err api_list(struct req *req, struct reply *reply)
{
    return reply_all(reply, 200, req);
}

static carnet_err read_new(struct accommodation_new *out, struct req *req)
{
    const char *due = NULL;
    *out = (struct accommodation_new){ 0 };
    TRY(req_json(req, "{s:s, s?s, s?s, s?s, s?s}", "kind", &out->kind, "measure", &out->measure, "deliverable", &out->deliverable, "dueAt",
                 &due, "cause", &out->cause));
    return due ? clock_parse(&out->due_at, due) : CARNET_OK;
}

/* PUT /api/cohorts/:cohort/trainees/:trainee/accommodations/:accommodation, as for POST: all that is said of it, anew */
static carnet_err api_change(struct req *req, struct reply *reply)
{
    struct accommodation_new is;
    TRY(read_new(&is, req));
    TRY(accommodation_change(&req->ctx, req_id(req, "cohort"), req_id(req, "trainee"), req_id(req, "accommodation"), &is));
    return reply_all(reply, 200, req);
}

/* POST /api/cohorts/:cohort/trainees/:trainee/accommodations {"kind", "measure"?, "deliverable"?, "dueAt"?, "cause"?} */
static carnet_err api_add(struct req *req, struct reply *reply)
{
    struct accommodation_new added;
    TRY(read_new(&added, req));
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
    { "GET", "/api/cohorts/:cohort/accommodations", api_of_cohort, ROUTE_READS, NULL },
    { "GET", "/api/cohorts/:cohort/trainees/:trainee/accommodations", api_list, ROUTE_READS, NULL },
    { "POST", "/api/cohorts/:cohort/trainees/:trainee/accommodations", api_add, 0, NULL },
    { "PUT", "/api/cohorts/:cohort/trainees/:trainee/accommodations/:accommodation", api_change, 0, NULL },
    { "DELETE", "/api/cohorts/:cohort/trainees/:trainee/accommodations/:accommodation", api_end, 0, NULL },
    { 0 },
};
