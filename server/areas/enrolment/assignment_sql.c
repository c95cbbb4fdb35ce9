/* The rows of accompaniment. Tutors and cooperators have a table each, of the same shape. */
#include "areas/enrolment/enrolment_sql.h"
#include "areas/event/rows.h"

#define PERSON(p) p ".id, " p ".slug, " p ".given_name, " p ".family_name, " p ".email, " p ".pseudonym"
/* One statement for each table: every word of SQL stays a constant. */
#define BOTH(name, sql)                                                                                                \
    static const char *const name[ACCOMPANIMENT_COUNT] = {                                                              \
        [ACCOMPANIMENT_TUTOR] = sql("tutor_assignment", "tutor"),                                                      \
        [ACCOMPANIMENT_COOPERATOR] = sql("cooperator_assignment", "cooperator"),                                       \
    }
#define LIST(table, who)                                                                                               \
    "SELECT " PERSON("p") ", a.from_day, a.to_day, a.reason, a.handover, a.cohort FROM " table " AS a JOIN person AS p ON p.id = a." who     \
    " WHERE a.cohort = ?1 AND a.trainee = ?2 AND (a.to_day IS NULL OR a.to_day >= a.from_day) ORDER BY a.from_day, a.id"
BOTH(SQL_LIST, LIST);
#define MINE(table, who)                                                                                               \
    "SELECT " PERSON("p") ", a.from_day, a.to_day, a.reason, a.handover, a.cohort FROM " table " AS a JOIN person AS p ON p.id = a.trainee"  \
    " WHERE a." who " = ?1 AND (?3 OR a.from_day <= ?2) AND (a.to_day IS NULL OR a.to_day >= ?2)"                        \
    " ORDER BY p.family_name COLLATE french, p.given_name COLLATE french, a.from_day, a.id"
BOTH(SQL_MINE, MINE);
#define COVERS(table, who)                                                                                             \
    "SELECT id, " who " FROM " table " WHERE cohort = ?1 AND trainee = ?2 AND from_day <= ?3 AND (to_day IS NULL OR to_day >= ?3)" \
    " ORDER BY ifnull(to_day, '9999') DESC LIMIT 1"
BOTH(SQL_COVERS, COVERS);
#define UNTIL(table, who) "UPDATE " table " SET to_day = ?2 WHERE id = ?1 AND to_day IS NOT ?2"
BOTH(SQL_UNTIL, UNTIL);
#define NOTE(table, who) "UPDATE " table " SET handover = ifnull(?2, handover) WHERE id = ?1"
BOTH(SQL_NOTE, NOTE);
#define FORGET(table, who) "DELETE FROM " table " WHERE cohort = ?1 AND trainee = ?2 AND from_day >= ?3 AND from_day > ?4 AND id <> ?5"
BOTH(SQL_FORGET, FORGET);
/* Of ?3, who was to begin, there or later, on another day than ?4; ?5 is today. */
#define ELSEWHEN(who) "cohort = ?1 AND trainee = ?2 AND " who " = ?3 AND from_day > ?5 AND from_day <> ?4 AND (to_day IS NULL OR to_day >= ?4)"
#define RESUME(table, who)                                                                                             \
    "UPDATE " table " SET to_day = NULL WHERE cohort = ?1 AND trainee = ?2 AND " who " <> ?3"                           \
    " AND date(to_day, '+1 day') IN (SELECT from_day FROM " table " WHERE " ELSEWHEN(who) ")"
BOTH(SQL_RESUME, RESUME);
#define UNDO(table, who) "DELETE FROM " table " WHERE " ELSEWHEN(who) " RETURNING handover"
BOTH(SQL_UNDO, UNDO);
#define END(table, who)                                                                                                \
    "UPDATE " table " SET to_day = date(?3, '-1 day') WHERE cohort = ?1 AND trainee = ?2 AND (to_day IS NULL OR to_day >= ?3)" \
    " AND id <> ?4"
