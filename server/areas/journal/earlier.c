/* A new tutor reads no entry that was shared with the one before (DOMAIN §7.3.3). Once for each new tutor the trainee is asked whether to
 * share earlier ones again; nothing is said to the tutor, whatever the answer. */
#include <string.h>

#include "areas/journal/journal.h"
#include "areas/journal/journal_rights.h"

static bool reads(const struct cohort_reader *readers, size_t count, int64_t person)
{
    for (size_t i = 0; i < count; i++)
        if (readers[i].person.id == person)
            return true;
    return false;
}

static carnet_err keep_earlier(struct earlier *out, struct ctx *ctx, const struct entry *own, size_t count)
{
    out->entries = arena_alloc(ctx->arena, (count + 1) * sizeof *out->entries);
    for (size_t i = 0; i < count; i++) {
        struct cohort_reader *readers;
        size_t reader_count;
        if (own[i].visibility != VISIBLE_TO_TUTOR || own[i].cohort != out->cohort || !(own[i].document.rights.verbs & VERB_WRITE))
            continue;
        TRY(journal_readers(&readers, &reader_count, ctx, &own[i]));
        if (!reads(readers, reader_count, out->tutor.id))
            out->entries[out->count++] = own[i];
    }
    return CARNET_OK;
}

/* Of the tutors of whom something is to be asked, the newest: each belongs to the cohort in which they were assigned. */
carnet_err journal_earlier(struct earlier *out, struct ctx *ctx)
{
    struct earlier *offers;
    struct entry *own;
    size_t offer_count, count;
    *out = (struct earlier){ 0 };
    TRY(journal_sql_new_tutors(&offers, &offer_count, ctx));
    if (!offer_count)
        return CARNET_OK;
    TRY(journal_own(&own, &count, ctx));
    for (size_t i = 0; i < offer_count && !out->count; i++) {
        *out = offers[i];
        TRY(people_find(&out->tutor, ctx, out->tutor.id));
        TRY(keep_earlier(out, ctx, own, count));
    }
    return CARNET_OK;
}

static bool is_offered(const struct earlier *offer, const char *uid)
{
    for (size_t i = 0; i < offer->count; i++)
        if (strcmp(offer->entries[i].document.uid, uid) == 0)
            return true;
    return false;
}

carnet_err journal_earlier_answer(struct ctx *ctx, const char *const *uids, size_t count)
{
    struct earlier offer;
    struct entry entry;
    TRY(journal_earlier(&offer, ctx));
    if (!offer.count)
        return err_set(CARNET_MISSING, "journal.no_offer", "nothing to share again, or answered");
    if (count > offer.count)
        return err_set(CARNET_INVALID, "request.json", "%zu of %zu that are offered", count, offer.count);
    for (size_t i = 0; i < count; i++) {
        if (!is_offered(&offer, uids[i]))
            return err_set(CARNET_MISSING, "document.missing", "not of the offer");
        TRY(journal_share(&entry, ctx, uids[i], VISIBLE_TO_TUTOR, NULL));
    }
    return journal_sql_earlier_answered(ctx, offer.assignment);
}
