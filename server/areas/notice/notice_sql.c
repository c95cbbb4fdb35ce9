/* The rows of notice/. */
#include "areas/notice/notice_sql.h"

#include "areas/event/rows.h"

static const char SQL_SETTING[] =
    "SELECT digest_hour, excluded_days, seen, digest_day, stop_token FROM notice_setting WHERE person = ?1";
static const char SQL_SETTING_KEEP[] = "INSERT OR IGNORE INTO notice_setting (person, stop_token) VALUES (?1, ?2)";
static const char SQL_SET[] = "UPDATE notice_setting SET digest_hour = ?2, excluded_days = ?3 WHERE person = ?1";
static const char SQL_SEE[] =
    "UPDATE notice_setting SET seen = max(seen, min(?2, (SELECT ifnull(max(number), 0) FROM event_person WHERE person = ?1)))"
    " WHERE person = ?1";
static const char SQL_DIGEST_DAY[] = "UPDATE notice_setting SET digest_day = ?2 WHERE person = ?1";
static const char SQL_OF_TOKEN[] =
    "SELECT notice_setting.person FROM notice_setting JOIN person ON person.id = notice_setting.person"
    " WHERE notice_setting.stop_token = ?1 AND person.closed_at IS NULL";
static const char SQL_STOPPED[] = "SELECT family FROM notice_stop WHERE person = ?1";
static const char SQL_STOP[] = "INSERT OR IGNORE INTO notice_stop (person, family) VALUES (?1, ?2)";
static const char SQL_RESUME[] = "DELETE FROM notice_stop WHERE person = ?1 AND family = ?2";

#define EVENT_COLUMNS                                                                                                  \
    "event_person.number, event.id, event.at, ifnull(event.actor, 0), event.kind, event.subject, actor.slug,"            \
    " actor.given_name || ' ' || actor.family_name, event.detail"
static const char SQL_EVENTS[] =
    "SELECT " EVENT_COLUMNS ", NULL FROM event_person JOIN event ON event.id = event_person.event"
    " LEFT JOIN person AS actor ON actor.id = event.actor"
    " WHERE event_person.person = ?1 AND (?2 = 0 OR event_person.number < ?2) AND event_person.number > ?3 ORDER BY event_person.number DESC";
static const char SQL_DUE[] =
    "SELECT " EVENT_COLUMNS ", notice_due.urgency FROM notice_due"
    " JOIN event_person ON event_person.person = notice_due.person AND event_person.number = notice_due.number"
    " JOIN event ON event.id = notice_due.event LEFT JOIN person AS actor ON actor.id = event.actor"
    " WHERE notice_due.person = ?1 ORDER BY notice_due.number";
static const char SQL_NEW[] =
    "SELECT event.id, event.at, event.kind, ifnull(event.actor, 0), event_person.person, event_person.number, event.detail FROM event"
    " JOIN event_person ON event_person.event = event.id"
    " WHERE event.id > (SELECT event FROM notice_cursor) ORDER BY event.id";
static const char SQL_CURSOR[] = "UPDATE notice_cursor SET event = max(event, ?1)";
static const char SQL_DUE_ADD[] = "INSERT OR IGNORE INTO notice_due (person, number, event, urgency) VALUES (?1, ?2, ?3, ?4)";
static const char SQL_DUE_DONE[] = "DELETE FROM notice_due WHERE person = ?1 AND number = ?2";
static const char SQL_DUE_PEOPLE[] = "SELECT DISTINCT person FROM notice_due ORDER BY person";
static const char SQL_MILESTONE_LABEL[] = "SELECT label FROM milestone WHERE cohort = ?1 AND slug = ?2";
static const char SQL_DOCUMENT_EXISTS[] = "SELECT 1 FROM document WHERE uid = ?1";

/* The latest of the cohort's date, an extension, and the date of a reopening; an extension and a reopening are in work.due_at. */
#define DUE_AT                                                                                                         \
    "max(ifnull(work.due_at, 0), ifnull((SELECT max(milestone.due_at) FROM milestone WHERE milestone.cohort = work.cohort" \
    " AND milestone.deliverable = work.kind), 0))"
static const char SQL_DEADLINES[] =
    "SELECT work.document, document.uid, work.person, " DUE_AT " AS due FROM work"
    " JOIN document ON document.id = work.document"
    " JOIN enrolment ON enrolment.person = work.person AND enrolment.cohort = work.cohort AND enrolment.status = 'enrolled'"
    " WHERE work.state IN ('not_started', 'draft', 'reopened') AND work.carried_over_from IS NULL AND due > ?1 AND due < ?2";
static const char SQL_DEADLINE_TOLD[] = "INSERT OR IGNORE INTO notice_deadline (document, due_at, days) VALUES (?1, ?2, ?3)";
static const char SQL_DUE_AT[] = "SELECT " DUE_AT " FROM work WHERE work.document = ?1";

carnet_err notice_sql_setting(struct notice_setting *out, struct ctx *ctx, int64_t person)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_SETTING);
    db_bind_int(&q, 1, person);
    *out = (struct notice_setting){ .hour = 18 };
    bool row;
    TRY(db_next(&row, &q));
    if (row)
        *out = (struct notice_setting){ db_int(&q, 0), db_int(&q, 1), db_int(&q, 2), db_text(&q, 3, ctx->arena),
                                        db_text(&q, 4, ctx->arena) };
    return CARNET_OK;
}

static carnet_err run_text(struct ctx *ctx, const char *sql, int64_t person, const char *text)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, sql);
    db_bind_int(&q, 1, person);
    db_bind_text(&q, 2, text);
    return db_run(&q);
}

