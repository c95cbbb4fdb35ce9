/* HTTP of invitations and of the accounts somebody keeps. */
#include "areas/people/invitation.h"

#include <string.h>

/* POST /api/invitations/preview {"cohort", "text"}: how the lines are understood; makes nothing */
static json_t *invitee_json(const struct invitee *one)
{
    return json_pack("{s:I, s:s, s:s, s:s, s:s, s:o}", "line", (json_int_t)one->pasted.line, "givenName", one->pasted.given_name,
                     "familyName", one->pasted.family_name, "email", one->pasted.email, "state", invitee_state_text(one->state), "error",
                     text_or_null(one->pasted.error));
}

static carnet_err api_preview(struct req *req, struct reply *reply)
{
    json_t *cohort;
    const char *text;
    struct invitee *invitees;
    size_t count;
    TRY(req_json(req, "{s:o, s:s}", "cohort", &cohort, "text", &text));
    if (!json_is_string(cohort) && !json_is_null(cohort))
        return err_set(CARNET_INVALID, "request.json", "cohort");
    TRY(invitation_preview(&invitees, &count, &req->ctx, json_string_value(cohort), text));
    json_auto_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, invitee_json(&invitees[i]));
    return reply_json(reply, 200, json_pack("{s:O}", "people", list));
}

/* ---- accounts ---- */

static json_t *roles_json(struct ctx *ctx, const char *roles)
{
    json_t *list = json_array();
    for (const char *at = roles; *at;) {
        size_t len = strcspn(at, ",");
        json_array_append_new(list, json_string(arena_span(ctx->arena, at, len)));
        at += len + (at[len] == ',');
    }
    return list;
}

static const char *state_of(const struct account_about *about, int64_t now)
{
    if (about->closed)
        return "closed";
    if (about->opened)
        return "open";
    return !about->invited_at ? "none" : about->invitation_ends_at > now ? "invited" : "expired";
}

static json_t *held_json(const struct account_about *about)
{
    json_t *list = json_array();
    for (size_t i = 0; i < about->held_count; i++)
        json_array_append_new(list, role_held_json(&about->held[i]));
    return list;
}

/* held: the roles that the reader may take back */
static json_t *account_json(struct ctx *ctx, const struct account_about *about)
{
    const struct person *p = &about->person;
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:o, s:o, s:s, s:o, s:o, s:{s:b, s:b, s:b, s:b, s:b}}", "id", p->slug, "name", p->name, "givenName",
                     p->given_name, "familyName", p->family_name, "email", p->email, "roles", roles_json(ctx, about->roles), "held", held_json(about), "state",
                     state_of(about, ctx->now), "invitedAt", moment_json(about->invited_at), "invitationEndsAt",
                     moment_json(about->opened || about->closed ? 0 : about->invitation_ends_at), "abilities", "invite", about->may_invite,
                     "correct", about->may_correct, "rename", about->may_rename, "close", about->may_close, "unlock", about->may_unlock);
}

static carnet_err reply_accounts(struct reply *reply, int status, struct ctx *ctx, const char *cohort)
{
    struct account_about *accounts;
    size_t count;
    TRY(account_list(&accounts, &count, ctx, cohort));
    json_auto_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, account_json(ctx, &accounts[i]));
    return reply_json(reply, status, json_pack("{s:O}", "people", list));
}

/* GET /api/people?cohort=<id>: without cohort everybody, for administrators */
static carnet_err api_people(struct req *req, struct reply *reply)
{
    return reply_accounts(reply, 200, &req->ctx, req_query(req, "cohort"));
}

static carnet_err read_people(struct pasted **out, size_t *count, struct ctx *ctx, json_t *people)
{
    size_t i;
    json_t *one;
    *count = json_array_size(people);
    if (!json_is_array(people) || !*count || *count > PASTED_PEOPLE)
        return err_set(CARNET_INVALID, "invitation.people", "count=%zu", *count);
    *out = arena_alloc(ctx->arena, *count * sizeof **out);
    json_array_foreach(people, i, one) {
        const char *given, *family, *email;
        if (json_unpack(one, "{s:s, s:s, s:s !}", "givenName", &given, "familyName", &family, "email", &email) != 0)
            return err_set(CARNET_INVALID, "request.json", "people[%zu]", i);
        (*out)[i] = pasted_check(ctx, (int64_t)i + 1, given, family, email);
    }
    return CARNET_OK;
}

