/* The rows of the calendar. */
#include "areas/calendar/calendar_sql.h"

#include "areas/event/rows.h"

static const char SQL_SESSIONS[] =
    "SELECT id, position, sequence, changed_at, slug, from_day, to_day, theme FROM session WHERE cohort = ?1 ORDER BY position";
static const char SQL_MILESTONES[] =
    "SELECT id, ifnull(due_at, 0), sequence, changed_at, slug, deliverable, label, from_day, to_day FROM milestone"
    " WHERE cohort = ?1 ORDER BY ifnull(due_at, unixepoch(from_day) * 1000), id";
static const char SQL_HALF_DAYS[] =
    "SELECT id, ifnull(session, 0), ifnull(milestone, 0), sequence, changed_at, slug, day, part, starts, ends, format, module, room"
    " FROM half_day WHERE cohort = ?1 ORDER BY day, part, id";
static const char SQL_TRAINERS[] =
    "SELECT person.id, person.slug, person.given_name, person.family_name, person.email, person.pseudonym FROM half_day_trainer"
    " JOIN person ON person.id = half_day_trainer.person WHERE half_day_trainer.half_day = ?1"
    " ORDER BY person.family_name COLLATE french, person.given_name COLLATE french, person.id";

static const char SQL_SESSION_ADD[] =
    "INSERT INTO session (cohort, slug, position, from_day, to_day, theme, changed_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
static const char SQL_MILESTONE_ADD[] =
    "INSERT INTO milestone (cohort, slug, deliverable, label, due_at, from_day, to_day, changed_at)"
    " VALUES (?1, ?2, ?3, ?4, nullif(?5, 0), ?6, ?7, ?8)";
static const char SQL_HALF_DAY_ADD[] =
    "INSERT INTO half_day (cohort, session, milestone, slug, day, part, starts, ends, changed_at)"
    " VALUES (?1, nullif(?2, 0), nullif(?3, 0), ?4, ?5, ?6, ?7, ?8, ?9)";

static const char SQL_SESSION_SET[] =
    "UPDATE session SET from_day = ?2, to_day = ?3, theme = ?4, sequence = sequence + 1, changed_at = ?5 WHERE id = ?1";
static const char SQL_MILESTONE_SET[] =
    "UPDATE milestone SET due_at = nullif(?2, 0), from_day = ?3, to_day = ?4, sequence = sequence + 1, changed_at = ?5 WHERE id = ?1";
static const char SQL_HALF_DAY_SET[] =
    "UPDATE half_day SET day = ?2, format = ?3, module = ?4, room = ?5, sequence = sequence + 1, changed_at = ?6 WHERE id = ?1";
static const char SQL_TRAINERS_CLEAR[] = "DELETE FROM half_day_trainer WHERE half_day = ?1";
static const char SQL_TRAINER_ADD[] = "INSERT OR IGNORE INTO half_day_trainer (half_day, person) VALUES (?1, ?2)";
static const char SQL_TRAINER_BUSY[] =
    "SELECT 1 FROM half_day JOIN half_day_trainer ON half_day_trainer.half_day = half_day.id"
    " WHERE half_day.day = ?2 AND half_day.part = ?3 AND half_day.id <> ?1 AND half_day_trainer.person = ?4 LIMIT 1";
static const char SQL_ROOM_BUSY[] = "SELECT 1 FROM half_day WHERE day = ?2 AND part = ?3 AND id <> ?1 AND room = ?4 LIMIT 1";

carnet_err calendar_sql_sessions(struct calendar *out, struct ctx *ctx, int64_t cohort)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_SESSIONS);
    db_bind_int(&q, 1, cohort);
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        out->sessions = rows_grow(ctx, out->sessions, out->session_count, sizeof *out->sessions);
        out->sessions[out->session_count++] = (struct calendar_session){
            .id = db_int(&q, 0),
            .position = db_int(&q, 1),
            .sequence = db_int(&q, 2),
            .changed_at = db_int(&q, 3),
            .slug = db_text(&q, 4, ctx->arena),
            .from = db_text(&q, 5, ctx->arena),
            .to = db_text(&q, 6, ctx->arena),
            .theme = db_text(&q, 7, ctx->arena),
        };
    }
}

carnet_err calendar_sql_milestones(struct calendar *out, struct ctx *ctx, int64_t cohort)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_MILESTONES);
    db_bind_int(&q, 1, cohort);
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        out->milestones = rows_grow(ctx, out->milestones, out->milestone_count, sizeof *out->milestones);
        out->milestones[out->milestone_count++] = (struct calendar_milestone){
            .id = db_int(&q, 0),
            .due_at = db_int(&q, 1),
            .sequence = db_int(&q, 2),
            .changed_at = db_int(&q, 3),
            .slug = db_text(&q, 4, ctx->arena),
            .deliverable = db_text(&q, 5, ctx->arena),
            .label = db_text(&q, 6, ctx->arena),
            .from = db_text(&q, 7, ctx->arena),
            .to = db_text(&q, 8, ctx->arena),
        };
    }
}

static carnet_err trainers_of(struct calendar_half_day *half_day, struct ctx *ctx)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_TRAINERS);
    db_bind_int(&q, 1, half_day->id);
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        half_day->trainers = rows_grow(ctx, half_day->trainers, half_day->trainer_count, sizeof *half_day->trainers);
        half_day->trainers[half_day->trainer_count++] = people_row(ctx, &q);
    }
}

