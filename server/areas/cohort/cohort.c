/* Who is what in a cohort, today. Every question is asked of the rows each time: an assignment that ended yesterday gives
 * nothing today, and nobody has to take it away.
 *
 * A tutor or cooperator belongs to the cohort while they accompany at least one of its trainees; when the last assignment
 * ends, so does what the cohort shared with them. */
#include "areas/cohort/cohort.h"

#include <string.h>

#include "areas/cohort/enrolled_sql.h"
#include "areas/event/rows.h"

#define COHORT_COLUMNS                                                                                                 \
    "SELECT cohort.id, cohort.slug, cohort.label, cohort.start_day, cohort.end_day, programme.slug, programme.title,"    \
    " cohort.programme, cohort.programme_version, cohort.created_at FROM cohort JOIN programme ON programme.id = cohort.programme"
static const char SQL_BY_SLUG[] = COHORT_COLUMNS " WHERE cohort.slug = ?1";
static const char SQL_BY_ID[] = COHORT_COLUMNS " WHERE cohort.id = ?1";
static const char SQL_ALL[] = COHORT_COLUMNS " ORDER BY cohort.start_day DESC, cohort.id DESC";
static const char SQL_DEFINITION[] = "SELECT definition FROM cohort WHERE id = ?1";
static const char SQL_HOLDERS[] =
    "SELECT DISTINCT person.id FROM role JOIN person ON person.id = role.person AND person.closed_at IS NULL"
    " WHERE (role.cohort = ?1 OR role.cohort IS NULL) AND role.role = ?2 ORDER BY person.id";
static const char SQL_OF_PERSON[] =
    COHORT_COLUMNS " WHERE cohort.id IN (SELECT cohort FROM role WHERE person = ?1)"
                   " OR cohort.id IN (SELECT cohort FROM enrolment WHERE person = ?1)"
                   " ORDER BY (cohort.end_day >= ?2 AND cohort.id IN (SELECT enrolment.cohort FROM enrolment WHERE enrolment.person = ?1 AND " ENROLLED_ON("?2") ")) DESC,"
                   /* One that is only being prepared comes after those that have begun. */
                   " cohort.start_day > ?2, CASE WHEN cohort.start_day > ?2 THEN cohort.start_day END,"
                   " cohort.start_day DESC, cohort.id";

static const char SQL_OF_TRAINEE[] =
    COHORT_COLUMNS " WHERE cohort.id IN (SELECT cohort FROM enrolment WHERE person = ?1) ORDER BY cohort.start_day DESC, cohort.id DESC";

static const char SQL_ENROLMENT[] =
    "SELECT ifnull(" ENROLLED_ON("?3") ", 0), from_day, to_day, date(to_day, '+12 months') FROM enrolment"
    " WHERE person = ?1 AND cohort = ?2";
static const char SQL_ENROLLED[] =
    "SELECT enrolment.cohort FROM enrolment JOIN cohort ON cohort.id = enrolment.cohort WHERE enrolment.person = ?1"
    " AND " ENROLLED_ON("?2") " ORDER BY cohort.start_day DESC LIMIT 1";

/* The assignment that covers today and ends last, and the moment it was decided. */
static const char SQL_TUTOR[] =
    "SELECT from_day, to_day, ifnull(assigned_at, 0) FROM tutor_assignment WHERE tutor = ?1 AND cohort = ?2 AND trainee = ?3 AND from_day <= ?4"
    " AND (to_day IS NULL OR to_day >= ?4) ORDER BY ifnull(to_day, '9999') DESC LIMIT 1";
static const char SQL_TUTOR_EVER[] =
    "SELECT from_day, to_day, ifnull(assigned_at, 0) FROM tutor_assignment WHERE tutor = ?1 AND cohort = ?2 AND trainee = ?3";
static const char SQL_COOPERATOR[] =
    "SELECT from_day, to_day, ifnull(assigned_at, 0) FROM cooperator_assignment WHERE cooperator = ?1 AND cohort = ?2 AND trainee = ?3 AND from_day <= ?4"
    " AND (to_day IS NULL OR to_day >= ?4) ORDER BY ifnull(to_day, '9999') DESC LIMIT 1";
static const char SQL_TUTOR_OF_ANY[] =
    "SELECT from_day, to_day, ifnull(assigned_at, 0) FROM tutor_assignment WHERE tutor = ?1 AND cohort = ?2 AND from_day <= ?3"
    " AND (to_day IS NULL OR to_day >= ?3) ORDER BY ifnull(to_day, '9999') DESC LIMIT 1";
static const char SQL_COOPERATOR_OF_ANY[] =
    "SELECT from_day, to_day, ifnull(assigned_at, 0) FROM cooperator_assignment WHERE cooperator = ?1 AND cohort = ?2 AND from_day <= ?3"
    " AND (to_day IS NULL OR to_day >= ?3) ORDER BY ifnull(to_day, '9999') DESC LIMIT 1";