static carnet_err run_numbers(struct ctx *ctx, const char *sql, int64_t a, int64_t b)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, sql);
    db_bind_int(&q, 1, a);
    db_bind_int(&q, 2, b);
    return db_run(&q);
}

carnet_err notice_sql_setting_keep(struct ctx *ctx, int64_t person, const char *fresh_token)
{
    return run_text(ctx, SQL_SETTING_KEEP, person, fresh_token);
}

carnet_err notice_sql_set(struct ctx *ctx, int64_t person, int64_t hour, int64_t excluded_days)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_SET);
    db_bind_int(&q, 1, person);
    db_bind_int(&q, 2, hour);
    db_bind_int(&q, 3, excluded_days);
    return db_run(&q);
}

carnet_err notice_sql_see(struct ctx *ctx, int64_t person, int64_t number)
{
    return run_numbers(ctx, SQL_SEE, person, number);
}

carnet_err notice_sql_digest_day(struct ctx *ctx, int64_t person, const char *day)
{
    return run_text(ctx, SQL_DIGEST_DAY, person, day);
}

carnet_err notice_sql_of_token(int64_t *person, struct ctx *ctx, const char *token)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_OF_TOKEN);
    db_bind_text(&q, 1, token);
    TRY(db_one(&q));
    *person = db_int(&q, 0);
    return CARNET_OK;
}

carnet_err notice_sql_stopped(unsigned *families, struct ctx *ctx, int64_t person)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_STOPPED);
    db_bind_int(&q, 1, person);
    *families = 0;
    for (;;) {
        bool row;
        enum notice_family family;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        if (family_parse(&family, db_text(&q, 0, ctx->arena)))
            *families |= 1u << family;
    }
}

carnet_err notice_sql_stop(struct ctx *ctx, int64_t person, enum notice_family family, bool stopped)
{
    return run_text(ctx, stopped ? SQL_STOP : SQL_RESUME, person, family_text(family));
}

struct db_query notice_sql_events(struct ctx *ctx, int64_t before, int64_t after)
{
    struct db_query q = db_query(ctx->db, SQL_EVENTS);
    db_bind_int(&q, 1, ctx->actor);
    db_bind_int(&q, 2, before);
    db_bind_int(&q, 3, after);
    return q;
}

struct db_query notice_sql_due(struct ctx *ctx, int64_t person)
{
    struct db_query q = db_query(ctx->db, SQL_DUE);
    db_bind_int(&q, 1, person);
    return q;
}

struct notice_event notice_sql_event(struct ctx *ctx, struct db_query *q)
{
    return (struct notice_event){
        .number = db_int(q, 0),
        .event = db_int(q, 1),
        .at = db_int(q, 2),
        .actor = db_int(q, 3),
        .kind = db_text(q, 4, ctx->arena),
        .subject = db_text(q, 5, ctx->arena),
        .actor_slug = db_text(q, 6, ctx->arena),
        .actor_name = db_text(q, 7, ctx->arena),
        .detail = db_text(q, 8, ctx->arena),
        .urgency = db_text(q, 9, ctx->arena),
    };
}

struct db_query notice_sql_new(struct ctx *ctx)
{
    return db_query(ctx->db, SQL_NEW);
}

carnet_err notice_sql_cursor(struct ctx *ctx, int64_t event)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_CURSOR);
    db_bind_int(&q, 1, event);
    return db_run(&q);
}

carnet_err notice_sql_due_add(struct ctx *ctx, int64_t person, int64_t number, int64_t event, const char *urgency)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_DUE_ADD);
    db_bind_int(&q, 1, person);
    db_bind_int(&q, 2, number);
    db_bind_int(&q, 3, event);
    db_bind_text(&q, 4, urgency);
    return db_run(&q);
}

carnet_err notice_sql_due_done(struct ctx *ctx, int64_t person, int64_t number)
{
    return run_numbers(ctx, SQL_DUE_DONE, person, number);
}

carnet_err notice_sql_due_people(int64_t **out, size_t *count, struct ctx *ctx)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_DUE_PEOPLE);
    return rows_ids(out, count, ctx, &q);
}

carnet_err notice_sql_milestone_label(const char **out, struct ctx *ctx, int64_t cohort, const char *slug)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_MILESTONE_LABEL);
    db_bind_int(&q, 1, cohort);
    db_bind_text(&q, 2, slug);
    bool row;
    TRY(db_next(&row, &q));
    *out = row ? db_text(&q, 0, ctx->arena) : NULL;
    return CARNET_OK;
}

carnet_err notice_sql_document_exists(bool *out, struct ctx *ctx, const char *uid)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_DOCUMENT_EXISTS);
    db_bind_text(&q, 1, uid);
    return db_next(out, &q);
}

struct db_query notice_sql_deadlines(struct ctx *ctx, int64_t before)
{
    struct db_query q = db_query(ctx->db, SQL_DEADLINES);
    db_bind_int(&q, 1, ctx->now);
    db_bind_int(&q, 2, before);
    return q;
}

carnet_err notice_sql_deadline_told(bool *first, struct ctx *ctx, int64_t document, int64_t due_at, int64_t days)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_DEADLINE_TOLD);
    db_bind_int(&q, 1, document);
    db_bind_int(&q, 2, due_at);
    db_bind_int(&q, 3, days);
    TRY(db_run(&q));
    *first = db_changes(ctx->db) > 0;
    return CARNET_OK;
}

carnet_err notice_sql_due_at(int64_t *out, struct ctx *ctx, int64_t document)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_DUE_AT);
    db_bind_int(&q, 1, document);
    bool row;
    TRY(db_next(&row, &q));
    *out = row ? db_int(&q, 0) : 0;
    return CARNET_OK;
}
