/* HTTP of people's places. The office sees everybody; a trainee sees what was decided about them. */
#include <string.h>

#include "areas/deliverable/work.h"
#include "areas/enrolment/enrolment.h"

enum { TOGETHER_MOST = 300 }; /* trainees in one assignment */

static const char *const AS[ACCOMPANIMENT_COUNT] = { "tutor", "cooperator" };

static json_t *repeat_json(const struct enrolment *e)
{
    json_t *blocks = e->acquired ? json_loads(e->acquired, 0, NULL) : NULL;
    if (!e->previous_cohort && !blocks)
        return json_null();
    return json_pack("{s:o, s:o}", "previousCohort", text_or_null(e->previous_cohort), "acquiredBlocks", blocks ? blocks : json_array());
}

static json_t *project_json(const struct project *project)
{
    return json_pack("{s:o, s:o, s:o}", "title", text_or_null(project->title), "place", text_or_null(project->place), "setting",
                     text_or_null(project->setting));
}

static json_t *enrolment_json(struct ctx *ctx, const struct enrolment *e)
{
    return json_pack("{s:o, s:s, s:s, s:o, s:o, s:o, s:o, s:b, s:o, s:o}", "person", people_json(&e->person), "status",
                     enrolment_status_text(e->status), "from", e->from, "to", text_or_null(e->to), "reason", text_or_null(e->reason),
                     "suspendedOn", text_or_null(e->suspended_on), "suspendedUntil", text_or_null(e->suspended_until),
                     "suspensionOver", enrolment_pause_over(ctx, e), "repeat", repeat_json(e), "project", project_json(&e->project));
}

static json_t *team_json(const struct team *team)
{
    return team->slug ? json_pack("{s:s, s:s}", "id", team->slug, "name", team->name) : json_null();
}

/* With the days of being in it, for who knows of it. */
static json_t *stay_json(const struct team *team)
{
    json_t *json = team_json(team);
    json_object_update_new(json, json_pack("{s:s, s:o, s:o}", "from", team->from, "to", text_or_null(team->to), "reason",
                                           text_or_null(team->reason)));
    return json;
}

static json_t *assignment_json(const struct assignment *a, bool with_note)
{
    json_t *json = json_pack("{s:s, s:o, s:s, s:o, s:o}", "as", AS[a->as], "person", people_json(&a->person), "from", a->from, "to",
                             text_or_null(a->to), "reason", text_or_null(a->reason));
    if (with_note)
        json_object_set_new(json, "handover", text_or_null(a->handover));
    return json;
}

static bool covers(const struct assignment *a, const char *day)
{
    return strcmp(a->from, day) <= 0 && (!a->to || strcmp(a->to, day) >= 0);
}

/* Who accompanies them on a day, and the team. */
static carnet_err add_place(json_t *json, struct ctx *ctx, const struct enrolment *e, const char *day)
{
    struct team team;
    struct assignment *assignments;
    size_t count;
    TRY(enrolment_team(&team, ctx, e->cohort, e->person.id, day));
    TRY(enrolment_assignments(&assignments, &count, ctx, e->cohort, e->person.id));
    json_object_set_new(json, "team", team_json(&team));
    for (int as = 0; as < ACCOMPANIMENT_COUNT; as++)
        json_object_set_new(json, AS[as], json_null());
    for (size_t i = 0; i < count; i++)
        if (covers(&assignments[i], day))
            json_object_set_new(json, AS[assignments[i].as], people_json(&assignments[i].person));
    return CARNET_OK;
}

static carnet_err add_request(json_t *json, struct ctx *ctx, const struct enrolment *e, const struct cohort_standing *standing)
{
    struct team_request request;
    TRY(enrolment_request(&request, ctx, e, standing));
    json_object_set_new(json, "teamRequest", request.words ? json_pack("{s:o, s:s}", "askedAt", moment_json(request.asked_at), "words",
                                                                       request.words) : json_null());
    return CARNET_OK;
}

