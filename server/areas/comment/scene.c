/* Finding the document behind comments. */
#include "areas/comment/scene.h"

#include "areas/comment/words_of.h"

void scene_clear(struct scene *scene)
{
    crdt_doc_free(scene->doc);
    scene->doc = NULL;
}

carnet_err scene_needs(const struct scene *scene, unsigned verbs)
{
    if ((scene->document.rights.verbs & verbs) == verbs)
        return CARNET_OK;
    return err_set(CARNET_DENIED, "document.not_allowed", "document=%lld needs=%u", (long long)scene->document.id, verbs);
}

carnet_err scene_find(struct scene *out, struct ctx *ctx, const char *document, unsigned needs)
{
    *out = (struct scene){ 0 };
    TRY(document_find(&out->document, ctx, document, needs));
    return document_since(&out->since, ctx, &out->document);
}

static carnet_err missing(void)
{
    return err_set(CARNET_MISSING, "comment.missing", "absent, or not for this person");
}

static bool opens(const struct scene *scene, const struct ctx *ctx, const struct comment *comment)
{
    return scene->document.rights.verbs & VERB_READ && comment_shows(ctx, &scene->document, scene->began_by, comment->aside) &&
           !scene_is_early(ctx, &scene->since, comment, scene->began_by);
}

/* Absent: the rights of document 0 are asked, so that the answer takes as long. */
carnet_err scene_behind(struct scene *out, struct comment_row *row, struct ctx *ctx, const char *uid)
{
    *out = (struct scene){ 0 };
    *row = (struct comment_row){ 0 };
    carnet_err found = comment_sql_by_uid(row, ctx, uid);
    if (found != CARNET_OK && found != CARNET_MISSING)
        return found;
    carnet_err known = document_by_id(&out->document, ctx, row->comment.document);
    if (known != CARNET_OK)
        return known == CARNET_MISSING ? missing() : known;
    TRY(document_since(&out->since, ctx, &out->document));
    out->began_by = row->comment.author;
    if (row->comment.thread) {
        struct comment_row thread;
        TRY(comment_sql_by_id(&thread, ctx, row->comment.thread));
        out->began_by = thread.comment.author;
    }
    return opens(out, ctx, &row->comment) ? CARNET_OK : missing();
}

carnet_err scene_of(struct scene *out, struct comment *comment, struct ctx *ctx, const char *uid)
{
    struct comment_row row;
    TRY(scene_behind(out, &row, ctx, uid));
    return words_of_row(comment, ctx, &out->document, &row);
}

carnet_err scene_opens_to(bool *out, struct ctx *ctx, int64_t document, const struct comment *thread, int64_t person)
{
    struct ctx as = *ctx;
    struct scene scene = { .began_by = thread->author };
    as.actor = person;
    TRY(document_by_id(&scene.document, &as, document));
    TRY(document_since(&scene.since, &as, &scene.document));
    *out = opens(&scene, &as, thread);
    return CARNET_OK;
}

carnet_err scene_read(struct scene *scene, struct ctx *ctx)
{
    if (scene->doc)
        return CARNET_OK;
    TRY(document_state(&scene->doc, ctx, scene->document.id));
    CLEANUP(buf_clear) struct buf plain = { 0 };
    crdt_text(&plain, scene->doc, DOCUMENT_ROOT);
    bytes text = { arena_copy(ctx->arena, buf_text(&plain), plain.len + 1), plain.len };
    anchor_text_init(&scene->text, ctx->arena, text, scene->doc, DOCUMENT_ROOT);
    return CARNET_OK;
}

json_t *scene_thread_json(const struct document *document, const struct comment *thread)
{
    return document->journal || !thread ? NULL : json_pack("{s:s}", "thread", thread->uid);
}

bool scene_is_early(const struct ctx *ctx, const struct document_since *since, const struct comment *comment, int64_t began_by)
{
    return !since->all_threads && began_by != ctx->actor && (comment->revision < since->revision || comment->epoch < since->epoch);
}

void scene_changed(const struct scene *scene, struct ctx *ctx, const struct comment *comment)
{
    struct effect_thread thread = { comment->revision, comment->epoch, comment->thread ? scene->began_by : comment->author, comment->aside };
    effect_add(ctx, EFFECT_COMMENTS, scene->document.id, (bytes){ (const uint8_t *)&thread, sizeof thread });
}
