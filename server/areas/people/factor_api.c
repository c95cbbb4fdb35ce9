/* HTTP of the second step: on the way in, with the link that the sign-in gave; and in one's account. */
#include "areas/people/factor.h"

#include "areas/people/link.h"
#include "areas/people/proof.h"

static json_t *secret_json(const struct factor_secret *secret)
{
    return json_pack("{s:s, s:s}", "secret", secret->secret, "uri", secret->uri);
}

static json_t *codes_json(const char *const codes[FACTOR_CODES])
{
    json_t *list = json_array();
    for (int i = 0; i < FACTOR_CODES; i++)
        json_array_append_new(list, json_string(codes[i]));
    return list;
}

/* A wrong code counts as a wrong password, so the request commits; the refusal follows. */
static carnet_err wrong_code(struct reply *reply, struct req *req, int64_t person)
{
    TRY(sign_in_failed(&req->ctx, person, req->address));
    proof_wrong_code(reply);
    return CARNET_OK;
}

static carnet_err limited(bool *out, struct reply *reply, struct req *req, int64_t person)
{
    long wait;
    TRY(sign_in_limited(out, &wait, &req->ctx, person, req->address));
    if (*out)
        proof_too_many(reply, req, wait);
    return CARNET_OK;
}

/* ---- on the way in ---- */

/* POST /api/session/second-factor {"link"} */
static carnet_err api_begin_in(struct req *req, struct reply *reply)
{
    const char *token;
    struct link link;
    struct factor_secret secret;
    TRY(req_json(req, "{s:s}", "link", &token));
    TRY(link_find(&link, &req->ctx, token, 1u << LINK_SECOND_FACTOR));
    TRY(factor_begin(&secret, &req->ctx, link.person));
    return reply_json(reply, 200, secret_json(&secret));
}

/* PUT /api/session/second-factor {"link", "code", "device"}: signs in */
static carnet_err api_confirm_in(struct req *req, struct reply *reply)
{
    struct ctx *ctx = &req->ctx;
    const char *token, *code, *device, *codes[FACTOR_CODES];
    struct link link;
    bool right, stop;
    struct sign_in_result result;
    struct person person;
    TRY(req_json(req, "{s:s, s:s, s:s}", "link", &token, "code", &code, "device", &device));
    TRY(link_find(&link, ctx, token, 1u << LINK_SECOND_FACTOR));
    TRY(limited(&stop, reply, req, link.person));
    if (stop)
        return CARNET_OK;
    TRY(factor_confirm(&right, codes, ctx, link.person, code));
    if (!right)
        return wrong_code(reply, req, link.person);
    TRY(link_spend(ctx, link.id));
    TRY(sign_in_open(&result, ctx, link.person, device));
    TRY(people_find(&person, ctx, link.person));
    reply_cookie(reply, result.token, result.seconds);
    return reply_json(reply, 200, json_pack("{s:o, s:o}", "person", people_self_json(ctx, &person), "recoveryCodes", codes_json(codes)));
}

/* ---- in one's account ---- */

/* GET /api/account/second-factor */
static carnet_err api_show(struct req *req, struct reply *reply)
{
    struct factor factor;
    TRY(factor_of(&factor, &req->ctx, req->ctx.actor));
    return reply_json(reply, 200, json_pack("{s:b, s:b, s:I, s:{s:b}}", "on", factor.on, "required", factor.required, "recoveryCodesLeft",
                                            (json_int_t)factor.codes_left, "abilities", "remove", factor.on && !factor.required));
}

/* POST /api/account/second-factor {"password"}: a new phone; the old one counts until a code confirms */
static carnet_err prepare_proof(struct req *req)
{
    const char *password;
    struct proof *proof;
    TRY(req_json(req, "{s:s}", "password", &password));
    return proof_begin(&proof, req, password);
}

static carnet_err api_begin(struct req *req, struct reply *reply)
{
    bool right;
    struct factor_secret secret;
    TRY(proof_decide(&right, req, reply));
    if (!right)
        return CARNET_OK;
    TRY(factor_begin(&secret, &req->ctx, req->ctx.actor));
    return reply_json(reply, 200, secret_json(&secret));
}

/* PUT /api/account/second-factor {"code"} */
static carnet_err api_confirm(struct req *req, struct reply *reply)
{
    struct ctx *ctx = &req->ctx;
    const char *code, *codes[FACTOR_CODES];
    bool right, stop;
    TRY(req_json(req, "{s:s}", "code", &code));
    TRY(limited(&stop, reply, req, ctx->actor));
    if (stop)
        return CARNET_OK;
    TRY(factor_confirm(&right, codes, ctx, ctx->actor, code));
    if (!right)
        return wrong_code(reply, req, ctx->actor);
    TRY(sign_in_end_all(ctx, ctx->actor, ctx->sign_in)); /* they came in without it */
    return reply_json(reply, 200, json_pack("{s:o}", "recoveryCodes", codes_json(codes)));
}

/* POST /api/account/second-factor/removal {"password"} */
static carnet_err api_remove(struct req *req, struct reply *reply)
{
    bool right;
    struct factor factor;
    TRY(proof_decide(&right, req, reply));
    if (!right)
        return CARNET_OK;
    TRY(factor_of(&factor, &req->ctx, req->ctx.actor));
    if (factor.required || !factor.on)
        return err_set(CARNET_CONFLICT, factor.on ? "second_factor.required" : "second_factor.off", "on=%d", factor.on);
    TRY(factor_remove(&req->ctx, req->ctx.actor));
    return reply_empty(reply, 204);
}

const struct route factor_routes[] = {
    { "POST", "/api/session/second-factor", api_begin_in, ROUTE_PUBLIC, NULL },
    { "PUT", "/api/session/second-factor", api_confirm_in, ROUTE_PUBLIC, NULL },
    { "GET", "/api/account/second-factor", api_show, ROUTE_READS, NULL },
    { "POST", "/api/account/second-factor", api_begin, 0, prepare_proof },
    { "PUT", "/api/account/second-factor", api_confirm, 0, NULL },
    { "POST", "/api/account/second-factor/removal", api_remove, 0, prepare_proof },
    { 0 },
};