BOTH(SQL_END, END);
/* Two at once, today or later. Of one person that takes nothing from anybody. */
#define TWICE(table, who)                                                                                              \
    "SELECT person.slug, cohort.slug, max(a.from_day, b.from_day, ?1) AS day FROM " table " AS a"                      \
    " JOIN " table " AS b ON b.cohort = a.cohort AND b.trainee = a.trainee AND b.id > a.id AND b." who " <> a." who     \
    " JOIN person ON person.id = a.trainee JOIN cohort ON cohort.id = a.cohort"                                        \
    " WHERE day <= min(ifnull(a.to_day, '9999'), ifnull(b.to_day, '9999')) ORDER BY a.id, b.id"
BOTH(SQL_TWICE, TWICE);
#define LEAVE(table, who)                                                                                              \
    "UPDATE " table " SET to_day = date(?2, '-1 day') WHERE " who " = ?1 AND from_day <= ?2 AND (to_day IS NULL OR to_day >= ?2)"
BOTH(SQL_LEAVE, LEAVE);
#define UNPLAN(table, who) "DELETE FROM " table " WHERE " who " = ?1 AND from_day > ?2"
BOTH(SQL_UNPLAN, UNPLAN);
#define ASSIGN(table, who)                                                                                             \
    "INSERT INTO " table " (cohort, trainee, " who ", from_day, to_day, reason, handover, assigned_at, assigned_by)"     \
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
BOTH(SQL_ASSIGN, ASSIGN);

static const char SQL_HOLDERS[] =
    "SELECT DISTINCT " PERSON("p") " FROM role JOIN person AS p ON p.id = role.person AND p.closed_at IS NULL WHERE role.role = ?1"
    " ORDER BY p.family_name COLLATE french, p.given_name COLLATE french, p.id";

static carnet_err read_assignments(struct assignment **out, size_t *count, struct ctx *ctx, struct db_query *q, enum accompaniment as,
                                   bool of_trainees)
{
    *out = NULL;
    *count = 0;
    for (;;) {
        bool row;
        TRY(db_next(&row, q));
        if (!row)
            return CARNET_OK;
        *out = rows_grow(ctx, *out, *count, sizeof **out);
        struct assignment *a = &(*out)[(*count)++];
        *a = (struct assignment){
            .as = as,
            .from = db_text(q, 6, ctx->arena),
            .to = db_text(q, 7, ctx->arena),
            .reason = db_text(q, 8, ctx->arena),
            .handover = db_text(q, 9, ctx->arena),
            .cohort = db_int(q, 10),
        };
        *(of_trainees ? &a->trainee : &a->person) = people_row(ctx, q);
    }
}

carnet_err enrolment_sql_assignments(struct assignment **out, size_t *count, struct ctx *ctx, enum accompaniment as, int64_t cohort,
                                     int64_t trainee)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_LIST[as]);
    db_bind_int(&q, 1, cohort);
    db_bind_int(&q, 2, trainee);
    return read_assignments(out, count, ctx, &q, as, false);
}

carnet_err enrolment_sql_accompanied(struct assignment **out, size_t *count, struct ctx *ctx, enum accompaniment as, int64_t person,
                                     bool planned)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_MINE[as]);
    db_bind_int(&q, 1, person);
    db_bind_text(&q, 2, moment_today(ctx));
    db_bind_int(&q, 3, planned);
    return read_assignments(out, count, ctx, &q, as, true);
}

carnet_err enrolment_sql_assigned(int64_t *row_id, int64_t *person, struct ctx *ctx, enum accompaniment as, int64_t cohort,
                                  int64_t trainee, const char *day)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_COVERS[as]);
    db_bind_int(&q, 1, cohort);
    db_bind_int(&q, 2, trainee);
    db_bind_text(&q, 3, day);
    bool row;
    TRY(db_next(&row, &q));
    *row_id = row ? db_int(&q, 0) : 0;
    *person = row ? db_int(&q, 1) : 0;
    return CARNET_OK;
}

static carnet_err set_of(struct ctx *ctx, const char *sql, int64_t row, const char *text)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, sql);
    db_bind_int(&q, 1, row);
    db_bind_text(&q, 2, text);
    return db_run(&q);
}

carnet_err enrolment_sql_assign_until(struct ctx *ctx, enum accompaniment as, int64_t row, const char *to)
{
    return set_of(ctx, SQL_UNTIL[as], row, to);
}

