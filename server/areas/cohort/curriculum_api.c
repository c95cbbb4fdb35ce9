/* HTTP of a cohort's programme. */
#include "areas/cohort/curriculum.h"

/* GET /api/cohorts/:cohort/programme: as this cohort follows it */
static carnet_err api_show(struct req *req, struct reply *reply)
{
    struct cohort cohort;
    struct cohort_standing standing;
    struct programme programme;
    json_auto_t *definition = NULL;
    TRY(cohort_show(&cohort, &standing, &req->ctx, req_id(req, "cohort")));
    TRY(cohort_definition(&definition, &req->ctx, cohort.id));
    TRY(programme_by_id(&programme, &req->ctx, cohort.programme));
    json_t *json = programme_view(definition);
    json_object_update_new(json, json_pack("{s:s, s:I, s:I, s:{s:b}}", "id", cohort.programme_slug, "version",
                                           (json_int_t)cohort.programme_version, "newest", (json_int_t)programme.version,
                                           "abilities", "apply", cohort_manages(&standing)));
    return reply_json(reply, 200, json);
}

static json_t *value_json(const json_t *value)
{
    return value ? json_deep_copy(value) : json_null();
}

static json_t *changes_json(const struct curriculum_changes *changes)
{
    json_t *list = json_array();
    for (size_t i = 0; i < changes->count; i++)
        json_array_append_new(list, json_pack("{s:s, s:o, s:o}", "path", changes->items[i].path, "before",
                                              value_json(changes->items[i].before), "after", value_json(changes->items[i].after)));
    return json_pack("{s:I, s:I, s:o, s:{s:b}}", "version", (json_int_t)changes->cohort.programme_version, "newest",
                     (json_int_t)changes->version, "changes", list, "abilities", "apply",
                     changes->version > changes->cohort.programme_version);
}

/* GET /api/cohorts/:cohort/programme/changes: what applying the newest version would change */
static carnet_err api_changes(struct req *req, struct reply *reply)
{
    CLEANUP(curriculum_changes_clear) struct curriculum_changes changes = { 0 };
    TRY(curriculum_changes(&changes, &req->ctx, req_id(req, "cohort")));
    return reply_json(reply, 200, changes_json(&changes));
}

/* PUT /api/cohorts/:cohort/programme {"version"}: applies it, if it is still the newest */
static carnet_err api_apply(struct req *req, struct reply *reply)
{
    CLEANUP(curriculum_changes_clear) struct curriculum_changes changes = { 0 };
    json_int_t version;
    TRY(req_json(req, "{s:I}", "version", &version));
    TRY(curriculum_apply(&changes, &req->ctx, req_id(req, "cohort"), version));
    return reply_json(reply, 200, changes_json(&changes));
}

const struct route curriculum_routes[] = {
    { "GET", "/api/cohorts/:cohort/programme", api_show, ROUTE_READS, NULL },
    { "GET", "/api/cohorts/:cohort/programme/changes", api_changes, ROUTE_READS, NULL },
    { "PUT", "/api/cohorts/:cohort/programme", api_apply, 0, NULL },
    { 0 },
};
