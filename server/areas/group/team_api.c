/* The manager's board of teams: every change answers with the board as it is then. ?cohort= names the cohort; without it, the one that runs. */
#include "areas/event/rows.h"
#include "areas/group/team.h"

static json_t *group_or_null(const struct group *group)
{
    return group->id ? json_pack("{s:s, s:s}", "id", group->slug, "name", group->name) : json_null();
}

static json_t *project_json(const struct cohort_trainee *trainee)
{
    return json_pack("{s:o, s:o, s:o}", "title", text_or_null(trainee->project_title), "place",
                     text_or_null(trainee->project_place), "setting", text_or_null(trainee->project_setting));
}

static const char *draft_uid(const struct team_board *board, int64_t id)
{
    for (size_t i = 0; i < board->draft_count; i++)
        if (board->drafts[i].id == id)
            return board->drafts[i].uid;
    return NULL;
}

static json_t *cooperator_json(const struct team_board *board, int64_t id)
{
    for (size_t i = 0; i < board->cooperator_count; i++)
        if (board->cooperators[i].id == id)
            return people_json(&board->cooperators[i]);
    return json_null();
}

static json_t *places_json(const struct team_board *board)
{
    json_t *list = json_array();
    for (size_t i = 0; i < board->place_count; i++) {
        const struct team_place *one = &board->places[i];
        json_array_append_new(list, json_pack("{s:s, s:s, s:o, s:o, s:o, s:o, s:o}", "id", one->trainee.person.slug, "name",
                                              one->trainee.person.name, "project", project_json(&one->trainee), "team",
                                              group_or_null(&one->now), "next", group_or_null(&one->next), "nextFrom",
                                              text_or_null(one->next_from), "draft",
                                              text_or_null(draft_uid(board, one->draft))));
    }
    return list;
}

static json_t *team_json(const struct team_board *board, const char *id, const char *name, const char *commission, const char *commissioner,
                         int64_t cooperator)
{
    return json_pack("{s:s, s:s, s:o, s:o, s:o}", "id", id, "name", name, "commission", text_or_null(commission), "commissioner",
                     text_or_null(commissioner), "cooperator", cooperator_json(board, cooperator));
}

static json_t *drafts_json(const struct team_board *board)
{
    json_t *list = json_array();
    for (size_t i = 0; i < board->draft_count; i++) {
        const struct team_draft *one = &board->drafts[i];
        json_array_append_new(list, team_json(board, one->uid, one->name, one->commission, one->commissioner, one->cooperator));
    }
    return list;
}

static json_t *teams_json(const struct team_board *board)
{
    json_t *list = json_array();
    for (size_t i = 0; i < board->team_count; i++) {
        const struct group *team = &board->teams[i];
        json_t *one = team_json(board, team->slug, team->name, team->commission, team->commissioner, team->cooperator);
        json_object_set_new(one, "from", text_or_null(team->from_day));
        json_array_append_new(list, one);
    }
    return list;
}

static const char *cohort_named(struct req *req)
{
    return req_query(req, "cohort");
}

static carnet_err board_json(json_t **out, struct req *req)
{
    struct team_board board;
    TRY(team_board(&board, &req->ctx, cohort_named(req)));
    json_t *cooperators = json_array();
    for (size_t i = 0; i < board.cooperator_count; i++)
        json_array_append_new(cooperators, people_json(&board.cooperators[i]));
    *out = json_pack("{s:{s:s, s:s, s:s}, s:s, s:s, s:o, s:I, s:o, s:o, s:o, s:{s:b}}", "cohort", "id", board.cohort.slug, "label",
                     board.cohort.label, "end", board.cohort.end_day, "today", moment_today(&req->ctx), "day", board.day, "trainees",
                     places_json(&board), "expected", (json_int_t)board.expected, "drafts", drafts_json(&board), "teams",
                     teams_json(&board), "cooperators", cooperators, "abilities", "form", 1);
    return CARNET_OK;
}

static carnet_err reply_board(struct req *req, struct reply *reply, int status)
{
    json_t *board;
    TRY(board_json(&board, req));
    return reply_json(reply, status, board);
}

/* GET /api/teams */
static carnet_err api_board(struct req *req, struct reply *reply)
{
    return reply_board(req, reply, 200);
}

static carnet_err read_settings(struct team_settings *out, struct req *req)
{
    *out = (struct team_settings){ 0 };
    return req_json(req, "{s:s, s?s, s?s, s?s}", "name", &out->name, "commission", &out->commission, "commissioner",
                    &out->commissioner, "cooperator", &out->cooperator);
}

/* POST /api/teams/drafts {"name", "commission"?, "commissioner"?, "cooperator"?} */
static carnet_err api_draft_new(struct req *req, struct reply *reply)
{
    struct team_settings settings;
    TRY(read_settings(&settings, req));
    TRY(team_draft_new(&req->ctx, cohort_named(req), &settings));
    return reply_board(req, reply, 201);
}

/* PUT /api/teams/drafts/:draft, the same */
static carnet_err api_draft_change(struct req *req, struct reply *reply)
{
    struct team_settings settings;
    TRY(read_settings(&settings, req));
    TRY(team_draft_change(&req->ctx, cohort_named(req), req_id(req, "draft"), &settings));
    return reply_board(req, reply, 200);
}

/* DELETE /api/teams/drafts/:draft */
static carnet_err api_draft_drop(struct req *req, struct reply *reply)
{
    TRY(team_draft_drop(&req->ctx, cohort_named(req), req_id(req, "draft")));
    return reply_board(req, reply, 200);
}

/* PUT /api/teams/:group, the same of one that is published */
static carnet_err api_change(struct req *req, struct reply *reply)
{
    struct team_settings settings;
    TRY(read_settings(&settings, req));
    TRY(team_change(&req->ctx, cohort_named(req), req_id(req, "group"), &settings));
    return reply_board(req, reply, 200);
}

/* PUT /api/teams/places/:person {"draft"?}: without it, in none */
static carnet_err api_place(struct req *req, struct reply *reply)
{
    const char *draft = NULL;
    TRY(req_json(req, "{s?s}", "draft", &draft));
    TRY(team_draft_put(&req->ctx, cohort_named(req), req_id(req, "person"), draft));
    return reply_board(req, reply, 200);
}

/* POST /api/teams/publication {"from"}: the board, and who was drafted but is not enrolled on that day */
static carnet_err api_publish(struct req *req, struct reply *reply)
{
    const char *from;
    struct person *out;
    size_t out_count;
    json_t *board;
    TRY(req_json(req, "{s:s}", "from", &from));
    TRY(team_publish(&out, &out_count, &req->ctx, cohort_named(req), from));
    TRY(board_json(&board, req));
    json_t *left_out = json_array();
    for (size_t i = 0; i < out_count; i++)
        json_array_append_new(left_out, people_json(&out[i]));
    json_object_set_new(board, "leftOut", left_out);
    return reply_json(reply, 200, board);
}

const struct route team_routes[] = {
    { "GET", "/api/teams", api_board, ROUTE_READS, NULL },
    { "POST", "/api/teams/drafts", api_draft_new, 0, NULL },
    { "PUT", "/api/teams/drafts/:draft", api_draft_change, 0, NULL },
    { "DELETE", "/api/teams/drafts/:draft", api_draft_drop, 0, NULL },
    { "PUT", "/api/teams/:group", api_change, 0, NULL },
    { "PUT", "/api/teams/places/:person", api_place, 0, NULL },
    { "POST", "/api/teams/publication", api_publish, 0, NULL },
    { 0 },
};
