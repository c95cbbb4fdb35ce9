/* A new cohort: its row, with the programme copied, and the people who run it. */
#include "areas/cohort/cohort.h"

static const char SQL_ADD[] =
    "INSERT INTO cohort (organisation, programme, definition, programme_version, slug, label, start_day, end_day, created_at)"
    " SELECT organisation, id, definition, version, ?2, ?3, ?4, ?5, ?6 FROM programme WHERE id = ?1";
static const char SQL_TAKEN[] = "SELECT 1 FROM cohort WHERE slug = ?1";
static const char SQL_OFFICE[] =
    "INSERT OR IGNORE INTO role (person, cohort, role, given_at) SELECT DISTINCT office.person, ?1, office.role, ?3 FROM role AS mine"
    " JOIN role AS office ON office.cohort = mine.cohort WHERE mine.person = ?2 AND mine.role = 'programme_manager'"
    " AND office.role IN ('training_assistant', 'disability_officer', 'quality_officer')";
static const char SQL_SET_DAYS[] = "UPDATE cohort SET start_day = ?2, end_day = ?3 WHERE id = ?1";

/* "cpsl-2025-2026"; a second one of the same years gets a number. */
static carnet_err free_slug(const char **out, struct ctx *ctx, const struct cohort_new *cohort)
{
    const char *base = arena_printf(ctx->arena, "%s-%.4s-%.4s", cohort->programme->slug, cohort->start_day, cohort->end_day);
    for (int n = 1;; n++) {
        *out = n == 1 ? base : arena_printf(ctx->arena, "%s-%d", base, n);
        CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_TAKEN);
        db_bind_text(&q, 1, *out);
        bool taken;
        TRY(db_next(&taken, &q));
        if (!taken)
            return CARNET_OK;
    }
}

static carnet_err bring_office(struct ctx *ctx, int64_t cohort)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_OFFICE);
    db_bind_int(&q, 1, cohort);
    db_bind_int(&q, 2, ctx->actor);
    db_bind_int(&q, 3, ctx->now);
    return db_run(&q);
}

carnet_err cohort_add(struct cohort *out, struct ctx *ctx, const struct cohort_new *cohort)
{
    const char *slug;
    TRY(free_slug(&slug, ctx, cohort));
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_ADD);
    db_bind_int(&q, 1, cohort->programme->id);
    db_bind_text(&q, 2, slug);
    db_bind_text(&q, 3, cohort->label);
    db_bind_text(&q, 4, cohort->start_day);
    db_bind_text(&q, 5, cohort->end_day);
    db_bind_int(&q, 6, ctx->now);
    TRY(db_run(&q));
    int64_t id = db_last_id(ctx->db);
    TRY(bring_office(ctx, id));
    TRY(people_begin_managing(ctx, id));
    return cohort_by_id(out, ctx, id);
}

carnet_err cohort_set_days(struct ctx *ctx, int64_t cohort, const char *start_day, const char *end_day)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_SET_DAYS);
    db_bind_int(&q, 1, cohort);
    db_bind_text(&q, 2, start_day);
    db_bind_text(&q, 3, end_day);
    return db_run(&q);
}
