/* The rows of works. */
#include "areas/deliverable/work_sql.h"

#include "areas/event/rows.h"

static const char SQL_ADD[] =
    "INSERT INTO work (document, uid, cohort, person, kind, title, state, due_at, submitted_at, late, reopened_at,"
    " reopen_reason, carried_over_from)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, nullif(?8, 0), nullif(?9, 0), ?10, nullif(?11, 0), ?12, ?13)";
/* The cohort's date for a kind of work is its last milestone; an extension or a reopening can only be later. */
#define WORK_COLUMNS                                                                                                   \
    "SELECT document, cohort, person, kind, state, draft_shared, late, uid, title, ifnull(due_at, 0),"                 \
    " ifnull((SELECT max(milestone.due_at) FROM milestone WHERE milestone.cohort = work.cohort"                        \
    "  AND milestone.deliverable = work.kind), 0), ifnull(submitted_at, 0), ifnull(reopened_at, 0), carried_over_from, ifnull(shared_revision, 0),"                        \
    " extension_reason FROM work"
static const char SQL_FIND[] = WORK_COLUMNS " WHERE document = ?1";
static const char SQL_LIST[] = WORK_COLUMNS " WHERE cohort = ?1 AND (?2 = 0 OR person = ?2) ORDER BY person, kind";
static const char SQL_SET_SHARED[] = "UPDATE work SET draft_shared = ?2 WHERE document = ?1";
static const char SQL_SET_CLOSED[] = "UPDATE work SET closed_revision = ?2 WHERE document = ?1";
/* A closing during which nothing was written hides nothing. */
static const char SQL_SET_SINCE[] =
    "UPDATE work SET shared_revision = nullif(?2, 0) WHERE document = ?1 AND closed_revision IS NOT ?2";
static const char SQL_SET_STATE[] = "UPDATE work SET state = ?2 WHERE document = ?1";
static const char SQL_EXTEND[] = "UPDATE work SET due_at = ?2, extension_reason = ?3 WHERE document = ?1";
static const char SQL_CANDIDATES[] =
    "SELECT document FROM work WHERE person = ?1"
    " UNION SELECT work.document FROM work JOIN tutor_assignment AS a ON a.trainee = work.person AND a.cohort = work.cohort"
    "  WHERE a.tutor = ?1"
    " UNION SELECT work.document FROM work JOIN cooperator_assignment AS a ON a.trainee = work.person AND a.cohort = work.cohort"
    "  WHERE a.cooperator = ?1"
    " UNION SELECT work.document FROM work JOIN named_reader ON named_reader.document = work.document"
    "  WHERE named_reader.person = ?1"
    " ORDER BY document";

static carnet_err work_row(struct work *out, struct ctx *ctx, struct db_query *q)
{
    int64_t own = db_int(q, 9), cohorts = db_int(q, 10);
    *out = (struct work){
        .document = db_int(q, 0),
        .cohort = db_int(q, 1),
        .person = db_int(q, 2),
        .draft_shared = db_int(q, 5) != 0,
        .late = db_int(q, 6) != 0,
        .uid = db_text(q, 7, ctx->arena),
        .title = db_text(q, 8, ctx->arena),
        .due_at = own > cohorts ? own : cohorts,
        .extended = own > cohorts,
        .submitted_at = db_int(q, 11),
        .reopened_at = db_int(q, 12),
        .carried_over_from = db_text(q, 13, ctx->arena),
        .shared_revision = db_int(q, 14),
        .extension_reason = db_text(q, 15, ctx->arena),
    };
    TRY(document_kind_parse(&out->kind, db_text(q, 3, ctx->arena)));
    return work_state_parse(&out->state, db_text(q, 4, ctx->arena));
}

carnet_err work_sql_add(struct ctx *ctx, int64_t document, const char *uid, const struct work_new *work)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ADD);
    db_bind_int(&q, 1, document);
    db_bind_text(&q, 2, uid);
    db_bind_int(&q, 3, work->cohort);
    db_bind_int(&q, 4, work->person);
    db_bind_text(&q, 5, document_kind_text(work->kind));
    db_bind_text(&q, 6, work->title);
    db_bind_text(&q, 7, work_state_text(work->state));
    db_bind_int(&q, 8, work->due_at);
    db_bind_int(&q, 9, work->submitted_at);
    db_bind_int(&q, 10, work->late);
    db_bind_int(&q, 11, work->reopened_at);
    db_bind_text(&q, 12, work->reopen_reason);
    db_bind_text(&q, 13, work->carried_over_from);
    return db_run(&q);
}

carnet_err work_sql_find(struct work *out, struct ctx *ctx, int64_t document)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_FIND);
    db_bind_int(&q, 1, document);
    TRY(db_one(&q));
    return work_row(out, ctx, &q);
}

carnet_err work_sql_list(struct work **out, size_t *count, struct ctx *ctx, int64_t cohort, int64_t person)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_LIST);
    db_bind_int(&q, 1, cohort);
    db_bind_int(&q, 2, person);
    *out = NULL;
    *count = 0;
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        *out = rows_grow(ctx, *out, *count, sizeof **out);
        TRY(work_row(&(*out)[*count], ctx, &q));
        (*count)++;
    }
}

carnet_err work_sql_set_shared(struct ctx *ctx, int64_t document, bool shared)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_SET_SHARED);
    db_bind_int(&q, 1, document);
    db_bind_int(&q, 2, shared);
    return db_run(&q);
}

static carnet_err set_revision(struct ctx *ctx, const char *sql, int64_t document, int64_t revision)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, sql);
    db_bind_int(&q, 1, document);
    db_bind_int(&q, 2, revision);
    return db_run(&q);
}

carnet_err work_sql_set_closed(struct ctx *ctx, int64_t document, int64_t revision)
{
    return set_revision(ctx, SQL_SET_CLOSED, document, revision);
}

carnet_err work_sql_set_since(struct ctx *ctx, int64_t document, int64_t revision)
{
    return set_revision(ctx, SQL_SET_SINCE, document, revision);
}

carnet_err work_sql_set_state(struct ctx *ctx, int64_t document, enum work_state state)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_SET_STATE);
    db_bind_int(&q, 1, document);
    db_bind_text(&q, 2, work_state_text(state));
    return db_run(&q);
}

carnet_err work_sql_extend(struct ctx *ctx, int64_t document, const struct work_extension *extension)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_EXTEND);
    db_bind_int(&q, 1, document);
    db_bind_int(&q, 2, extension->due_at);
    db_bind_text(&q, 3, extension->reason);
    return db_run(&q);
}

carnet_err work_sql_candidates(int64_t **documents, size_t *count, struct ctx *ctx)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_CANDIDATES);
    db_bind_int(&q, 1, ctx->actor);
    return rows_ids(documents, count, ctx, &q);
}
