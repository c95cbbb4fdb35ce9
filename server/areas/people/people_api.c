/* HTTP of signing in and out. Who I am is GET /api/me, in cohort/; one's own account is in account_api.c. */
#include "areas/people/people.h"
#include "areas/people/proof.h"

/* POST /api/session {"email", "password", "device", "code"?}: the password on a worker first. 202 {"enrolment"}: the second step must be
 * set up, with that link. */
static carnet_err prepare_sign_in(struct req *req)
{
    const char *email, *password, *device, *code = NULL;
    TRY(req_json(req, "{s:s, s:s, s:s, s?:s}", "email", &email, "password", &password, "device", &device, "code", &code));
    struct sign_in_attempt *attempt = arena_alloc(req->ctx.arena, sizeof *attempt);
    TRY(sign_in_try(attempt, &req->ctx, email, password, device, req->address));
    attempt->code = arena_text(req->ctx.arena, code);
    req->prepared = attempt;
    return CARNET_OK;
}

static void refuse_wrong(struct reply *reply, struct req *req, void *data)
{
    (void)req, (void)data;
    reply_finish(reply, err_set(CARNET_DENIED, "session.wrong", "address or password"));
}

static void refuse_without_code(struct reply *reply, struct req *req, void *data)
{
    (void)req, (void)data;
    reply_finish(reply, err_set(CARNET_DENIED, "session.code", "the password is right"));
}

static carnet_err api_sign_in(struct req *req, struct reply *reply)
{
    struct sign_in_result result;
    TRY(sign_in_decide(&result, &req->ctx, req->prepared));
    switch (result.verdict) {
    case SIGN_IN_WRONG:
        reply_then(reply, refuse_wrong, NULL); /* after the commit that remembers the failure */
        return CARNET_OK;
    case SIGN_IN_TOO_MANY:
        proof_too_many(reply, req, result.seconds);
        return CARNET_OK;
    case SIGN_IN_CODE:
        reply_then(reply, refuse_without_code, NULL);
        return CARNET_OK;
    case SIGN_IN_WRONG_CODE:
        proof_wrong_code(reply);
        return CARNET_OK;
    case SIGN_IN_SET_UP:
        return reply_json(reply, 202, json_pack("{s:s}", "enrolment", result.token));
    case SIGN_IN_DONE:
        break;
    }
    struct person person;
    TRY(people_find(&person, &req->ctx, req->ctx.actor));
    reply_cookie(reply, result.token, result.seconds);
    return reply_json(reply, 200, json_pack("{s:o}", "person", people_self_json(&req->ctx, &person)));
}

/* DELETE /api/session */
static carnet_err api_sign_out(struct req *req, struct reply *reply)
{
    TRY(sign_in_end(&req->ctx));
    reply_cookie(reply, "", -1);
    return reply_empty(reply, 204);
}

const struct route people_routes[] = {
    { "POST", "/api/session", api_sign_in, ROUTE_PUBLIC, prepare_sign_in },
    { "DELETE", "/api/session", api_sign_out, 0, NULL },
    { 0 },
};
