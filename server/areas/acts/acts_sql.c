/* The rows of the log. The kinds are listed: an event is no act for being new. */
#include "areas/acts/acts_sql.h"

#include "areas/event/rows.h"

static const char SQL_MINE[] =
    "SELECT ep.number, e.at, ifnull(e.actor, 0), ifnull(e.about, 0), ep.person, e.kind, e.detail, e.subject"
    " FROM event_person AS ep JOIN event AS e ON e.id = ep.event WHERE ep.person = ?1 AND (?2 = 0 OR ep.number < ?2)"
    " AND (e.kind GLOB 'account.*' OR e.kind IN ('journal.visibility', 'journal.default', 'journal.shared',"
    "  'journal.entry_erasure_asked', 'journal.entry_erasure_withdrawn', 'journal.erasure_asked', 'journal.erasure_withdrawn',"
    "  'reader.named', 'reader.chosen', 'reader.removed', 'work.draft_opened', 'work.draft_closed', 'enrolment.changed', 'accompaniment.tutor',"
    "  'accompaniment.cooperator', 'team.moved', 'group.tutor_added', 'group.tutor_removed', 'accommodation.changed', 'calendar.feed_made', 'calendar.feed_ended',"
    "  'guest.link_made', 'guest.link_ended', 'opening.asked', 'opening.agreed', 'opening.refused', 'opening.read', 'opening.read_by', 'opening.told',"
    "  'opening.silence_ended', 'mail.opened', 'organisation.afresh'))"
    " ORDER BY ep.number DESC LIMIT ?3";
/* ?2: the cohorts, as a list of JSON; NULL: everybody. A programme applied to a cohort is told to everybody in it: one row, of who did it, for
 * who looks after that cohort. */
static const char SQL_REGISTER[] =
    "WITH reach AS MATERIALIZED (SELECT id, slug FROM cohort WHERE id IN (SELECT value FROM json_each(?2)))"
    " SELECT 0, e.at, ifnull(e.actor, 0), ifnull(e.about, 0), ep.person, e.kind, e.detail, NULL"
    " FROM event AS e JOIN event_person AS ep ON ep.event = e.id WHERE (e.kind GLOB 'account.*' OR e.kind IN ('mail.opened', 'organisation.afresh')"
    "  OR e.kind = 'cohort.programme_changed' AND ep.person = e.actor AND (?2 IS NULL OR e.subject IN (SELECT slug FROM reach)))"
    " AND e.at <= ?1"
    " AND (?2 IS NULL OR ep.person IN (SELECT person FROM role WHERE cohort IN (SELECT id FROM reach)"
    "   UNION SELECT person FROM enrolment WHERE cohort IN (SELECT id FROM reach))"
    /* Whoever has lost their last role there is not of it any more: that act still is. */
    "  OR (e.kind = 'account.role_taken_back' AND e.detail ->> '$.cohort' IN (SELECT slug FROM reach)))"
    " ORDER BY e.at DESC, e.id DESC, ep.person LIMIT ?3 OFFSET ?4";

static carnet_err read_rows(struct act_row **out, size_t *count, struct ctx *ctx, struct db_query *q)
{
    *out = NULL;
    *count = 0;
    for (;;) {
        bool row;
        TRY(db_next(&row, q));
        if (!row)
            return CARNET_OK;
        *out = rows_grow(ctx, *out, *count, sizeof **out);
        (*out)[(*count)++] = (struct act_row){
            .number = db_int(q, 0),
            .at = db_int(q, 1),
            .actor = db_int(q, 2),
            .about = db_int(q, 3),
            .person = db_int(q, 4),
            .kind = db_text(q, 5, ctx->arena),
            .detail = db_text(q, 6, ctx->arena),
            .subject = db_text(q, 7, ctx->arena),
        };
    }
}

carnet_err acts_sql_mine(struct act_row **out, size_t *count, struct ctx *ctx, int64_t before)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_MINE);
    db_bind_int(&q, 1, ctx->actor);
    db_bind_int(&q, 2, before);
    db_bind_int(&q, 3, ACTS_AT_ONCE + 1);
    return read_rows(out, count, ctx, &q);
}

carnet_err acts_sql_register(struct act_row **out, size_t *count, struct ctx *ctx, const struct reach *reach, int64_t until, int64_t skip)
{
    const char *cohorts = "";
    for (size_t i = 0; i < reach->count; i++)
        cohorts = arena_printf(ctx->arena, "%s%s%lld", cohorts, i ? "," : "", (long long)reach->cohorts[i]);
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_REGISTER);
    db_bind_int(&q, 1, until);
    db_bind_text(&q, 2, reach->everybody ? NULL : arena_printf(ctx->arena, "[%s]", cohorts));
    db_bind_int(&q, 3, ACTS_AT_ONCE + 1);
    db_bind_int(&q, 4, skip);
    return read_rows(out, count, ctx, &q);
}
