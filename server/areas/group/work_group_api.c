/* HTTP of work groups. */
#include "areas/group/group_api.h"
#include "areas/group/work_group.h"

/* POST /api/groups {"name", "theme"?, "open", "cohort"?} */
static carnet_err api_open(struct req *req, struct reply *reply)
{
    struct work_group_settings settings = { 0 };
    const char *slug, *cohort = NULL;
    int open;
    TRY(req_json(req, "{s:s, s?s, s:b, s?s}", "name", &settings.name, "theme", &settings.theme, "open", &open, "cohort", &cohort));
    settings.open = open;
    TRY(work_group_open(&slug, &req->ctx, cohort, &settings));
    return group_reply(req, reply, 201, slug);
}

/* PUT /api/groups/:group {"name", "theme"?, "open"} */
static carnet_err api_change(struct req *req, struct reply *reply)
{
    struct work_group_settings settings = { 0 };
    int open;
    TRY(req_json(req, "{s:s, s?s, s:b}", "name", &settings.name, "theme", &settings.theme, "open", &open));
    settings.open = open;
    TRY(work_group_change(&req->ctx, req_id(req, "group"), &settings));
    return group_reply(req, reply, 200, req_id(req, "group"));
}

/* PUT /api/groups/:group/archived {"archived"} */
static carnet_err api_archive(struct req *req, struct reply *reply)
{
    int archived;
    TRY(req_json(req, "{s:b}", "archived", &archived));
    TRY(work_group_archive(&req->ctx, req_id(req, "group"), archived));
    return group_reply(req, reply, 200, req_id(req, "group"));
}

/* PUT /api/groups/:group/membership {}: joins */
static carnet_err api_join(struct req *req, struct reply *reply)
{
    TRY(req_json(req, "{}"));
    TRY(work_group_join(&req->ctx, req_id(req, "group")));
    return group_reply(req, reply, 200, req_id(req, "group"));
}

/* DELETE /api/groups/:group/membership: leaves */
static carnet_err api_leave(struct req *req, struct reply *reply)
{
    TRY(work_group_leave(&req->ctx, req_id(req, "group")));
    return reply_empty(reply, 204);
}

/* DELETE /api/groups/:group/members/:person */
static carnet_err api_take_out(struct req *req, struct reply *reply)
{
    TRY(work_group_take_out(&req->ctx, req_id(req, "group"), req_id(req, "person")));
    return reply_empty(reply, 204);
}

/* GET /api/groups/:group/invitees */
static carnet_err api_invitees(struct req *req, struct reply *reply)
{
    struct work_group_guest *guests;
    size_t count;
    TRY(work_group_invitees(&guests, &count, &req->ctx, req_id(req, "group")));
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:{s:b}}", "id", guests[i].person.slug, "name",
                                              guests[i].person.name, "role", role_text(guests[i].role), "abilities", "invite", 1));
    return reply_json(reply, 200, list);
}

/* PUT /api/groups/:group/invitations/:person {} */
static carnet_err api_invite(struct req *req, struct reply *reply)
{
    TRY(req_json(req, "{}"));
    TRY(work_group_invite(&req->ctx, req_id(req, "group"), req_id(req, "person")));
    return group_reply(req, reply, 200, req_id(req, "group"));
}

/* DELETE /api/groups/:group/invitations/:person */
static carnet_err api_uninvite(struct req *req, struct reply *reply)
{
    TRY(work_group_uninvite(&req->ctx, req_id(req, "group"), req_id(req, "person")));
    return reply_empty(reply, 204);
}

const struct route work_group_routes[] = {
    { "POST", "/api/groups", api_open, 0, NULL },
    { "PUT", "/api/groups/:group", api_change, 0, NULL },
    { "PUT", "/api/groups/:group/archived", api_archive, 0, NULL },
    { "PUT", "/api/groups/:group/membership", api_join, 0, NULL },
    { "DELETE", "/api/groups/:group/membership", api_leave, 0, NULL },
    { "DELETE", "/api/groups/:group/members/:person", api_take_out, 0, NULL },
    { "GET", "/api/groups/:group/invitees", api_invitees, ROUTE_READS, NULL },
    { "PUT", "/api/groups/:group/invitations/:person", api_invite, 0, NULL },
    { "DELETE", "/api/groups/:group/invitations/:person", api_uninvite, 0, NULL },
    { 0 },
};
