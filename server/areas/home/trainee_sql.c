/* The rows behind a trainee's page. */
#include "areas/home/trainee_sql.h"

#include "areas/event/rows.h"

/* Today's tutor, cooperator and team: ?3 is the day, ?2 the actor. */
#define TODAY(from, to) from " <= ?3 AND (" to " IS NULL OR " to " >= ?3)"
#define ACCOMPANIED(trainee, cohort)                                                                                   \
    "EXISTS (SELECT 1 FROM tutor_assignment AS a WHERE a.trainee = " trainee " AND a.cohort = " cohort " AND a.tutor = ?2"  \
    "  AND " TODAY("a.from_day", "a.to_day") ")"                                                                       \
    " OR EXISTS (SELECT 1 FROM cooperator_assignment AS a WHERE a.trainee = " trainee " AND a.cohort = " cohort        \
    "  AND a.cooperator = ?2 AND " TODAY("a.from_day", "a.to_day") ")"
static const char SQL_LIST[] =
    "SELECT person.id, slug, given_name, family_name, email, pseudonym, e.status, e.from_day, e.to_day, e.project_title,"
    " e.project_place, e.project_setting,"
    " ifnull((SELECT m.\"group\" FROM group_membership AS m JOIN \"group\" AS g ON g.id = m.\"group\" WHERE m.person = person.id"
    "  AND g.cohort = ?1 AND g.kind = 'team' AND " TODAY("m.from_day", "m.to_day") " ORDER BY m.from_day DESC LIMIT 1), 0),"
    " ifnull((SELECT a.tutor FROM tutor_assignment AS a WHERE a.trainee = person.id AND a.cohort = ?1"
    "  AND " TODAY("a.from_day", "a.to_day") " ORDER BY a.from_day DESC LIMIT 1), 0),"
    " ifnull((SELECT a.cooperator FROM cooperator_assignment AS a WHERE a.trainee = person.id AND a.cohort = ?1"
    "  AND " TODAY("a.from_day", "a.to_day") " ORDER BY a.from_day DESC LIMIT 1), 0),"
    " " ACCOMPANIED("person.id", "?1")
    " FROM enrolment AS e JOIN person ON person.id = e.person WHERE e.cohort = ?1 AND e.status <> 'cancelled'"
    " ORDER BY family_name COLLATE french, given_name COLLATE french, person.id";
static const char SQL_NOTES[] =
    "SELECT person.id, person.slug, given_name, family_name, email, pseudonym, n.text, n.updated_at, n.cohort, cohort.slug,"
    " cohort.label, " ACCOMPANIED("n.about", "n.cohort")
    " FROM private_note AS n JOIN person ON person.id = n.about JOIN cohort ON cohort.id = n.cohort WHERE n.person = ?2"
    " ORDER BY family_name COLLATE french, given_name COLLATE french, person.id, cohort.start_day DESC, cohort.id";
static const char SQL_NOTE_PUT[] =
    "INSERT OR REPLACE INTO private_note (person, about, cohort, text, updated_at) VALUES (?1, ?2, ?3, ?4, ?5)";
static const char SQL_NOTE_REMOVE[] = "DELETE FROM private_note WHERE person = ?1 AND about = ?2 AND cohort = ?3";

struct beside {
    int64_t team, tutor, cooperator;
};

static carnet_err find_beside(struct trainee *out, struct ctx *ctx, const struct beside *ids)
{
    if (ids->team)
        TRY(group_find(&out->team, ctx, ids->team));
    if (ids->tutor)
        TRY(people_find(&out->tutor, ctx, ids->tutor));
    return ids->cooperator ? people_find(&out->cooperator, ctx, ids->cooperator) : CARNET_OK;
}

static carnet_err read_row(struct trainee *out, struct ctx *ctx, struct db_query *q, const struct cohort *cohort)
{
    *out = (struct trainee){
        .person = people_row(ctx, q),
        .cohort = *cohort,
        .status = db_text(q, 6, ctx->arena),
        .from_day = db_text(q, 7, ctx->arena),
        .to_day = db_text(q, 8, ctx->arena),
        .project_title = db_text(q, 9, ctx->arena),
        .project_place = db_text(q, 10, ctx->arena),
        .project_setting = db_text(q, 11, ctx->arena),
        .accompanied = db_int(q, 15) != 0,
    };
    struct beside ids = { db_int(q, 12), db_int(q, 13), db_int(q, 14) };
    return find_beside(out, ctx, &ids);
}

carnet_err trainee_sql_list(struct trainee **out, size_t *count, struct ctx *ctx, const struct cohort *cohort)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_LIST);
    db_bind_int(&q, 1, cohort->id);
    db_bind_int(&q, 2, ctx->actor);
    db_bind_text(&q, 3, moment_today(ctx));
    *out = NULL;
    *count = 0;
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        *out = rows_grow(ctx, *out, *count, sizeof **out);
        TRY(read_row(&(*out)[*count], ctx, &q, cohort));
        (*count)++;
    }
}

carnet_err note_sql_list(struct private_note **out, size_t *count, struct ctx *ctx)
{
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, SQL_NOTES);
    db_bind_int(&q, 2, ctx->actor);
    db_bind_text(&q, 3, moment_today(ctx));
    *out = NULL;
    *count = 0;
    for (;;) {
        bool row;
        TRY(db_next(&row, &q));
        if (!row)
            return CARNET_OK;
        *out = rows_grow(ctx, *out, *count, sizeof **out);
        (*out)[(*count)++] = (struct private_note){
            .about = people_row(ctx, &q),
            .text = db_text(&q, 6, ctx->arena),
            .updated_at = db_int(&q, 7),
            .cohort = { .id = db_int(&q, 8), .slug = db_text(&q, 9, ctx->arena), .label = db_text(&q, 10, ctx->arena) },
            .accompanied = db_int(&q, 11) != 0,
        };
    }
}

carnet_err note_sql_put(struct ctx *ctx, const struct private_note *note)
{
    bool kept = note->text[0] != '\0';
    CLEANUP(db_query_end) struct db_query q = db_query(ctx->db, kept ? SQL_NOTE_PUT : SQL_NOTE_REMOVE);
    db_bind_int(&q, 1, ctx->actor);
    db_bind_int(&q, 2, note->about.id);
    db_bind_int(&q, 3, note->cohort.id);
    if (kept) {
        db_bind_text(&q, 4, note->text);
        db_bind_int(&q, 5, note->updated_at);
    }
    return db_run(&q);
}
