/* Who holds what, and the state of accounts. */
#include "areas/people/invitation_sql.h"

#include "areas/event/rows.h"

static const char SQL_COHORT_OF[] =
    "SELECT cohort.id FROM role JOIN cohort ON cohort.id = role.cohort WHERE role.person = ?1 ORDER BY cohort.start_day DESC LIMIT 1";
static const char SQL_LABEL[] = "SELECT label FROM cohort WHERE id = ?1";
static const char SQL_HELD[] =
    "SELECT count(*),"
    " ifnull(sum(EXISTS (SELECT 1 FROM role AS mine WHERE mine.person = ?2 AND mine.cohort = theirs.cohort AND mine.role = 'programme_manager')), 0),"
    " ifnull(sum(EXISTS (SELECT 1 FROM role AS mine WHERE mine.person = ?2 AND mine.cohort = theirs.cohort AND mine.role = 'training_assistant')), 0),"
    " ifnull(sum(theirs.role IN ('programme_manager', 'training_assistant', 'platform_admin')), 0)"
    " FROM role AS theirs WHERE theirs.person = ?1";
#define ACCOUNT_COLUMNS                                                                                                \
    "SELECT person.id, person.slug, person.given_name, person.family_name, person.email, person.pseudonym,"             \
    " person.password_hash IS NOT NULL, person.closed_at IS NOT NULL,"                                                   \
    " ifnull((SELECT group_concat(DISTINCT role) FROM role WHERE role.person = person.id), ''),"                          \
    " ifnull((SELECT max(created_at) FROM one_time_link WHERE person = person.id AND purpose = 'invitation'), 0),"         \
    " ifnull((SELECT max(expires_at) FROM one_time_link WHERE person = person.id AND purpose = 'invitation'), 0) FROM person"
static const char SQL_ACCOUNTS[] =
    ACCOUNT_COLUMNS " WHERE ?1 = 0 OR EXISTS (SELECT 1 FROM role WHERE role.person = person.id AND role.cohort = ?1)"
                    " ORDER BY person.family_name COLLATE french, person.given_name COLLATE french, person.id";
static const char SQL_ACCOUNT[] = ACCOUNT_COLUMNS " WHERE person.slug = ?1";
static const char SQL_INVITED[] = "SELECT 1 FROM one_time_link WHERE person = ?1 AND purpose = 'invitation' LIMIT 1";
static const char SQL_RENAME[] = "UPDATE person SET given_name = ?2, family_name = ?3 WHERE id = ?1 AND password_hash IS NULL";

carnet_err invitation_sql_cohort_of(int64_t *out, struct ctx *ctx, int64_t person)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_COHORT_OF);
    db_bind_int(&q, 1, person);
    bool row;
    TRY(db_next(&row, &q));
    *out = row ? db_int(&q, 0) : 0;
    return CARNET_OK;
}

carnet_err invitation_sql_label(const char **out, struct ctx *ctx, int64_t cohort)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_LABEL);
    db_bind_int(&q, 1, cohort);
    bool row;
    TRY(db_next(&row, &q));
    *out = row ? db_text(&q, 0, ctx->arena) : NULL;
    return CARNET_OK;
}

carnet_err invitation_sql_held(struct held *out, struct ctx *ctx, int64_t person)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_HELD);
    db_bind_int(&q, 1, person);
    db_bind_int(&q, 2, ctx->actor);
    TRY(db_one(&q));
    *out = (struct held){ db_int(&q, 0), db_int(&q, 1), db_int(&q, 2), db_int(&q, 3) };
    return CARNET_OK;
}

static struct account_about about_row(struct ctx *ctx, struct db_query *q)
{
    return (struct account_about){
        .person = people_row(ctx, q),
        .opened = db_int(q, 6) != 0,
        .closed = db_int(q, 7) != 0,
        .roles = db_text(q, 8, ctx->arena),
        .invited_at = db_int(q, 9),
        .invitation_ends_at = db_int(q, 10),
    };
}

carnet_err invitation_sql_accounts(struct account_about **out, size_t *count, struct ctx *ctx, int64_t cohort)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ACCOUNTS);
    db_bind_int(&q, 1, cohort);
    *out = NULL;
    *count = 0;
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        *out = rows_grow(ctx, *out, *count, sizeof **out);
        (*out)[(*count)++] = about_row(ctx, &q);
    }
}

carnet_err invitation_sql_account(struct account_about *out, struct ctx *ctx, const char *slug)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ACCOUNT);
    db_bind_text(&q, 1, slug);
    TRY(db_one(&q));
    *out = about_row(ctx, &q);
    return CARNET_OK;
}

carnet_err invitation_sql_invited(bool *out, struct ctx *ctx, int64_t person)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_INVITED);
    db_bind_int(&q, 1, person);
    return db_next(out, &q);
}

carnet_err invitation_sql_rename(struct ctx *ctx, int64_t person, const char *given_name, const char *family_name)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_RENAME);
    db_bind_int(&q, 1, person);
    db_bind_text(&q, 2, given_name);
    db_bind_text(&q, 3, family_name);
    return db_run(&q);
}
