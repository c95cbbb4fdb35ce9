/* The organisation, its programme, the cohort with its year. */
#include <string.h>

#include "areas/calendar/propose.h"
#include "areas/demo/load.h"
#include "areas/event/rows.h"

static const char SQL_ORGANISATION[] = "INSERT INTO organisation (slug, name, sample) VALUES (?1, ?2, 1)";
static const char SQL_PROGRAMME[] =
    "INSERT INTO programme (organisation, slug, title, definition) VALUES (?1, ?2, ?3, ?4)";
static const char SQL_COHORT[] =
    "INSERT INTO cohort (organisation, programme, definition, slug, label, start_day, end_day, created_at)"
    " SELECT organisation, id, definition, ?2, ?3, ?4, ?5, ?6 FROM programme WHERE id = ?1";
static const char SQL_SESSION[] =
    "INSERT INTO session (cohort, slug, position, from_day, to_day, theme) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
static const char SQL_MILESTONE[] =
    "INSERT INTO milestone (cohort, slug, deliverable, due_at, from_day, to_day, label)"
    " VALUES (?1, ?2, ?3, nullif(?4, 0), ?5, ?6, ?7)";

const char *load_text(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static carnet_err load_organisation(struct load *load)
{
    const json_t *organisation = json_object_get(load->sample, "organisation");
    CLEANUP(db_query_end) struct db_query q = db_query(load->ctx->db, SQL_ORGANISATION);
    db_bind_text(&q, 1, load_text(organisation, "id"));
    db_bind_text(&q, 2, load_text(organisation, "name"));
    TRY(db_run(&q));
    load->organisation = db_last_id(load->ctx->db);
    return CARNET_OK;
}

static carnet_err load_programme(int64_t *out, struct load *load)
{
    char *definition = json_dumps(load->programme, JSON_COMPACT);
    CLEANUP(db_query_end) struct db_query q = db_query(load->ctx->db, SQL_PROGRAMME);
    db_bind_int(&q, 1, load->organisation);
    db_bind_text(&q, 2, load_text(load->programme, "id"));
    db_bind_text(&q, 3, load_text(load->programme, "title"));
    db_bind_text(&q, 4, definition);
    carnet_err err = db_run(&q);
    free(definition);
    *out = db_last_id(load->ctx->db);
    return err;
}

static carnet_err load_cohort(struct load *load, int64_t programme)
{
    const json_t *cohort = json_object_get(load->sample, "cohort");
    const char *start, *end;
    TRY(dates_day(&start, &load->dates, load->ctx, load_text(cohort, "start")));
    TRY(dates_day(&end, &load->dates, load->ctx, load_text(cohort, "end")));
    CLEANUP(db_query_end) struct db_query q = db_query(load->ctx->db, SQL_COHORT);
    db_bind_int(&q, 1, programme);
    db_bind_text(&q, 2, load_text(cohort, "id"));
    db_bind_text(&q, 3, load_text(cohort, "label"));
    db_bind_text(&q, 4, start);
    db_bind_text(&q, 5, end);
    db_bind_int(&q, 6, load->ctx->now);
    TRY(db_run(&q));
    load->cohort = db_last_id(load->ctx->db);
    return CARNET_OK;
}

static carnet_err load_session(struct load *load, const json_t *session)
{
    const char *from, *to;
    TRY(dates_session_day(&from, &load->dates, load->ctx, load_text(session, "from")));
    TRY(dates_session_day(&to, &load->dates, load->ctx, load_text(session, "to")));
    CLEANUP(db_query_end) struct db_query q = db_query(load->ctx->db, SQL_SESSION);
    db_bind_int(&q, 1, load->cohort);
    db_bind_text(&q, 2, load_text(session, "id"));
    db_bind_int(&q, 3, json_integer_value(json_object_get(session, "order")));
    db_bind_text(&q, 4, from);
    db_bind_text(&q, 5, to);
    db_bind_text(&q, 6, load_text(session, "theme"));
    return db_run(&q);
}

/* What the programme calls it: as in the year it would propose, by name or by day. */
static const char *label_of(const struct calendar *proposed, const json_t *milestone)
{
    const char *slug = load_text(milestone, "id"), *from = load_text(milestone, "from");
    for (size_t i = 0; i < proposed->milestone_count; i++) {
        const struct calendar_milestone *m = &proposed->milestones[i];
        if (strcmp(m->slug, slug) == 0 || (from && m->from && strcmp(m->from, from) == 0))
            return m->label;
    }
    return NULL;
}

static carnet_err load_milestone(struct load *load, const struct calendar *proposed, const json_t *milestone)
{
    int64_t due;
    const char *from = load_text(milestone, "from"), *to;
    TRY(dates_moment(&due, &load->dates, load_text(milestone, "dueAt")));
    TRY(dates_session_day(&from, &load->dates, load->ctx, from ? from : load_text(milestone, "date")));
    TRY(dates_session_day(&to, &load->dates, load->ctx, load_text(milestone, "to")));
    CLEANUP(db_query_end) struct db_query q = db_query(load->ctx->db, SQL_MILESTONE);
    db_bind_int(&q, 1, load->cohort);
    db_bind_text(&q, 2, load_text(milestone, "id"));
    db_bind_text(&q, 3, load_text(milestone, "deliverable"));
    db_bind_int(&q, 4, due);
    db_bind_text(&q, 5, from);
    db_bind_text(&q, 6, to);
    db_bind_text(&q, 7, label_of(proposed, milestone));
    return db_run(&q);
}

carnet_err load_frame(struct load *load)
{
    int64_t programme;
    struct calendar proposed;
    const char *start = load_text(json_object_get(load->sample, "cohort"), "start");
    TRY(propose_year(&proposed, load->ctx, load->programme, start));
    TRY(load_organisation(load));
    TRY(load_programme(&programme, load));
    TRY(load_cohort(load, programme));
    size_t i;
    json_t *one;
    json_array_foreach(json_object_get(load->sample, "sessions"), i, one)
        TRY(load_session(load, one));
    json_array_foreach(json_object_get(load->sample, "milestones"), i, one)
        TRY(load_milestone(load, &proposed, one));
    return calendar_half_days_add(load->ctx, load->cohort);
}