static carnet_err candidates_json(json_t **out, struct ctx *ctx, enum accompaniment as)
{
    struct person *people;
    size_t count;
    TRY(enrolment_candidates(&people, &count, ctx, as));
    *out = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(*out, people_json(&people[i]));
    return CARNET_OK;
}

static carnet_err teams_json(json_t **out, struct ctx *ctx, int64_t cohort)
{
    struct team *teams;
    size_t count;
    TRY(enrolment_teams(&teams, &count, ctx, cohort));
    *out = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *one = team_json(&teams[i]);
        json_object_set_new(one, "opensOn", text_or_null(teams[i].from));
        json_array_append_new(*out, one);
    }
    return CARNET_OK;
}

/* GET /api/cohorts/:cohort/trainees: for the office */
static carnet_err api_list(struct req *req, struct reply *reply)
{
    struct ctx *ctx = &req->ctx;
    struct cohort cohort;
    struct cohort_standing standing;
    struct enrolment *all;
    size_t count;
    json_auto_t *list = json_array();
    json_auto_t *tutors = NULL;
    json_auto_t *cooperators = NULL;
    json_auto_t *teams = NULL;
    TRY(enrolment_list(&all, &count, ctx, req_id(req, "cohort")));
    TRY(cohort_show(&cohort, &standing, ctx, req_id(req, "cohort")));
    for (size_t i = 0; i < count; i++) {
        json_t *one = enrolment_json(ctx, &all[i]);
        json_array_append_new(list, one);
        TRY(add_place(one, ctx, &all[i], cohort_day(ctx, &cohort)));
        TRY(add_request(one, ctx, &all[i], &standing));
    }
    TRY(candidates_json(&tutors, ctx, ACCOMPANIMENT_TUTOR));
    TRY(candidates_json(&cooperators, ctx, ACCOMPANIMENT_COOPERATOR));
    TRY(teams_json(&teams, ctx, cohort.id));
    return reply_json(reply, 200, json_pack("{s:{s:s, s:s}, s:s, s:s, s:O, s:O, s:O, s:O, s:{s:b, s:b}}", "cohort", "id", cohort.slug,
                                            "label", cohort.label, "today", moment_today(ctx), "day", cohort_day(ctx, &cohort),
                                            "trainees", list, "tutors", tutors, "cooperators", cooperators, "teams", teams,
                                            "abilities", "manage", cohort_manages(&standing), "enrol", true));
}

static carnet_err history_json(json_t **out, struct ctx *ctx, const struct enrolment *e)
{
    struct enrolment_change *changes;
    size_t count;
    TRY(enrolment_history(&changes, &count, ctx, e));
    *out = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(*out, json_pack("{s:o, s:o, s:o, s:s, s:s, s:o, s:o}", "at", moment_json(changes[i].at), "actor",
                                              people_json(&changes[i].actor), "from", text_or_null(changes[i].from), "to",
                                              changes[i].to, "day", changes[i].day, "category", text_or_null(changes[i].category),
                                              "reason", text_or_null(changes[i].reason)));
    return CARNET_OK;
}

static carnet_err add_groups(json_t *json, struct ctx *ctx, const struct enrolment *e)
{
    struct team *teams, *groups;
    size_t team_count, group_count;
    TRY(enrolment_teams_of(&teams, &team_count, ctx, e->cohort, e->person.id));
    TRY(enrolment_work_groups_of(&groups, &group_count, ctx, e->cohort, e->person.id));
    json_t *stays = json_array(), *list = json_array();
    for (size_t i = 0; i < team_count; i++)
        json_array_append_new(stays, stay_json(&teams[i]));
    for (size_t i = 0; i < group_count; i++)
        json_array_append_new(list, team_json(&groups[i]));
    json_object_set_new(json, "teams", stays);
    json_object_set_new(json, "workGroups", list);
    return CARNET_OK;
}

