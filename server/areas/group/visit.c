/* When a visit begins, and what is new in it. */
#include "areas/group/visit.h"

#include "areas/group/visit_sql.h"

static const int64_t PAUSE = INT64_C(30) * 60 * 1000; /* a longer one ends a visit */

static carnet_err look(struct visit_row *row, struct ctx *ctx, int64_t group)
{
    TRY(visit_sql_find(row, ctx, group));
    if (row->seen_at && ctx->now - row->seen_at > PAUSE) {
        row->since_at = row->seen_at;
        row->since_sequence = row->seen_sequence;
    }
    row->seen_at = ctx->now;
    TRY(visit_sql_sequence(&row->seen_sequence, ctx, group));
    return visit_sql_put(ctx, group, row);
}

carnet_err visit_restart(struct ctx *ctx, int64_t group, int64_t person)
{
    struct ctx as = *ctx;
    struct visit_row row;
    as.actor = person;
    TRY(visit_sql_find(&row, &as, group));
    if (!row.seen_at)
        return CARNET_OK;
    row.seen_at = row.since_at = ctx->now;
    TRY(visit_sql_sequence(&row.seen_sequence, &as, group));
    row.since_sequence = row.seen_sequence;
    return visit_sql_put(&as, group, &row);
}

carnet_err visit_group(struct visit *out, struct ctx *ctx, const char *slug)
{
    struct group group;
    struct rights rights = { 0 }, inner = { 0 };
    struct visit_row row;
    *out = (struct visit){ 0 };
    TRY(group_show(&group, ctx, slug));
    TRY(group_rights(&rights, ctx, group.id));
    if (!(rights.verbs & VERB_READ))
        return err_set(CARNET_DENIED, "group.not_yours", "group=%lld", (long long)group.id);
    TRY(group_inner_rights(&inner, ctx, group.id));
    TRY(look(&row, ctx, group.id));
    out->since = row.since_at;
    if (!out->since)
        return CARNET_OK;
    TRY(visit_sql_pages(&out->pages, &out->page_count, ctx, group.id, (inner.verbs & VERB_READ) != 0, &row));
    return visit_sql_files(&out->files, &out->file_count, ctx, group.id, row.since_at);
}
