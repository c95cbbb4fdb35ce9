/* Counting what is there. Days are compared as text; what begins on a day to come counts, it has been decided. */
#include "areas/start/start_sql.h"

#include "areas/event/rows.h"

static const char SQL_ORGANISATION[] =
    "SELECT (SELECT name FROM organisation ORDER BY id LIMIT 1), ifnull((SELECT max(sample) FROM organisation), 0),"
    " (SELECT count(*) FROM programme), (SELECT count(*) FROM cohort), (SELECT count(*) FROM person WHERE closed_at IS NULL),"
    " (SELECT second_factor_waived FROM person WHERE id = ?1)";
static const char SQL_MANAGERS[] =
    "SELECT DISTINCT person.id, person.slug, person.given_name, person.family_name, person.email, person.pseudonym,"
    " person.password_hash IS NOT NULL FROM person JOIN role ON role.person = person.id AND role.role = 'programme_manager'"
    " WHERE person.closed_at IS NULL ORDER BY person.family_name COLLATE french, person.given_name COLLATE french, person.id";
static const char SQL_ADD[] =
    "INSERT INTO organisation (slug, name) SELECT 'organisation', ?1 WHERE NOT EXISTS (SELECT 1 FROM organisation)";
/* The name is the centre's own when somebody gave it one; else the first programme gives it, as when it is uploaded. A programme that was
 * uploaded has a date; the sample's has none. Whole rows, as in people/carry.c. */
static const char *const CARRY[] = {
    "INSERT INTO organisation (id, slug, name) SELECT id, 'organisation', name FROM other.organisation"
    " WHERE id = (SELECT min(id) FROM other.organisation) AND name NOT LIKE '%(fictive)'",
    "INSERT INTO organisation (id, slug, name) SELECT organisation, 'organisation', title FROM other.programme WHERE changed_at > 0"
    " AND NOT EXISTS (SELECT 1 FROM organisation) ORDER BY id LIMIT 1",
    "INSERT INTO programme SELECT * FROM other.programme WHERE changed_at > 0",
};
static const char SQL_RENAME[] = "UPDATE organisation SET name = ?1 WHERE id = (SELECT min(id) FROM organisation)";

#define STILL_ENROLLED "enrolment.cohort = ?1 AND enrolment.status IN ('pre_enrolled', 'enrolled', 'suspended')"
static const char SQL_COUNTS[] =
    "SELECT (SELECT count(*) FROM session WHERE cohort = ?1), (SELECT count(*) FROM session WHERE cohort = ?1 AND theme = ''),"
    " (SELECT count(*) FROM half_day WHERE cohort = ?1), (SELECT count(*) FROM half_day WHERE cohort = ?1 AND format IS NULL),"
    " (SELECT count(*) FROM half_day WHERE cohort = ?1 AND module IS NULL),"
    " (SELECT count(*) FROM half_day WHERE cohort = ?1 AND NOT EXISTS (SELECT 1 FROM half_day_trainer WHERE half_day = half_day.id)),"
    " (SELECT count(*) FROM milestone WHERE cohort = ?1 AND due_at IS NOT NULL),"
    " (SELECT count(*) FROM enrolment WHERE " STILL_ENROLLED "),"
    " (SELECT count(*) FROM enrolment WHERE " STILL_ENROLLED " AND EXISTS (SELECT 1 FROM group_membership AS m JOIN \"group\" AS g"
    "   ON g.id = m.\"group\" AND g.kind = 'team' AND g.cohort = ?1 WHERE m.person = enrolment.person AND ifnull(m.to_day, '9999') >= ?2)),"
    " (SELECT count(*) FROM enrolment WHERE " STILL_ENROLLED " AND EXISTS (SELECT 1 FROM tutor_assignment AS a"
    "   WHERE a.cohort = ?1 AND a.trainee = enrolment.person AND ifnull(a.to_day, '9999') >= ?2)),"
    " (SELECT count(*) FROM enrolment WHERE " STILL_ENROLLED " AND EXISTS (SELECT 1 FROM cooperator_assignment AS a"
    "   WHERE a.cohort = ?1 AND a.trainee = enrolment.person AND ifnull(a.to_day, '9999') >= ?2)),"
    " (SELECT count(*) FROM \"group\" WHERE cohort = ?1 AND kind = 'team'),"
    " (SELECT count(*) FROM mail JOIN role ON role.person = mail.person AND role.cohort = ?1 WHERE mail.state = 'failed')";
static const char SQL_ROLES[] =
    "SELECT role.role, count(*), sum(person.password_hash IS NOT NULL) FROM role JOIN person ON person.id = role.person"
    " WHERE role.cohort = ?1 AND person.closed_at IS NULL GROUP BY role.role ORDER BY role.role";

carnet_err start_sql_organisation(struct start *out, struct ctx *ctx)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ORGANISATION);
    db_bind_int(&q, 1, ctx->actor);
    TRY(db_one(&q));
    out->name = db_text(&q, 0, ctx->arena);
    out->sample = db_int(&q, 1) != 0;
    out->programmes = db_int(&q, 2);
    out->cohorts = db_int(&q, 3);
    out->people = db_int(&q, 4);
    out->can_begin = out->sample && !db_int(&q, 5); /* only the sample's own people sign in without a second step */
    return CARNET_OK;
}

carnet_err start_sql_managers(struct start *out, struct ctx *ctx)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_MANAGERS);
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        out->managers = rows_grow(ctx, out->managers, out->manager_count, sizeof *out->managers);
        out->managers[out->manager_count++] = (struct start_manager){ people_row(ctx, &q), db_int(&q, 6) != 0 };
    }
}

carnet_err start_sql_carry(struct ctx *ctx)
{
    for (size_t i = 0; i < sizeof CARRY / sizeof *CARRY; i++) {
        CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, CARRY[i]);
        TRY(db_run(&q));
    }
    return CARNET_OK;
}

carnet_err start_sql_rename(struct ctx *ctx, const char *name)
{
    CLEANUP(db_query_end) struct db_query add = db_query(ctx->db, SQL_ADD);
    db_bind_text(&add, 1, name);
    TRY(db_run(&add));
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_RENAME);
    db_bind_text(&q, 1, name);
    return db_run(&q);
}

carnet_err preparation_sql_counts(struct preparation *out, struct ctx *ctx)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_COUNTS);
    db_bind_int(&q, 1, out->cohort.id);
    db_bind_text(&q, 2, moment_today(ctx));
    TRY(db_one(&q));
    int64_t *const counts[] = {
        &out->sessions, &out->sessions_without_theme, &out->half_days, &out->half_days_without_format, &out->half_days_without_module,
        &out->half_days_without_trainer, &out->deadlines, &out->trainees, &out->in_team, &out->with_tutor, &out->with_cooperator,
        &out->teams, &out->letters_refused,
    };
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        *counts[i] = db_int(&q, (int)i);
    return CARNET_OK;
}

carnet_err preparation_sql_roles(struct preparation *out, struct ctx *ctx)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ROLES);
    db_bind_int(&q, 1, out->cohort.id);
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row || out->role_count == ROLE_COUNT)
            return CARNET_OK;
        struct start_role *one = &out->roles[out->role_count++];
        TRY(role_parse(&one->role, db_text(&q, 0, ctx->arena)));
        one->people = db_int(&q, 1);
        one->opened = db_int(&q, 2);
    }
}