static const char SQL_PEOPLE[] =
    "SELECT id, slug, given_name, family_name, email, pseudonym FROM person WHERE closed_at IS NULL AND"
    " (id IN (SELECT person FROM role WHERE cohort = ?1 OR cohort IS NULL)"
    "  OR id IN (SELECT person FROM enrolment WHERE cohort = ?1))"
    " ORDER BY family_name COLLATE french, given_name COLLATE french, id";

static struct cohort cohort_row(struct ctx *ctx, struct db_query *q)
{
    return (struct cohort){
        .id = db_int(q, 0),
        .slug = db_text(q, 1, ctx->arena),
        .label = db_text(q, 2, ctx->arena),
        .start_day = db_text(q, 3, ctx->arena),
        .end_day = db_text(q, 4, ctx->arena),
        .programme_slug = db_text(q, 5, ctx->arena),
        .programme_title = db_text(q, 6, ctx->arena),
        .programme = db_int(q, 7),
        .programme_version = db_int(q, 8),
        .created_at = db_int(q, 9),
    };
}

static carnet_err one_cohort(struct cohort *out, struct ctx *ctx, struct db_query *q)
{
    bool row;
    TRY(db_next(&row, q));
    if (!row)
        return err_set(CARNET_MISSING, "cohort.missing", "no such cohort");
    *out = cohort_row(ctx, q);
    return CARNET_OK;
}

carnet_err cohort_of_actor(struct cohort *out, struct ctx *ctx)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_OF_PERSON);
    db_bind_int(&q, 1, ctx->actor);
    db_bind_text(&q, 2, moment_today(ctx));
    return one_cohort(out, ctx, &q);
}

carnet_err cohort_by_id(struct cohort *out, struct ctx *ctx, int64_t id)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_BY_ID);
    db_bind_int(&q, 1, id);
    return one_cohort(out, ctx, &q);
}

carnet_err cohort_by_slug(struct cohort *out, struct ctx *ctx, const char *slug)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_BY_SLUG);
    db_bind_text(&q, 1, slug);
    return one_cohort(out, ctx, &q);
}

const char *cohort_day(struct ctx *ctx, const struct cohort *cohort)
{
    const char *today = moment_today(ctx);
    return strcmp(today, cohort->start_day) < 0 ? cohort->start_day : today;
}

carnet_err cohort_definition(json_t **out, struct ctx *ctx, int64_t cohort)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_DEFINITION);
    db_bind_int(&q, 1, cohort);
    TRY(db_one(&q));
    *out = json_loads(db_text(&q, 0, ctx->arena), 0, NULL);
    return *out ? CARNET_OK : err_set(CARNET_CORRUPT, "cohort.definition", "cohort=%lld", (long long)cohort);
}

carnet_err cohort_holders(int64_t **out, size_t *count, struct ctx *ctx, int64_t cohort, enum role role)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_HOLDERS);
    db_bind_int(&q, 1, cohort);
    db_bind_text(&q, 2, role_text(role));
    return rows_ids(out, count, ctx, &q);
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

/* Columns are from_day, to_day and the moment of the decision: it holds from the later of the first and the last, so that what was
 * shared with somebody else that morning is not the newcomer's. */
static struct span assignment_span(struct ctx *ctx, struct db_query *q)
{
    struct span span = { true, moment_day_start(db_text(q, 0, ctx->arena)), moment_day_end(db_text(q, 1, ctx->arena)) };
    if (db_int(q, 2) > span.from)
        span.from = db_int(q, 2);
    return span;
}

static carnet_err read_span(struct span *out, struct ctx *ctx, struct db_query *q)
{
    bool row;
    TRY(db_next(&row, q));
    *out = row ? assignment_span(ctx, q) : (struct span){ 0 };
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

/* Who left keeps their own things for twelve months. */
static struct span as_former(struct ctx *ctx, const char *to_day, const char *last_day)
{
    struct span span = { .holds = true };
    if (!to_day)
        return span;
    span.from = moment_day_end(to_day);
    span.until = moment_day_end(last_day);
    span.holds = ctx->now < span.until;
    return span;
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
        out->as[ROLE_FORMER_TRAINEE] = as_former(ctx, db_text(&q, 2, ctx->arena), db_text(&q, 3, ctx->arena));
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

carnet_err cohort_tutored(bool *out, struct ctx *ctx, int64_t cohort, int64_t trainee, int64_t at)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_TUTOR_EVER);
    db_bind_int(&q, 1, ctx->actor);
    db_bind_int(&q, 2, cohort);
    db_bind_int(&q, 3, trainee);
    *out = false;
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        struct span span = assignment_span(ctx, &q);
        *out |= span.from <= at && (!span.until || at < span.until);
    }
}

bool cohort_manages(const struct cohort_standing *standing)
{
    return standing->as[ROLE_PROGRAMME_MANAGER].holds;
}