/* POST /api/invitations {"cohort", "role", "people": [{"givenName", "familyName", "email"}]} */
static carnet_err api_invite(struct req *req, struct reply *reply)
{
    struct ctx *ctx = &req->ctx;
    json_t *cohort, *list;
    const char *name;
    enum role role;
    struct pasted *people = NULL;
    size_t count;
    TRY(req_json(req, "{s:o, s:s, s:o}", "cohort", &cohort, "role", &name, "people", &list));
    if (!json_is_string(cohort) && !json_is_null(cohort))
        return err_set(CARNET_INVALID, "request.json", "cohort");
    TRY(role_parse(&role, name));
    TRY(read_people(&people, &count, ctx, list));
    TRY(invitation_send(ctx, json_string_value(cohort), role, people, count));
    return reply_accounts(reply, 201, ctx, json_string_value(cohort));
}

static carnet_err reply_account(struct reply *reply, struct ctx *ctx, const struct account_about *about)
{
    return reply_json(reply, 200, account_json(ctx, about));
}

/* PUT /api/people/:person/invitation {}: a new link */
static carnet_err api_again(struct req *req, struct reply *reply)
{
    struct account_about about;
    TRY(req_json(req, "{}"));
    TRY(account_again(&about, &req->ctx, req_id(req, "person")));
    return reply_account(reply, &req->ctx, &about);
}

/* PUT /api/people/:person/address {"email"}: of somebody who has not opened their account */
static carnet_err api_correct(struct req *req, struct reply *reply)
{
    struct account_about about;
    const char *email;
    TRY(req_json(req, "{s:s}", "email", &email));
    TRY(account_correct(&about, &req->ctx, req_id(req, "person"), email));
    return reply_account(reply, &req->ctx, &about);
}

/* PUT /api/people/:person/name {"givenName", "familyName"} */
static carnet_err api_rename(struct req *req, struct reply *reply)
{
    struct account_about about;
    const char *given, *family;
    TRY(req_json(req, "{s:s, s:s}", "givenName", &given, "familyName", &family));
    TRY(account_rename_kept(&about, &req->ctx, req_id(req, "person"), given, family));
    return reply_account(reply, &req->ctx, &about);
}

/* PUT /api/people/:person/second-factor-removal {}: they set it up again at their next sign-in */
static carnet_err api_unlock(struct req *req, struct reply *reply)
{
    struct account_about about;
    TRY(req_json(req, "{}"));
    TRY(account_unlock(&about, &req->ctx, req_id(req, "person")));
    return reply_account(reply, &req->ctx, &about);
}

/* PUT /api/people/:person/closing {} */
static carnet_err api_close(struct req *req, struct reply *reply)
{
    struct account_about about;
    TRY(req_json(req, "{}"));
    TRY(account_end(&about, &req->ctx, req_id(req, "person")));
    return reply_account(reply, &req->ctx, &about);
}

const struct route invitation_routes[] = {
    { "POST", "/api/invitations/preview", api_preview, ROUTE_READS, NULL },
    { "POST", "/api/invitations", api_invite, 0, NULL },
    { "GET", "/api/people", api_people, ROUTE_READS, NULL },
    { "PUT", "/api/people/:person/invitation", api_again, 0, NULL },
    { "PUT", "/api/people/:person/address", api_correct, 0, NULL },
    { "PUT", "/api/people/:person/name", api_rename, 0, NULL },
    { "PUT", "/api/people/:person/second-factor-removal", api_unlock, 0, NULL },
    { "PUT", "/api/people/:person/closing", api_close, 0, NULL },
    { 0 },
};