carnet_err enrolment_sql_assign_note(struct ctx *ctx, enum accompaniment as, int64_t row, const char *handover)
{
    return set_of(ctx, SQL_NOTE[as], row, handover);
}

carnet_err enrolment_sql_assign_forget(struct ctx *ctx, enum accompaniment as, int64_t cohort, int64_t trainee, const char *from,
                                       int64_t but)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_FORGET[as]);
    db_bind_int(&q, 1, cohort);
    db_bind_int(&q, 2, trainee);
    db_bind_text(&q, 3, from);
    db_bind_text(&q, 4, moment_today(ctx)); /* what began today did begin: it is kept, ended */
    db_bind_int(&q, 5, but);
    return db_run(&q);
}

carnet_err enrolment_sql_assign_end(struct ctx *ctx, enum accompaniment as, int64_t cohort, int64_t trainee, const char *from, int64_t but)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_END[as]);
    db_bind_int(&q, 1, cohort);
    db_bind_int(&q, 2, trainee);
    db_bind_text(&q, 3, from);
    db_bind_int(&q, 4, but);
    return db_run(&q);
}

static struct db_query elsewhen(struct ctx *ctx, const char *sql, int64_t cohort, int64_t trainee, int64_t person, const char *from)
{
    struct db_query q = db_query(ctx->db, sql);
    db_bind_int(&q, 1, cohort);
    db_bind_int(&q, 2, trainee);
    db_bind_int(&q, 3, person);
    db_bind_text(&q, 4, from);
    db_bind_text(&q, 5, moment_today(ctx));
    return q;
}

carnet_err enrolment_sql_assign_undo(bool *any, const char **handover, struct ctx *ctx, enum accompaniment as, int64_t cohort,
                                     int64_t trainee, int64_t person, const char *from)
{
    CLEANUP(db_query_end) struct db_query resume = elsewhen(ctx, SQL_RESUME[as], cohort, trainee, person, from);
    TRY(db_run(&resume));
    CLEANUP(db_query_end) struct db_query undo = elsewhen(ctx, SQL_UNDO[as], cohort, trainee, person, from);
    *any = false;
    *handover = NULL;
    for (;;) {
        bool row;
        TRY(db_next(&row, &undo));
        if (!row)
            return CARNET_OK;
        *any = true;
        const char *note = db_text(&undo, 0, ctx->arena);
        if (note)
            *handover = note;
    }
}

struct db_query enrolment_sql_twice(struct ctx *ctx, enum accompaniment as)
{
    struct db_query q = db_query(ctx->db, SQL_TWICE[as]);
    db_bind_text(&q, 1, moment_today(ctx));
    return q;
}

static carnet_err run_today(struct ctx *ctx, const char *sql, int64_t person)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, sql);
    db_bind_int(&q, 1, person);
    db_bind_text(&q, 2, moment_today(ctx));
    return db_run(&q);
}

carnet_err enrolment_sql_leave(struct ctx *ctx, enum accompaniment as, int64_t person)
{
    TRY(run_today(ctx, SQL_UNPLAN[as], person));
    return run_today(ctx, SQL_LEAVE[as], person);
}

carnet_err enrolment_sql_assign(struct ctx *ctx, enum accompaniment as, int64_t cohort, int64_t trainee, int64_t person,
                                const struct assignment_new *assignment)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ASSIGN[as]);
    db_bind_int(&q, 1, cohort);
    db_bind_int(&q, 2, trainee);
    db_bind_int(&q, 3, person);
    db_bind_text(&q, 4, assignment->from);
    db_bind_text(&q, 5, assignment->to);
    db_bind_text(&q, 6, assignment->reason);
    db_bind_text(&q, 7, assignment->handover);
    db_bind_int(&q, 8, ctx->now);
    db_bind_int(&q, 9, ctx->actor);
    return db_run(&q);
}

carnet_err enrolment_sql_holders(struct person **out, size_t *count, struct ctx *ctx, const char *role)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_HOLDERS);
    db_bind_text(&q, 1, role);
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
