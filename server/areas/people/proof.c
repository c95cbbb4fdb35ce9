/* A refusal would undo what the request wrote, the remembered failure included; so the request succeeds and the refusal comes after. */
#include "areas/people/proof.h"

static void refuse_wrong(struct reply *reply, struct req *req, void *data)
{
    (void)req, (void)data;
    reply_finish(reply, err_set(CARNET_DENIED, "account.password_wrong", "the password given once more"));
}

static void refuse_too_many(struct reply *reply, struct req *req, void *data)
{
    (void)req, (void)data;
    reply_finish(reply, err_set(CARNET_LIMIT, "session.too_many", "too many wrong passwords or codes"));
}

static void refuse_code(struct reply *reply, struct req *req, void *data)
{
    (void)req, (void)data;
    reply_finish(reply, err_set(CARNET_DENIED, "session.code_wrong", "the code"));
}

void proof_too_many(struct reply *reply, struct req *req, long seconds)
{
    reply_header(reply, "retry-after", arena_printf(req->ctx.arena, "%ld", seconds > 0 ? seconds : 1));
    reply_then(reply, refuse_too_many, NULL);
}

void proof_wrong_code(struct reply *reply)
{
    reply_then(reply, refuse_code, NULL);
}

carnet_err proof_begin(struct proof **out, struct req *req, const char *password)
{
    *out = arena_alloc(req->ctx.arena, sizeof **out);
    req->prepared = *out;
    return sign_in_prove(&(*out)->attempt, &req->ctx, &req->credential, password, req->address);
}

carnet_err proof_decide(bool *right, struct req *req, struct reply *reply)
{
    const struct proof *proof = req->prepared;
    struct sign_in_result result;
    TRY(sign_in_proof(&result, &req->ctx, &proof->attempt));
    *right = result.verdict == SIGN_IN_DONE;
    if (result.verdict == SIGN_IN_TOO_MANY)
        proof_too_many(reply, req, result.seconds);
    else if (!*right)
        reply_then(reply, refuse_wrong, NULL);
    return CARNET_OK;
}
