/* Reads enrolments as cohort.c does (enrolled_sql.h), for other people than the actor and other days than today. */
#include "areas/cohort/trainees.h"

#include "areas/cohort/enrolled_sql.h"
#include "areas/event/rows.h"

static const char SQL_TRAINEES[] =
    "SELECT person.id, person.slug, person.given_name, person.family_name, person.email, person.pseudonym, project_title,"
    " project_place, project_setting FROM enrolment JOIN person ON person.id = enrolment.person WHERE enrolment.cohort = ?1"
    " AND " ENROLLED_ON("?2") " ORDER BY person.family_name COLLATE french, person.given_name COLLATE french, person.id";
static const char SQL_IS_TRAINEE[] =
    "SELECT 1 FROM enrolment WHERE enrolment.cohort = ?1 AND enrolment.person = ?3 AND " ENROLLED_ON("?2");

carnet_err cohort_trainees(struct cohort_trainee **out, size_t *count, struct ctx *ctx, int64_t cohort, const char *day)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_TRAINEES);
    db_bind_int(&q, 1, cohort);
    db_bind_text(&q, 2, day);
    *out = NULL;
    *count = 0;
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        *out = rows_grow(ctx, *out, *count, sizeof **out);
        (*out)[(*count)++] = (struct cohort_trainee){
            .person = people_row(ctx, &q),
            .project_title = db_text(&q, 6, ctx->arena),
            .project_place = db_text(&q, 7, ctx->arena),
            .project_setting = db_text(&q, 8, ctx->arena),
        };
    }
}

carnet_err cohort_is_trainee(bool *out, struct ctx *ctx, int64_t cohort, int64_t person, const char *day)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_IS_TRAINEE);
    db_bind_int(&q, 1, cohort);
    db_bind_text(&q, 2, day);
    db_bind_int(&q, 3, person);
    return db_next(out, &q);
}
