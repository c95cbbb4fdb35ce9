/* The rows of roles. */
#include "areas/people/role_sql.h"

#include "areas/event/rows.h"

static const char SQL_COHORT[] = "SELECT id, slug, label FROM cohort WHERE slug = ?1";
static const char SQL_OF[] =
    "SELECT role.role, ifnull(cohort.id, 0), cohort.slug, cohort.label FROM role LEFT JOIN cohort ON cohort.id = role.cohort"
    " WHERE role.person = ?1 ORDER BY cohort.start_day DESC, cohort.id DESC, role.id";
static const char SQL_TAKE[] = "DELETE FROM role WHERE person = ?1 AND ifnull(cohort, 0) = ?2 AND role = ?3";
#define CAN_SIGN_IN "person.closed_at IS NULL AND person.password_hash IS NOT NULL"
static const char SQL_OTHER_ADMIN[] =
    "SELECT 1 FROM role JOIN person ON person.id = role.person AND " CAN_SIGN_IN
    " WHERE role.role = 'platform_admin' AND role.cohort IS NULL AND role.person <> ?1 LIMIT 1";
static const char SQL_BEGUN[] = "SELECT 1 FROM cohort LIMIT 1";
static const char SQL_UNMANAGED[] =
    "SELECT 1 FROM cohort WHERE (?2 = 0 OR cohort.id = ?2) AND NOT EXISTS (SELECT 1 FROM role AS other"
    " JOIN person ON person.id = other.person AND " CAN_SIGN_IN " WHERE other.role = 'programme_manager'"
    " AND (other.cohort IS NULL OR other.cohort = cohort.id) AND NOT (other.person = ?1 AND ifnull(other.cohort, 0) = ?2)) LIMIT 1";

carnet_err role_sql_cohort(struct cohort_named *out, struct ctx *ctx, const char *slug)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_COHORT);
    db_bind_text(&q, 1, slug);
    TRY(db_one(&q));
    *out = (struct cohort_named){ db_int(&q, 0), db_text(&q, 1, ctx->arena), db_text(&q, 2, ctx->arena) };
    return CARNET_OK;
}

carnet_err role_sql_of(struct role_held **out, size_t *count, struct ctx *ctx, int64_t person)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_OF);
    db_bind_int(&q, 1, person);
    *out = NULL;
    *count = 0;
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        *out = rows_grow(ctx, *out, *count, sizeof **out);
        struct role_held *held = &(*out)[(*count)++];
        TRY(role_parse(&held->role, db_text(&q, 0, ctx->arena)));
        held->cohort = (struct cohort_named){ db_int(&q, 1), db_text(&q, 2, ctx->arena), db_text(&q, 3, ctx->arena) };
    }
}

carnet_err role_sql_take(struct ctx *ctx, int64_t person, const struct role_held *held)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_TAKE);
    db_bind_int(&q, 1, person);
    db_bind_int(&q, 2, held->cohort.id);
    db_bind_text(&q, 3, role_text(held->role));
    return db_run(&q);
}

carnet_err role_sql_other_admin(bool *out, struct ctx *ctx, int64_t person)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_OTHER_ADMIN);
    db_bind_int(&q, 1, person);
    return db_next(out, &q);
}

carnet_err role_sql_begun(bool *out, struct ctx *ctx)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_BEGUN);
    return db_next(out, &q);
}

carnet_err role_sql_unmanaged(bool *out, struct ctx *ctx, int64_t person, int64_t cohort)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_UNMANAGED);
    db_bind_int(&q, 1, person);
    db_bind_int(&q, 2, cohort);
    return db_next(out, &q);
}
