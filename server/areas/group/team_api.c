/* The manager's board of teams: every change answers with the board as it is then. */
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

static json_t *drafts_json(const struct team_board *board)
{
    json_t *list = json_array();
    for (size_t i = 0; i < board->draft_count; i++) {
        const struct team_draft *one = &board->drafts[i];
        json_array_append_new(list, json_pack("{s:s, s:s, s:o, s:o, s:o}", "id", one->uid, "name", one->name, "commission",
                                              text_or_null(one->commission), "commissioner", text_or_null(one->commissioner),
                                              "cooperator", cooperator_json(board, one->cooperator)));
    }
    return list;
}

static json_t *teams_json(const struct team_board *board)
{
    json_t *list = json_array();
    for (size_t i = 0; i < board->team_count; i++) {
        json_t *one = group_or_null(&board->teams[i]);
        json_object_set_new(one, "from", text_or_null(board->teams[i].from_day));
        json_array_append_new(list, one);
    }
    return list;
}

static carnet_err reply_board(struct req *req, struct reply *reply, int status)
{
    struct team_board board;
    TRY(team_board(&board, &req->ctx));
    json_t *cooperators = json_array();
    for (size_t i = 0; i < board.cooperator_count; i++)
        json_array_append_new(cooperators, people_json(&board.cooperators[i]));
    return reply_json(reply, status,
                      json_pack("{s:{s:s, s:s, s:s}, s:s, s:o, s:o, s:o, s:o, s:{s:b}}", "cohort", "id", board.cohort.slug,
                                "label", board.cohort.label, "end", board.cohort.end_day, "today", moment_today(&req->ctx),
                                "trainees", places_json(&board), "drafts", drafts_json(&board), "teams", teams_json(&board),
                                "cooperators", cooperators, "abilities", "form", 1));
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
    TRY(team_draft_new(&req->ctx, &settings));
    return reply_board(req, reply, 201);
}

/* PUT /api/teams/drafts/:draft, the same */
static carnet_err api_draft_change(struct req *req, struct reply *reply)
{
    struct team_settings settings;
    TRY(read_settings(&settings, req));
    TRY(team_draft_change(&req->ctx, req_id(req, "draft"), &settings));
    return reply_board(req, reply, 200);
}

/* DELETE /api/teams/drafts/:draft */
static carnet_err api_draft_drop(struct req *req, struct reply *reply)
{
    TRY(team_draft_drop(&req->ctx, req_id(req, "draft")));
    return reply_board(req, reply, 200);
}

/* PUT /api/teams/places/:person {"draft"?}: without it, in none */
static carnet_err api_place(struct req *req, struct reply *reply)
{
    const char *draft = NULL;
    TRY(req_json(req, "{s?s}", "draft", &draft));
    TRY(team_draft_put(&req->ctx, req_id(req, "person"), draft));
    return reply_board(req, reply, 200);
}

/* POST /api/teams/publication {"from"} */
static carnet_err api_publish(struct req *req, struct reply *reply)
{
    const char *from;
    TRY(req_json(req, "{s:s}", "from", &from));
    TRY(team_publish(&req->ctx, from));
    return reply_board(req, reply, 200);
}

const struct route team_routes[] = {
    { "GET", "/api/teams", api_board, ROUTE_READS, NULL },
    { "POST", "/api/teams/drafts", api_draft_new, 0, NULL },
    { "PUT", "/api/teams/drafts/:draft", api_draft_change, 0, NULL },
    { "DELETE", "/api/teams/drafts/:draft", api_draft_drop, 0, NULL },
    { "PUT", "/api/teams/places/:person", api_place, 0, NULL },
    { "POST", "/api/teams/publication", api_publish, 0, NULL },
    { 0 },
};
