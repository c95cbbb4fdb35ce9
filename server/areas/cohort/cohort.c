/* Who is what in a cohort, today. Every question is asked of the rows each time: an assignment that ended yesterday gives
 * nothing today, and nobody has to take it away.
 *
 * A tutor or cooperator belongs to the cohort while they accompany at least one of its trainees; when the last assignment
 * ends, so does what the cohort shared with them. */
#include "areas/cohort/cohort.h"

#include <string.h>

#include "areas/event/rows.h"

#define COHORT_COLUMNS                                                                                                 \
    "SELECT cohort.id, cohort.slug, cohort.label, cohort.start_day, cohort.end_day, programme.slug, programme.title"     \
    " FROM cohort JOIN programme ON programme.id = cohort.programme"
static const char SQL_OF_PERSON[] =
    COHORT_COLUMNS " WHERE cohort.id IN (SELECT cohort FROM role WHERE person = ?1)"
                   " OR cohort.id IN (SELECT cohort FROM enrolment WHERE person = ?1) ORDER BY cohort.start_day DESC LIMIT 1";

/* Enrolled on a day: whoever left was, until the day they left. A suspension keeps what the person has. */
#define ENROLLED_ON(day)                                                                                               \
    "enrolment.status NOT IN ('pre_enrolled', 'cancelled') AND enrolment.from_day <= " day " AND (enrolment.to_day >= " day \
    " OR (enrolment.to_day IS NULL AND enrolment.status IN ('enrolled', 'suspended')))"
static const char SQL_ENROLMENT[] =
    "SELECT ifnull(" ENROLLED_ON("?3") ", 0), from_day, to_day FROM enrolment WHERE person = ?1 AND cohort = ?2";
static const char SQL_ENROLLED[] =
    "SELECT enrolment.cohort FROM enrolment JOIN cohort ON cohort.id = enrolment.cohort WHERE enrolment.person = ?1"
    " AND " ENROLLED_ON("?2") " ORDER BY cohort.start_day DESC LIMIT 1";

/* The assignment that covers today and ends last. */
static const char SQL_TUTOR[] =
    "SELECT from_day, to_day FROM tutor_assignment WHERE tutor = ?1 AND cohort = ?2 AND trainee = ?3 AND from_day <= ?4"
    " AND (to_day IS NULL OR to_day >= ?4) ORDER BY ifnull(to_day, '9999') DESC LIMIT 1";
static const char SQL_COOPERATOR[] =
    "SELECT from_day, to_day FROM cooperator_assignment WHERE cooperator = ?1 AND cohort = ?2 AND trainee = ?3 AND from_day <= ?4"
    " AND (to_day IS NULL OR to_day >= ?4) ORDER BY ifnull(to_day, '9999') DESC LIMIT 1";
static const char SQL_TUTOR_OF_ANY[] =
    "SELECT from_day, to_day FROM tutor_assignment WHERE tutor = ?1 AND cohort = ?2 AND from_day <= ?3"
    " AND (to_day IS NULL OR to_day >= ?3) ORDER BY ifnull(to_day, '9999') DESC LIMIT 1";
static const char SQL_COOPERATOR_OF_ANY[] =
    "SELECT from_day, to_day FROM cooperator_assignment WHERE cooperator = ?1 AND cohort = ?2 AND from_day <= ?3"
    " AND (to_day IS NULL OR to_day >= ?3) ORDER BY ifnull(to_day, '9999') DESC LIMIT 1";

static const char SQL_PEOPLE[] =
    "SELECT id, slug, given_name, family_name, email, pseudonym FROM person WHERE closed_at IS NULL AND"
    " (id IN (SELECT person FROM role WHERE cohort = ?1 OR cohort IS NULL)"
    "  OR id IN (SELECT person FROM enrolment WHERE cohort = ?1)) ORDER BY family_name, given_name, id";

static carnet_err cohort_row(struct cohort *out, struct ctx *ctx, struct db_query *q)
{
    TRY(db_one(q));
    *out = (struct cohort){
        .id = db_int(q, 0),
        .slug = db_text(q, 1, ctx->arena),
        .label = db_text(q, 2, ctx->arena),
        .start_day = db_text(q, 3, ctx->arena),
        .end_day = db_text(q, 4, ctx->arena),
        .programme_slug = db_text(q, 5, ctx->arena),
        .programme_title = db_text(q, 6, ctx->arena),
    };
    return CARNET_OK;
}