bool cohort_assists(const struct cohort_standing *standing)
{
    return cohort_manages(standing) || standing->as[ROLE_TRAINING_ASSISTANT].holds;
}

bool cohort_writes(const struct cohort_standing *standing)
{
    return standing->as[ROLE_TRAINEE].holds || standing->as[ROLE_TRAINER].holds;
}

/* Who left the training has no place in the cohort any more, only their own things. */
static bool has_a_place(const struct cohort_standing *standing)
{
    for (int role = 0; role < ROLE_COUNT; role++)
        if (role != ROLE_FORMER_TRAINEE && standing->as[role].holds)
            return true;
    return false;
}

bool cohort_left(const struct cohort_standing *standing)
{
    return standing->as[ROLE_FORMER_TRAINEE].holds && !has_a_place(standing);
}

carnet_err cohort_show(struct cohort *out, struct cohort_standing *standing, struct ctx *ctx, const char *slug)
{
    TRY(cohort_by_slug(out, ctx, slug));
    TRY(cohort_standing(standing, ctx, out->id, 0));
    return has_a_place(standing) ? CARNET_OK : err_set(CARNET_MISSING, "cohort.missing", "has no place in it");
}

static carnet_err needs(bool holds, const struct cohort *cohort)
{
    return holds ? CARNET_OK : err_set(CARNET_DENIED, "cohort.not_manager", "cohort=%lld", (long long)cohort->id);
}

carnet_err cohort_manage(struct cohort *out, struct ctx *ctx, const char *slug)
{
    struct cohort_standing standing;
    TRY(cohort_show(out, &standing, ctx, slug));
    return needs(cohort_manages(&standing), out);
}

carnet_err cohort_assist(struct cohort *out, struct ctx *ctx, const char *slug)
{
    struct cohort_standing standing;
    TRY(cohort_show(out, &standing, ctx, slug));
    return needs(cohort_assists(&standing), out);
}

carnet_err cohort_list(struct cohort **out, size_t *count, struct ctx *ctx)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ALL);
    *out = NULL;
    *count = 0;
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        struct cohort cohort = cohort_row(ctx, &q);
        struct cohort_standing standing;
        TRY(cohort_standing(&standing, ctx, cohort.id, 0));
        if (!has_a_place(&standing))
            continue;
        *out = rows_grow(ctx, *out, *count, sizeof **out);
        (*out)[(*count)++] = cohort;
    }
}

static bool runs(const struct cohort *cohort, const char *day)
{
    return strcmp(cohort->start_day, day) <= 0 && strcmp(day, cohort->end_day) <= 0;
}

carnet_err cohorts_of_actor(struct cohort **out, size_t *count, struct ctx *ctx)
{
    const char *today = moment_today(ctx);
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_OF_PERSON);
    db_bind_int(&q, 1, ctx->actor);
    db_bind_text(&q, 2, today);
    *out = NULL;
    *count = 0;
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        struct cohort cohort = cohort_row(ctx, &q);
        struct cohort_standing standing;
        TRY(cohort_standing(&standing, ctx, cohort.id, 0));
        if (*count && !(runs(&cohort, today) && has_a_place(&standing)))
            continue;
        *out = rows_grow(ctx, *out, *count, sizeof **out);
        (*out)[(*count)++] = cohort;
    }
}

carnet_err cohorts_assisted(struct cohort **out, size_t *count, struct ctx *ctx)
{
    struct cohort *all;
    size_t all_count;
    TRY(cohorts_of_actor(&all, &all_count, ctx));
    *count = 0;
    for (size_t i = 0; i < all_count; i++) {
        struct cohort_standing standing;
        TRY(cohort_standing(&standing, ctx, all[i].id, 0));
        if (cohort_assists(&standing))
            all[(*count)++] = all[i];
    }
    *out = all;
    return CARNET_OK;
}

carnet_err cohorts_of_trainee(struct cohort **out, size_t *count, struct ctx *ctx, int64_t person)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_OF_TRAINEE);
    db_bind_int(&q, 1, person);
    *out = NULL;
    *count = 0;
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        *out = rows_grow(ctx, *out, *count, sizeof **out);
        (*out)[(*count)++] = cohort_row(ctx, &q);
    }
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

carnet_err cohort_placed(int64_t **out, size_t *count, struct ctx *ctx, int64_t cohort)
{
    struct person *people;
    size_t people_count;
    TRY(cohort_people(&people, &people_count, ctx, cohort));
    *out = arena_alloc(ctx->arena, (people_count + 1) * sizeof **out);
    *count = 0;
    for (size_t i = 0; i < people_count; i++) {
        struct ctx as = *ctx;
        struct cohort_standing standing;
        as.actor = people[i].id;
        TRY(cohort_standing(&standing, &as, cohort, 0));
        if (has_a_place(&standing))
            (*out)[(*count)++] = people[i].id;
    }
    return CARNET_OK;
}