/* afterLeaving: what would become of it if they left today. drafts: not handed in as well, for themselves and for the manager. */
static carnet_err add_works(json_t *json, struct ctx *ctx, const struct enrolment *e, bool drafts)
{
    struct work *works;
    size_t count;
    TRY(work_list(&works, &count, ctx, e->cohort, e->person.id));
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        if (!drafts && !work_handed_in(&works[i]))
            continue;
        json_t *one = work_json(&works[i], ctx->now);
        json_object_set_new(one, "afterLeaving", json_string(work_state_text(work_after_leaving(&works[i]))));
        json_array_append_new(list, one);
    }
    json_object_set_new(json, "works", list);
    return CARNET_OK;
}

/* The statuses that the actor can let follow. */
static json_t *steps_json(const struct enrolment *e, const struct cohort_standing *standing)
{
    json_t *steps = json_array();
    for (int to = 0; to < ENROLMENT_STATUS_COUNT; to++)
        if (enrolment_can_become(e, standing, (enum enrolment_status)to))
            json_array_append_new(steps, json_string(enrolment_status_text((enum enrolment_status)to)));
    return steps;
}

static json_t *abilities_json(const struct ctx *ctx, const struct enrolment *e, const struct cohort_standing *standing)
{
    bool manages = cohort_manages(standing), here = e->status == ENROLMENT_ENROLLED || e->status == ENROLMENT_SUSPENDED;
    return json_pack("{s:b, s:b, s:b}", "manage", manages, "askTeam", here && e->person.id == ctx->actor, "project",
                     enrolment_can_say_project(e, standing, ctx->actor));
}

static carnet_err reply_one(struct reply *reply, int status, struct ctx *ctx, const char *slug, const char *trainee)
{
    struct cohort cohort;
    struct enrolment e;
    struct cohort_standing standing;
    struct assignment *assignments;
    size_t count;
    json_t *history;
    TRY(enrolment_show(&e, ctx, slug, trainee));
    TRY(cohort_by_id(&cohort, ctx, e.cohort));
    TRY(cohort_standing(&standing, ctx, e.cohort, 0));
    TRY(enrolment_assignments(&assignments, &count, ctx, e.cohort, e.person.id));
    TRY(history_json(&history, ctx, &e));
    json_auto_t *json = enrolment_json(ctx, &e);
    json_object_set_new(json, "today", json_string(moment_today(ctx)));
    json_object_set_new(json, "day", json_string(cohort_day(ctx, &cohort)));
    json_object_set_new(json, "history", history);
    TRY(add_place(json, ctx, &e, cohort_day(ctx, &cohort)));
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, assignment_json(&assignments[i], cohort_assists(&standing)));
    json_object_set_new(json, "assignments", list);
    TRY(add_groups(json, ctx, &e));
    TRY(add_works(json, ctx, &e, e.person.id == ctx->actor || cohort_manages(&standing)));
    TRY(add_request(json, ctx, &e, &standing));
    json_object_set_new(json, "steps", steps_json(&e, &standing));
    json_object_set_new(json, "abilities", abilities_json(ctx, &e, &standing));
    return reply_json(reply, status, json_incref(json));
}

/* GET /api/cohorts/:cohort/trainees/:trainee: for the office, and for themselves */
static carnet_err api_show(struct req *req, struct reply *reply)
{
    return reply_one(reply, 200, &req->ctx, req_id(req, "cohort"), req_id(req, "trainee"));
}

/* POST /api/cohorts/:cohort/trainees {"person", "from", "status", "previousCohort"?, "acquiredBlocks"?} */
static carnet_err api_add(struct req *req, struct reply *reply)
{
    struct enrolment_new enrolment = { 0 };
    const char *status, *cohort = req_id(req, "cohort");
    json_t *acquired = NULL;
    TRY(req_json(req, "{s:s, s:s, s:s, s?s, s?o}", "person", &enrolment.person, "from", &enrolment.from, "status", &status,
                 "previousCohort", &enrolment.previous_cohort, "acquiredBlocks", &acquired));
    if (acquired && !json_is_array(acquired))
        return err_set(CARNET_INVALID, "request.json", "a list of blocks");
    enrolment.acquired = acquired;
    TRY(enrolment_status_parse(&enrolment.status, status));
    TRY(enrolment_add(&req->ctx, cohort, &enrolment));
    return reply_one(reply, 201, &req->ctx, cohort, enrolment.person);
}