carnet_err cohort_of_actor(struct cohort *out, struct ctx *ctx)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_OF_PERSON);
    db_bind_int(&q, 1, ctx->actor);
    return cohort_row(out, ctx, &q);
}

carnet_err cohort_enrolled(int64_t *cohort, struct ctx *ctx, int64_t person)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ENROLLED);
    db_bind_int(&q, 1, person);
    db_bind_text(&q, 2, moment_today(ctx));
    bool row;
    TRY(db_next(&row, &q));
    if (!row)
        return err_set(CARNET_MISSING, "cohort.not_enrolled", "person=%lld", (long long)person);
    *cohort = db_int(&q, 0);
    return CARNET_OK;
}

/* Runs a bound query whose columns are from_day and to_day. */
static carnet_err read_span(struct span *out, struct ctx *ctx, struct db_query *q)
{
    *out = (struct span){ 0 };
    bool row;
    TRY(db_next(&row, q));
    if (row)
        *out = (struct span){ true, moment_day_start(db_text(q, 0, ctx->arena)), moment_day_end(db_text(q, 1, ctx->arena)) };
    return CARNET_OK;
}

static carnet_err to_one(struct span *out, struct ctx *ctx, const char *sql, int64_t cohort, int64_t trainee)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, sql);
    db_bind_int(&q, 1, ctx->actor);
    db_bind_int(&q, 2, cohort);
    db_bind_int(&q, 3, trainee);
    db_bind_text(&q, 4, moment_today(ctx));
    return read_span(out, ctx, &q);
}

static carnet_err to_any(struct span *out, struct ctx *ctx, const char *sql, int64_t cohort)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, sql);
    db_bind_int(&q, 1, ctx->actor);
    db_bind_int(&q, 2, cohort);
    db_bind_text(&q, 3, moment_today(ctx));
    return read_span(out, ctx, &q);
}

static carnet_err as_trainee(struct cohort_standing *out, struct ctx *ctx, int64_t cohort)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ENROLMENT);
    db_bind_int(&q, 1, ctx->actor);
    db_bind_int(&q, 2, cohort);
    db_bind_text(&q, 3, moment_today(ctx));
    bool row;
    TRY(db_next(&row, &q));
    if (row && db_int(&q, 0))
        out->as[ROLE_TRAINEE] =
            (struct span){ true, moment_day_start(db_text(&q, 1, ctx->arena)), moment_day_end(db_text(&q, 2, ctx->arena)) };
    else if (row)
        out->as[ROLE_FORMER_TRAINEE].holds = true;
    return CARNET_OK;
}

carnet_err cohort_standing(struct cohort_standing *out, struct ctx *ctx, int64_t cohort, int64_t trainee)
{
    *out = (struct cohort_standing){ 0 };
    unsigned roles;
    TRY(people_roles(&roles, ctx, ctx->actor, cohort ? cohort : -1));
    for (int i = 0; i < ROLE_COUNT; i++)
        out->as[i].holds = i != ROLE_TRAINEE && i != ROLE_FORMER_TRAINEE && roles & 1u << i;
    TRY(as_trainee(out, ctx, cohort));
    TRY(to_any(&out->as[ROLE_TUTOR], ctx, SQL_TUTOR_OF_ANY, cohort));
    TRY(to_any(&out->as[ROLE_RESEARCH_COOPERATOR], ctx, SQL_COOPERATOR_OF_ANY, cohort));
    TRY(to_one(&out->tutor, ctx, SQL_TUTOR, cohort, trainee));
    return to_one(&out->cooperator, ctx, SQL_COOPERATOR, cohort, trainee);
}

carnet_err cohort_people(struct person **out, size_t *count, struct ctx *ctx, int64_t cohort)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_PEOPLE);
    db_bind_int(&q, 1, cohort);
    *out = NULL;
    *count = 0;
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        *out = rows_grow(ctx, *out, *count, sizeof **out);
        (*out)[(*count)++] = people_row(ctx, &q);
    }
}
