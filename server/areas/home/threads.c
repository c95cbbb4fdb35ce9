/* Conversations on somebody's texts, as far as the actor's rights go. */
#include "areas/home/threads.h"

#include <string.h>

#include "areas/event/rows.h"

carnet_err threads_texts(struct document **out, size_t *count, struct ctx *ctx, const struct trainee *trainee)
{
    size_t all;
    TRY(document_list(out, &all, ctx));
    *count = 0;
    for (size_t i = 0; i < all; i++) {
        struct document_about about;
        TRY(document_about(&about, ctx, &(*out)[i]));
        if ((*out)[i].kind != DOCUMENT_GROUP_PAGE && strcmp(about.owner, trainee->person.slug) == 0)
            (*out)[(*count)++] = (*out)[i];
    }
    return CARNET_OK;
}

static carnet_err read_thread(struct open_thread *out, struct ctx *ctx, const struct document *text, const struct conversation *about)
{
    *out = (struct open_thread){ .document = *text, .about = *about };
    if (about->opened_by)
        TRY(people_find(&out->opened_by, ctx, about->opened_by));
    TRY(people_find(&out->last_by, ctx, about->last_by));
    return conversation_quote(&out->quote, ctx, text, about->thread);
}

carnet_err threads_open(struct open_thread **out, size_t *count, struct ctx *ctx, const struct document *texts, size_t text_count)
{
    *out = NULL;
    *count = 0;
    for (size_t i = 0; i < text_count; i++) {
        struct conversation *list;
        size_t conversations;
        TRY(conversation_list(&list, &conversations, ctx, &texts[i]));
        for (size_t c = 0; c < conversations; c++) {
            if (list[c].resolved)
                continue;
            *out = rows_grow(ctx, *out, *count, sizeof **out);
            TRY(read_thread(&(*out)[*count], ctx, &texts[i], &list[c]));
            (*count)++;
        }
    }
    return CARNET_OK;
}

json_t *thread_json(struct ctx *ctx, const struct open_thread *thread, const struct trainee *trainee)
{
    const struct conversation *about = &thread->about;
    json_t *document = document_json(ctx, &thread->document);
    if (!document)
        return NULL;
    return json_pack("{s:o, s:s, s:s, s:o, s:o, s:o, s:o, s:I, s:b}", "document", document, "kind", comment_kind_text(about->kind), "quote",
                     thread->quote, "openedBy", about->opened_by ? people_json(&thread->opened_by) : json_null(), "openedAt",
                     moment_json(about->opened_at), "lastBy", people_json(&thread->last_by), "lastAt", moment_json(about->last_at), "replies",
                     (json_int_t)about->replies, "answered", about->last_by == trainee->person.id);
}