/* PUT /api/cohorts/:cohort/trainees/:trainee/enrolment {"status", "day", "until"?, "category"?, "reason"?} */
static carnet_err api_step(struct req *req, struct reply *reply)
{
    struct enrolment_step step = { 0 };
    const char *status, *cohort = req_id(req, "cohort"), *trainee = req_id(req, "trainee");
    TRY(req_json(req, "{s:s, s:s, s?s, s?s, s?s}", "status", &status, "day", &step.day, "until", &step.until, "category",
                 &step.category, "reason", &step.reason));
    TRY(enrolment_status_parse(&step.status, status));
    TRY(enrolment_change(&req->ctx, cohort, trainee, &step));
    return reply_one(reply, 200, &req->ctx, cohort, trainee);
}

static carnet_err assign(struct req *req, struct reply *reply, enum accompaniment as)
{
    struct assignment_new assignment = { 0 };
    const char *cohort = req_id(req, "cohort"), *trainee = req_id(req, "trainee");
    json_t *person;
    TRY(req_json(req, "{s:o, s:s, s?s, s?s, s?s}", "person", &person, "from", &assignment.from, "to", &assignment.to, "reason",
                 &assignment.reason, "handover", &assignment.handover));
    if (!json_is_string(person) && !json_is_null(person))
        return err_set(CARNET_INVALID, "request.json", "a person or null");
    assignment.person = json_string_value(person);
    TRY(enrolment_assign(&req->ctx, as, cohort, trainee, &assignment));
    return reply_one(reply, 200, &req->ctx, cohort, trainee);
}

/* PUT /api/cohorts/:cohort/trainees/:trainee/tutor {"person": id or null, "from", "to"?, "reason"?, "handover"?} */
static carnet_err api_tutor(struct req *req, struct reply *reply)
{
    return assign(req, reply, ACCOMPANIMENT_TUTOR);
}

/* PUT /api/cohorts/:cohort/trainees/:trainee/cooperator, the same */
static carnet_err api_cooperator(struct req *req, struct reply *reply)
{
    return assign(req, reply, ACCOMPANIMENT_COOPERATOR);
}

/* PUT /api/cohorts/:cohort/accompaniment {"as": "tutor" or "cooperator", "trainees": [id…], "person", "from", …}, the same for several */
static carnet_err api_assign_all(struct req *req, struct reply *reply)
{
    struct assignment_new assignment = { 0 };
    const char *as, *cohort = req_id(req, "cohort");
    json_t *person, *trainees, *trainee;
    size_t i;
    TRY(req_json(req, "{s:s, s:o, s:o, s:s, s?s, s?s, s?s}", "as", &as, "trainees", &trainees, "person", &person, "from",
                 &assignment.from, "to", &assignment.to, "reason", &assignment.reason, "handover", &assignment.handover));
    size_t count = json_array_size(trainees);
    bool tutor = strcmp(as, AS[ACCOMPANIMENT_TUTOR]) == 0;
    if (count > TOGETHER_MOST || (!json_is_string(person) && !json_is_null(person)) || (!tutor && strcmp(as, AS[ACCOMPANIMENT_COOPERATOR]) != 0))
        return err_set(CARNET_INVALID, "request.json", "whom, for whom, as what");
    assignment.person = json_string_value(person);
    const char **slugs = arena_alloc(req->ctx.arena, (count + 1) * sizeof *slugs);
    json_array_foreach(trainees, i, trainee) {
        slugs[i] = json_string_value(trainee);
        if (!slugs[i])
            return err_set(CARNET_INVALID, "request.json", "a list of trainees");
    }
    TRY(enrolment_assign_all(&req->ctx, tutor ? ACCOMPANIMENT_TUTOR : ACCOMPANIMENT_COOPERATOR, cohort, slugs, count, &assignment));
    return api_list(req, reply);
}

