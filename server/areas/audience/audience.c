/* One's own: what one is the author of, and what one may share. */
#include "areas/audience/audience.h"

#include "areas/event/rows.h"

enum { ENDS_FOLLOWED = 16 };

/* Rights rest on several facts, and the first end among them is often not the end of reading: the rights are asked again as of each end,
 * until one takes the reading away. */
static carnet_err end_of(int64_t *out, struct ctx *ctx, const struct cohort_reader *reader, int64_t document)
{
    struct ctx as = *ctx;
    struct rights rights = reader->rights;
    *out = 0;
    as.actor = reader->person.id;
    for (int i = 0; i < ENDS_FOLLOWED && rights.valid_until > as.now; i++) {
        as.now = rights.valid_until;
        TRY(document_rights(&rights, &as, document));
        if (!(rights.verbs & VERB_READ)) {
            *out = as.now;
            return CARNET_OK;
        }
    }
    return CARNET_OK;
}

static carnet_err with_ends(struct audience *out, struct ctx *ctx, const struct cohort_reader *readers, size_t count)
{
    out->readers = arena_alloc(ctx->arena, (count + 1) * sizeof *out->readers);
    for (size_t i = 0; i < count; i++) {
        if (readers[i].person.id == ctx->actor)
            continue;
        struct audience_reader *one = &out->readers[out->reader_count++];
        *one = (struct audience_reader){ .person = readers[i].person, .rights = readers[i].rights };
        TRY(end_of(&one->until, ctx, &readers[i], out->document.id));
    }
    return CARNET_OK;
}

static carnet_err find_readers(struct audience *out, struct ctx *ctx)
{
    struct cohort_reader *readers;
    size_t count;
    if (out->document.kind == DOCUMENT_JOURNAL_ENTRY) {
        TRY(journal_show(&out->entry, ctx, out->document.uid));
        TRY(journal_readers(&readers, &count, ctx, &out->entry)); /* judges only who is near */
    } else {
        if (out->document.kind != DOCUMENT_GROUP_PAGE)
            TRY(work_find(&out->work, ctx, out->document.id));
        TRY(document_readers(&readers, &count, ctx, &out->document));
    }
    if (out->document.kind == DOCUMENT_GROUP_PAGE)
        TRY(guest_list(&out->guests, &out->guest_count, ctx, out->document.id));
    return with_ends(out, ctx, readers, count);
}

carnet_err audience_mine(struct audience **out, size_t *count, struct ctx *ctx)
{
    struct document *documents;
    size_t document_count;
    *out = NULL;
    *count = 0;
    TRY(document_list(&documents, &document_count, ctx));
    for (size_t i = 0; i < document_count; i++) {
        const struct rights *rights = &documents[i].rights;
        if (rights->relation != RELATION_OWN && !(rights->verbs & VERB_SHARE))
            continue;
        struct audience one = { .document = documents[i] };
        TRY(document_about(&one.about, ctx, &one.document));
        TRY(find_readers(&one, ctx));
        *out = rows_grow(ctx, *out, *count, sizeof **out);
        (*out)[(*count)++] = one;
    }
    return CARNET_OK;
}