carnet_err calendar_sql_half_days(struct calendar *out, struct ctx *ctx, int64_t cohort)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_HALF_DAYS);
    db_bind_int(&q, 1, cohort);
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        out->half_days = rows_grow(ctx, out->half_days, out->half_day_count, sizeof *out->half_days);
        struct calendar_half_day *half_day = &out->half_days[out->half_day_count++];
        *half_day = (struct calendar_half_day){
            .id = db_int(&q, 0),
            .session = db_int(&q, 1),
            .milestone = db_int(&q, 2),
            .sequence = db_int(&q, 3),
            .changed_at = db_int(&q, 4),
            .slug = db_text(&q, 5, ctx->arena),
            .day = db_text(&q, 6, ctx->arena),
            .part = db_text(&q, 7, ctx->arena),
            .starts = db_text(&q, 8, ctx->arena),
            .ends = db_text(&q, 9, ctx->arena),
            .format = db_text(&q, 10, ctx->arena),
            .module = db_text(&q, 11, ctx->arena),
            .room = db_text(&q, 12, ctx->arena),
        };
        TRY(trainers_of(half_day, ctx));
    }
}

carnet_err calendar_sql_session_add(struct ctx *ctx, int64_t cohort, const struct calendar_session *session)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_SESSION_ADD);
    db_bind_int(&q, 1, cohort);
    db_bind_text(&q, 2, session->slug);
    db_bind_int(&q, 3, session->position);
    db_bind_text(&q, 4, session->from);
    db_bind_text(&q, 5, session->to);
    db_bind_text(&q, 6, session->theme);
    db_bind_int(&q, 7, ctx->now);
    return db_run(&q);
}

carnet_err calendar_sql_milestone_add(struct ctx *ctx, int64_t cohort, const struct calendar_milestone *milestone)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_MILESTONE_ADD);
    db_bind_int(&q, 1, cohort);
    db_bind_text(&q, 2, milestone->slug);
    db_bind_text(&q, 3, milestone->deliverable);
    db_bind_text(&q, 4, milestone->label);
    db_bind_int(&q, 5, milestone->due_at);
    db_bind_text(&q, 6, milestone->from);
    db_bind_text(&q, 7, milestone->to);
    db_bind_int(&q, 8, ctx->now);
    return db_run(&q);
}

carnet_err calendar_sql_half_day_add(struct ctx *ctx, int64_t cohort, const struct calendar_half_day *half_day)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_HALF_DAY_ADD);
    db_bind_int(&q, 1, cohort);
    db_bind_int(&q, 2, half_day->session);
    db_bind_int(&q, 3, half_day->milestone);
    db_bind_text(&q, 4, half_day->slug);
    db_bind_text(&q, 5, half_day->day);
    db_bind_text(&q, 6, half_day->part);
    db_bind_text(&q, 7, half_day->starts);
    db_bind_text(&q, 8, half_day->ends);
    db_bind_int(&q, 9, ctx->now);
    return db_run(&q);
}

carnet_err calendar_sql_session_set(struct ctx *ctx, const struct calendar_session *session)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_SESSION_SET);
    db_bind_int(&q, 1, session->id);
    db_bind_text(&q, 2, session->from);
    db_bind_text(&q, 3, session->to);
    db_bind_text(&q, 4, session->theme);
    db_bind_int(&q, 5, ctx->now);
    return db_run(&q);
}

carnet_err calendar_sql_milestone_set(struct ctx *ctx, const struct calendar_milestone *milestone)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_MILESTONE_SET);
    db_bind_int(&q, 1, milestone->id);
    db_bind_int(&q, 2, milestone->due_at);
    db_bind_text(&q, 3, milestone->from);
    db_bind_text(&q, 4, milestone->to);
    db_bind_int(&q, 5, ctx->now);
    return db_run(&q);
}

carnet_err calendar_sql_half_day_set(struct ctx *ctx, const struct calendar_half_day *half_day)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_HALF_DAY_SET);
    db_bind_int(&q, 1, half_day->id);
    db_bind_text(&q, 2, half_day->day);
    db_bind_text(&q, 3, half_day->format);
    db_bind_text(&q, 4, half_day->module);
    db_bind_text(&q, 5, half_day->room);
    db_bind_int(&q, 6, ctx->now);
    return db_run(&q);
}

carnet_err calendar_sql_trainers_clear(struct ctx *ctx, int64_t half_day)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_TRAINERS_CLEAR);
    db_bind_int(&q, 1, half_day);
    return db_run(&q);
}

carnet_err calendar_sql_trainer_add(struct ctx *ctx, int64_t half_day, int64_t person)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_TRAINER_ADD);
    db_bind_int(&q, 1, half_day);
    db_bind_int(&q, 2, person);
    return db_run(&q);
}

carnet_err calendar_sql_trainer_busy(bool *out, struct ctx *ctx, const struct calendar_half_day *half_day, int64_t person)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_TRAINER_BUSY);
    db_bind_int(&q, 1, half_day->id);
    db_bind_text(&q, 2, half_day->day);
    db_bind_text(&q, 3, half_day->part);
    db_bind_int(&q, 4, person);
    return db_next(out, &q);
}

carnet_err calendar_sql_room_busy(bool *out, struct ctx *ctx, const struct calendar_half_day *half_day)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ROOM_BUSY);
    db_bind_int(&q, 1, half_day->id);
    db_bind_text(&q, 2, half_day->day);
    db_bind_text(&q, 3, half_day->part);
    db_bind_text(&q, 4, half_day->room);
    return db_next(out, &q);
}