/* PUT /api/cohorts/:cohort/trainees/:trainee/team {"group": id or null, "from", "reason"} */
static carnet_err api_team(struct req *req, struct reply *reply)
{
    struct team_move move;
    const char *cohort = req_id(req, "cohort"), *trainee = req_id(req, "trainee");
    json_t *group;
    TRY(req_json(req, "{s:o, s:s, s:s}", "group", &group, "from", &move.from, "reason", &move.reason));
    if (!json_is_string(group) && !json_is_null(group))
        return err_set(CARNET_INVALID, "request.json", "a team or null");
    move.group = json_string_value(group);
    TRY(enrolment_move(&req->ctx, cohort, trainee, &move));
    return reply_one(reply, 200, &req->ctx, cohort, trainee);
}

/* PUT /api/cohorts/:cohort/trainees/:trainee/project {"title"?, "place"?, "setting"?} */
static carnet_err api_project(struct req *req, struct reply *reply)
{
    struct project project = { 0 };
    const char *cohort = req_id(req, "cohort"), *trainee = req_id(req, "trainee");
    TRY(req_json(req, "{s?s, s?s, s?s}", "title", &project.title, "place", &project.place, "setting", &project.setting));
    TRY(enrolment_say_project(&req->ctx, cohort, trainee, &project));
    return reply_one(reply, 200, &req->ctx, cohort, trainee);
}

/* POST /api/cohorts/:cohort/trainees/:trainee/team-request {"words"}: by themselves */
static carnet_err api_ask_team(struct req *req, struct reply *reply)
{
    const char *words, *cohort = req_id(req, "cohort"), *trainee = req_id(req, "trainee");
    TRY(req_json(req, "{s:s}", "words", &words));
    TRY(enrolment_ask_team(&req->ctx, cohort, trainee, words));
    return reply_one(reply, 201, &req->ctx, cohort, trainee);
}

/* DELETE /api/cohorts/:cohort/trainees/:trainee/team-request: taken back, or set aside by the manager */
static carnet_err api_settle_team_request(struct req *req, struct reply *reply)
{
    const char *cohort = req_id(req, "cohort"), *trainee = req_id(req, "trainee");
    TRY(enrolment_settle_team_request(&req->ctx, cohort, trainee));
    return reply_one(reply, 200, &req->ctx, cohort, trainee);
}

/* GET /api/accompaniment: whom one accompanies today, with the note of whoever decided it */
static carnet_err api_accompanied(struct req *req, struct reply *reply)
{
    struct assignment *assignments;
    size_t count;
    TRY(enrolment_accompanied(&assignments, &count, &req->ctx));
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        const struct assignment *a = &assignments[i];
        json_array_append_new(list, json_pack("{s:s, s:o, s:s, s:o, s:o}", "as", AS[a->as], "trainee", people_json(&a->trainee), "from",
                                              a->from, "to", text_or_null(a->to), "handover", text_or_null(a->handover)));
    }
    return reply_json(reply, 200, list);
}

/* Where somebody is a trainee today, for who runs that cohort; null for the others. */
static carnet_err enrolled_json(json_t **out, struct ctx *ctx, int64_t person)
{
    int64_t id;
    struct cohort cohort;
    struct cohort_standing standing;
    *out = json_null();
    carnet_err found = cohort_enrolled(&id, ctx, person);
    if (found != CARNET_OK)
        return found == CARNET_MISSING ? CARNET_OK : found;
    TRY(cohort_by_id(&cohort, ctx, id));
    TRY(cohort_standing(&standing, ctx, id, 0));
    if (cohort_assists(&standing))
        *out = json_pack("{s:s, s:s}", "id", cohort.slug, "name", cohort.label);
    return CARNET_OK;
}

