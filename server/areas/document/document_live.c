/* Admission to a live document: who is it, may they read and write it, until when. */
#include "areas/document/document_live.h"

#include "areas/document/document.h"
#include "areas/people/recovered.h"

/* As comment_shows does. */
static enum live_threads threads_of(const struct rights *rights)
{
    if (rights->verbs & VERB_READ_COMMENTS)
        return document_is_own(rights) ? LIVE_THREADS_ALL : LIVE_THREADS_OPEN;
    return rights->verbs & VERB_COMMENT ? LIVE_THREADS_OWN : LIVE_THREADS_NONE;
}

static carnet_err admission(struct live_admission *out, struct ctx *ctx, const struct document *document)
{
    int64_t until, recovered;
    struct document_since since;
    TRY(document_since(&since, ctx, document));
    TRY(recovered_author(&recovered, ctx, document->created_at));
    TRY(people_check(&until, ctx));
    int64_t rights_until = document->rights.valid_until;
    if (rights_until && rights_until < until)
        until = rights_until;
    *out = (struct live_admission){
        .document = document->id,
        .journal = document->journal,
        .person = ctx->actor,
        .sign_in = ctx->sign_in,
        .token = ctx->token,
        .epoch = document->epoch,
        .valid_until = until,
        .read = (document->rights.verbs & VERB_READ) != 0,
        .write = (document->rights.verbs & VERB_WRITE) != 0,
        .threads = threads_of(&document->rights),
        .threads_revision = since.all_threads ? 0 : since.revision,
        .threads_epoch = since.epoch,
        .recovered = recovered,
    };
    return CARNET_OK;
}

carnet_err document_admit(struct ctx *ctx, struct live_admission *out, const struct credential *credential, const char *uid)
{
    struct document document;
    TRY(people_authenticate(ctx, credential));
    TRY(document_find(&document, ctx, uid, VERB_READ));
    return admission(out, ctx, &document);
}

carnet_err document_readmit(struct ctx *ctx, struct live_admission *out, const struct live_admission *before)
{
    struct document document;
    ctx->actor = before->person;
    ctx->sign_in = before->sign_in;
    ctx->token = before->token;
    TRY(document_by_id(&document, ctx, before->document));
    return admission(out, ctx, &document);
}
