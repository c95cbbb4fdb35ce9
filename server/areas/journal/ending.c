/* A date is set, taken back, or reached. Erasing itself is in erase.c. */
#include "areas/journal/ending.h"

#include "areas/event/event.h"
#include "areas/event/moment.h"
#include "areas/journal/erase.h"
#include "areas/journal/journal_sql.h"
#include "store/log.h"

static const int64_t DAY_MS = 86400000;

/* ---- one entry ---- */

static carnet_err own_entry(struct entry *out, struct ctx *ctx, const char *uid)
{
    TRY(journal_show(out, ctx, uid));
    if (out->author != ctx->actor)
        return err_set(CARNET_DENIED, "document.not_allowed", "document=%lld erasure", (long long)out->document.id);
    return CARNET_OK;
}

static carnet_err set_entry(struct entry *out, struct ctx *ctx, const char *uid, int64_t erase_at, const char *kind)
{
    int64_t document = out->document.id;
    TRY(journal_sql_end_entry(ctx, document, erase_at));
    TRY(log_raise_epoch(ctx, document));
    TRY(event_add(ctx, kind, NULL, &ctx->actor, 1));
    return journal_show(out, ctx, uid);
}

carnet_err journal_end_entry(struct entry *out, struct ctx *ctx, const char *uid)
{
    TRY(own_entry(out, ctx, uid));
    if (out->erase_at)
        return CARNET_OK;
    return set_entry(out, ctx, uid, ctx->now + JOURNAL_ENDS_IN_DAYS * DAY_MS, "journal.entry_erasure_asked");
}

carnet_err journal_keep_entry(struct entry *out, struct ctx *ctx, const char *uid)
{
    struct ending all;
    TRY(own_entry(out, ctx, uid));
    TRY(journal_ending(&all, ctx));
    if (all.erase_at)
        return err_set(CARNET_CONFLICT, "journal.ending", "the whole journal is to be erased");
    if (!out->erase_at)
        return CARNET_OK;
    return set_entry(out, ctx, uid, 0, "journal.entry_erasure_withdrawn");
}

/* ---- all of it ---- */

carnet_err journal_ending(struct ending *out, struct ctx *ctx)
{
    int64_t journals;
    TRY(journal_sql_ending(&out->erase_at, &journals, ctx, ctx->actor));
    out->any = journals > 0;
    return CARNET_OK;
}

static carnet_err set_all(struct ending *out, struct ctx *ctx, int64_t erase_at, const char *kind)
{
    int64_t *documents;
    size_t count;
    TRY(journal_sql_end_all(ctx, ctx->actor, erase_at));
    TRY(journal_sql_of_person(&documents, &count, ctx, ctx->actor));
    for (size_t i = 0; i < count; i++)
        TRY(log_raise_epoch(ctx, documents[i]));
    TRY(event_add(ctx, kind, NULL, &ctx->actor, 1));
    return journal_ending(out, ctx);
}

static carnet_err find_ending(struct ending *out, struct ctx *ctx)
{
    TRY(journal_ending(out, ctx));
    return out->any ? CARNET_OK : err_set(CARNET_MISSING, "journal.none", "person=%lld", (long long)ctx->actor);
}

carnet_err journal_end(struct ending *out, struct ctx *ctx)
{
    TRY(find_ending(out, ctx));
    return out->erase_at ? CARNET_OK : set_all(out, ctx, ctx->now + JOURNAL_ENDS_IN_DAYS * DAY_MS, "journal.erasure_asked");
}

carnet_err journal_keep(struct ending *out, struct ctx *ctx)
{
    TRY(find_ending(out, ctx));
    return out->erase_at ? set_all(out, ctx, 0, "journal.erasure_withdrawn") : CARNET_OK;
}

/* ---- by the clock ---- */

enum { NOTICES = 2, BETWEEN_DAYS = 7 }; /* the second comes a week before the end, and the end at least a week after it */

static carnet_err tell_leaver(struct ctx *ctx, const struct leaver *leaver)
{
    TRY(event_add_detail(ctx, "journal.leaving", NULL, json_pack("{s:s}", "day", leaver->last_day), &leaver->person, 1));
    return journal_sql_noticed(ctx, leaver->journal);
}

static carnet_err see_to_leaver(struct ctx *ctx, const struct leaver *leaver)
{
    int64_t end = moment_day_end(leaver->last_day), week = BETWEEN_DAYS * DAY_MS;
    if (leaver->notices == 0)
        return tell_leaver(ctx, leaver);
    bool a_week_ago = ctx->now >= leaver->noticed_at + week;
    if (leaver->notices < NOTICES)
        return a_week_ago && ctx->now >= end - week ? tell_leaver(ctx, leaver) : CARNET_OK;
    return a_week_ago && ctx->now >= end ? journal_erase_begin(ctx, leaver->journal) : CARNET_OK;
}

static carnet_err see_to_leavers(struct ctx *ctx)
{
    struct leaver *leavers;
    size_t count;
    TRY(journal_sql_leavers(&leavers, &count, ctx));
    for (size_t i = 0; i < count; i++)
        TRY(see_to_leaver(ctx, &leavers[i]));
    return CARNET_OK;
}

static carnet_err begin_due(struct ctx *ctx)
{
    int64_t *due;
    size_t count;
    TRY(journal_sql_due(&due, &count, ctx));
    for (size_t i = 0; i < count; i++)
        TRY(journal_erase_begin(ctx, due[i]));
    TRY(journal_sql_due_entries(&due, &count, ctx));
    for (size_t i = 0; i < count; i++)
        TRY(log_raise_epoch(ctx, due[i])); /* whoever still has it open */
    return CARNET_OK;
}

carnet_err journal_beat(struct ctx *ctx)
{
    int64_t *begun, *due;
    size_t begun_count, due_count;
    TRY(see_to_leavers(ctx));
    TRY(begin_due(ctx));
    TRY(journal_sql_erased(&begun, &begun_count, ctx));
    TRY(journal_sql_due_entries(&due, &due_count, ctx));
    if (begun_count + due_count)
        effect_add(ctx, EFFECT_ERASE, 0, (bytes){ 0 });
    return CARNET_OK;
}