/* GET /api/people/:person/departure: what they hold, for whoever keeps their account */
static carnet_err api_departure(struct req *req, struct reply *reply)
{
    struct ctx *ctx = &req->ctx;
    struct departure departure;
    json_auto_t *held = json_array();
    json_auto_t *enrolled = NULL;
    TRY(enrolment_departure(&departure, ctx, req_id(req, "person")));
    TRY(enrolled_json(&enrolled, ctx, departure.account.person.id));
    for (size_t i = 0; i < departure.held_count; i++) {
        const struct assignment *a = &departure.held[i];
        struct cohort cohort;
        struct cohort_standing standing;
        TRY(cohort_by_id(&cohort, ctx, a->cohort));
        TRY(cohort_standing(&standing, ctx, a->cohort, 0));
        json_array_append_new(held, json_pack("{s:s, s:o, s:{s:s, s:s}, s:s, s:{s:b}}", "as", AS[a->as], "trainee", people_json(&a->trainee),
                                              "cohort", "id", cohort.slug, "name", cohort.label, "from", a->from, "abilities", "hand",
                                              cohort_manages(&standing)));
    }
    return reply_json(reply, 200, json_pack("{s:o, s:s, s:b, s:O, s:O, s:{s:b}}", "person", people_json(&departure.account.person), "today",
                                            moment_today(ctx), "closed", departure.account.closed, "enrolled", enrolled,
                                            "accompanies", held, "abilities", "close", departure.account.may_close));
}

/* PUT /api/people/:person/role-removal {"cohort", "role"}: cohort null: in the whole organisation */
static carnet_err api_take_role(struct req *req, struct reply *reply)
{
    json_t *cohort;
    const char *name;
    enum role role;
    TRY(req_json(req, "{s:o, s:s}", "cohort", &cohort, "role", &name));
    if (!json_is_string(cohort) && !json_is_null(cohort))
        return err_set(CARNET_INVALID, "request.json", "cohort");
    TRY(role_parse(&role, name));
    TRY(enrolment_take_role(&req->ctx, req_id(req, "person"), role, json_string_value(cohort)));
    return reply_empty(reply, 204);
}

const struct route enrolment_routes[] = {
    { "GET", "/api/cohorts/:cohort/trainees", api_list, ROUTE_READS, NULL },
    { "POST", "/api/cohorts/:cohort/trainees", api_add, 0, NULL },
    { "GET", "/api/cohorts/:cohort/trainees/:trainee", api_show, ROUTE_READS, NULL },
    { "PUT", "/api/cohorts/:cohort/trainees/:trainee/enrolment", api_step, 0, NULL },
    { "PUT", "/api/cohorts/:cohort/trainees/:trainee/tutor", api_tutor, 0, NULL },
    { "PUT", "/api/cohorts/:cohort/trainees/:trainee/cooperator", api_cooperator, 0, NULL },
    { "PUT", "/api/cohorts/:cohort/trainees/:trainee/team", api_team, 0, NULL },
    { "PUT", "/api/cohorts/:cohort/trainees/:trainee/project", api_project, 0, NULL },
    { "POST", "/api/cohorts/:cohort/trainees/:trainee/team-request", api_ask_team, 0, NULL },
    { "DELETE", "/api/cohorts/:cohort/trainees/:trainee/team-request", api_settle_team_request, 0, NULL },
    { "PUT", "/api/cohorts/:cohort/accompaniment", api_assign_all, 0, NULL },
    { "GET", "/api/people/:person/departure", api_departure, ROUTE_READS, NULL },
    { "PUT", "/api/people/:person/role-removal", api_take_role, 0, NULL },
    { "GET", "/api/accompaniment", api_accompanied, ROUTE_READS, NULL },
    { 0 },
};
