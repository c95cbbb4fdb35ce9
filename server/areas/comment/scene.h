#pragma once
/* A document as the rules of comments need it: found for the actor, its text in the engine. Only for comment/. */
#include "areas/comment/comment_sql.h"

struct scene {
    struct document document;
    struct document_since since; /* of the actor: earlier threads are not for them */
    int64_t began_by;         /* of scene_of: who began the thread */
    struct crdt_doc *doc;     /* NULL until scene_read */
    struct anchor_text text;
    size_t expanded;          /* bytes of earlier texts looked through so far */
};
void scene_clear(struct scene *scene);
/* By its id, with these verbs; by a comment on it that the actor may see, without and with its words. */
MUST_CHECK carnet_err scene_find(struct scene *out, struct ctx *ctx, const char *document, unsigned needs);
MUST_CHECK carnet_err scene_behind(struct scene *out, struct comment_row *row, struct ctx *ctx, const char *uid);
MUST_CHECK carnet_err scene_of(struct scene *out, struct comment *comment, struct ctx *ctx, const char *uid);
MUST_CHECK carnet_err scene_needs(const struct scene *scene, unsigned verbs); /* DENIED "document.not_allowed" */
MUST_CHECK carnet_err scene_read(struct scene *scene, struct ctx *ctx);
/* Whether a person could open the thread now: asked as them, since rights, sharing and what is too early are each one's own. */
MUST_CHECK carnet_err scene_opens_to(bool *out, struct ctx *ctx, int64_t document, const struct comment *thread, int64_t person);
/* Begun by somebody else, before the actor could read. comment: of that thread. */
bool scene_is_early(const struct ctx *ctx, const struct document_since *since, const struct comment *comment, int64_t began_by);
/* The page of those who may read its thread asks again. */
void scene_changed(const struct scene *scene, struct ctx *ctx, const struct comment *comment);
/* What tells people of a conversation says which; never of one beside an entry. thread NULL: of several. NULL or new. */
json_t *scene_thread_json(const struct document *document, const struct comment *thread);
