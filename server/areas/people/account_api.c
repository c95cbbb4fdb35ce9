/* HTTP of one's own account. What changes it asks for the password once more. */
#include "areas/people/account.h"

#include <stdlib.h>

#include "areas/people/proof.h"

/* ---- with a link ---- */

struct new_password {
    const char *link, *hash;
};

/* PUT /api/password {"link", "password"} */
static carnet_err prepare_link(struct req *req)
{
    const char *password;
    struct new_password *chosen = arena_alloc(req->ctx.arena, sizeof *chosen);
    TRY(req_json(req, "{s:s, s:s}", "link", &chosen->link, "password", &password));
    TRY(account_link_hash(&chosen->hash, &req->ctx, chosen->link, password));
    chosen->link = arena_text(req->ctx.arena, chosen->link);
    req->prepared = chosen;
    return CARNET_OK;
}

static carnet_err api_link(struct req *req, struct reply *reply)
{
    const struct new_password *chosen = req->prepared;
    TRY(account_link_use(&req->ctx, chosen->link, chosen->hash));
    return reply_empty(reply, 204);
}

/* POST /api/password/forgotten {"email"}: always the same answer */
static carnet_err api_forgotten(struct req *req, struct reply *reply)
{
    const char *email;
    TRY(req_json(req, "{s:s}", "email", &email));
    TRY(account_forgotten(&req->ctx, email, req->address));
    return reply_empty(reply, 202);
}

/* POST /api/invitations/renewal {"link"}: always the same answer */
static carnet_err api_renewal(struct req *req, struct reply *reply)
{
    const char *link;
    TRY(req_json(req, "{s:s}", "link", &link));
    TRY(account_invite_again(&req->ctx, link, req->address));
    return reply_empty(reply, 202);
}

/* PUT /api/address {"link"} */
static carnet_err api_address_confirm(struct req *req, struct reply *reply)
{
    const char *link;
    TRY(req_json(req, "{s:s}", "link", &link));
    TRY(account_address_confirm(&req->ctx, link));
    return reply_empty(reply, 204);
}

/* ---- with the password ---- */

/* PUT /api/account/password {"current", "password"} */
static carnet_err prepare_password(struct req *req)
{
    const char *current, *password;
    struct proof *proof;
    TRY(req_json(req, "{s:s, s:s}", "current", &current, "password", &password));
    TRY(proof_begin(&proof, req, current));
    return proof->attempt.right ? account_password_hash(&proof->value, &req->ctx, proof->attempt.person, password) : CARNET_OK;
}

static carnet_err api_password(struct req *req, struct reply *reply)
{
    bool right;
    TRY(proof_decide(&right, req, reply));
    if (!right)
        return CARNET_OK;
    TRY(account_password_change(&req->ctx, ((const struct proof *)req->prepared)->value));
    return reply_empty(reply, 204);
}

/* PUT /api/account/address {"email", "password"}: asked; the letter to the new address decides */
static carnet_err prepare_address(struct req *req)
{
    const char *email, *password;
    struct proof *proof;
    TRY(req_json(req, "{s:s, s:s}", "email", &email, "password", &password));
    TRY(proof_begin(&proof, req, password));
    proof->value = arena_text(req->ctx.arena, email);
    return CARNET_OK;
}

static carnet_err api_address(struct req *req, struct reply *reply)
{
    bool right;
    TRY(proof_decide(&right, req, reply));
    if (!right)
        return CARNET_OK;
    TRY(account_address_ask(&req->ctx, ((const struct proof *)req->prepared)->value));
    return reply_empty(reply, 202);
}

/* PUT /api/account/name {"givenName", "familyName"} */
static carnet_err api_rename(struct req *req, struct reply *reply)
{
    const char *given, *family;
    struct person person;
    TRY(req_json(req, "{s:s, s:s}", "givenName", &given, "familyName", &family));
    TRY(account_rename(&person, &req->ctx, req->ctx.actor, given, family));
    return reply_json(reply, 200, people_self_json(&req->ctx, &person));
}

/* ---- sign-ins ---- */

/* The present one is ended by signing out. */
static json_t *sign_in_json(struct ctx *ctx, const struct account_sign_in *one)
{
    bool here = one->id == ctx->sign_in;
    return json_pack("{s:s, s:s, s:o, s:o, s:o, s:b, s:{s:b}}", "id", arena_printf(ctx->arena, "%lld", (long long)one->id), "device",
                     one->shared ? "shared" : "mine", "createdAt", moment_json(one->created_at), "seenAt", moment_json(one->seen_at),
                     "expiresAt", moment_json(one->expires_at), "current", here, "abilities", "end", !here);
}

/* GET /api/account/sign-ins */
static carnet_err api_sign_ins(struct req *req, struct reply *reply)
{
    struct account_sign_in *all;
    size_t count;
    TRY(account_sign_ins(&all, &count, &req->ctx));
    json_auto_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, sign_in_json(&req->ctx, &all[i]));
    return reply_json(reply, 200, json_incref(list));
}

/* DELETE /api/account/sign-ins: all but this one */
static carnet_err api_close_others(struct req *req, struct reply *reply)
{
    TRY(account_sign_in_close(&req->ctx, 0));
    return reply_empty(reply, 204);
}

/* DELETE /api/account/sign-ins/:id */
static carnet_err api_close_one(struct req *req, struct reply *reply)
{
    char *end;
    int64_t id = strtoll(req_id(req, "id"), &end, 10);
    if (*end || id <= 0)
        return err_set(CARNET_MISSING, "sign_in.none", "not an id");
    TRY(account_sign_in_close(&req->ctx, id));
    return reply_empty(reply, 204);
}

const struct route account_routes[] = {
    { "PUT", "/api/password", api_link, ROUTE_PUBLIC, prepare_link },
    { "POST", "/api/password/forgotten", api_forgotten, ROUTE_PUBLIC, NULL },
    { "POST", "/api/invitations/renewal", api_renewal, ROUTE_PUBLIC, NULL },
    { "PUT", "/api/address", api_address_confirm, ROUTE_PUBLIC, NULL },
    { "PUT", "/api/account/password", api_password, 0, prepare_password },
    { "PUT", "/api/account/address", api_address, 0, prepare_address },
    { "PUT", "/api/account/name", api_rename, 0, NULL },
    { "GET", "/api/account/sign-ins", api_sign_ins, ROUTE_READS, NULL },
    { "DELETE", "/api/account/sign-ins", api_close_others, 0, NULL },
    { "DELETE", "/api/account/sign-ins/:id", api_close_one, 0, NULL },
    { 0 },
};
